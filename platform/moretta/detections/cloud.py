"""Detectors in the cloud: pictures leave the house, so an owner has to allow them, and each use is written down."""

from __future__ import annotations

from collections.abc import Iterable

from moretta.accounts.models import Organization
from moretta.audit.log import record
from moretta.datasets.models import Asset, Dataset
from moretta.jobs.models import Job, JobStep
from moretta_vision.catalogue import DETECTORS


def cloud_detectors(names: Iterable[str]) -> list[str]:
    """Those of the detectors that send pictures away."""
    return [name for name in names if name in DETECTORS and DETECTORS[name].cloud]


def refusal(organization: Organization, names: Iterable[str]) -> str | None:
    """Why these detectors must not be used in the organization; None where they may."""
    sending = [] if organization.allow_cloud else cloud_detectors(names)
    if not sending:
        return None
    titles = " and ".join(DETECTORS[name].title for name in sending)
    send = "sends" if len(sending) == 1 else "send"
    return (
        f"{titles} {send} pictures out of the house. An owner of {organization.name} has to allow that first, on the "
        "page Members."
    )


def record_use(job: Job, dataset: Dataset, names: Iterable[str], video: Asset | None = None) -> None:
    """Writes down that pictures are sent to these cloud detectors, and how many: for each video its frames, else once
    for all pictures of the job. Call it before they are sent, inside a transaction."""
    for name in names:
        thing: Asset | Dataset = video or dataset
        record(
            job.created_by,
            "used_cloud",
            "asset" if video else "dataset",
            thing.pk,
            dataset.project.organization_id,
            {
                "detector": name,
                "pictures": video.n_frames if video else _pictures_of(job),
                "job": str(job.pk),
            },
            name=thing.name,
            once=f"cloud:{job.pk}:{thing.pk}:{name}",
        )


def _pictures_of(job: Job) -> int:
    payloads = JobStep.objects.filter(job=job).values_list("payload", flat=True)
    ids = {asset for payload in payloads for asset in payload.get("assets", [])}
    return Asset.objects.filter(pk__in=ids, kind=Asset.Kind.IMAGE).count()
