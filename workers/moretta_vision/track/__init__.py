"""From finds in single frames to objects over time."""

from .filling import complete
from .linking import link
from .tracks import Flag, Track

__all__ = ["Flag", "Track", "complete", "link"]
