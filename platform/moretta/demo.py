"""The demo project: real portraits and clips from public packages, taken in like anybody's upload.

What it shows (found faces, doubtful ones, a false one, a track with a gap) is what the detector really said.
"""

import hashlib
import logging
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from moretta import storage
from moretta.accounts.models import Membership
from moretta.datasets.intake import BULK, take_in
from moretta.datasets.media_types import HEAD
from moretta.datasets.receiving import Received
from moretta.projects.actions import create_project
from moretta.projects.models import Project

NAME = "Demo"
log = logging.getLogger(__name__)


def ensure() -> Project | None:
    """Makes the demo once, for the first owner; never again, even after it was deleted."""
    marker = Path(settings.DATA) / "demo.made"
    owner = Membership.objects.filter(role="owner", project=None).order_by("id").first()
    if marker.exists() or owner is None:
        return None
    if Project.objects.filter(organization=owner.organization).exists():
        marker.touch()
        return None
    files = sample_files()
    if not files:
        return None
    project = create_project(
        owner.organization,
        owner.user,
        NAME,
        self_approval=True,
        purpose="Try Moretta: nothing here is secret",
    )
    marker.touch()
    dataset = project.datasets.get()
    received = [receive(path) for path in files]
    take_in(dataset, received, owner.user, priority=BULK)
    for file in received:
        file.path.unlink(missing_ok=True)
    return project


def sample_files() -> list[Path]:
    """The samples that `make setup` fetched, else fetched now; none without a network, and the log says so."""
    folder = Path(settings.DATA) / "samples"
    if not any(folder.glob("[!.]*")):
        command = [sys.executable, "-m", "moretta_vision.cli", "samples", "-o", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            log.warning("The demo waits for its pictures: %s", done.stderr.strip())
            return []
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def receive(path: Path) -> Received:
    """A file of this machine, copied into the store as an upload would be."""
    folder = storage.root() / "tmp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{secrets.token_hex(12)}.upload"
    shutil.copyfile(path, target)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        head = file.read(HEAD)
    return Received("files", path.name, target, target.stat().st_size, digest, head)
