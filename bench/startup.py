"""How long the first and the second start take, and the first redacted thumbnail of one's own photo.

`python bench/startup.py`. A start counts until the sign-in page and its script are answered. The data folder is fresh;
weights and packages are there, as `make setup` leaves them. `--clone` measures `make run` as a whole on a fresh clone,
its setup included, with the package caches of this machine.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
from _installation import Installation, folder_for, free_port
from _machine import ROOT, figure, leave, load
from _photos import make_photos

FIRST, SECOND, THUMBNAIL = 60.0, 8.0, 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clone", action="store_true", help="measure `make run` on a fresh clone as well")
    args = parser.parse_args()
    details: dict[str, object] = {"load_before": load()}
    with folder_for("startup") as folder:
        first, second, thumbnails = starts(folder)
        details |= {"first_start": first, "second_start": second, "thumbnails": thumbnails}
        if args.clone:
            details["make_run_on_a_clone"] = first = make_run(folder / "clone")
    what = "`make run` on a fresh clone, warm caches" if args.clone else "First `moretta up`"
    figures = [
        figure(f"{what}, to the first page", round(first, 1), FIRST, "s"),
        figure("Second start, to the first page", round(second, 1), SECOND, "s"),
        figure("First redacted thumbnail of one's own photo", round(max(thumbnails), 2), THUMBNAIL, "s"),
    ]
    return leave("startup", figures, details)


def starts(folder: Path) -> tuple[float, float, list[float]]:
    """Seconds of the first and the second start, and from dropping a photo to its redacted thumbnail after each."""
    (folder / "data").mkdir(mode=0o700)
    photos = make_photos(folder / "photos", 2)
    found = Installation(folder / "data")
    seconds, thumbnails = [], []
    for photo in photos:
        began = time.monotonic()
        try:
            found.start()
            fetch_page(found.address)
            seconds.append(time.monotonic() - began)
            thumbnails.append(round(drop(found, photo), 2))
        finally:
            found.stop()
    return seconds[0], seconds[1], thumbnails


def fetch_page(address: str) -> None:
    """The sign-in page, its script and styles, as a browser asks for them."""
    with httpx.Client(base_url=address, timeout=30) as http:
        page = http.get("/").raise_for_status().text
        files = re.findall(r'(?:src|href)="(/static/app/[^"]+)"', page)
        assert any(file.endswith(".js") for file in files), "the page is not built: make setup"
        for file in files:
            http.get(file).raise_for_status()


def drop(found: Installation, photo: Path) -> float:
    """Seconds from dropping a photo to its redacted thumbnail, at once after the start."""
    person = found.sign_in()
    project = person.make_project(photo.stem)
    began = time.monotonic()
    asset = person.upload(project["datasets"][0]["id"], [(photo.name, photo.read_bytes())])["assets"][0]
    while True:
        address = person.get(f"assets/{asset['id']}")["files"].get("redacted_thumbnail")
        if address and person.http.get(found.address + address).status_code == 200:
            return time.monotonic() - began
        if time.monotonic() - began > 60:
            raise RuntimeError("no redacted thumbnail after a minute")
        time.sleep(0.03)


def make_run(clone: Path) -> float:
    """Seconds from `make run` on a fresh clone, its setup included, to the first page."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    port = free_port()
    dropped = ("MORETTA_DATA", "MORETTA_MODELS_DIR", "PYTHONPATH", "DATABASE_URL", "REDIS_URL")
    environment = {k: v for k, v in os.environ.items() if k not in dropped} | {"PORT": str(port)}
    began = time.monotonic()
    with open(clone.parent / "make-run.out", "wb") as output:
        run = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        while True:
            try:
                fetch_page(f"http://127.0.0.1:{port}")
                return round(time.monotonic() - began, 1)
            except (httpx.HTTPError, AssertionError):
                if run.poll() is not None or time.monotonic() - began > 600:
                    raise RuntimeError((clone.parent / "make-run.out").read_text()[-3000:]) from None
                time.sleep(0.05)
    finally:
        os.killpg(run.pid, signal.SIGINT)
        try:
            run.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
