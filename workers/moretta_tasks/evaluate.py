"""Steps that compare what detectors find with what people have reviewed. They read pixels, and change nothing."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from moretta import storage
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.datasets.models import Asset
from moretta.detections.cloud import cloud_detectors, record_use
from moretta.detections.models import DetectionRun
from moretta.detections.plans import MOST_FLAGGED, Plan
from moretta.evaluations.actions import report_step, reviewed_images
from moretta.evaluations.models import Evaluation
from moretta_vision.geometry.shapes import bounds

from .context import StepContext
from .steps import PassingError, PermanentError, step

if TYPE_CHECKING:
    from .searching import Searcher

Finds = dict[str, list[list[float]]]
"""By asset: `[x, y, width, height, score]` of each find."""

SHOWN = (
    "images", "unanswered", "boxes", "recall", "recall_all", "leaking_images", "masked", "boxes_per_image",
    "false_per_negative", "false_on_negatives", "average_precision",
)  # fmt: skip
BATCH = 500


def _evaluation(ctx: StepContext) -> Evaluation | None:
    """The evaluation that a step works for, unless it is ready or gone."""
    rows = Evaluation.objects.select_related("dataset__project__organization", "dataset__policy", "label")
    return rows.filter(pk=ctx.payload["evaluation"], finished_at=None, dataset__deleting=False).first()


def _part(evaluation: Evaluation, number: int) -> str:
    return f"{evaluation.folder}/{number}.part.json.gz"


@step("evaluate.images", stall=300)
def evaluate_images(ctx: StepContext) -> None:
    """Searches up to 32 pictures with each set that has to search; the finds go to a file, for the step that
    compares. A picture that cannot be read or searched by all of them is left out, so that all see the same."""
    from moretta_vision.media.errors import MediaError

    from .ingest import assets_of, read_picture

    evaluation = _evaluation(ctx)
    if evaluation is None:
        return
    searchers = {index: _searcher(evaluation, index) for index in ctx.payload["sets"]}
    for searcher in searchers.values():
        if sending := cloud_detectors(searcher.plan.detectors):
            with ctx.fenced():
                record_use(ctx.job, evaluation.dataset, sending)
    found: dict[str, dict[int, list[list[float]]]] = {}
    for done, asset in enumerate(assets_of(ctx.payload["assets"]), 1):
        ctx.check()
        try:
            pixels = read_picture(asset).bgr()
            found[str(asset.pk)] = {
                index: _rows(searcher, pixels, ctx) for index, searcher in searchers.items()
            }
        except MediaError as error:
            ctx.error(asset.pk, str(error), asset.name)
        except (PermanentError, PassingError):  # of the detector, not of a picture
            raise
        except Exception as error:
            sentence = f"A detector failed on {asset.name} ({type(error).__name__}: {error}). It is left out."
            ctx.error(asset.pk, sentence, asset.name)
        ctx.progress(done)
    _publish(found, _part(evaluation, ctx.payload["part"]))
    ctx.add_steps([report_step(str(evaluation.pk), [], ctx.payload["parts"])], group=ctx.payload["group"])


def _searcher(evaluation: Evaluation, index: int) -> Searcher:
    from .searching import searcher_for

    plan = Plan({evaluation.label.kind: evaluation.sets[index]["detectors"]})
    searcher = searcher_for(evaluation.dataset, plan.payload)
    if searcher.unavailable:
        raise PermanentError(searcher.unavailable)
    return searcher


def _rows(searcher: Searcher, pixels: Any, ctx: StepContext) -> list[list[float]]:
    from .findings import rows_of

    return [row[1:6] for row in rows_of(searcher.find([pixels], ctx.note)[0])]


def _publish(body: object, path: str) -> None:
    with storage.temporary() as draft:
        with gzip.open(draft, "wt", encoding="utf-8") as file:
            json.dump(body, file, separators=(",", ":"))
        storage.publish(draft, path)


@step("evaluate.report", stall=900)
def compare(ctx: StepContext) -> None:
    """Compares what the sets found with the reviewed objects, and stores figures and differences."""
    evaluation = _evaluation(ctx)
    if evaluation is None:
        return
    parts = [_part(evaluation, number) for number in range(ctx.payload["parts"])]
    finds, searched = _finds_of_parts(evaluation, parts)
    rows = reviewed_images(evaluation.dataset, evaluation.label)
    ids = searched if parts else {UUID(id) for id in ctx.payload["assets"]}
    assets = [asset for asset in rows if asset.pk in ids]
    if not assets:
        raise PermanentError("None of the pictures is approved any more. Approve some and compare again.")
    for index, one in enumerate(evaluation.sets):
        if one.get("latest"):
            finds[index] = _latest(evaluation, assets)
    ctx.check()
    figures, body = _judge(evaluation, assets, finds)
    path = f"{evaluation.folder}/report.json.gz"
    _publish(body, path)
    with ctx.fenced():
        Evaluation.objects.filter(pk=evaluation.pk).update(
            figures=figures, path=path, finished_at=timezone.now()
        )
    ctx.progress(ctx.total)
    for part in parts:
        storage.remove(part)


def _finds_of_parts(evaluation: Evaluation, parts: Sequence[str]) -> tuple[dict[int, Finds], set[UUID]]:
    """What each set that had to search found, and in which pictures all of them did."""
    finds: dict[int, Finds] = {i: {} for i, one in enumerate(evaluation.sets) if not one.get("latest")}
    searched: set[UUID] = set()
    for part in parts:
        with gzip.open(storage.local(part), "rt", encoding="utf-8") as file:
            found: dict[str, dict[str, list[list[float]]]] = json.load(file)
        for asset, by_set in found.items():
            searched.add(UUID(asset))
            for index, rows in by_set.items():
                finds[int(index)][asset] = rows
    return finds, searched


def _latest(evaluation: Evaluation, assets: Sequence[Asset]) -> Finds:
    """What the newest run of each picture found that looked for the label's kind; pictures without one are left to
    be counted as unanswered."""
    from .findings import read_candidates

    kind, newest = evaluation.label.kind, {}
    ids = [asset.pk for asset in assets]
    for start in range(0, len(ids), BATCH):
        runs = DetectionRun.objects.filter(asset__in=ids[start : start + BATCH], state="succeeded")
        for asset, kinds, path in (
            runs.exclude(path="").order_by("id").values_list("asset_id", "kinds", "path")
        ):
            if kind in kinds:
                newest[asset] = path
    finds: Finds = {}
    for asset, path in newest.items():
        try:
            rows = read_candidates(storage.local(path)).get(0, [])
        except FileNotFoundError:
            continue
        finds[str(asset)] = [row[1:6] for row in rows if row[0] == kind]
    return finds


def _judge(
    evaluation: Evaluation, assets: Sequence[Asset], finds: Mapping[int, Finds]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures that the row keeps, and the whole report with the differences."""
    from moretta_vision.evaluate.detections import report
    from moretta_vision.evaluate.differences import differences

    kind = evaluation.label.kind
    truth = _truth(evaluation, assets)
    said = [_said(truth, finds[i], one, kind) for i, one in enumerate(evaluation.sets)]
    least = [one["threshold"] for one in evaluation.sets]
    reports = [
        report(truth, one, category=kind, min_score=score, names=("what people reviewed", "what was found"))
        for one, score in zip(said, least, strict=True)
    ]
    together: Counter[str] = Counter(both=0, first=0, second=0, missed=0)
    rows = []
    for asset, boxes in differences(truth, said, least, category=kind).items():
        row: dict[str, Any] = {"asset": asset, "first": [], "second": [], "missed": []}
        for box, covered in boxes:
            where = _where(covered)
            together[where] += 1
            if where != "both":
                row[where].append(box)
        if row["first"] or row["second"] or row["missed"]:
            rows.append(row)
    rows.sort(key=lambda row: (-len(row["first"]) - len(row["second"]), -len(row["missed"]), row["asset"]))
    figures = {"sets": [_figures(one) for one in reports], "together": dict(together)}
    body = {
        "evaluation": str(evaluation.pk),
        "dataset": str(evaluation.dataset_id),
        "label": str(evaluation.label_id),
        "sets": [{**one, "report": found} for one, found in zip(evaluation.sets, reports, strict=True)],
        "together": dict(together),
        "differences": rows,
    }
    return figures, body


