"""What is doubtful about an object, as people write it back: moved by merging and splitting, ticked off by looking."""

from __future__ import annotations

from typing import Any

from moretta.api import BadField

MOST_FLAGS = 2000  # of one object
LONGEST = {"flag": 40, "says": 200}

Flag = dict[str, Any]


def check_flags(given: Any, n_frames: int, field: str) -> list[Flag]:
    """An object's flags, `{"flag", "says", "frames": [first, last] | None, "seen"?}`; raises BadField below `field`.

    `seen` is true for one that a person has looked at and found right as it is.
    """
    if not isinstance(given, list) or len(given) > MOST_FLAGS:
        raise BadField(field, f"flags is a list of at most {MOST_FLAGS} flags.")
    return [_flag(flag, n_frames, f"{field}[{index}]") for index, flag in enumerate(given)]


def _flag(given: Any, n_frames: int, field: str) -> Flag:
    if not isinstance(given, dict):
        raise BadField(field, "A flag is an object with flag, says and frames.")
    if unknown := set(given) - {*LONGEST, "frames", "seen"}:
        raise BadField(f"{field}.{min(unknown)}", f"A flag has no field {min(unknown)!r}.")
    clean: Flag = {}
    for name, longest in LONGEST.items():
        text = given.get(name)
        if not isinstance(text, str) or not text or len(text) > longest or "\0" in text:
            raise BadField(f"{field}.{name}", f"{name} is a text of 1 to {longest} characters.")
        clean[name] = text
    clean["frames"] = _frames(given.get("frames"), n_frames, f"{field}.frames")
    seen = given.get("seen", False)
    if not isinstance(seen, bool):
        raise BadField(f"{field}.seen", "seen is true or false.")
    return {**clean, "seen": True} if seen else clean


def _frames(given: Any, n_frames: int, field: str) -> list[int] | None:
    if given is None:
        return None
    numbers = isinstance(given, list) and len(given) == 2 and all(type(frame) is int for frame in given)
    if not numbers or not 0 <= given[0] <= given[1] < n_frames:
        raise BadField(field, f"frames are the first and the last one, from 0 to {n_frames - 1}, or null.")
    return list(given)
