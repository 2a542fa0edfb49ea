"""Makes people, projects and assets for tests, through the product's own actions where there are any.

Every function takes what matters to a test and invents the rest: `make_asset(dataset=…, state="ready")`.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from typing import Any

from moretta import storage
from moretta.accounts.actions import add_member, create_organization, create_token
from moretta.accounts.models import Membership, Organization, Token, User
from moretta.annotations.models import Annotation, KeyframeBlock
from moretta.datasets.models import Asset, Blob, Dataset, Rendition, StateCount
from moretta.detections.models import DetectionRun, Search
from moretta.jobs.models import Job, JobStep
from moretta.projects.actions import create_project
from moretta.projects.models import Label, Project

_counter = itertools.count(1)
PASSWORD = "correct horse 42 staple"


def make_user(email: str = "", **fields: Any) -> User:
    """A person who signs in with PASSWORD."""
    number = next(_counter)
    fields.setdefault("name", f"Person {number}")
    return User.objects.create_user(email or f"person{number}@example.org", PASSWORD, **fields)


def make_superuser(**fields: Any) -> User:
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_organization(name: str = "", owner: User | None = None) -> Organization:
    return create_organization(name or f"Organization {next(_counter)}", owner or make_user())


def make_membership(
    user: User | None = None,
    organization: Organization | None = None,
    role: str = "annotator",
    *,
    project: Project | None = None,
    sees_originals: bool = True,
) -> Membership:
    """`project` None means all projects of the organization."""
    if organization is None:
        organization = project.organization if project is not None else make_organization()
    return add_member(user or make_user(), organization, role, project=project, sees_originals=sees_originals)


def make_token(
    user: User,
    organization: Organization,
    scopes: tuple[str, ...] = ("read",),
    *,
    sees_originals: bool = False,
    expires_in_days: int | None = 90,
) -> tuple[Token, str]:
    """The token and its secret for `Authorization: Token …`."""
    return create_token(
        user,
        organization,
        "test",
        list(scopes),
        sees_originals=sees_originals,
        expires_in_days=expires_in_days,
    )


def make_project(organization: Organization | None = None, by: User | None = None, **answers: Any) -> Project:
    """A project that hides faces solid, with policy 1 and the dataset "Pictures"; answers as in `create_project`."""
    organization = organization or make_organization()
    answers.setdefault("name", f"Project {next(_counter)}")
    return create_project(organization, by, **answers)


def face_label(project: Project) -> Label:
    return project.labels.get(kind="face")


def make_dataset(project: Project | None = None, name: str = "") -> Dataset:
    """A new dataset under the project's policy."""
    project = project or make_project()
    return Dataset.objects.create(
        project=project, name=name or f"Dataset {next(_counter)}", policy=project.policy
    )


def first_dataset(project: Project) -> Dataset:
    return project.datasets.order_by("id").first()


def make_blob(
    organization: Organization, content: bytes | None = None, media_type: str = "image/jpeg"
) -> Blob:
    """Bytes in the file store with no reference yet; random ones unless given."""
    content = os.urandom(64) if content is None else content
    blob, _ = Blob.objects.get_or_create(
        organization=organization,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"size": len(content), "media_type": media_type},
    )
    write_file(blob.path, content)
    return blob


def write_file(path: str, content: bytes) -> None:
    with storage.temporary() as draft:
        draft.write_bytes(content)
        storage.publish(draft, path)


def make_asset(dataset: Dataset | None = None, content: bytes | None = None, **fields: Any) -> Asset:
    """An asset with its original in the file store. It has no renditions; `state` defaults to annotate."""
    dataset = dataset or make_dataset()
    blob = fields.pop("blob", None) or make_blob(dataset.project.organization, content)
    Blob.objects.filter(pk=blob.pk).update(references=blob.references + 1)
    blob.refresh_from_db()
    number = next(_counter)
    fields = {"name": f"picture-{number}.jpg", "state": "annotate", "width": 640, "height": 480, **fields}
    asset = Asset.objects.create(dataset=dataset, blob=blob, **fields)
    count, _ = StateCount.objects.get_or_create(dataset=dataset, state=asset.state)
    count.assets += 1
    count.hidden += asset.hidden
    count.kept += asset.kept
    count.undecided += asset.undecided
    count.save()
    return asset


def make_rendition(
    asset: Asset, kind: str = "thumbnail", content: bytes | None = None, **fields: Any
) -> Rendition:
    """A derived file with its bytes in the file store."""
    content = os.urandom(64) if content is None else content
    digest = hashlib.sha256(content).hexdigest()
    fields.setdefault("recipe", hashlib.sha256(f"{kind}{asset.pk}{next(_counter)}".encode()).hexdigest())
    path = f"{asset.dataset.project.organization_id}/renditions/{fields['recipe'][:2]}/{fields['recipe']}.jpg"
    write_file(path, content)
    return Rendition.objects.create(
        asset=asset, kind=kind, path=path, sha256=digest, size=len(content), media_type="image/jpeg", **fields
    )


def make_annotation(
    asset: Asset, label: Label | None = None, box: tuple[float, ...] = (100, 100, 50, 60), **fields: Any
) -> Annotation:
    """A box on frame 0, written straight into the rows: neither revision nor counters of the asset move."""
    label = label or face_label(asset.dataset.project)
    fields = {"source": "run", "score": 0.9, "decision": "undecided", **fields}
    annotation = Annotation.objects.create(asset=asset, dataset_id=asset.dataset_id, label=label, **fields)
    keyframe = {
        "frame": 0,
        "shape": {"type": "box", "data": list(box)},
        "outside": False,
        "occluded": False,
        "score": annotation.score,
    }
    KeyframeBlock.objects.create(annotation=annotation, first_frame=0, last_frame=0, keyframes=[keyframe])
    return annotation


def make_run(asset: Asset, **fields: Any) -> DetectionRun:
    """A finished run of YuNet with a candidates file."""
    run = DetectionRun(
        asset=asset, detectors=["yunet"], kinds=["face"], state="succeeded", frames_done=asset.n_frames
    )
    run.path = f"{asset.dataset.project.organization_id}/runs/{run.pk}.json.gz"
    for name, value in fields.items():
        setattr(run, name, value)
    write_file(run.path, b"{}")
    run.save()
    return run


def mark_searched(asset: Asset, label: Label | None = None, by: User | None = None) -> Search:
    """The asset counts as searched for the label: by a person, or by a new run where no person is given."""
    label = label or face_label(asset.dataset.project)
    run = None if by else make_run(asset)
    return Search.objects.create(asset=asset, label=label, run=run, reviewed_by=by)


def make_job(project: Project, kind: str = "test", state: str = "queued", **fields: Any) -> Job:
    """A job without steps, straight in its state."""
    fields.setdefault("title", "A test's job")
    return Job.objects.create(
        organization=project.organization, project=project, kind=kind, state=state, **fields
    )


def make_step(job: Job, kind: str = "test.sleep", queue: str = "io", **fields: Any) -> JobStep:
    return JobStep.objects.create(job=job, kind=kind, queue=queue, **fields)
