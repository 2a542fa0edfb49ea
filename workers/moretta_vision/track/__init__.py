"""From finds in single frames to objects over time."""

from .filling import complete
from .finds import Finds
from .linking import WEAK, Linking, link, linked, reach
from .single import Single
from .tracks import Flag, Track
from .watching import Change, Changes, NearWatch, Watch

__all__ = [
    "WEAK",
    "Change",
    "Changes",
    "Finds",
    "Flag",
    "Linking",
    "NearWatch",
    "Single",
    "Track",
    "Watch",
    "complete",
    "link",
    "linked",
    "reach",
]
