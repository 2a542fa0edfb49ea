"""All files of one call of `moretta redact`: pictures on all cores, then clips, and what the report says of them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..catalogue import METHODS
from .zoned import Zones

if TYPE_CHECKING:
    from ..media.team import Team
    from ..media.video import VideoInfo
    from .listed import Listed
    from .plan import Plan, Work


@dataclass(frozen=True)
class Batch:
    """All that one call does: the plan, where to, and how."""

    plan: Plan
    outdir: Path
    how: Mapping[str, Any]
    video: Mapping[str, Any]
    masks: Path | None
    listed: Listed | None
    chosen: Mapping[str, Sequence[str]]
    min_score: float | None
    tracking: bool
    jpeg: str
    zones: Zones = Zones()


def results(batch: Batch, bar: Any) -> Iterator[tuple[Work, Mapping[str, Any] | BaseException]]:
    """Pictures on all cores, then videos one after another, each on all cores by itself."""
    videos = [work for work in batch.plan.works if work.kind == "video"]
    _load(batch, bool(videos))
    if not videos:
        yield from _stills(batch)
        return
    from ..media.team import Team

    with Team() as team:
        yield from _stills(batch)
        for work in videos:
            result: Mapping[str, Any] | BaseException
            try:
                result = _redact_video(work, batch, bar, team)
            except BaseException as error:
                (batch.outdir / work.output).unlink(missing_ok=True)
                if not isinstance(error, Exception):  # somebody stopped it
                    raise
                result = error  # one bad file does not stop the batch
            yield work, result


def _load(batch: Batch, videos: bool) -> None:
    """Loads modules that this process needs and then also its copies have, which would take a tenth of a second each
    to load them. None of them begins threads."""
    wanted = [".redact.sharing"] if videos else []
    if batch.chosen:
        wanted += ["onnx", ".detect.files", ".detect.looking"]
    if batch.chosen and videos:
        wanted += [".detect.clip_faces", ".detect.clip_search"]
    for name in wanted:
        import_module(name, "moretta_vision")


def _stills(batch: Batch) -> Iterator[tuple[Work, Mapping[str, Any] | BaseException]]:
    from .pool import each
    from .still import StillTask, redact_still

    tasks: dict[str, tuple[Work, StillTask]] = {}
    for work in batch.plan.works:
        if work.kind != "image":
            continue
        try:
            tasks[work.source.name] = (work, _still_task(work, batch))
        except Exception as error:
            (batch.outdir / work.output).unlink(missing_ok=True)
            yield work, error
    for task, result in each(redact_still, [task for _, task in tasks.values()]):
        if isinstance(result, BaseException):  # a process that died could not clear up
            task.target.unlink(missing_ok=True)
        yield tasks[task.name][0], result


def _still_task(work: Work, batch: Batch) -> Any:
    from .still import StillTask

    name, objects, size, digest = work.source.name, None, None, None
    if batch.listed:
        batch.listed.check(name)
        objects, size = batch.listed.image(name), batch.listed.sizes[name]
        digest = batch.listed.digests.get(name)
    return StillTask(
        name=name,
        source=work.source.path,
        target=batch.outdir / work.output,
        written=work.written,
        how=batch.how,
        objects=objects,
        size=size,
        digest=digest,
        chosen=batch.chosen,
        min_score=batch.min_score,
        jpeg=batch.jpeg,
        zones=batch.zones,
    )


def _redact_video(work: Work, batch: Batch, bar: Any, team: Team) -> Mapping[str, Any]:
    from .plan import mask_name
    from .video import redact_video

    name = work.source.name

    def tell(what: str) -> Any:
        return lambda frames, total: bar.set_postfix_str(f"{name[-40:]}: {what} {frames}/{total or '?'}")

    beside = 0
    if batch.listed:
        times, sums = _frames(work, batch.listed)
        size = batch.listed.sizes[name]
        regions = [
            {"keyframes": keyframes, **batch.how} for keyframes in batch.listed.video(name, len(times))
        ]
    else:
        info, regions, beside = _found(work, batch, tell("searched"), team)
        times, sums, size = array("q", info.pts), array("L", info.sums), (info.width, info.height)
        del info  # which has them as numbers of Python, 40 bytes each
    regions, kept = batch.zones.over(regions, batch.how, *size, len(times))
    target = batch.outdir / work.output
    target.parent.mkdir(parents=True, exist_ok=True)
    masks = batch.masks / mask_name(work.output) if batch.masks else None
    report = redact_video(
        work.source.path,
        target,
        regions,
        progress=tell("written"),
        table=times,
        sums=sums,
        masks=masks,
        team=team,
        **batch.video,
    )
    told: dict[str, Any] = {"masks": mask_name(work.output)} if masks else {}
    if batch.zones.keep:
        told["kept_objects"] = kept
    return {"hidden": len(regions) + beside, **told, **report}


def _frames(work: Work, listed: Listed) -> tuple[Sequence[int], Sequence[int]]:
    """The times of a video's frames and their checksums. Raises MediaError for one that was not searched."""
    from ..media.video import probe

    name = work.source.name
    listed.check(name)
    if (known := listed.frames(name, work.source.path)) is not None:
        return known
    info = probe(work.source.path, sums=True)
    listed.check(name, info.width, info.height)
    listed.check_frames(name, info.sums)
    return info.pts, info.sums


def _found(
    work: Work, batch: Batch, progress: Callable[[int, int | None], None], team: Team
) -> tuple[VideoInfo, list[dict[str, Any]], int]:
    """A video's facts, the regions that are to be hidden in it, and how many objects more than regions these are."""
    from ..detect.files import find_in_video
    from ..geometry.packed import PackedKeyframes
    from ..track import Single
    from .packed import Stretches, where_found

    info, tracks = find_in_video(
        work.source.path,
        batch.chosen,
        batch.min_score,
        progress=progress,
        sums=True,
        tracking=batch.tracking,
        team=team,
    )
    together = (
        not batch.zones.keep and METHODS[batch.how["method"]].only is None
    )  # which need each object by itself
    if isinstance(tracks, Single) and together:
        layers = [
            where_found(
                tracks.frames[rows], tracks.boxes[rows], tracks.scores[rows].astype("f8"), info.n_frames
            )
            for rows in tracks.layers()
        ]
        return info, [{"keyframes": layer, **batch.how} for layer in layers], len(tracks) - len(layers)
    regions = [
        {
            "keyframes": PackedKeyframes.of(track.keyframes(info.n_frames)),
            "found": Stretches(track.scores),
            **batch.how,
        }
        for track in tracks
    ]
    return info, regions, 0


def report_of(batch: Batch, done: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> dict[str, Any]:
    """The content of moretta-report.json."""
    settings: dict[str, Any] = {
        **batch.how,
        "image": Path(batch.how["image"]).name if batch.how["image"] else None,  # its folders may name people
        "jpeg": batch.jpeg,
        "videos": dict(batch.video),
        **batch.zones.as_json(),
    }
    if batch.listed:
        settings["detections"] = batch.listed.name
    else:
        from ..detect.files import least_score

        settings["detectors"] = {
            name: {"labels": list(labels), "min_score": least_score(name, batch.min_score)}
            for name, labels in batch.chosen.items()
        }
        settings["tracking"] = batch.tracking
    return {
        "settings": settings,
        "files": sorted(done, key=lambda entry: entry["file_name"]),
        "errors": [{"file_name": name, "error": error} for name, error in sorted(errors.items())],
        "skipped": list(batch.plan.skipped),
    }
