"""The command `moretta`.

Every module of `moretta_vision.commands` is a sub-command: its `register(subparsers)` adds a parser of the module's
name and sets `run(args) -> exit status`; heavy imports stay inside `run`. Other packages add theirs by the entry-point
group `moretta.commands`: name = command, value = such a `register`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, PackageNotFoundError, entry_points, version

from . import commands

GROUP = "moretta.commands"

Subparsers = argparse._SubParsersAction  # argparse has no public name for it


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and answers its exit status: 0 done, 1 some files failed, 2 nothing was begun."""
    given = list(sys.argv[1:] if argv is None else argv)
    parser = _parser(next((word for word in given if not word.startswith("-")), None))
    args, unknown = parser.parse_known_args(given)
    if unknown and not getattr(args, "takes_anything", False):
        parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if args.command is None:
        parser.print_help()
        return 2
    try:
        return int(args.run(args) or 0)
    except KeyboardInterrupt:
        print(f"moretta {args.command}: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read along has closed: `moretta doctor | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(wanted: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="moretta", description="Label and anonymize image and video datasets."
    )
    parser.add_argument("--version", action="version", version=f"moretta {_version()}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    own = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    for name in own:
        importlib.import_module(f"{commands.__name__}.{name}").register(subparsers)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name in own:
            continue
        if wanted in (None, entry.name):
            _register(entry, subparsers)
        else:  # known by name, loaded only when asked for
            subparsers.add_parser(entry.name)
    return parser


def _register(entry: EntryPoint, subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    try:
        register = entry.load()
    except ImportError as error:
        _explain(entry.name, error, subparsers)
        return
    register(subparsers)


def _explain(name: str, error: ImportError, subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    missing = (getattr(error, "name", None) or str(error)).split(".")[0]
    sentence = f"needs {missing}, which is not installed. Install the server: pip install 'moretta[server]'"
    parser = subparsers.add_parser(name, help=sentence, add_help=False)

    def run(_args: argparse.Namespace) -> int:
        print(f"moretta {name} {sentence}", file=sys.stderr)
        return 2

    parser.set_defaults(run=run, takes_anything=True)


def _version() -> str:
    try:
        return version("moretta")
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
