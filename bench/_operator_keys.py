"""What an act costs a trained hand: the keystroke-level model, and CVAT's acts as its manual describes them.

The model: S. K. Card, T. P. Moran, A. Newell, The Keystroke-Level Model for User Performance Time with Interactive
Systems, Communications of the ACM 23 (1980). A press with Ctrl or Shift is two keys. Errors, reading and waiting for
the machine are not in it; what a person has to watch (the loop around a moment) is counted as it lasts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

SECONDS = {
    "K": 0.28,  # a key, by an average typist who is no secretary
    "P": 1.1,  # pointing with the mouse
    "B": 0.1,  # pressing or letting go of its button
    "H": 0.4,  # a hand from the keys to the mouse or back
    "M": 1.35,  # looking and making up one's mind
}

MANUAL = "cvat-ai/cvat, site/content/en/docs/annotation/manual-annotation/modes"
KEYS = "cvat-ai/cvat at 44d3255265, cvat/apps/documentation/user_guide.md, Shortcuts"
CVAT = {
    "look at a picture": ("M", "the operator's own look; nothing is pressed"),
    "next picture or frame": ("K", f"F; {KEYS}"),
    "ten frames on": ("K", f"V, player step; {KEYS}"),
    "draw a rectangle": (
        "MKPBBPBB",
        f"N repeats the last drawing, two opposite points; {MANUAL}/shape-mode-basics.md",
    ),
    "correct a rectangle": ("MPBPB", f"drag it, or one of its corners; {MANUAL}/shape-mode-basics.md"),
    "delete an object": ("MPK", f"Del on what the mouse is over; {KEYS}"),
    "end a track": ("MPK", f"O, outside, on what the mouse is over; {MANUAL}/track-mode-basics.md"),
    "find the frame": ("KKKKK", f"D or F until somebody is first or last seen, within ten frames; {KEYS}"),
    "save": ("KK", f"Ctrl+S; {KEYS}"),
}
"""Act → keystrokes and their source. One hand stays on the keys and the other on the mouse (no H): to CVAT's favour."""


@dataclass
class Tally:
    """Acts of the hand and looks of the eye, as they are done: an act is a key, a click or one of CVAT's acts, with the
    thought that leads to it. Of our page a hand moves (H) whenever the device changes."""

    acts: Counter[str] = field(default_factory=Counter)
    looks: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)
    watched: float = 0.0
    _device: str = "keys"

    @property
    def seconds(self) -> float:
        return self.watched + sum(SECONDS[one] * times for one, times in self.operators.items())

    def cvat(self, act: str, times: int = 1) -> None:
        keys = CVAT[act][0]
        (self.looks if keys == "M" else self.acts)[act] += times
        for one in keys:
            self.operators[one] += times

    def look(self, at: str, times: int = 1) -> None:
        self.looks[at] += times
        self.operators["M"] += times

    def key(self, act: str, keys: str) -> None:
        """A combination, as "Ctrl+a"."""
        self._at("keys")
        self.acts[act] += 1
        self.operators["K"] += keys.count("+") + 1

    def click(self, act: str, *, held: bool = False, thought: bool = False) -> None:
        """Pointing and a click; `held`: with Ctrl or Shift; `thought`: what to point at had to be told first."""
        self._at("mouse")
        self.acts[act] += 1
        self.operators.update({"P": 1, "B": 2, "K": int(held), "M": int(thought)})

    def button(self, act: str) -> None:
        """A press of the mouse's other button, wherever it is."""
        self._at("mouse")
        self.acts[act] += 1
        self.operators["B"] += 2

    def drag(self, act: str) -> None:
        """From one corner of what has to be told first to the other."""
        self._at("mouse")
        self.acts[act] += 1
        self.operators.update({"P": 2, "B": 2, "M": 1})

    def watch(self, what: str, seconds: float) -> None:
        self.looks[what] += 1
        self.operators["M"] += 1
        self.watched += seconds

    @property
    def holds_mouse(self) -> bool:
        return self._device == "mouse"

    def _at(self, device: str) -> None:
        if device != self._device:
            self.operators["H"] += 1
            self._device = device
