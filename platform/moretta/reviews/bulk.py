"""One act on many assets: each passes the door and the rules by itself, and every refusal says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import transaction

from moretta.accounts.access import Actor, access_assets, access_dataset
from moretta.api import ApiError, BadField
from moretta.audit import erasure
from moretta.datasets.assigning import assign_asset, member_of
from moretta.datasets.models import Asset
from moretta.jobs.models import Job
from moretta.language import said

from . import actions
from .rendering import A_PERSON_WAITS, BULK, IMAGES_A_STEP, render_approved

MOST = 500
AT_ONCE = 8
"""Assets a transaction: on SQLite whoever writes lets all others wait."""
ACTS = {
    "submit": "annotate",
    "approve": "review",
    "take_back": "review",
    "exclude": "annotate",
    "include": "annotate",
    "reopen": "annotate",
    "assign": "annotate",
    "delete": "manage_project",
}
"""Each act and what it asks of the door."""


def act_on_many(
    actor: Actor, act: str, ids: Iterable[UUID], form: dict[str, Any]
) -> tuple[list[UUID], list[dict[str, Any]], list[Job]]:
    """Ids that went through, `{"id", "detail"}` of those that did not, and the jobs that were started.

    `form` may hold `reason`, `hide_undecided`, `revisions` (by id: what the caller saw, for approvals) and `assignee`;
    and for approvals `preview`: nothing is changed, and ids that would go through are given.
    """
    seen = form.get("revisions") or {}
    preview = form.get("preview", False)
    if preview and act != "approve":
        raise BadField("preview", "Only approvals have a preview.")
    if act == "assign" and "assignee" not in form:
        raise BadField("assignee", "Say whose they are: the id of a member, or null for nobody.")

    @cache
    def member(organization: UUID) -> Actor | None:
        return member_of(organization, form.get("assignee"))

    def approve(asset: Asset) -> object:
        revision = seen.get(str(asset.pk), asset.revision)
        if preview:
            return actions.require_approvable(asset, actor.user, revision)
        hide = form.get("hide_undecided", False)
        return actions.approve_asset(asset, actor.user, revision, hide_undecided=hide)

    single: dict[str, Callable[[Asset], object]] = {
        "submit": lambda a: actions.submit_asset(a, actor.user),
        "approve": approve,
        "take_back": lambda a: actions.take_back_approval(a, actor.user),
        "exclude": lambda a: actions.exclude_asset(a, actor.user, form.get("reason", "")),
        "include": lambda a: actions.include_asset(a, actor.user),
        "reopen": lambda a: actions.reopen_asset(a, actor.user),
        "assign": lambda a: assign_asset(a, actor, member(a.dataset.project.organization_id)),
        "delete": lambda a: None,
    }
    done: list[Asset] = []
    refused: list[dict[str, Any]] = []
    jobs: dict[UUID, Job] = {}
    wanted = list(dict.fromkeys(ids))
    priority = A_PERSON_WAITS if len(wanted) < IMAGES_A_STEP else BULK
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        found = list(access_assets(actor, some, ACTS[act], "blob"))
        with transaction.atomic():  # what is approved and the work that follows from it, together
            passed = []
            for id, asset in zip(some, found, strict=True):
                try:
                    if isinstance(asset, ApiError):
                        raise asset
                    single[act](asset)
                    passed.append(asset)
                except ApiError as error:
                    refused.append({"id": id, "detail": said(error.sentence)})
            if act == "approve" and not preview:
                render_approved(passed, actor.user, jobs, priority)
        done += passed
    started = list(jobs.values())
    if act == "delete":
        for project in {asset.dataset.project_id for asset in done}:
            mine = [asset for asset in done if asset.dataset.project_id == project]
            started.append(erasure.erase_assets(mine, actor))
    return [asset.pk for asset in done], refused, started


def ids_of(actor: Actor, form: dict[str, Any]) -> tuple[list[UUID], int]:
    """The assets that a request means, by id or by dataset and state, at most 500; and how many more there are."""
    if ids := form.get("assets"):
        return ids, 0
    if not form.get("dataset"):
        raise BadField("assets", "Name assets by id, or a dataset and a state.")
    if not form.get("state"):
        raise BadField("state", "Name the state of the assets that are meant.")
    dataset = access_dataset(actor, form["dataset"], "view")
    rows = Asset.objects.filter(dataset=dataset, state=form["state"], deleting=False).order_by("id")
    found = list(rows.values_list("pk", flat=True)[: MOST + 1])
    return found[:MOST], max(0, rows.count() - MOST) if len(found) > MOST else 0
