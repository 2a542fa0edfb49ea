"""What is really hidden in an asset, and the name of the file that shows it: regions, their digest, recipes."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from moretta.datasets.models import Asset
from moretta.projects.models import RedactionPolicy
from moretta.projects.zones import zones_over
from moretta_vision.catalogue import DEFAULT_METHOD, METHODS, RENDER_VERSIONS
from moretta_vision.geometry.hiding import is_hidden
from moretta_vision.geometry.packed import packed
from moretta_vision.geometry.shapes import rounded
from moretta_vision.geometry.zones import Zone, outside, region_of

from .models import Annotation, KeyframeBlock

Region = dict[str, Any]

BLOCKS = 25
"""Of keyframes that are read at once: the whole of an hour of film takes much memory."""
PLAIN = {"method": DEFAULT_METHOD, "shape": "box", "margin": 0.15, "color": "1B1E24", "strength": 1.0}
"""How an object is hidden whose label the policy does not know."""


def canonical(value: Any) -> bytes:
    """The one JSON text of a value: sorted keys, no spaces. Other sequences than lists are written as such. Raises
    TypeError for what has no order of its own, such as a set."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_listed
    ).encode()


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, Sequence):
        raise TypeError(f"no one JSON text of a {type(value).__name__}")
    return list(value)


def rule_of(policy: RedactionPolicy, label: UUID | str) -> dict[str, Any] | None:
    """What a policy says about a label; None where it does not know it."""
    rule: dict[str, Any] | None = policy.settings.get("labels", {}).get(str(label))
    return rule


def how_of(rule: dict[str, Any] | None) -> dict[str, Any]:
    """What a region takes of a label's rule. A soft edge is named where there is one alone, so that recipes from before
    there were any stay."""
    how = {name: (rule or {}).get(name, default) for name, default in PLAIN.items()}
    return {**how, "feather": rule["feather"]} if rule and rule.get("feather") else how


def hides(policy: RedactionPolicy, label: UUID | str, decision: str, score: float | None) -> bool:
    """Whether the policy (or a person) hides an object at the frames where it is present."""
    rule = rule_of(policy, label) or {}
    return is_hidden(decision, score, bool(rule.get("redact")), float(rule.get("threshold", 0)))


def redacted_labels(policy: RedactionPolicy) -> set[UUID]:
    """The labels that a policy redacts."""
    return {UUID(id) for id, rule in policy.settings.get("labels", {}).items() if rule.get("redact")}


def effective_regions(asset: Asset, policy: RedactionPolicy | None = None) -> list[Region]:
    """The regions to hide, as the renderer takes them, under the asset's pinned policy or another one.

    A region is `{"keyframes": [{"frame", "shape", "outside"}], "method", "shape", "margin", "color", "strength"}`, in
    1/100 pixel of the upright frame; their order does not depend on ids. Many keyframes are a sequence that makes each
    when it is asked for.
    """
    return regions_of([asset], policy)[asset.pk]


def regions_of(assets: Iterable[Asset], policy: RedactionPolicy | None = None) -> dict[UUID, list[Region]]:
    """`effective_regions` of many assets, in two queries."""
    assets = list(assets)
    found = {asset.pk: zones_of(asset, policy) for asset in assets}
    for asset_id, region in hidden_objects(assets, policy).values():
        found[asset_id].append(region)
    for regions in found.values():
        regions.sort(key=canonical)
    return found


def hidden_objects(
    assets: Iterable[Asset], policy: RedactionPolicy | None = None
) -> dict[UUID, tuple[UUID, Region]]:
    """The objects that are hidden somewhere in the assets, by id, each with its asset and its region. One that nobody
    decided about and that lies in a kept zone all the time is none of them."""
    by_id = {asset.pk: asset for asset in assets}
    hidden: dict[UUID, tuple[UUID, Region]] = {}
    undecided = set()
    rows = Annotation.objects.filter(asset__in=list(by_id), deleted=False)
    for id, asset_id, label, decision, score in rows.values_list(
        "id", "asset_id", "label_id", "decision", "score"
    ):
        of = policy or by_id[asset_id].dataset.policy
        if hides(of, label, decision, score):
            settings = how_of(rule_of(of, label))
            if METHODS[settings["method"]].only:  # who is drawn stays the same whatever else changes
                settings["seed"] = zlib.crc32(id.bytes)
            hidden[id] = (asset_id, {"keyframes": [], **settings})
            if decision == Annotation.Decision.UNDECIDED:
                undecided.add(id)
    ids = list(hidden)
    for start in range(0, len(ids), 500):  # SQLite takes a limited number of parameters
        blocks = KeyframeBlock.objects.filter(annotation__in=ids[start : start + 500])
        ordered = blocks.order_by("annotation_id", "first_frame").values_list("annotation_id", "keyframes")
        for id, parts in groupby(ordered.iterator(chunk_size=BLOCKS), key=itemgetter(0)):
            hidden[id][1]["keyframes"] = packed([_bare(one) for _, part in parts for one in part])
    for id in undecided:
        asset_id, region = hidden[id]
        if keep := _zones(by_id[asset_id], policy)["keep"]:
            region["keyframes"] = packed(_out_of_zones(by_id[asset_id], region["keyframes"], keep))
    return {id: found for id, found in hidden.items() if found[1]["keyframes"]}


