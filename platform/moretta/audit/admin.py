from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from moretta.accounts.admin import ReadOnly, is_superuser

from .models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ("at", "organization", "actor", "act", "thing", "thing_id", "position")
    list_filter = ("act", "thing")
    search_fields = ("thing_id", "actor")
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_superuser(request)
