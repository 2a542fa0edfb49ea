"""What happened, in rows that are never changed; names lie beside them and can be erased."""

from django.db import models
from django.utils import timezone

from moretta.ids import uuid7


class AuditEvent(models.Model):
    """One act. Holds ids and digests only. `seal` chains the rows of an organization (SHA-256 over the row and the
    seal before it); it is written later, in batches."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.UUIDField(null=True)
    actor = models.UUIDField(null=True)  # a user; empty: the system
    act = models.CharField(max_length=40)
    thing = models.CharField(max_length=24)  # kind of object
    thing_id = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict, blank=True)
    once = models.CharField(max_length=160, unique=True, null=True)  # one event per person, asset and hour
    at = models.DateTimeField(default=timezone.now, editable=False)
    position = models.BigIntegerField(null=True)  # in the organization's chain
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "position"], name="audit_chain")]
        constraints = [
            models.UniqueConstraint(fields=["organization", "position"], name="one_link_a_position")
        ]


class AuditName(models.Model):
    """The name that an id had when it was written down; erased with the person or the thing."""

    thing_id = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=500)
