"""The report as one page that needs nothing else: figures, bars with their intervals, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from .faces import Faces
from .report import Proof
from .scores import FALSE_ACCEPTS, LEAST_PEOPLE
from .showing import strip

STYLE = Path(__file__).with_name("page.css")


def page(proof: Proof, *, with_pictures: bool = True) -> str:
    """HTML. Without pictures it shows nobody, not even those who are left."""
    figures = proof.figures
    method = figures["method"]
    parts = [
        f"<h1>What is left in {escape(str(figures['settings'].get('redacted', 'the output')))}</h1>",
        f"<p class='soft'>{figures['files']} files, {figures['objects']} objects, hidden by "
        f"<b>{escape(method['name'] or 'an unknown method')}</b> ({method['kind'] or 'of unknown kind'}).</p>",
    ]
    pictures = proof.pictures if with_pictures else {}
    for name, write in _WRITERS.items():
        if name in figures:
            parts.append(write(figures[name], pictures))
    if figures["notes"]:
        notes = "".join(f"<li>{escape(note)}</li>" for note in figures["notes"])
        parts.append(f"<h2>Notes</h2><ul>{notes}</ul>")
    body = "\n".join(parts)
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>"
        f"<title>What is left</title><style>{STYLE.read_text('utf-8')}</style><body>{body}</body></html>\n"
    )


def _residue(found: Mapping[str, Any], pictures: Mapping[str, Any]) -> str:
    label = found["label_title"].lower()
    said = (
        f"{escape(found['title'])}, which had no part in finding, looked at {found['shots']} pictures, from a score "
        f"of {found['min_score']:g} on. Of {found['objects']} hidden objects it finds {found['objects_found_again']} "
        "again."
    )
    if found["detector"] in found["used"]:
        said = said.replace(", which had no part in finding,", ", <b>which had searched before</b>,")
    beside = "" if found["by_control"] is None else found["by_control"]
    table = _table(
        ("", "finds", "what it means"),
        [
            (
                "on what is hidden",
                found["left"],
                f"something there looks like a {label}: no more than in the control?",
            ),
            (
                "there in the control",
                beside,
                "noise was hidden in the same place: the surroundings alone are seen",
            ),
            ("elsewhere", found["elsewhere"], f"a {label} that was missed, or none: look at each"),
            (
                "on what the method drew",
                found["drawn"],
                "expected of synthetic faces and overlays: nobody is seen",
            ),
        ],
    )
    shown = "".join(
        _figure(
            one.picture, f"{one.title}, {'hidden' if one.kind == 'left' else 'elsewhere'}, {one.score:.2f}"
        )
        for one in pictures.get("residue", ())
    )
    return f"<h2>Residue</h2><p>{said}</p>{table}<div class='pieces'>{shown}</div>"


def _linkage(found: Mapping[str, Any], pictures: Mapping[str, Any]) -> str:
    out = "".join(f"<li>{number} {escape(why)}</li>" for why, number in found["left_out"].items())
    enough = "" if found["enough"] else f" <b>Fewer than {LEAST_PEOPLE}: the figures conclude nothing.</b>"
    seen = ""
    if isinstance(faces := pictures.get("faces"), Faces):
        seen = _samples(faces)
    return (
        f"<h2>Re-identification</h2><p class='said'>{escape(found['verdict'])}</p>"
        f"<p>{found['people']} people, {found['second_photos']} of them with a real second photo.{enough} An attacker "
        "who knows the box compares what stands in the hidden region alone with a gallery of all of them. The control "
        "is the same picture with noise in the place of all that is hidden, before it was hidden: what it links is "
        f"linked by the surroundings.</p>{_bars(found['rows'])}{_rows(found['rows'])}<ul class='soft'>{out}</ul>{seen}"
    )


def _reconstruction(found: Mapping[str, Any], pictures: Mapping[str, Any]) -> str:
    shown = "".join(
        _figure(strip(row), "redacted, given back, clear") for row in pictures.get("reconstruction", ())
    )
    alike = ""
    if found["rows"]:
        control = found["similarity_of_control"]
        beside = "" if control is None else f" (of the control {control:.2f})"
        alike = (
            f"Undone by {escape(found['by'])}, learnt from half of the people; correlation with the clear face "
            f"{found['similarity_to_clear']:.2f}{beside}."
        )
    note = f"<p class='soft'>{escape(found['note'])}</p>" if found.get("note") else ""
    return (
        f"<h2>Reconstruction</h2><p class='said'>{escape(found['verdict'])}</p><p>{alike}</p>{note}"
        f"{_rows(found['rows'])}<div class='pieces'>{shown}</div>"
    )


def _plates(found: Mapping[str, Any], pictures: Mapping[str, Any]) -> str:
    if not found["read"]:
        return f"<h2>License plates</h2><p>{found['plates']} plates, none could be read before.</p>"
    low, high = found["interval"]
    return (
        f"<h2>License plates</h2><p>{found['read']} of {found['plates']} plates could be read before, "
        f"{found['characters']} characters. After: {found['still_read']} of them, {found['share']:.1%} "
        f"({low:.1%} to {high:.1%}); the reading of another plate shares {found['by_chance']:.1%} by chance. "
        f"Whole plates still read: {found['whole_plates_still_read']}.</p>"
        + _table(
            ("plate", "characters", "still read"),
            [(one["where"], one["characters"], one["still_read"]) for one in found["worst"]],
        )
    )


def _fidelity(found: Mapping[str, Any], pictures: Mapping[str, Any]) -> str:
    rows = []
    for key, says, form in (
        ("hidden_share", "hidden", "{:.2%}"),
        ("equal_share", "equal bit for bit, of what is not", "{:.2%}"),
        ("psnr", "PSNR of luma outside, dB (99: no difference)", "{:.2f}"),
        ("psnr_beyond_blocks", "the same, 8 pixels away from what is hidden", "{:.2f}"),
        ("ssim", "SSIM of luma outside", "{:.4f}"),
    ):
        if value := found[key]:
            ends = " to ".join(form.format(end) for end in value["interval"])
            rows.append((says, form.format(value["mean"]), ends))
    left = "".join(
        f"<li>{escape(name)}: {escape(', '.join(what))}</li>" for name, what in found["carriers"].items()
    )
    carried = f"<p>{found['files_with_carriers']} of {found['files']} files carry more than pixels.</p><ul>{left}</ul>"
    whole = f"<p>{found['wholly_equal']} of {found['shots']} pictures are equal in every pixel outside.</p>"
    return f"<h2>Fidelity</h2>{_table(('outside of what is hidden', 'mean', '95 %'), rows)}{whole}{carried}"


_WRITERS = {
    "residue": _residue,
    "linkage": _linkage,
    "reconstruction": _reconstruction,
    "plates": _plates,
    "fidelity": _fidelity,
}


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    """Attacks as a table: who is first, who is accepted, each beside its control."""
    lines = []
    for one in rows:
        cells = [escape(one["title"]), escape(one["attack"]), escape(one["gallery"])]
        for key in ("rank1", "accepted"):
            cells += _shares(one[key])
        if one.get("blind"):
            cells[4] += f" <span class='soft'>without outline and pose</span> {_counted(one['blind'])}"
        where = " class='above'" if one["above_control"] else ""
        lines.append(f"<tr{where}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    heads = (
        "matcher",
        "attack",
        "gallery",
        "first of all",
        "control",
        "p",
        f"at {FALSE_ACCEPTS:g} false accepts",
        "control",
        "p",
    )
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{''.join(lines)}</table>"


def _shares(share: Mapping[str, Any] | None) -> list[str]:
    if share is None:
        return ["too few pairs", "", ""]
    control = share["control"]
    return [
        f"{_counted(share)} <span class='soft'>chance {share['chance']:.1%}</span>",
        _counted(control) if control else "",
        "" if share["p"] is None else f"{share['p']:.3g}",
    ]


def _counted(share: Mapping[str, Any]) -> str:
    low, high = share["interval"]
    return f"{share['share']:.1%} <span class='soft'>({low:.1%}–{high:.1%})</span>"


def _bars(rows: Sequence[Mapping[str, Any]]) -> str:
    """First ranks as bars with their intervals, the control's under each, chance as a line."""
    height, left, wide = 30, 410, 420
    drawn = []
    for number, one in enumerate(rows):
        y, share = number * height + 20, one["rank1"]
        name = f"{one['title']}, {one['attack']}, {one['gallery']}"
        drawn.append(f"<text x='{left - 8}' y='{y + 13}' text-anchor='end'>{escape(name)}</text>")
        for which, color, down in ((share, "real", 3), (share["control"], "control", 13)):
            if which is None:
                continue
            low, high = (left + wide * end for end in which["interval"])
            drawn.append(
                f"<rect x='{left}' y='{y + down}' width='{wide * which['share']:.1f}' height='8' "
                f"fill='var(--{color})'/>"
                f"<path d='M{low:.1f} {y + down + 4}H{high:.1f}' stroke='currentColor'/>"
            )
        at = left + wide * share["chance"]
        drawn.append(f"<path d='M{at:.1f} {y}v{height - 6}' stroke='currentColor' stroke-dasharray='2 2'/>")
    for tick in (0, 0.25, 0.5, 0.75, 1):
        drawn.append(f"<text x='{left + wide * tick:.0f}' y='12' text-anchor='middle'>{tick:.0%}</text>")
    total = len(rows) * height + 26
    legend = "Linked first; under it in grey the control; dashed: chance; thin: 95 % confidence."
    return (
        f"<p class='soft'>{legend}</p><svg viewBox='0 0 {left + wide + 30} {total}' width='100%' role='img' "
        f"aria-label='Who is linked, by attack'>{''.join(drawn)}</svg>"
    )


def _samples(faces: Faces) -> str:
    shown = []
    for number in range(min(8, len(faces.people))):
        pieces = [faces.redacted[number, 0], faces.redacted[number, 1], faces.clear[number, 1]]
        says = "asked, redacted second, clear second"
        if faces.control is not None:
            pieces.insert(1, faces.control[number, 0])
            says = "asked, its control, redacted second, clear second"
        shown.append(_figure(strip(pieces), says))
    return f"<p class='soft'>What attackers see, of the first people:</p><div class='pieces'>{''.join(shown)}</div>"


def _figure(source: str, caption: str) -> str:
    if not source:
        return ""
    return f"<figure><img src='{source}' alt=''><figcaption>{escape(caption)}</figcaption></figure>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