def _zones(asset: Asset, policy: RedactionPolicy | None) -> dict[str, list[Zone]]:
    return zones_over(policy or asset.dataset.policy, asset.pk, asset.dataset_id)


def zones_of(asset: Asset, policy: RedactionPolicy | None = None) -> list[Region]:
    """What zones hide of an asset, from its first frame to its last."""
    zones = _zones(asset, policy)["hide"]
    regions = [region_of(zone, asset.width or 0, asset.height or 0) for zone in zones]
    return [
        {**PLAIN, **region, "keyframes": [_bare(keyframe) for keyframe in region["keyframes"]]}
        for region in regions
    ]


def _out_of_zones(asset: Asset, keyframes: Sequence[Any], zones: Sequence[Zone]) -> list[Any]:
    """An undecided object's keyframes without the frames in which it lies in a zone that is kept."""
    size, last = (asset.width or 0, asset.height or 0), max(0, (asset.n_frames or 1) - 1)
    return [_bare(keyframe) for keyframe in outside(keyframes, zones, *size, last)]


def _bare(keyframe: dict[str, Any]) -> dict[str, Any]:
    shape = keyframe.get("shape")
    return {
        "frame": keyframe["frame"],
        "shape": None if shape is None else rounded(shape),
        "outside": bool(keyframe.get("outside")),
    }


def digest_of(regions: list[Region]) -> str:
    """SHA-256 of the regions' canonical JSON, of which no more than a region's is in memory at once."""
    digest = hashlib.sha256(b"[")
    for number, region in enumerate(regions):
        digest.update((b"," if number else b"") + canonical(region))
    digest.update(b"]")
    return digest.hexdigest()


def recipe_of(
    asset: Asset,
    policy: RedactionPolicy | None = None,
    *,
    kind: str = "redacted",
    regions: list[Region] | None = None,
) -> str:
    """The name of a redacted rendition of the asset as it is now: equal recipes are the same file.

    `kind` is redacted, redacted_thumbnail, redacted_view or redacted_proxy. `regions` saves reading them again.
    """
    if regions is None:
        regions = effective_regions(asset, policy)
    settings = (policy or asset.dataset.policy).settings
    codec = settings.get("codec", "same")
    coding = {"codec": codec} if asset.kind == Asset.Kind.VIDEO and codec != "same" else {}
    return recipe_from(asset, regions, settings.get("audio", "keep"), kind, **coding)


def recipes_of(assets: Iterable[Asset], policy: RedactionPolicy | None = None) -> dict[UUID, str]:
    """`recipe_of` (kind redacted) of many assets, in two queries."""
    assets = list(assets)
    regions = regions_of(assets, policy)
    return {a.pk: recipe_of(a, policy, regions=regions[a.pk]) for a in assets}


def recipe_from(asset: Asset, regions: list[Region], audio: str, kind: str, **parameters: Any) -> str:
    """The recipe of a redacted kind from everything that its pixels and sound depend on."""
    ingredients = {
        "kind": kind,
        "original": asset.blob.sha256,
        "version": RENDER_VERSIONS.get(kind, RENDER_VERSIONS["redacted"]),
        "redacted": RENDER_VERSIONS["redacted"],
        "regions": digest_of(regions),
        "audio": audio if asset.kind == Asset.Kind.VIDEO else None,
        **parameters,
    }
    return hashlib.sha256(canonical(ingredients)).hexdigest()
