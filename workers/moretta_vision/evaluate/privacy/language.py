"""In which language the report is told. English is the source; figures keep their sentences in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from .german import SENTENCES, TEXTS


class Language:
    """Texts and numbers of the report in one language."""

    def __init__(self, name: str = "en") -> None:
        self.name = name

    def __call__(self, english: str, **given: Any) -> str:
        """A text of the report with what goes into it; floats are written as its language does."""
        text = english if self.name == "en" else TEXTS[english]
        return text.format(**{key: self._written(value) for key, value in given.items()})

    def number(self, value: float, form: str) -> str:
        """A number in a format, as in `.1%`."""
        return format(self._written(value), form)

    def sentence(self, stored: str) -> str:
        """A sentence of the figures, made from what was measured; in English where there is no other for it."""
        if self.name == "en":
            return stored
        for pattern, german in _patterns():
            if found := pattern.fullmatch(stored):
                parts = {key: self.sentence(part) for key, part in found.groupdict().items()}
                return german.format(**{k: Count(v) if v.isdecimal() else v for k, v in parts.items()})
        return stored

    def _written(self, value: Any) -> Any:
        if isinstance(value, int):
            return Count(value)
        return German(value) if isinstance(value, float) and self.name == "de" else value


class Count(int):
    """A number that knows its word: `{:file|files}` is "1 file", or "2 files"."""

    def __format__(self, form: str) -> str:
        one, bar, more = form.partition("|")
        return f"{int(self)} {one if self == 1 else more}" if bar else super().__format__(form)


class German(float):
    """A number with a decimal comma."""

    def __format__(self, form: str) -> str:
        text = super().__format__(form).replace(".", ",")
        return text.replace("%", " %")


def told(figures: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The verdicts of the parts and the notes in a language."""
    say = Language(language)
    parts = {part: figures[part] for part in ("linkage", "reconstruction") if part in figures}
    found: dict[str, Any] = {part: {"verdict": say.sentence(one["verdict"])} for part, one in parts.items()}
    return {**found, "notes": [say.sentence(note) for note in figures["notes"]]}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What finds a sentence whose gaps, in braces, were filled."""
    found = []
    for english, german in SENTENCES.items():
        parts = re.split(r"\{(\w+)\}", english)
        gaps = [f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts)]
        found.append((re.compile("".join(gaps), re.DOTALL), german))
    return found
