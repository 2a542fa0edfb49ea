"""Jobs in the admin: state, progress, attempts, errors; retry and cancel; workers and the lengths of queues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from moretta.accounts.models import User
from moretta.api import ApiError

from . import actions
from .models import Job, JobStep
from .serializers import eta_seconds
from .workers import live_workers, queue_lengths, waiting_sentence

LABELS = {
    "queued": "info",
    "running": "info",
    "cancelling": "warning",
    "succeeded": "success",
    "partial": "warning",
    "failed": "danger",
    "cancelled": "warning",
}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


class Watched(ModelAdmin):
    """Rows that workers write: to be looked at, retried and cancelled, never edited."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_steer_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("jobs.change_job")

    def steer(
        self, request: HttpRequest, rows: QuerySet[Any], act: Callable[[Any], object], done: str
    ) -> None:
        """Does one act to each row and says what was refused, and why."""
        went = 0
        for row in rows:
            try:
                act(row)
                went += 1
            except ApiError as refusal:
                self.message_user(request, f"{row}: {refusal.sentence}", messages.WARNING)
        if went:
            self.message_user(request, f"{went} {done}.", messages.SUCCESS)


class StepsInline(TabularInline):
    model = JobStep
    fields = ("kind", "queue", "state", "attempt", "done", "total", "failed", "message", "worker")
    readonly_fields = fields
    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True
    per_page = 50
    ordering = ("id",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(Watched):
    list_display = (
        "title",
        "shown_state",
        "progress",
        "failed",
        "to_go",
        "project",
        "created_by",
        "created_at",
    )
    list_filter = ("state", "kind", "organization")
    list_filter_submit = False
    list_select_related = ("project", "created_by")
    search_fields = ("title", "message", "id")
    ordering = ("-id",)
    date_hierarchy = None
    show_full_result_count = False
    inlines = (StepsInline,)
    actions = ("retry_chosen", "cancel_chosen")
    actions_list = ("open_workers",)

    @display(description="state", ordering="state", label=LABELS)
    def shown_state(self, job: Job) -> str:
        return job.state

    @display(description="progress")
    def progress(self, job: Job) -> str:
        share = 100 * job.done // job.total if job.total else 0
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}%"></progress> {}/{}',
            job.total or 1,
            job.done,
            share,
            job.done,
            job.total,
        )

    @display(description="to go")
    def to_go(self, job: Job) -> str:
        seconds = eta_seconds(job)
        return "" if seconds is None else f"{seconds // 60} min {seconds % 60} s"

    @admin.action(description="Retry what failed or was cancelled", permissions=["steer"])
    def retry_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        self.steer(request, jobs, lambda job: actions.steer(_person(request), "retry", job), "jobs go on")

    @admin.action(description="Cancel", permissions=["steer"])
    def cancel_chosen(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        done = "jobs are being cancelled"
        self.steer(request, jobs, lambda job: actions.steer(_person(request), "cancel", job), done)

    @action(description="Workers and queues", url_path="workers-and-queues")
    def open_workers(self, request: HttpRequest) -> HttpResponse:
        return self.workers_page(request)

    def get_urls(self) -> list[URLPattern]:
        own = [path("workers/", self.admin_site.admin_view(self.workers_page), name="jobs_workers")]
        return [*own, *super().get_urls()]

    def workers_page(self, request: HttpRequest) -> HttpResponse:
        """Who works, how long the queues are, and what to do when nobody does."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        workers = live_workers()
        context = {
            **self.admin_site.each_context(request),
            "title": "Workers and queues",
            "workers": workers,
            "queues": queue_lengths(),
            "says": waiting_sentence(Job.objects.all(), workers),
            "jobs_url": reverse("admin:jobs_job_changelist"),
        }
        return TemplateResponse(request, "jobs/workers.html", context)


@admin.register(JobStep)
class JobStepAdmin(Watched):
    list_display = (
        *("kind", "shown_state", "queue", "priority", "attempt", "done", "total", "failed"),
        *("message", "worker", "started_at"),
    )
    list_filter = ("state", "queue", "kind")
    search_fields = ("message", "worker", "id", "job__id")
    list_select_related = ("job",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("retry_chosen",)

    @display(description="state", ordering="state", label=LABELS)
    def shown_state(self, step: JobStep) -> str:
        return step.state

    @admin.action(description="Retry", permissions=["steer"])
    def retry_chosen(self, request: HttpRequest, steps: QuerySet[JobStep]) -> None:
        def retry(step: JobStep) -> None:
            with transaction.atomic():
                actions.retry_step(step)
                actions.note_steering(_person(request), "retry", step.job)

        self.steer(request, steps.select_related("job"), retry, "steps go on")
