"""Part two: whether redacted faces can be told apart again, by matchers, by several photos together, by attackers who
learnt on redacted faces; each beside a control from which all that was hidden had been taken away before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from . import learned
from .faces import Faces
from .matchers import Matcher
from .scores import LEAST_PEOPLE, Floats, Linked, link, rejected, row, similarities

Picture = npt.NDArray[np.uint8]

TRAINED_ON = "mobilefacenet"
"""Whose rows the regression guesses, and who compares averages of several photos, beside the pixels."""

Attack = Callable[[Picture], Linked]
"""Links redacted crops [people, views, …]."""


def linkage(
    faces: Faces, matchers: Sequence[Matcher], tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """The figures of all attacks on the faces, and whether a sentence can be concluded from them. `tell` hears of each
    matcher."""
    rows = []
    for matcher in matchers:
        tell(f"linking {len(faces.people)} people by {matcher.title}")
        clear = [matcher.embed(faces.clear[:, view]) for view in (0, 1)]
        rows.append(attacked(matcher, "none: both photos clear", "clear", link([similarities(*clear)]), None))
        for gallery in ("clear", "redacted"):
            attack = _one_photo(matcher, clear[1], gallery)
            rows.append(_judged(faces, matcher, "one photo", gallery, attack, faces.blind))
    for matcher in matchers:
        if matcher.name in ("pixels", TRAINED_ON) and faces.redacted.shape[1] > 2:
            clear_gallery = matcher.embed(faces.clear[:, 1])
            for gallery in ("clear", "redacted"):
                for title, attack in _several(matcher, clear_gallery, gallery):
                    rows.append(_judged(faces, matcher, title, gallery, attack))
    if len(faces.people) >= 4 * learned.FOLDS:
        rows += _learnt(faces, matchers)
    judged(rows)
    return {
        "people": len(faces.people),
        "second_photos": faces.second,
        "left_out": faces.left_out,
        "enough": len(faces.people) >= LEAST_PEOPLE,
        "rows": rows,
        "verdict": verdict(faces, rows),
    }


def verdict(faces: Faces, rows: Sequence[dict[str, Any]]) -> str:
    """What can be said of it in a sentence."""
    if len(faces.people) < LEAST_PEOPLE:
        return (
            f"Too few to conclude: {len(faces.people)} people can be compared, and it takes {LEAST_PEOPLE}."
        )
    above = [one for one in rows if one["above_control"]]
    if faces.control is None:
        asked = [one for one in rows if not one["attack"].startswith("none")]
        more = sum(one["rank1"]["interval"][0] > one["rank1"]["chance"] for one in asked)
        return f"Without a control: {more} of {len(asked)} attacks link more people than guessing would."
    if not above and faces.blind is not None:
        return (
            "Linkage is not above its control for any attack: nothing but the outline or the pose, which the method is "
            "open about, was found to be left."
        )
    if not above:
        return "Linkage is not above its control for any attack: nothing of the faces was found to be left."
    worst = min(above, key=lambda one: one["rank1"]["p"])
    tested = sum(one["rank1"]["p"] is not None for one in rows)
    return (
        f"Linkage is above its control for {len(above)} of {tested} attacks, "
        f"most clearly for {worst['title']}, {worst['attack']}, {worst['gallery']} gallery: something of the faces is "
        "left."
    )


def attacked(
    matcher: Matcher, attack: str, gallery: str, real: Linked, control: Linked | None
) -> dict[str, Any]:
    """The row of one attack. Whether it is above its control `judged` says, of all rows together."""
    named = {"matcher": matcher.name, "title": matcher.title, "attack": attack, "gallery": gallery}
    return {**named, **row(real, control), "above_control": False, "blind": None}


def judged(rows: Sequence[dict[str, Any]]) -> None:
    """Marks the rows that link more than their control does, counted together."""
    tests = [(one, figure["p"]) for one in rows for figure in (one["rank1"], one["accepted"]) if figure]
    tests = [(one, p) for one, p in tests if p is not None]
    for (one, _), more in zip(tests, rejected([p for _, p in tests]), strict=True):
        one["above_control"] = one["above_control"] or more


def _judged(
    faces: Faces, matcher: Matcher, title: str, gallery: str, attack: Attack, blind: Picture | None = None
) -> dict[str, Any]:
    real = attack(faces.redacted)
    control = attack(faces.control) if faces.control is not None else None
    made = attacked(matcher, title, gallery, real, control)
    made["blind"] = row(attack(blind), None)["rank1"] if blind is not None else None
    return made


def _one_photo(matcher: Matcher, clear: Floats, gallery: str) -> Attack:
    def attack(crops: Picture) -> Linked:
        beside = clear if gallery == "clear" else matcher.embed(crops[:, 1])
        return link([similarities(matcher.embed(crops[:, 0]), beside)])

    return attack


def _several(matcher: Matcher, clear: Floats, gallery: str) -> list[tuple[str, Attack]]:
    """All photos but the gallery's together: their rows averaged, or their pixels, which undoes what changes from photo
    to photo, as the squares of a mosaic do."""

    def gallery_of(crops: Picture) -> Floats:
        return clear if gallery == "clear" else matcher.embed(crops[:, 1])

    def rows(crops: Picture) -> Linked:
        own = [matcher.embed(crops[:, view]) for view in range(crops.shape[1]) if view != 1]
        return link([similarities(np.mean(own, axis=0), gallery_of(crops))])

    def pixels(crops: Picture) -> Linked:
        own = np.delete(crops, 1, axis=1).astype(np.float32).mean(axis=1)
        return link([similarities(matcher.embed(np.rint(own).astype(np.uint8)), gallery_of(crops))])

    return [("several photos, rows averaged", rows), ("several photos, pixels averaged", pixels)]


def _learnt(faces: Faces, matchers: Sequence[Matcher]) -> list[dict[str, Any]]:
    found = []
    people, views = faces.clear.shape[:2]

    def shown(crops: Picture, by: Matcher | None = None) -> Floats:
        flat = crops.reshape(-1, *crops.shape[2:])
        parts = [learned.features(flat)] + ([by.embed(flat)] if by else [])
        return np.concatenate(parts, axis=1).reshape(people, views, -1)

    def apart(crops: Picture) -> Linked:
        return link(learned.discriminant(shown(crops)))

    pixels = next((one for one in matchers if one.name == "pixels"), None)
    if pixels is not None:
        found.append(_judged(faces, pixels, "trained on redacted faces, discriminant", "redacted", apart))
    goal = next((one for one in matchers if one.name == TRAINED_ON), None)
    if goal is not None:
        clear = goal.embed(faces.clear.reshape(-1, *faces.clear.shape[2:])).reshape(people, views, -1)

        def guessed(crops: Picture) -> Linked:
            return link(learned.regression(shown(crops, goal), clear))

        found.append(_judged(faces, goal, "trained on redacted faces, regression", "clear", guessed))
    return found
