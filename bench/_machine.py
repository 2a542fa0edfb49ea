"""What a measurement ran on, and the file that it leaves behind."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "bench"
SHARED = ROOT.parent / "shared"
if (SHARED / "models").exists():  # measured weights beside the checkout, as in the Makefile
    os.environ.setdefault("MORETTA_MODELS_DIR", str(SHARED / "models"))
POSTGRES = os.environ.get("MORETTA_TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


def machine() -> str:
    """Cores, CPU and memory in one line."""
    name = "unknown CPU"
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {name}, {memory:.0f} GB, Python {sys.version.split()[0]}"


def load() -> float:
    """How busy other work keeps the machine: the load of the last minute."""
    return round(os.getloadavg()[0], 1)


def figure(what: str, measured: float, must: float, unit: str, *, at_least: bool = False) -> dict[str, Any]:
    """One row of the table: a figure with the value that it must reach beside it."""
    reached = measured >= must if at_least else measured <= must
    sign = "≥" if at_least else "≤"
    return {
        "what": what,
        "must": f"{sign} {must:g} {unit}".strip(),
        "measured": f"{measured:g} {unit}".strip(),
        "reached": reached,
    }


def leave(name: str, figures: list[dict[str, Any]], details: dict[str, Any], *, tell: bool = True) -> int:
    """Prints the figures, with `tell` the details too, and writes both to `out/bench/<name>.json`; 1 when a figure was
    not reached."""
    OUT.mkdir(parents=True, exist_ok=True)
    body = {
        "command": " ".join(["python", f"bench/{Path(sys.argv[0]).name}", *sys.argv[1:]]),
        "machine": machine(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "load_at_the_end": load(),
        "figures": figures,
        "details": details,
    }
    (OUT / f"{name}.json").write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n")
    for row in figures:
        mark = "reached" if row["reached"] else "MISSED"
        print(f"{mark:8} {row['what']}: {row['measured']} (must {row['must']})", flush=True)
    if tell:
        print(json.dumps(details, ensure_ascii=False), flush=True)
    return 0 if all(row["reached"] for row in figures) else 1
