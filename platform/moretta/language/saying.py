"""Finds the pair of a sentence and fills it in again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from .german import PAIRS

NAME = re.compile(r"\{(\w+)\}")

KINDS = {"n": r"[0-9]+", "score": r"[0-9.]+"}
NAMED = {"name", "dataset"}
"""What somebody has named: it stays as it is, even where it is a word of ours."""

LONGEST, DEEPEST = 1000, 6
"""Characters of a text, and how deep sentences lie in one another, up to which there are pairs. Refusals repeat what
was sent, and the time to look through a text grows with more than its square."""


class Phrases:
    """Pairs of sentences. `{what}` stands for any text; it may be a sentence that has a pair itself. `{name}` and
    `{dataset}` stand for what people have named, `{n}` for a whole number and `{score}` for a share with a decimal
    point, which becomes a comma."""

    def __init__(self, pairs: dict[str, str]) -> None:
        self._pairs = pairs

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        """Those with something in braces, the most specific first."""
        open_ = [key for key in self._pairs if NAME.search(key)]
        open_.sort(key=lambda key: len(NAME.sub("", key)), reverse=True)
        return [(_pattern(key), self._pairs[key]) for key in open_]

    def say(self, text: str, within: int = 0) -> str:
        """The other language's sentence; the given one where there is none. `within` so many it lies."""
        if text in self._pairs:
            return self._pairs[text]
        for pattern, other in self._patterns if within < DEEPEST else ():
            if found := pattern.fullmatch(text):
                parts = {name: self._part(name, part, within) for name, part in found.groupdict().items()}
                return other.format(**parts)
        return text

    def _part(self, name: str, part: str, within: int) -> str:
        if name in NAMED:
            return part
        return part.replace(".", ",") if name == "score" else self.say(part, within + 1)


def _pattern(key: str) -> re.Pattern[str]:
    pieces = NAME.split(key)
    fixed, names = pieces[::2], pieces[1::2]
    text = re.escape(fixed[0])
    for name, after in zip(names, fixed[1:], strict=True):
        text += f"(?P<{name}>{KINDS.get(name, '.+?')})" + re.escape(after)
    return re.compile(text, re.DOTALL)


GERMAN = Phrases(PAIRS)


def said(text: str) -> str:
    """A sentence of the server in the language of the request at hand."""
    german = 0 < len(text) <= LONGEST and (get_language() or "").startswith("de")
    return _in_german(text) if german else text


def said_in(rows: Iterable[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    """The rows with the sentence of one of their fields in the language of the request."""
    return [{**row, field: said(row[field])} for row in rows]


class Said(serializers.CharField):
    """A sentence of the server, answered in the language of the request."""

    def to_representation(self, value: str) -> str:
        return said(super().to_representation(value))


@lru_cache(maxsize=4096)
def _in_german(text: str) -> str:
    return GERMAN.say(text)
