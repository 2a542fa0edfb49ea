"""Rows made in bulk for bench/studio.py: `_studio_rows.py wall|timeline|walk DATASET` (prints an asset)."""

from __future__ import annotations

import hashlib
import sys
from itertools import accumulate
from typing import Any
from uuid import UUID

CROPS, A_PICTURE = 100_000, 20
TRACKS, FRAMES, EVERY = 200, 10_000, 25
STEPS, BEYOND, A_STEP = (
    1000,
    20,
    5,
)  # pictures that are walked through, those behind them, and objects on each


def main() -> None:
    import django

    django.setup()
    part, dataset = sys.argv[1], UUID(sys.argv[2])
    print({"wall": fill_wall, "timeline": fill_clip, "walk": fill_walk}[part](dataset))


def keyframe(frame: int, box: list[float]) -> dict[str, Any]:
    shape = {"type": "box", "data": box}
    return {"frame": frame, "shape": shape, "outside": False, "occluded": False, "score": 0.7}


def fill_wall(dataset_id: UUID) -> UUID:
    """100,000 undecided objects on 5,000 pictures, all cut out: those of each picture are the same file."""
    from moretta_vision.media.crops import cut
    from moretta_vision.media.preview import encode_preview

    pixels = _soft(1632, 1224)
    files = [encode_preview(cut(pixels, _box(n), 128), 128) for n in range(A_PICTURE)]
    return _fill(dataset_id, CROPS // A_PICTURE, A_PICTURE, "crops", files)


def fill_walk(dataset_id: UUID) -> UUID:
    """Pictures with a few undecided objects each; every view is the same file."""
    from moretta_vision.media.preview import encode_preview

    return _fill(dataset_id, STEPS + BEYOND, A_STEP, "view", [encode_preview(_soft(1632, 1224))])


def _fill(dataset_id: UUID, pictures: int, objects_each: int, kind: str, contents: list[bytes]) -> UUID:
    """Pictures with undecided objects and a file of one kind, views with a thumbnail, in bulk; gives the first."""
    from django.db import transaction

    from moretta import storage
    from moretta.annotations.models import Annotation, KeyframeBlock
    from moretta.datasets import counting
    from moretta.datasets.models import Asset, Blob, Dataset, Rendition
    from moretta_vision.media.preview import encode_preview

    dataset = Dataset.objects.select_related("project").get(pk=dataset_id)
    organization, label = dataset.project.organization_id, dataset.project.labels.get(kind="face")
    stored = {kind: b"".join(contents)}
    if kind == "view":
        stored["thumbnail"] = encode_preview(_soft(480, 360))
    paths = {name: f"{organization}/renditions/be/{name}.jpg" for name in stored}
    for name, content in stored.items():
        with storage.temporary() as draft:
            draft.write_bytes(content)
            storage.publish(draft, paths[name])
    made: list[UUID] = []
    for first in range(0, pictures, 250):
        blobs, assets, objects, blocks, files = [], [], [], [], []
        for number in range(first, min(pictures, first + 250)):
            digest = hashlib.sha256(f"studio {kind} {number}".encode()).hexdigest()
            blobs.append(
                Blob(
                    organization_id=organization, sha256=digest, size=9, media_type="image/jpeg", references=1
                )
            )
            assets.append(
                Asset(
                    dataset=dataset,
                    blob=blobs[-1],
                    name=f"photo-{number:05}.jpg",
                    state="annotate",
                    width=1632,
                    height=1224,
                    revision=1,
                    undecided=objects_each,
                )
            )
            places: dict[str, list[float]] = {}
            ends = list(accumulate(map(len, contents)))
            for n in range(objects_each):
                risk = ((number * objects_each + n) * 7919 % 10_000) / 10_000
                facts = {"label": label, "source": "run", "score": 0.7, "risk": risk, "revision": 1}
                objects.append(Annotation(asset=assets[-1], dataset=dataset, **facts))
                blocks.append(
                    KeyframeBlock(
                        annotation=objects[-1], first_frame=0, last_frame=0, keyframes=[keyframe(0, _box(n))]
                    )
                )
                if kind == "crops":
                    places[str(objects[-1].pk)] = [ends[n] - len(contents[n]), ends[n], 0, *_box(n)]
            report = {"crops": places} if places else {}
            facts = {"sha256": digest, "size": 9, "media_type": "image/jpeg", "report": report}
            for name, path in paths.items():
                recipe = hashlib.sha256(f"{name} {digest}".encode()).hexdigest()
                files.append(Rendition(asset=assets[-1], kind=name, recipe=recipe, path=path, **facts))
        with transaction.atomic():
            for model, rows in (
                (Blob, blobs),
                (Asset, assets),
                (Annotation, objects),
                (KeyframeBlock, blocks),
                (Rendition, files),
            ):
                model.objects.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]  # of every model
            counting.add(dataset.pk, "annotate", assets=len(assets), undecided=len(objects))
        made += [asset.pk for asset in assets]
    return made[0]


def _box(n: int) -> list[float]:
    return [60.0 * n + 10, 50.0 * n + 10, 50.0, 60.0]


def fill_clip(dataset_id: UUID) -> UUID:
    """A clip of 10,000 frames in which 200 people are seen all the time; a keyframe every 25 frames. It has no film."""
    from moretta.annotations.keyframes import make_blocks
    from moretta.annotations.models import Annotation, KeyframeBlock
    from moretta.datasets import counting
    from moretta.datasets.models import Asset, Blob, Dataset, FrameTable
    from moretta_vision.media.frame_table import pack

    dataset = Dataset.objects.select_related("project").get(pk=dataset_id)
    label = dataset.project.labels.get(kind="face")
    blob = Blob.objects.create(
        organization_id=dataset.project.organization_id,
        sha256="c" * 64,
        size=9,
        media_type="video/mp4",
        references=1,
    )
    asset = Asset.objects.create(
        dataset=dataset,
        blob=blob,
        name="clip.mp4",
        kind="video",
        state="annotate",
        width=1920,
        height=1080,
        n_frames=FRAMES,
        duration=FRAMES / 25,
        fps=25.0,
        revision=1,
        undecided=TRACKS,
    )
    FrameTable.objects.create(
        asset=asset, time_base_numerator=1, time_base_denominator=25, packed=pack(list(range(FRAMES)))
    )
    tracks = [
        Annotation(asset=asset, dataset=dataset, label=label, source="run", score=0.7, last_frame=FRAMES - 1)
        for _ in range(TRACKS)
    ]
    Annotation.objects.bulk_create(tracks)
    for number, track in enumerate(tracks):
        keyframes = [
            keyframe(frame, [(number * 9 + frame) % 1800, number * 5, 60, 70])
            for frame in range(0, FRAMES, EVERY)
        ]
        KeyframeBlock.objects.bulk_create(make_blocks(track.pk, keyframes))
    counting.add(dataset.pk, "annotate", assets=1, undecided=TRACKS)
    return asset.pk


def _soft(width: int, height: int) -> Any:
    import cv2
    import numpy as np

    coarse = np.random.default_rng(1).integers(0, 255, (24, 36, 3), np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


if __name__ == "__main__":
    main()
