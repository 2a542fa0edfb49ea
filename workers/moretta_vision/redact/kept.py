"""What a rendering that died leaves for the next one of the same video, by the same regions and settings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Kept:
    """A folder of coded files, each with notes that are written when it is whole. `told` is called each time something
    lasting was added."""

    folder: Path
    told: Callable[[], None]

    def notes(self, name: str) -> dict[str, Any] | None:
        """Those of this name, None where an earlier rendering did not come to write them."""
        try:
            found: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return found

    def write(self, name: str, notes: dict[str, Any]) -> None:
        """Writes notes, whole or not at all."""
        draft = self.folder / f".{name}.{os.getpid()}"
        draft.write_text(json.dumps(notes))
        os.replace(draft, self.folder / f"{name}.json")
        self.told()
