"""What a proof of privacy looks at: originals beside the files that leave, and what is hidden in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from moretta import storage
from moretta.annotations.effective import Region, hidden_objects, how_of, rule_of, zones_of
from moretta.annotations.models import Annotation
from moretta.datasets.models import Asset
from moretta.detections.models import DetectionRun
from moretta.evaluations.models import Proof
from moretta.evaluations.proofs import amount_of
from moretta.exports.gate import Passed
from moretta_vision.geometry.interpolation import shape_at
from moretta_vision.geometry.shapes import bounds
from moretta_vision.media.frame_table import unpack

if TYPE_CHECKING:
    from moretta_vision.evaluate.privacy.material import Hidden, Material

ZONE = "zone"
"""The kind of what a zone hides, which is nobody."""

LOOKS = 60
"""In so many frames of a clip somebody is looked for; some of those that show somebody are measured."""


def material_of(proof: Proof, passed: Sequence[Passed]) -> Material:
    """The originals beside the files that leave. The frames of a track are photos of one person."""
    from moretta_vision.evaluate.privacy.material import Material, spread

    names = Counter(one.asset.name for one in passed)
    regions = _regions(passed)
    n_frames = sum(one.asset.n_frames or 0 for one in passed if one.asset.kind == Asset.Kind.VIDEO)
    material = Material(_usual(proof), _detectors(passed), amount={**amount_of(proof), "frames": n_frames})
    for one in passed:
        asset = one.asset
        name = asset.name if names[asset.name] == 1 else f"{asset.name} ({asset.pk})"
        here = regions[asset.pk]
        frames: dict[int | None, list[Hidden]] = {None: _at(here, 0)}
        if asset.kind == Asset.Kind.VIDEO:
            last = (asset.n_frames or 1) - 1
            looked = {frame: _at(here, frame) for frame in {last * n // LOOKS for n in range(LOOKS + 1)}}
            shown = [frame for frame in looked if any(one.label != ZONE for one in looked[frame])]
            frames = {frame: looked[frame] for frame in spread(sorted(shown or looked))}
            material.times[name] = _times(asset, [frame for frame in frames if frame is not None])
        material.entries[name] = storage.local(asset.blob.path), storage.local(one.rendition.path), frames
    return material


def _times(asset: Asset, frames: Sequence[int]) -> dict[int, Fraction]:
    """When each of these frames appears, in seconds after the first."""
    table = asset.frame_table
    pts = unpack(bytes(table.packed))
    tick = Fraction(table.time_base_numerator, table.time_base_denominator)
    return {frame: (pts[frame] - pts[0]) * tick for frame in frames}


def _regions(passed: Sequence[Passed]) -> dict[object, list[tuple[str, str, Region]]]:
    """By asset: id, kind and region of every object and zone that is hidden in it."""
    assets = [one.asset for one in passed]
    rows = Annotation.objects.filter(asset__in=assets, deleted=False)
    kinds = dict(rows.values_list("pk", "label__kind"))
    found: dict[object, list[tuple[str, str, Region]]] = defaultdict(list)
    for id, (of, region) in hidden_objects(assets).items():
        found[of].append((str(id), kinds[id], region))
    for asset in assets:
        found[asset.pk] += [(f"zone {n}", ZONE, region) for n, region in enumerate(zones_of(asset))]
    return found


def _at(regions: Sequence[tuple[str, str, Region]], frame: int) -> list[Hidden]:
    """What is hidden at a frame, and how."""
    from moretta_vision.evaluate.privacy.material import Hidden

    found = []
    for id, kind, region in regions:
        if shape := shape_at(region["keyframes"], frame):
            x, y, width, height = (float(value) for value in bounds(shape))
            how = {name: value for name, value in region.items() if name != "keyframes"}
            found.append(Hidden(f"{id}@{frame}", (x, y, width, height), kind, id, how))
    return found


def _usual(proof: Proof) -> Region:
    """How faces are hidden, or what else comes first where the policy knows no faces."""
    labels = proof.dataset.project.labels.all()
    rules = {label.kind: rule_of(proof.dataset.policy, label.pk) for label in labels}
    return how_of(rules.get("face") or next((one for one in rules.values() if one), None))


def _detectors(passed: Sequence[Passed]) -> tuple[str, ...]:
    """Every detector that has searched any of the files."""
    runs = DetectionRun.objects.filter(asset__in=[one.asset.pk for one in passed])
    return tuple(sorted({name for names in runs.values_list("detectors", flat=True) for name in names}))
