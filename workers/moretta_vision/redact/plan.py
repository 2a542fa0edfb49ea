"""Which file becomes which: names and refusals, settled before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile

from ..inputs import InputFile
from ..media import kinds
from ..media.errors import MediaError
from ..media.image_writing import ENDINGS, UNWRITABLE_ENDINGS, output_name

REPORT_NAME = "moretta-report.json"

MEDIA_ENDINGS = frozenset(ending for endings in ENDINGS.values() for ending in endings) | {
    *UNWRITABLE_ENDINGS, ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts",
    ".wmv", ".flv", ".3gp", ".ogv",
}  # fmt: skip


class PlanError(ValueError):
    """A wish that is refused as a whole: a sentence."""


@dataclass(frozen=True)
class Work:
    """One file to redact: `output` is its name below OUTDIR, `written` the format of a picture's output."""

    source: InputFile
    kind: str
    output: str
    written: str = ""


@dataclass
class Plan:
    """All that is to be done: `works`; `errors` by name for what cannot be read; `skipped`: no media at all.

    `vacant` are names of inputs at which no output comes to stand, as they cannot be read or their outputs get another
    name: an earlier file there may show what is to be hidden. `films` are those that masks are written into, and where
    such a film would be of an input that cannot be read: an earlier one tells nothing of what is written now."""

    works: list[Work] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    vacant: list[str] = field(default_factory=list)
    films: list[Path] = field(default_factory=list)

    def clear(self, outdir: Path) -> None:
        """Takes away what stands at the vacant names and in the place of films of masks. Raises OSError."""
        for path in (*(outdir / name for name in self.vacant), *self.films):
            if path.is_symlink() or path.is_file():
                path.unlink()


def make_plan(
    inputs: Sequence[Path],
    files: Iterable[InputFile],
    outdir: Path,
    audio: str = "keep",
    codec: str = "same",
    masks: Path | None = None,
) -> Plan:
    """Settles the output of every file. Raises PlanError; writes nothing.

    `audio` and `codec` are those of `video.redact_video`; `masks` is the folder for masks.
    In a folder, files that neither are nor claim to be media (a label file, a text) are skipped, and listed.
    """
    for folder in filter(None, (outdir, masks)):
        _refuse_outdir(inputs, folder)
    if masks is not None and masks.resolve() == outdir.resolve():
        raise PlanError(f"The masks cannot go into the output folder {outdir}. Choose another for them.")
    plan, named, files = Plan(), {path.absolute() for path in inputs}, list(files)
    failed: list[InputFile] = []
    for file in files:
        try:
            plan.works.append(_work(file, audio, codec))
        except MediaError as error:
            ending = PurePosixPath(file.name).suffix.lower()
            if file.why or file.path.absolute() in named or ending in MEDIA_ENDINGS:
                plan.errors[file.name] = str(error)
                failed.append(file)
            else:
                plan.skipped.append(file.name)
    _refuse_collisions(plan.works, outdir)
    if (outdir / REPORT_NAME).is_dir():
        raise PlanError(f"{outdir / REPORT_NAME} is a folder, where the report would be written. Rename it.")
    written, sources = {work.output for work in plan.works}, {file.path.resolve() for file in files}
    for file in (*failed, *(work.source for work in plan.works)):
        if file.name not in written and not file.why:
            _refuse_source(outdir / file.name, sources)
            plan.vacant.append(file.name)
    if masks is not None:
        names = [*(work.output for work in plan.works if work.kind == "video"), *plan.vacant]
        plan.films = [masks / mask_name(name) for name in names]
        for film in plan.films:
            _refuse_source(film, sources)
    return plan


def require_writable(folder: Path) -> None:
    """Makes a folder to write into where it is not there. Raises PlanError where it does not take files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise PlanError(
            f"{folder} cannot be written into: {error.strerror or error}. Choose another folder."
        ) from None


def mask_name(output: str) -> str:
    """The name of the film of masks of a video's output."""
    return f"{output}.mask.mp4"


def _work(file: InputFile, audio: str, codec: str) -> Work:
    if file.kind() == "image":
        picture_format = kinds.image_format(kinds.read_head(file.path))
        assert picture_format is not None
        return Work(file, "image", *output_name(file.name, picture_format))
    from .video import output_name as video_output_name

    name = video_output_name(file.path, audio, codec)
    return Work(file, "video", str(PurePosixPath(file.name).with_name(name)))


def _refuse_outdir(inputs: Sequence[Path], outdir: Path) -> None:
    target = outdir.resolve()
    if target.exists() and not target.is_dir():
        raise PlanError(f"{outdir} is a file. Name a folder to write into.")
    for given in inputs:
        folder = given.resolve()
        if folder.is_dir() and (target == folder or folder in target.parents):
            raise PlanError(f"The output folder {outdir} lies in the input {given}. Choose one outside it.")


def _refuse_source(target: Path, sources: Collection[Path]) -> None:
    if target.resolve() in sources:
        raise PlanError(f"{target} would be written over, but it is an input. Choose another output folder.")


def _refuse_collisions(works: Sequence[Work], outdir: Path) -> None:
    sources = {work.source.path.resolve() for work in works}
    taken: dict[str, Work] = {}
    for work in works:
        target = outdir / work.output
        _refuse_source(target, sources)
        if target.is_dir():
            raise PlanError(
                f"{target} is a folder, where {work.source.path} would be written. Choose another."
            )
        if PurePosixPath(work.output) == PurePosixPath(REPORT_NAME):
            raise PlanError(f"{work.source.path} would be written over the report {REPORT_NAME}. Rename it.")
        other = taken.setdefault(work.output, work)
        if other is not work:
            raise PlanError(
                f"{other.source.path} and {work.source.path} would both become {work.output}. Give them one by one."
            )
