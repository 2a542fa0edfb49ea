"""Chains audit events so that a changed, inserted or missing row is found: each seal is the SHA-256 over the row and
the seal before it. One chain per organization, and one for what belongs to none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from .models import AuditEvent

BATCH = 1000


@dataclass(frozen=True)
class Verdict:
    """Whether a chain holds. `head` is its last seal: noted down elsewhere, it also tells a cut-off end."""

    organization: UUID | None
    sealed: int
    head: str
    broken: str = ""


def seal() -> int:
    """Seals what is not sealed yet, oldest first, and gives how many events that were. Runs under one lock."""
    count = 0
    waiting = AuditEvent.objects.filter(position=None).order_by().values_list("organization", flat=True)
    for organization in set(waiting.distinct()):
        while sealed := _seal_batch(organization):
            count += sealed
    return count


def verify(organization: UUID | None) -> Verdict:
    """Recomputes a chain from its beginning."""
    rows = AuditEvent.objects.filter(organization=organization, position__isnull=False)
    before, expected = "", 1
    for event in rows.order_by("position").iterator(chunk_size=BATCH):
        if event.position != expected:
            return Verdict(organization, expected - 1, before, f"event {expected} of the chain is missing")
        if event.seal != _seal_of(event, before):
            what = f"event {event.position} ({event.pk}, {event.at:%Y-%m-%d %H:%M}) was changed"
            return Verdict(organization, expected - 1, before, what)
        before, expected = event.seal, expected + 1
    return Verdict(organization, expected - 1, before)


def verify_all() -> list[Verdict]:
    organizations = set(AuditEvent.objects.order_by().values_list("organization", flat=True).distinct())
    return [verify(id) for id in sorted(organizations, key=str)]


@transaction.atomic
def _seal_batch(organization: UUID | None) -> int:
    chain = AuditEvent.objects.filter(organization=organization)
    last = chain.filter(position__isnull=False).order_by("-position").first()
    position, before = (last.position or 0, last.seal) if last else (0, "")
    events = list(chain.filter(position=None).order_by("id")[:BATCH])
    for event in events:
        position += 1
        event.position = position
        event.seal = before = _seal_of(event, before)
    AuditEvent.objects.bulk_update(events, ["position", "seal"], batch_size=200)
    return len(events)


def _seal_of(event: AuditEvent, before: str) -> str:
    row = [
        event.position,
        str(event.pk),
        str(event.organization or ""),
        str(event.actor or ""),
        event.act,
        event.thing,
        event.thing_id,
        event.details,
        event.at.isoformat(),
    ]
    canonical = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{before}\n{canonical}".encode()).hexdigest()
