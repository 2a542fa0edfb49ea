"""`moretta samples`: real pictures and clips to try the product with."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("samples", help="fetch sample portraits and clips to try Moretta with")
    default = Path(os.environ.get("MORETTA_DATA", "data")) / "samples"
    parser.add_argument(
        "-o", "--output", type=Path, default=default, help=f"folder to put them in (default: {default})"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from ..packages import FetchError, fetch
    from ..samples import SAMPLES

    try:
        fetch(SAMPLES, args.output, on_done=lambda file: print(f"fetched {file.name}"))
    except FetchError as error:
        print(f"moretta samples: {error}", file=sys.stderr)
        return 1
    print(f"{len(SAMPLES)} samples are in {args.output}")
    return 0
