"""What rows and files must say after a batch that lost processes; runs with the settings of that installation."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any


def check() -> dict[str, Any]:
    """Numbers of rows, and `problems`: a sentence for everything that was lost or is there twice."""
    import django

    django.setup()
    from moretta.datasets.models import Asset
    from moretta.jobs.models import Job, JobStep

    assets = list(Asset.objects.select_related("blob"))
    problems = [f"{a.name} is {a.state}: {a.error}" for a in assets if a.state != "ready"]
    problems += check_once(assets) + check_counters(assets)
    files, left = check_files()
    problems += files
    for job in Job.objects.exclude(state="succeeded"):
        problems.append(f"the job {job.kind} ended {job.state}: {job.message}"[:300])
    steps = list(JobStep.objects.values_list("kind", "attempt"))
    again = Counter({kind: sum(n - 1 for k, n in steps if k == kind and n > 1) for kind, _ in steps})
    return {
        "problems": problems,
        "assets": len(assets),
        "jobs": Job.objects.count(),
        "steps": len(steps),
        "begun_again": sum(again.values()),
        "begun_again_by_kind": {kind: number for kind, number in again.items() if number},
        "files_without_a_row": left,
        "clips": redacted_clips(),
    }


def redacted_clips() -> dict[str, str]:
    """Where the redacted file of each clip lies, by the clip's id."""
    from moretta import storage
    from moretta.datasets.models import Rendition

    rows = Rendition.objects.filter(kind="redacted", asset__kind="video")
    return {str(row.asset_id): str(storage.local(row.path)) for row in rows}


def check_once(assets: list[Any]) -> list[str]:
    """Each asset has one run, one change made of it, and one file of each kind."""
    from moretta.annotations.models import Change
    from moretta.datasets.models import Rendition
    from moretta.detections.models import DetectionRun

    problems = []
    runs = Counter(DetectionRun.objects.values_list("asset_id", flat=True))
    changes = Counter(Change.objects.exclude(run=None).values_list("asset_id", flat=True))
    kinds = Counter(Rendition.objects.values_list("asset_id", "kind"))
    for asset in assets:
        wanted = ["thumbnail", "redacted", "redacted_thumbnail"] + ["proxy"] * (asset.kind == "video")
        for kind in wanted:
            if kinds[asset.pk, kind] != 1:
                problems.append(f"{asset.name} has {kinds[asset.pk, kind]} files of the kind {kind}")
        if runs[asset.pk] != 1 or changes[asset.pk] > 1:
            problems.append(f"{asset.name} has {runs[asset.pk]} runs and {changes[asset.pk]} changes by runs")
        if asset.blob.references != 1:
            problems.append(f"{asset.name}: its bytes count {asset.blob.references} references")
    names = Counter(asset.name for asset in assets)
    return problems + [f"{name} is there {number} times" for name, number in names.items() if number > 1]


def check_counters(assets: list[Any]) -> list[str]:
    from moretta.datasets.models import StateCount

    problems = []
    for count in StateCount.objects.all():
        mine = [a for a in assets if a.state == count.state and a.dataset_id == count.dataset_id]
        truth = [
            len(mine),
            *(sum(getattr(a, name) for a in mine) for name in ("hidden", "kept", "undecided")),
        ]
        if truth != [count.assets, count.hidden, count.kept, count.undecided]:
            problems.append(f"the counters of {count.state} do not add up: {truth}")
    return problems


def check_files() -> tuple[list[str], int]:
    """What is wrong with stored files, and how many files no row names."""
    from moretta import storage
    from moretta.datasets.models import Blob, Rendition
    from moretta.detections.models import DetectionRun
    from moretta.exports.models import Export

    problems = []
    hashed = {row.path: row.sha256 for model in (Blob, Rendition) for row in model.objects.all()}
    hashed |= {row.path: row.sha256 for row in Export.objects.exclude(path="")}
    for path, sha256 in hashed.items():
        file = storage.local(path)
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            problems.append(f"{path} is missing or damaged")
    for path in DetectionRun.objects.exclude(path="").values_list("path", flat=True):
        hashed[path] = ""
        if not storage.local(path).exists():
            problems.append(f"{path} is missing")
    root = storage.root()
    there = {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}
    return problems, len(there - set(hashed))
