"""`moretta evaluate privacy`: what is left of people in redacted files."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..evaluate.privacy import LANGUAGES, MATCHERS, PARTS

if TYPE_CHECKING:
    from ..evaluate.privacy.report import Proof

PAGE, FIGURES = "privacy.html", "privacy.json"

DESCRIPTION = """\
Compares redacted files with their originals: what another detector still finds (residue), who can still be told apart
(linkage), what comes of undoing the method (reconstruction), which characters of plates can be read (plates), what
became of the rest (fidelity). docs/privacy-proof.md tells how to read it.
Exit status: 0 measured, 2 something cannot be read or does not fit together.
"""


def register(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = acts.add_parser(
        "privacy",
        help="what is left of people in redacted files",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--originals", required=True, type=Path, metavar="DIR", help="the folder that was redacted"
    )
    parser.add_argument(
        "--redacted", required=True, type=Path, metavar="DIR", help="what `moretta redact` wrote"
    )
    parser.add_argument(
        "--detections",
        required=True,
        type=Path,
        metavar="F",
        help="what was to be hidden: COCO, as `moretta detect` writes it, or boxes that people drew",
    )
    parser.add_argument(
        "--people",
        type=Path,
        metavar="F",
        help='who is on several photos: JSON, ids of annotations by name, as in {"anna": [3, 17]}',
    )
    parser.add_argument(
        "--parts",
        type=_names(PARTS),
        default=PARTS,
        metavar="P,…",
        help=f"of {', '.join(PARTS)} (default: all)",
    )
    parser.add_argument(
        "--detector",
        metavar="NAME",
        help="looks at the output (default: the best that shares nothing with those that searched)",
    )
    parser.add_argument(
        "--matchers",
        type=_names(MATCHERS),
        metavar="M,…",
        help=f"of {', '.join(MATCHERS)} (default: all that are installed)",
    )
    parser.add_argument(
        "--category", default="face", metavar="C", help="what residue and linkage are about (default: face)"
    )
    parser.add_argument(
        "--min-score",
        type=float,
        default=0.0,
        metavar="S",
        help="as `moretta redact` was given it (default: 0)",
    )
    parser.add_argument(
        "--smallest",
        type=float,
        default=48.0,
        metavar="PX",
        help="least height of a face that is compared (default: 48)",
    )
    parser.add_argument(
        "--most", type=_most, default=400, metavar="N", help="most people to compare (default: 400)"
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help=f"the folder for {PAGE} and {FIGURES}; the page shows faces",
    )
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the page (default: en)")
    parser.add_argument("--json", type=Path, metavar="F", help="where the figures go, - for standard output")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..detect.base import DetectorUnavailable
    from ..evaluate.documents import EvaluationError

    try:
        proof = _measured(args)
        _written(args, proof)
    except (EvaluationError, DetectorUnavailable) as error:
        print(f"moretta evaluate privacy: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"moretta evaluate privacy: {error.filename} cannot be written: {error.strerror}.",
            file=sys.stderr,
        )
        return 2
    return 0


def _measured(args: argparse.Namespace) -> Proof:
    from ..evaluate import documents
    from ..evaluate.privacy.material import gather
    from ..evaluate.privacy.report import Wishes, prove

    people = _people(documents.read(args.people), args.people) if args.people else None
    material = gather(
        args.originals,
        args.redacted,
        documents.read(args.detections),
        name=str(args.detections),
        people=people,
        min_score=args.min_score,
    )
    wishes = Wishes(args.parts, args.detector, args.matchers, args.category, args.smallest, args.most)
    settings = {
        "originals": str(args.originals),
        "redacted": str(args.redacted),
        "detections": str(args.detections),
        "people": str(args.people) if args.people else None,
        "parts": list(args.parts),
        "category": args.category,
        "smallest": args.smallest,
    }
    return prove(material, wishes, settings, _progress if sys.stderr.isatty() else None)


def _written(args: argparse.Namespace, proof: Proof) -> None:
    from ..evaluate.privacy.page import page
    from ..evaluate.privacy.report import summary

    text = json.dumps(proof.figures, indent=1, ensure_ascii=False) + "\n"
    if args.report:
        args.report.mkdir(parents=True, exist_ok=True)
        (args.report / PAGE).write_text(page(proof, language=args.language), encoding="utf-8")
        (args.report / FIGURES).write_text(text, encoding="utf-8")
    if args.json == Path("-"):
        sys.stdout.write(text)
        return
    if args.json:
        args.json.write_text(text, encoding="utf-8")
    print("\n".join(summary(proof.figures)))


def _people(said: Any, path: Path) -> dict[str, list[int | str]]:
    """Names with the ids of their annotations. Raises EvaluationError."""
    from ..evaluate.documents import EvaluationError

    if not isinstance(said, dict) or not all(isinstance(ids, list) for ids in said.values()):
        raise EvaluationError(f'{path} has to be a JSON object of names and ids, as in {{"anna": [3, 17]}}.')
    return said


def _progress(says: str) -> None:
    print(f"\r\033[K{says[:100]}", end="", file=sys.stderr, flush=True)


def _names(known: tuple[str, ...]) -> Any:
    def names(text: str) -> tuple[str, ...]:
        found = tuple(name.strip() for name in text.split(",") if name.strip())
        wrong = [repr(name) for name in found if name not in known] or ([] if found else [repr(text)])
        if wrong:
            raise argparse.ArgumentTypeError(f"{', '.join(wrong)} is none of {', '.join(known)}")
        return found

    return names


def _most(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of people")
    return int(text)
