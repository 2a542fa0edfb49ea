"""Who may do what: roles nest, every act names the least role it needs. `docs/roles.md` shows the same table."""

from dataclasses import dataclass

ROLES = ("viewer", "annotator", "reviewer", "manager", "owner")
SCOPES = ("read", "ingest", "annotate", "review", "export", "manage")


@dataclass(frozen=True)
class Act:
    """What an act needs: the least role, whether the right to see originals as well, and the scope of a token."""

    says: str
    least: str
    scope: str
    originals: bool = False


ACTS = {
    "view": Act("Viewing", "viewer", "read"),
    "see_originals": Act("Seeing originals", "viewer", "read", originals=True),
    "comment": Act("Commenting", "annotator", "annotate", originals=True),
    "annotate": Act("Annotating", "annotator", "annotate", originals=True),
    "ingest": Act("Adding pictures", "annotator", "ingest"),
    "detect": Act("Starting and steering jobs", "annotator", "ingest"),
    "review": Act("Reviewing", "reviewer", "review", originals=True),
    "export": Act("Exporting", "manager", "export"),
    "manage_project": Act("Managing the project", "manager", "manage"),
    "manage_members": Act("Managing members", "manager", "manage"),
    "delete_project": Act("Deleting the project", "owner", "manage"),
    "read_audit": Act("Reading the audit log", "owner", "manage"),
    "own_organization": Act("Owning the organization", "owner", "manage"),
}


def reaches(role: str, least: str) -> bool:
    """Whether a role is at least another one."""
    return ROLES.index(role) >= ROLES.index(least)
