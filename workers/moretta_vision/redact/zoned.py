"""Zones of all files of one call: what they hide, and which objects they keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..catalogue import DEFAULT_METHOD, IN_PLACE, METHODS
from ..geometry.zones import Zone, outside, region_of


@dataclass(frozen=True)
class Zones:
    """Where everything is hidden, and where nothing that is found is. Hiding wins where they overlap."""

    hide: tuple[Zone, ...] = ()
    keep: tuple[Zone, ...] = ()

    def over(
        self,
        regions: Iterable[Mapping[str, Any]],
        how: Mapping[str, Any],
        width: int,
        height: int,
        frames: int = 1,
    ) -> tuple[list[dict[str, Any]], int]:
        """The regions of a file of that size with those of the zones, and how many were left out of it somewhere."""
        found, kept = [], 0
        for region in regions:
            left = outside(region["keyframes"], self.keep, width, height, frames - 1)
            kept += left is not region["keyframes"]
            if left:
                found.append({**region, "keyframes": left})
        method = how.get("method", DEFAULT_METHOD)
        # A drawn person, a posture or a bar over eyes is none of what a zone holds.
        if METHODS[method].kind == "synthetic" or method == "eye-bar":
            method = IN_PLACE
        for zone in self.hide:
            found.append({**how, **region_of(zone, width, height), "method": method})
        return found, kept

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """For the report: boxes in pixels, or shares of the width or height as texts with %."""
        return {
            name: [{"box": _written(zone), "says": zone.says} for zone in zones]
            for name, zones in (("hide_zones", self.hide), ("keep_zones", self.keep))
            if zones
        }


def _written(zone: Zone) -> list[float | str]:
    return [
        f"{value * 100:g}%" if share else value for value, share in zip(zone.box, zone.shares, strict=True)
    ]
