"""Projects in the admin. Deleting goes by the API alone, so that the bytes go, too; policies are never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from moretta.accounts.admin import ReadOnly, is_superuser

from .models import Label, Project, RedactionPolicy


@admin.register(Project)
class ProjectAdmin(ModelAdmin):
    list_display = ("name", "organization", "self_approval", "retention_days", "created_at", "deleting")
    list_filter = ("organization", "self_approval", "deleting")
    search_fields = ("name",)
    list_select_related = ("organization",)
    readonly_fields = ("organization", "policy", "created_by", "created_at", "deleting")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if is_superuser(request) else (*fields, "self_approval")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Label)
class LabelAdmin(ReadOnly):
    list_display = ("name", "kind", "chip", "project")
    list_filter = ("kind",)
    search_fields = ("name", "project__name")


@admin.register(RedactionPolicy)
class PolicyAdmin(ReadOnly):
    list_display = ("project", "version", "published_by", "published_at")
    list_select_related = ("project", "published_by")
