"""Jobs in the admin: operators see them, retry and cancel them, and see who works."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

import factories
from moretta.accounts.models import User
from moretta.audit.models import AuditEvent
from moretta.jobs.actions import StepSpec, start_job
from moretta.jobs.models import Job, JobStep
from moretta_tasks.runner import drain

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def operator() -> Client:
    return signed_in(factories.make_superuser())


@pytest.fixture
def job() -> Job:
    project = factories.make_project()
    specs = [
        StepSpec("test.fail", "io", {"how": "permanent"}, total=1),
        StepSpec("test.sleep", "io", {}, total=1),
    ]
    return start_job(
        "test", organization=project.organization, project=project, title="Sixty photos", steps=specs
    )


def choose(client: Client, model: str, act: str, id: object) -> str:
    address = reverse(f"admin:jobs_{model}_changelist")
    answer = client.post(address, {"action": act, "_selected_action": [str(id)]}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_state_and_progress(operator: Client, job: Job) -> None:
    drain()
    page = operator.get(reverse("admin:jobs_job_changelist")).content.decode()
    assert "Sixty photos" in page and "partial" in page and "1/2" in page


def test_a_job_shows_its_steps_with_attempts_and_errors(operator: Client, job: Job) -> None:
    drain()
    page = operator.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    assert "test.fail" in page and "The file holiday.jpg is not a picture." in page


def test_an_operator_retries_and_cancels(operator: Client, job: Job) -> None:
    drain()
    assert "1 jobs go on" in choose(operator, "job", "retry_chosen", job.pk)
    assert JobStep.objects.filter(job=job, state="queued").count() == 1
    assert "1 jobs are being cancelled" in choose(operator, "job", "cancel_chosen", job.pk)
    assert "This job has already ended" in choose(operator, "job", "cancel_chosen", job.pk)
    failed = JobStep.objects.get(job=job, kind="test.fail")
    assert "1 steps go on" in choose(operator, "jobstep", "retry_chosen", failed.pk)
    failed.refresh_from_db()
    assert failed.state == "queued"
    acts = AuditEvent.objects.filter(thing_id=str(job.pk)).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["retried_job", "cancelled_job", "retried_job"]


def test_what_an_administrator_gives_and_takes_is_in_the_organizations_record(operator: Client) -> None:
    membership = factories.make_membership(role="viewer", sees_originals=False)
    address = reverse("admin:accounts_membership_change", args=[membership.pk])
    given = {"user": membership.user_id, "organization": membership.organization_id, "project": ""}
    assert operator.post(address, {**given, "role": "owner", "sees_originals": "on"}).status_code == 302
    gone = reverse("admin:accounts_membership_delete", args=[membership.pk])
    assert operator.post(gone, {"post": "yes"}).status_code == 302
    events = AuditEvent.objects.filter(
        organization=membership.organization_id, thing_id=str(membership.user_id)
    )
    said = [
        (event.act, event.details["role"], event.details["sees_originals"]) for event in events.order_by("id")
    ]
    assert said[-2:] == [("changed_member", "owner", True), ("removed_member", "owner", True)]


def test_nobody_edits_adds_or_deletes_what_workers_write(operator: Client, job: Job) -> None:
    operator.post(reverse("admin:jobs_job_change", args=[job.pk]), {"title": "Mine", "state": "succeeded"})
    assert operator.get(reverse("admin:jobs_job_add")).status_code == 403
    assert operator.post(reverse("admin:jobs_job_delete", args=[job.pk]), {"post": "yes"}).status_code == 403
    job.refresh_from_db()
    assert (job.title, job.state) == ("Sixty photos", "queued")


def test_staff_who_may_only_look_cannot_steer(job: Job) -> None:
    looker = factories.make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_job"))
    client = signed_in(looker)
    assert "Sixty photos" in client.get(reverse("admin:jobs_job_changelist")).content.decode()
    choose(client, "job", "cancel_chosen", job.pk)
    job.refresh_from_db()
    assert job.state == "queued"


def test_the_page_of_workers_says_that_none_is_running(operator: Client, job: Job, broker: str) -> None:
    page = operator.get(reverse("admin:jobs_workers")).content.decode()
    assert "No worker is running, so 2 photos or frames wait." in page
    assert "detect" in page and "render" in page


def test_the_page_of_workers_is_not_for_everybody(job: Job) -> None:
    assert signed_in(factories.make_user(is_staff=True)).get(reverse("admin:jobs_workers")).status_code == 403
    assert signed_in(factories.make_user()).get(reverse("admin:jobs_workers")).status_code == 302
