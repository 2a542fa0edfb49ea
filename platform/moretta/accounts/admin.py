"""People in the admin. Only superusers touch privileges: roles, passwords, staff, groups, and other administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from knox.models import AuthToken
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from moretta.datasets.assigning import free_assets

from .models import AccessLink, Membership, Organization, Token, User

PRIVILEGES = ("is_staff", "is_superuser", "groups", "user_permissions")


def is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and getattr(request.user, "is_superuser", False))


class SuperuserOnly(ModelAdmin):
    """Others may look where they have the permission to; nothing more."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


class ReadOnly(ModelAdmin):
    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    """A staff user who is no superuser may mend the name of an ordinary person, and close the account."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Privileges", {"fields": ("is_active", *PRIVILEGES)}),
        ("Dates", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ("groups", "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if is_superuser(request) else (*fields, "email", *PRIVILEGES)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = super().get_fieldsets(request, obj)
        if is_superuser(request):
            return found
        return ((None, {"fields": ("email", "name")}), *found[1:])  # not even a password's digest

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        ordinary = not isinstance(obj, User) or not (obj.is_superuser or obj.is_staff)
        return is_superuser(request) or (ordinary and super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people are erased by ending their memberships, on record

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            for organization in set(obj.memberships.values_list("organization", flat=True)):
                free_assets(obj, organization)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        if not is_superuser(request):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    fields = ("user", "project", "role", "sees_originals")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)

    has_change_permission = has_delete_permission = has_add_permission


def note_member(request: HttpRequest, act: str, membership: Membership) -> None:
    """Who was given what, or lost it, by an administrator, in the organization's own record."""
    from moretta.audit.log import record

    details = {"role": membership.role, "sees_originals": membership.sees_originals}
    if membership.project_id:
        details["project"] = str(membership.project_id)
    organization, name = membership.organization_id, str(membership.user)
    assert isinstance(request.user, User)
    record(request.user, act, "user", membership.user_id, organization, details, name=name)
    free_assets(membership.user, organization)


@admin.register(Organization)
class OrganizationAdmin(SuperuserOnly):
    list_display = ("name", "created_at")
    search_fields = ("name",)
    readonly_fields = ("allow_cloud",)  # an owner's decision, made on the page and audited
    inlines = (MembershipInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for act, rows in (
            ("added_member", formset.new_objects),
            ("changed_member", [row for row, _ in formset.changed_objects]),
            ("removed_member", formset.deleted_objects),
        ):
            for row in rows:
                note_member(request, act, row)


@admin.register(Membership)
class MembershipAdmin(SuperuserOnly):
    list_display = ("user", "organization", "project", "role", "sees_originals")
    list_filter = ("role", "sees_originals", "organization")
    search_fields = ("user__email", "user__name", "organization__name")
    autocomplete_fields = ("user", "organization")
    list_select_related = ("user", "organization", "project")

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        note_member(request, "changed_member" if change else "added_member", obj)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        super().delete_model(request, obj)
        note_member(request, "removed_member", obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for membership in queryset:
            self.delete_model(request, membership)


@admin.register(AccessLink)
class AccessLinkAdmin(ReadOnly):
    list_display = ("kind", "organization", "role", "created_by", "created_at", "expires_at", "used_at")
    list_filter = ("kind",)
    exclude = ("digest",)


@admin.register(Token)
class TokenAdmin(ReadOnly):
    list_display = ("name", "token_key", "user", "organization", "scopes", "expiry", "last_used_at")
    search_fields = ("name", "user__email")
    exclude = ("digest",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)


for model in (Group, AuthToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, SuperuserOnly):
    pass
