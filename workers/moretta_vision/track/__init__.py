"""From finds in single frames to objects over time."""

from .filling import complete
from .finds import Finds
from .linking import Linking, link, linked
from .single import Single
from .tracks import Flag, Track
from .watching import Change, Changes, Watch

__all__ = [
    "Change",
    "Changes",
    "Finds",
    "Flag",
    "Linking",
    "Single",
    "Track",
    "Watch",
    "complete",
    "link",
    "linked",
]