def _where(covered: Sequence[bool]) -> str:
    if all(covered):
        return "both"
    if not any(covered):
        return "missed"
    return "first" if covered[0] else "second"


def _figures(found: Mapping[str, Any]) -> dict[str, Any]:
    intervals = dict(found["intervals"])
    by_height = {f"recall:{band}": ends for band, ends in intervals["recall"].items()}
    candidates = found["candidates"] or {}
    return {
        **{name: found[name] for name in SHOWN},
        "negatives": found["negatives"]["images"],
        "flags_per_image": candidates.get("flags_per_image"),
        "open_under_flags": candidates.get("share"),
        "intervals": {name: ends for name, ends in intervals.items() if name in SHOWN and name != "recall"}
        | by_height,
    }


def _truth(evaluation: Evaluation, assets: Sequence[Asset]) -> dict[str, Any]:
    """What people reviewed, as COCO: photos are named by their assets. Objects that are hidden or kept count; those
    that nobody decided about are neither a miss nor a find."""
    rows = []
    ids = [asset.pk for asset in assets]
    for start in range(0, len(ids), BATCH):
        objects = Annotation.objects.filter(
            asset__in=ids[start : start + BATCH], label=evaluation.label_id, deleted=False
        )
        decided = {
            id: (asset, decision) for id, asset, decision in objects.values_list("id", "asset_id", "decision")
        }
        blocks = KeyframeBlock.objects.filter(annotation__in=objects).order_by("first_frame")
        for id, keyframes in blocks.values_list("annotation_id", "keyframes"):
            asset, decision = decided[id]
            if (shape := keyframes[0].get("shape")) and not keyframes[0].get("outside"):
                box = [float(value) for value in bounds(shape)]
                ignore = decision == Annotation.Decision.UNDECIDED
                rows.append({"image_id": str(asset), "category_id": 1, "bbox": box, "ignore": ignore})
    return {
        "images": [
            {"id": str(asset.pk), "file_name": str(asset.pk), "width": asset.width, "height": asset.height}
            for asset in assets
        ],
        "categories": [{"id": 1, "name": evaluation.label.kind}],
        "annotations": rows,
    }


def _said(truth: Mapping[str, Any], finds: Finds, one: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What a set found, as COCO: all of it as annotations, and the best of the doubtful as flagged candidates."""
    answered = [image for image in truth["images"] if image["id"] in finds]
    annotations, candidates = [], []
    for image in answered:
        flags = 0
        for *box, score in sorted(finds[image["id"]], key=lambda row: -row[4]):
            row = {"image_id": image["id"], "category_id": 1, "bbox": box, "score": score}
            annotations.append(row)
            if one["doubtful_from"] <= score < one["threshold"] and flags < MOST_FLAGGED:
                candidates.append({**row, "flagged": True})
                flags += 1
    return {
        "images": answered,
        "categories": [{"id": 1, "name": kind}],
        "annotations": annotations,
        "candidates": candidates,
    }
