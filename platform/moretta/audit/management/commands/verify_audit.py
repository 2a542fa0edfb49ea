"""`manage.py verify_audit`: recomputes every chain of the audit log; exit status 1 where one is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moretta.audit.sealing import verify_all


class Command(BaseCommand):
    help = "Recompute the audit log's chains of seals and name the first event that does not fit."

    def handle(self, *args: Any, **options: Any) -> None:
        verdicts = verify_all()
        for verdict in verdicts:
            chain = verdict.organization or "the installation"
            state = f"BROKEN: {verdict.broken}" if verdict.broken else "holds"
            self.stdout.write(f"{chain}: {verdict.sealed} sealed, {state}, head {verdict.head or '-'}")
        if any(verdict.broken for verdict in verdicts):
            raise CommandError("The audit log was altered.")
