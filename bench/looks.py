"""Who is seen of those that are open in clips: by one frame a second, and by what the hunt shows of a clip.

`python bench/looks.py CLIPS [SEED]` takes the clips that `bench/operating.py --photos 0 --clips CLIPS [--seed SEED]`
has searched, of which every face is known at every frame. Open is who counts (see _operator_truth.py) and is covered
by less than 80 % at some frame by what the search alone hides. Seen is who is open in a frame that is shown, or lies
whole in a part that is. Nothing is written.
"""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from _machine import ROOT
from _operator_material import clips
from _operator_site import KEPT

SECONDS = 20
PLACES = (1, 2)
"""A second: as the page shows without being asked for more, and twice as many."""

Part = tuple[int, int, int, int]


def main() -> int:
    sys.path[:0] = [str(ROOT / part) for part in ("platform", "workers")]
    os.environ |= {"MORETTA_DATA": str(KEPT / "clips" / "data"), "DJANGO_SETTINGS_MODULE": "moretta.settings"}
    import django

    django.setup()
    material = clips(KEPT / "clips-made", *map(int, [sys.argv[1], SECONDS, *sys.argv[2:]]))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    people = left = 0
    for asset, shown in looked_at():
        faces = material.truth.get(asset.name)
        if faces is None:
            continue
        people += len({face.person for row in faces.values() for face in row if face.counts})
        open_at = open_faces(asset, faces)
        left += len({person for row in open_at.values() for person in row})
        for way, parts in shown.items():
            sums[way][0] += len(parts)
            sums[way][1] += len(seen(open_at, parts))
    print(f"{people} people, {left} of them open at some frame")
    for way, (pictures, caught) in sums.items():
        print(f"{way}: {pictures} pictures, {caught} seen")
    return 0


def looked_at() -> Iterator[tuple[Any, dict[str, list[tuple[int, Part | None]]]]]:
    """Each clip, and by every way of looking what is shown of it: frames, and parts of frames."""
    from moretta.annotations.effective import effective_regions
    from moretta.annotations.hunting import DEFAULT_FRESH, DEFAULT_SECONDS
    from moretta.datasets.models import Asset
    from moretta_tasks import looks
    from moretta_vision.track.looks import Hidden, open_places, whole_frames

    for asset in Asset.objects.filter(kind="video", deleting=False).select_related("dataset__policy"):
        size, fps = (asset.width or 0, asset.height or 0), asset.fps or 25.0
        finds, changes = looks.finds_of(asset) or ({}, {})
        hidden = Hidden(effective_regions(asset), asset.n_frames)
        every = round(looks.PLACE_SECONDS * fps)
        places = open_places(finds, hidden, asset.n_frames, changes, every)
        frames = whole_frames(asset.n_frames, fps, size, changes, DEFAULT_FRESH, DEFAULT_SECONDS)
        seconds = int(np.ceil(asset.n_frames / fps))
        parts: list[tuple[int, Part | None]] = []
        for place in places:
            left, top, width, height = looks.square_around(place, size)
            parts.append((place.frame, (left, top, width, height)))
        yield (
            asset,
            {
                "one frame a second": [(at * asset.n_frames // seconds, None) for at in range(seconds)],
                "frames where the picture changes": [(frame, None) for frame in frames],
                **{f"doubtful places, {some} a second": parts[: some * seconds] for some in PLACES},
                "every doubtful place": parts,
            },
        )


def open_faces(asset: Any, faces: Any) -> dict[int, dict[str, Any]]:
    """The boxes of those who are open, by frame and person."""
    from moretta.annotations.effective import effective_regions
    from moretta_vision.track.looks import Hidden

    hidden = Hidden(effective_regions(asset), asset.n_frames)
    found: dict[int, dict[str, Any]] = {}
    for frame, row in faces.items():
        counting = [face for face in row if face.counts]
        if counting:
            covered = hidden.covers(frame, np.array([face.box for face in counting], np.float64))
            found[frame] = {
                face.person: face.box for face, fine in zip(counting, covered, strict=True) if not fine
            }
    return found


def seen(open_at: dict[int, dict[str, Any]], shown: list[tuple[int, Part | None]]) -> set[str]:
    found = set()
    for frame, part in shown:
        for person, (x, y, width, height) in open_at.get(frame, {}).items():
            left, top, wide, high = part or (0, 0, 1e9, 1e9)
            within = left - 2 <= x and x + width <= left + wide + 2
            if part is None or (within and top - 2 <= y and y + height <= top + high + 2):
                found.add(person)
    return found


if __name__ == "__main__":
    sys.exit(main())
