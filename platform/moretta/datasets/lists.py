"""Lists of assets: an explicit set of filters, keyset pages by id, each page at one cost however far it is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from functools import reduce
from heapq import merge
from itertools import islice
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from rest_framework.request import Request

from moretta.accounts.access import Actor, access_dataset, access_project
from moretta.annotations.models import HuntSample
from moretta.annotations.sampling import clean_in, looked_through
from moretta.api import MOST, PAGE, BadField, cursor_of
from moretta.projects.models import Project

from .cards import CARD_FIELDS
from .models import Asset, Dataset

Rows = QuerySet[Asset]


MOST_AT_ONCE = 20_000
"""Assets that can be chosen by one act."""


def list_assets(actor: Actor, request: Request) -> tuple[list[Asset], str | None]:
    """One page of assets and the cursor of the next, by the filters of the address."""
    query = request.query_params
    sources = _filtered(actor, request)
    limit = _limit(query.get("limit"))
    if order := query.get("order"):
        if order != "doubt":
            raise BadField("order", "order is doubt.")
        return _doubtful_first(sources, limit, query.get("cursor"))
    found = first_of(sources, limit + 1, after=_cursor(query.get("cursor")))
    more = len(found) > limit
    found = found[:limit]
    return found, cursor_of(found[-1]) if more else None


def list_ids(actor: Actor, request: Request) -> list[dict[str, Any]]:
    """`{"id", "revision", "undecided", "state"}` of all that the filters of the address leave, `MOST_AT_ONCE` at
    most."""
    columns = ("id", "revision", "undecided", "state")
    heads = [rows.order_by("pk").values_list(*columns)[:MOST_AT_ONCE] for rows in _filtered(actor, request)]
    return [dict(zip(columns, row, strict=True)) for row in islice(merge(*heads), MOST_AT_ONCE)]


def _filtered(actor: Actor, request: Request) -> list[Rows]:
    """Disjoint lists of what the filters of the address leave."""
    query = request.query_params
    datasets = _datasets(actor, query.get("dataset"), query.get("project"))
    sources = [Asset.objects.filter(dataset=dataset, deleting=False) for dataset in datasets]
    if query.get("need") == "you":
        by_id = {dataset.pk: dataset for dataset in datasets}
        sources = [rows for id in by_id for rows in needing(actor, by_id[id])]
    elif query.get("need"):
        raise BadField("need", "need is you.")
    for name, choices in (("state", Asset.State.values), ("kind", Asset.Kind.values)):
        if value := query.get(name):
            if value not in choices:
                raise BadField(name, f"{name} is one of {', '.join(choices)}.")
            sources = [rows.filter(**{name: value}) for rows in sources]
    if seen := query.get("seen"):
        if seen not in ("yes", "no"):
            raise BadField("seen", "seen is yes or no.")
        sources = [looked_through(rows, seen == "yes") for rows in sources]
    if looks := query.get("looks"):
        if looks not in ("clean", "doubtful"):
            raise BadField("looks", "looks is clean or doubtful.")
        clean = reduce(or_, map(clean_in, datasets), Q(pk=None))
        sources = [rows.filter(clean if looks == "clean" else ~clean) for rows in sources]
    if sample := query.get("sample"):
        sources = [rows.filter(pk__in=_drawn(sample, datasets)) for rows in sources]
    if assignee := query.get("assignee"):
        sources = [rows.filter(assignee=_assignee(actor, assignee)) for rows in sources]
    if text := query.get("q", "").strip():
        sources = [rows.filter(name__icontains=text[:200]) for rows in sources]
    return sources


def _assignee(actor: Actor, text: str) -> UUID | None:
    """Who is meant; None is nobody."""
    if text in ("me", "nobody"):
        return actor.user.pk if text == "me" else None
    try:
        return UUID(text)
    except ValueError:
        raise BadField("assignee", "assignee is me, nobody or the id of a person.") from None


def _drawn(text: str, datasets: Sequence[Dataset]) -> list[str]:
    """The assets of a sample of the hunt."""
    try:
        row = HuntSample.objects.filter(pk=UUID(text), dataset__in=datasets).first()
    except ValueError:
        row = None
    if row is None:
        raise BadField("sample", "sample is the id of a sample of this dataset.")
    drawn: list[str] = row.assets
    return drawn


def _doubtful_first(
    sources: Sequence[Rows], limit: int, cursor: str | None
) -> tuple[list[Asset], str | None]:
    """As the hunt goes: clips, of which each frame is a look of its own, then the pictures with the most finds below
    the threshold that may be somebody."""
    stretches = _stretches(cursor)

    def head(rows: Rows) -> list[Asset]:
        found: list[Asset] = []
        for stretch in stretches:
            left = limit + 1 - len(found)
            part = rows.filter(**stretch).only(*CARD_FIELDS).order_by("-candidates", "pk")
            found += part[:left] if left else []
        return found

    found = [asset for rows in sources for asset in head(rows)]
    found.sort(key=lambda asset: (asset.kind != Asset.Kind.VIDEO, -asset.candidates, asset.pk))
    last = found[limit - 1] if len(found) > limit else None
    text = last and f"{last.kind} {last.candidates} {last.pk}"
    return found[:limit], base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") if text else None


def _stretches(cursor: str | None) -> list[dict[str, Any]]:
    """What follows the cursor, piece by piece: each is one stretch of the index `asset_doubt`."""
    kinds = [Asset.Kind.VIDEO, Asset.Kind.IMAGE]
    if not cursor:
        return [{"kind": kind} for kind in kinds]
    kind, candidates, id = _place(cursor)
    alike = {"kind": kind, "candidates": candidates, "pk__gt": id}
    later = [{"kind": each} for each in kinds if each < kind]
    return [alike, {"kind": kind, "candidates__lt": candidates}, *later]


def _place(cursor: str) -> tuple[str, int, UUID]:
    try:
        kind, candidates, id = base64.urlsafe_b64decode(cursor.encode() + b"==").decode().split(" ")
        return kind, int(candidates), UUID(id)
    except (binascii.Error, ValueError, UnicodeError):
        raise BadField("cursor", "The cursor is not one that this list gave.") from None


def first_of(sources: Sequence[Rows], count: int, after: UUID | None = None) -> list[Asset]:
    """The first assets by id of several disjoint lists. Each list is read along its own index and cut before they are
    merged, so that the cost does not grow with the lists."""

    def head(rows: Rows) -> list[Asset]:
        if after is not None:
            rows = rows.filter(pk__gt=after)
        return list(rows.only(*CARD_FIELDS).order_by("pk")[:count])

    heads = [head(rows) for rows in sources]
    return list(islice(merge(*heads, key=lambda asset: asset.pk), count))


def needing(actor: Actor, dataset: Dataset) -> list[Rows]:
    """The assets of a dataset that wait for this person: doubts to decide where nobody else was asked to, and (for
    reviewers) work of others to judge. Disjoint lists."""
    project = dataset.project
    rows = Asset.objects.filter(dataset=dataset, deleting=False)
    found = []
    if actor.may("annotate", project.organization_id, project.pk):
        mine = Q(assignee=None) | Q(assignee=actor.user)
        found.append(rows.filter(mine, state=Asset.State.ANNOTATE, undecided__gt=0))
    if actor.may("review", project.organization_id, project.pk):
        waiting = rows.filter(state=Asset.State.IN_REVIEW)
        if not project.self_approval:
            waiting = waiting.filter(~Q(last_author=actor.user) | Q(last_author=None))
        found.append(waiting)
    return found


def next_needing(actor: Actor, project: Project, after: UUID | None = None) -> Asset | None:
    """The next asset of a project that waits for this person; beyond the last one it begins again."""
    datasets = Dataset.objects.filter(project=project, deleting=False).select_related("project", "policy")
    sources = [rows for dataset in datasets for rows in needing(actor, dataset)]
    found = first_of(sources, 1, after) or (first_of(sources, 1) if after else [])
    return next((asset for asset in found if asset.pk != after), None)


def _datasets(actor: Actor, dataset: str | None, project: str | None) -> list[Dataset]:
    if dataset:
        return [access_dataset(actor, dataset, "view")]
    if project:
        owner = access_project(actor, project, "view")
        rows = Dataset.objects.filter(project=owner, deleting=False)
        return list(rows.select_related("project", "policy"))
    raise BadField("dataset", "Name a dataset or a project: ?dataset=… or ?project=….")


def _limit(text: str | None) -> int:
    try:
        return max(1, min(MOST, int(text or PAGE)))
    except ValueError:
        raise BadField("limit", "limit is a whole number from 1 to 500.") from None


def _cursor(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(base64.urlsafe_b64decode(text.encode() + b"==").decode())
    except (binascii.Error, ValueError, UnicodeError):
        raise BadField("cursor", "The cursor is not one that this list gave.") from None
