"""All measurements, one after the other, and one table at the end: `python bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from _machine import OUT, load, machine

PARTS = ("startup", "wall", "saving", "throughput", "kill")


def main() -> int:
    here = Path(__file__).parent
    print(f"{machine()}; load of other work at the start: {load()}\n", flush=True)
    failed = []
    for part in PARTS:
        print(f"== python bench/{part}.py", flush=True)
        if subprocess.run([sys.executable, str(here / f"{part}.py")], check=False).returncode:
            failed.append(part)
    print_table([part for part in PARTS if (OUT / f"{part}.json").exists()])
    return 1 if failed else 0


def print_table(parts: list[str]) -> None:
    """The figures of all parts in Markdown, as docs/measurements.md holds them."""
    print("\n| figure | must | measured | command |\n|---|---|---|---|")
    for part in parts:
        found = json.loads((OUT / f"{part}.json").read_text())
        for row in found["figures"]:
            missed = "" if row["reached"] else " **missed**"
            print(f"| {row['what']} | {row['must']} | {row['measured']}{missed} | `{found['command']}` |")


if __name__ == "__main__":
    sys.exit(main())
