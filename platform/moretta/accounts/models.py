"""People, the organizations they belong to, what they may do there, and the secrets that let them in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken

from moretta.ids import uuid7

from .roles import ROLES


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A person. The e-mail address is the name to sign in with; it is stored in lower case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Organization(models.Model):  # type: ignore[django-manager-missing]
    """`allow_cloud`: an owner said that pictures may be sent to detectors of others (`detections.cloud`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    allow_cloud = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


ROLE_CHOICES = [(role, role) for role in ROLES]


class Membership(models.Model):
    """A person's role in an organization: in one project, or (project empty) in all of them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=ROLE_CHOICES)
    sees_originals = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=models.Q(project=None),
                name="one_membership_in_all",
            ),
            models.UniqueConstraint(
                fields=["user", "project"], condition=~models.Q(project=None), name="one_membership_a_project"
            ),
        ]


class AccessLink(models.Model):
    """A copyable address that lets one person in once: an invitation, a new password, or a sign-in from this machine.

    Only the SHA-256 of the secret is stored.
    """

    INVITE, RESET, SIGN_IN = "invite", "reset", "sign_in"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=[(k, k) for k in (INVITE, RESET, SIGN_IN)])
    digest = models.CharField(max_length=64, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True)
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, null=True, blank=True)
    role = models.CharField(max_length=12, choices=ROLE_CHOICES, blank=True)
    sees_originals = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="links")
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="links_made")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Token(AbstractAuthToken):
    """A key for programs: one person in one organization, never more than that person may."""

    name = models.CharField(max_length=80)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="tokens")
    scopes = models.JSONField(default=list)
    sees_originals = models.BooleanField(default=False)
    last_used_at = models.DateTimeField(null=True, blank=True)
