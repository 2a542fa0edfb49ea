"""The figures of bench/privacy.py as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moretta_vision.catalogue import METHODS, STRENGTHS

MATCHERS = {"pixels": "32×32 grey", "mobilefacenet": "MobileFaceNet", "dlib": "dlib", "deepface": "DeepFace"}

STRONGER = (
    ("pixels", "several photos, pixels averaged", "clear", "3 photos, pixels averaged, grey"),
    ("mobilefacenet", "several photos, pixels averaged", "clear", "the same, MobileFaceNet"),
    ("mobilefacenet", "several photos, rows averaged", "clear", "3 photos, rows averaged"),
    ("pixels", "trained on redacted faces, discriminant", "redacted", "trained, redacted gallery"),
    ("mobilefacenet", "trained on redacted faces, regression", "clear", "trained, clear gallery"),
)


def tables(rows: Sequence[Mapping[str, Any]], smallest: int) -> str:
    """Markdown: who comes first with one photo, at a thousandth of false accepts, and by stronger attackers."""
    rows = sorted(rows, key=_place)
    first = rows[0]["linkage"]
    there = [name for name in MATCHERS if any(one["matcher"] == name for one in first["rows"])]
    clear = ", ".join(
        f"{MATCHERS[one['matcher']]} {_percent(one['rank1'])}"
        for one in first["rows"]
        if one["attack"].startswith("none")
    )
    told = [
        f"{first['people']} faces of {smallest} pixels or more, second photos made, "
        f"{sum(row['cpu_seconds'] for row in rows) / 60:.0f} minutes of CPU in all. "
        "A cell: linked (95 %), by the control, and where that is fewer, how likely so many more come by chance "
        "(McNemar's exact test, one-sided); **bold**: above the control. Visual methods stand beside chance alone.",
        f"Chance: {first['rows'][0]['rank1']['chance']:.1%} to come first; half as many people, twice that, where "
        f"attackers were trained. Both photos clear: {clear}.",
    ]
    for gallery in ("clear", "redacted"):
        told.append(f"### Linked first, one photo, {gallery} gallery")
        told.append(_table(rows, [(name, "one photo", gallery, MATCHERS[name]) for name in there], "rank1"))
    told.append("### Accepted at .001 false accepts, one photo")
    both = [
        (name, "one photo", gallery, f"{MATCHERS[name]}, {gallery}")
        for name in there
        for gallery in ("clear", "redacted")
    ]
    told.append(_table(rows, both, "accepted"))
    told.append("### Linked first by stronger attackers")
    told.append(_table(rows, STRONGER, "rank1"))
    told.append(f"### Undone by {rows[0]['reconstruction']['by']}, then linked, clear gallery")
    told.append(_undone([(row, row["reconstruction"]) for row in rows]))
    if networks := [(row, row["network"]) for row in rows if row.get("network")]:
        took = max(found["seconds"] for _, found in networks)
        told.append(f"### Undone by a network, trained in at most {took} seconds, then linked, clear gallery")
        told.append(_undone(networks))
    return "\n\n".join(told)


def _place(row: Mapping[str, Any]) -> tuple[int, int, int]:
    """Irreversible methods first, then synthetic and visual ones; within a method the light strength first."""
    kinds, strengths = ("irreversible", "synthetic", "visual"), (None, *STRENGTHS)
    return kinds.index(row["kind"]), list(METHODS).index(row["method"]), strengths.index(row["strength"])


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[tuple[str, str, str, str]], key: str) -> str:
    heads = "".join(f" {title} |" for *_, title in columns)
    lines = [f"| method | kind |{heads}", "|---|---|" + "---|" * len(columns)]
    for row in rows:
        cells = "".join(f" {_cell(row['linkage']['rows'], column, key)} |" for column in columns)
        lines.append(f"| {_name(row)} | {row['kind']} |{cells}")
    return "\n".join(lines)


def _undone(rows: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> str:
    lines = [
        "| method | kind | correlation with the face | 32×32 grey | MobileFaceNet |",
        "|---|---|---|---|---|",
    ]
    for row, found in rows:
        cells = " | ".join(_share(one["rank1"]) for one in found["rows"])
        alike = f"{found['similarity_to_clear']:.2f}"
        if found["similarity_of_control"] is not None:
            alike += f", control {found['similarity_of_control']:.2f}"
        lines.append(f"| {_name(row)} | {row['kind']} | {alike} | {cells} |")
    return "\n".join(lines)


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['method']}, {row['strength']}" if row["strength"] else str(row["method"])


def _cell(rows: Sequence[Mapping[str, Any]], column: tuple[str, str, str, str], key: str) -> str:
    matcher, attack, gallery, _ = column
    for one in rows:
        if (one["matcher"], one["attack"], one["gallery"]) == (matcher, attack, gallery):
            blind = one.get("blind") if key == "rank1" else None
            rest = f"; without outline and pose {blind['share']:.1%}" if blind else ""
            return _share(one[key]) + rest if one[key] else "too few"
    return ""


def _share(share: Mapping[str, Any]) -> str:
    text = _percent(share)
    if share["control"] is None:
        return text
    text += f", control {share['control']['share']:.1%}"
    if share["p"] < 0.05:
        return f"**{text}, p {share['p']:.1g}**"
    return text if share["p"] > 0.5 else f"{text}, p {share['p']:.2f}"


def _percent(share: Mapping[str, Any]) -> str:
    low, high = share["interval"]
    return f"{share['share']:.1%} ({100 * low:.0f}–{100 * high:.0f})"
