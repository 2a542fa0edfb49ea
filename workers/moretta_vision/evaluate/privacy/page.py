"""The report as one page that needs nothing else: figures, bars with their intervals, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from .faces import Faces
from .language import Language
from .report import Proof
from .scores import FALSE_ACCEPTS, LEAST_PEOPLE
from .showing import strip

STYLE = Path(__file__).with_name("page.css")


def page(proof: Proof, *, with_pictures: bool = True, language: str = "en") -> str:
    """HTML in one of the LANGUAGES. Without pictures it shows nobody, not even those who are left."""
    figures, say = proof.figures, Language(language)
    method = figures["method"]
    counts = say(
        "{files:file|files}, {objects:object|objects}, hidden by", **_given(figures, "files", "objects")
    )
    parts = [
        f"<h1>{say('What is left in {of}', of=escape(str(figures['settings'].get('redacted', '…'))))}</h1>",
        f"<p class='soft'>{counts} <b>{escape(method['name'] or say('an unknown method'))}</b> "
        f"({say(method['kind'] or 'of unknown kind')}). {_looked_at(figures.get('looked_at'), say)}</p>",
    ]
    pictures = proof.pictures if with_pictures else {}
    for name, write in _WRITERS.items():
        if name in figures:
            parts.append(write(figures[name], pictures, say))
    if figures["notes"]:
        notes = "".join(f"<li>{escape(say.sentence(note))}</li>" for note in figures["notes"])
        parts.append(f"<h2>{say('Notes')}</h2><ul>{notes}</ul>")
    body = "\n".join(parts)
    return (
        f"<!doctype html><html lang='{language}'><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{say('What is left')}</title><style>{STYLE.read_text('utf-8')}</style><body>{body}</body></html>\n"
    )


def _given(found: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: found[name] for name in names}


def _looked_at(found: Mapping[str, Any] | None, say: Language) -> str:
    """What was chosen to be looked at, where that is not everything."""
    if not found:
        return ""

    def counted(what: str) -> str:
        looked, of = found[what]["looked"], found[what]["of"]
        return say("{looked} of {of}", looked=looked, of=of) if of and of > looked else str(looked)

    said = []
    if found["pictures"]["looked"]:
        said.append(say("pictures: {number}", number=counted("pictures")))
    if found["clips"]["looked"]:
        said.append(say("clips: {number}", number=counted("clips")))
        said.append(say("frames of these, evenly chosen: {number}", number=counted("frames")))
    return f"{say('Looked at')}: {'; '.join(said)}."


def _residue(found: Mapping[str, Any], pictures: Mapping[str, Any], say: Language) -> str:
    label = say(found["label_title"])
    searched = "which had no part in finding"
    if found["detector"] in found["used"]:
        searched = "<b>which had searched before</b>"
    said = say(
        "{title}, {searched}, looked at {shots:picture|pictures}, from a score of {least:g} on. Of "
        "{objects:hidden object|hidden objects} it finds {objects_found_again} again.",
        title=escape(found["title"]),
        searched=say(searched),
        least=float(found["min_score"]),
        **_given(found, "shots", "objects", "objects_found_again"),
    )
    beside = "" if found["by_control"] is None else found["by_control"]
    table = _table(
        ("", say("finds"), say("what it means")),
        [
            (
                say("on what is hidden"),
                found["left"],
                say("something there looks like this ({label}): no more than in the control?", label=label),
            ),
            (
                say("there in the control"),
                beside,
                say("noise was hidden in the same place: the surroundings alone are seen"),
            ),
            (
                say("elsewhere"),
                found["elsewhere"],
                say("somebody or something that was missed ({label}), or none: look at each", label=label),
            ),
            (
                say("on what the method drew"),
                found["drawn"],
                say("expected of synthetic faces and overlays: nobody is seen"),
            ),
        ],
    )
    shown = "".join(
        _figure(
            one.picture,
            f"{one.title}, {say('hidden' if one.kind == 'left' else 'elsewhere')}, {say.number(one.score, '.2f')}",
        )
        for one in pictures.get("residue", ())
    )
    return f"<h2>{say('Residue')}</h2><p>{said}</p>{table}<div class='pieces'>{shown}</div>"


def _linkage(found: Mapping[str, Any], pictures: Mapping[str, Any], say: Language) -> str:
    out = "".join(
        f"<li>{number} {escape(say.sentence(why))}</li>" for why, number in found["left_out"].items()
    )
    compared = say(
        "{people:person|people}, {second_photos} of them with a real second photo.",
        **_given(found, "people", "second_photos"),
    )
    if not found["enough"]:
        compared += f" <b>{say('Fewer than {least}: the figures conclude nothing.', least=LEAST_PEOPLE)}</b>"
    how = say(
        "An attacker who knows the box compares what stands in the hidden region alone with a gallery of all of them. "
        "The control is the same picture with noise in the place of all that is hidden, before it was hidden: what it "
        "links is linked by the surroundings."
    )
    seen = ""
    if isinstance(faces := pictures.get("faces"), Faces):
        seen = _samples(faces, say)
    return (
        f"<h2>{say('Re-identification')}</h2><p class='said'>{escape(say.sentence(found['verdict']))}</p>"
        f"<p>{compared} {how}</p>{_bars(found['rows'], say)}{_rows(found['rows'], say)}"
        f"<ul class='soft'>{out}</ul>{seen}"
    )


def _reconstruction(found: Mapping[str, Any], pictures: Mapping[str, Any], say: Language) -> str:
    shown = "".join(
        _figure(strip(row), say("redacted, given back, clear")) for row in pictures.get("reconstruction", ())
    )
    alike = ""
    if found["rows"]:
        control = found["similarity_of_control"]
        beside = "" if control is None else say(" (of the control {control:.2f})", control=float(control))
        alike = say(
            "Undone by {by}, learnt from half of the people; correlation with the clear face {alike:.2f}{beside}.",
            by=escape(say.sentence(found["by"])),
            alike=float(found["similarity_to_clear"]),
            beside=beside,
        )
    note = f"<p class='soft'>{escape(say.sentence(found['note']))}</p>" if found.get("note") else ""
    return (
        f"<h2>{say('Reconstruction')}</h2><p class='said'>{escape(say.sentence(found['verdict']))}</p><p>{alike}</p>"
        f"{note}{_rows(found['rows'], say)}<div class='pieces'>{shown}</div>"
    )


def _plates(found: Mapping[str, Any], pictures: Mapping[str, Any], say: Language) -> str:
    heading = f"<h2>{say('License plates')}</h2>"
    if not found["read"]:
        return f"{heading}<p>{say('{plates:plate|plates}, none could be read before.', plates=found['plates'])}</p>"
    low, high = found["interval"]
    said = say(
        "{read} of {plates:plate|plates} could be read before, {characters:character|characters}. After: {still_read} "
        "of them, {share:.1%} ({low:.1%} to {high:.1%}); the reading of another plate shares {by_chance:.1%} by "
        "chance. Whole plates still read: {whole_plates_still_read}.",
        low=float(low),
        high=float(high),
        share=float(found["share"]),
        by_chance=float(found["by_chance"]),
        **_given(found, "read", "plates", "characters", "still_read", "whole_plates_still_read"),
    )
    rows = [(one["where"], one["characters"], one["still_read"]) for one in found["worst"]]
    return f"{heading}<p>{said}</p>{_table((say('plate'), say('characters'), say('still read')), rows)}"


def _fidelity(found: Mapping[str, Any], pictures: Mapping[str, Any], say: Language) -> str:
    rows = []
    for key, says, form in (
        ("hidden_share", "hidden, soft edges with it", ".2%"),
        ("equal_share", "equal bit for bit, of what is not", ".2%"),
        ("psnr", "PSNR of luma outside, dB (99: no difference)", ".2f"),
        ("psnr_beyond_blocks", "the same, 8 pixels away from what is hidden", ".2f"),
        ("ssim", "SSIM of luma outside", ".4f"),
    ):
        if value := found[key]:
            ends = "–".join(say.number(float(end), form) for end in value["interval"])
            rows.append((say(says), say.number(float(value["mean"]), form), ends))
    left = "".join(
        f"<li>{escape(name)}: {escape(', '.join(what))}</li>" for name, what in found["carriers"].items()
    )
    carried = say(
        "Files that carry more than pixels: {files_with_carriers} of {files}.",
        **_given(found, "files_with_carriers", "files"),
    )
    whole = say(
        "Pictures that are equal in every pixel outside: {wholly_equal} of {shots}.",
        **_given(found, "wholly_equal", "shots"),
    )
    heads = (say("outside of what is hidden"), say("mean"), say("95 %"))
    return f"<h2>{say('Fidelity')}</h2>{_table(heads, rows)}<p>{whole}</p><p>{carried}</p><ul>{left}</ul>"


_WRITERS = {
    "residue": _residue,
    "linkage": _linkage,
    "reconstruction": _reconstruction,
    "plates": _plates,
    "fidelity": _fidelity,
}


def _rows(rows: Sequence[Mapping[str, Any]], say: Language) -> str:
    """Attacks as a table: who is first, who is accepted, each beside its control."""
    lines = []
    for one in rows:
        cells = [escape(say.sentence(one[key])) for key in ("title", "attack", "gallery")]
        for key in ("rank1", "accepted"):
            cells += _shares(one[key], say)
        if one.get("blind"):
            cells[4] += (
                f" <span class='soft'>{say('without outline and pose')}</span> {_counted(one['blind'], say)}"
            )
        where = " class='above'" if one["above_control"] else ""
        lines.append(f"<tr{where}>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    heads = [say(head) for head in ("matcher", "attack", "gallery", "first of all", "control", "p")]
    heads += [say("at {share:g} false accepts", share=FALSE_ACCEPTS), say("control"), say("p")]
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{''.join(lines)}</table>"


def _shares(share: Mapping[str, Any] | None, say: Language) -> list[str]:
    if share is None:
        return [say("too few pairs"), "", ""]
    control = share["control"]
    return [
        f"{_counted(share, say)} <span class='soft'>{say('chance {share:.1%}', share=float(share['chance']))}</span>",
        _counted(control, say) if control else "",
        "" if share["p"] is None else say.number(float(share["p"]), ".3g"),
    ]


def _counted(share: Mapping[str, Any], say: Language) -> str:
    part, low, high = (say.number(float(one), ".1%") for one in (share["share"], *share["interval"]))
    return f"{part} <span class='soft'>({low}–{high})</span>"


def _bars(rows: Sequence[Mapping[str, Any]], say: Language) -> str:
    """First ranks as bars with their intervals, the control's under each, chance as a line."""
    height, left, wide = 30, 410, 420
    drawn = []
    for number, one in enumerate(rows):
        y, share = number * height + 20, one["rank1"]
        name = ", ".join(say.sentence(one[key]) for key in ("title", "attack", "gallery"))
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
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawn.append(
            f"<text x='{left + wide * tick:.0f}' y='12' text-anchor='middle'>{say.number(tick, '.0%')}</text>"
        )
    total = len(rows) * height + 26
    legend = say("Linked first; under it in grey the control; dashed: chance; thin: 95 % confidence.")
    return (
        f"<p class='soft'>{legend}</p><svg viewBox='0 0 {left + wide + 30} {total}' width='100%' role='img' "
        f"aria-label='{say('Who is linked, by attack')}'>{''.join(drawn)}</svg>"
    )


def _samples(faces: Faces, say: Language) -> str:
    shown = []
    for number in range(min(8, len(faces.people))):
        pieces = [faces.redacted[number, 0], faces.redacted[number, 1], faces.clear[number, 1]]
        says = "asked, redacted second, clear second"
        if faces.control is not None:
            pieces.insert(1, faces.control[number, 0])
            says = "asked, its control, redacted second, clear second"
        shown.append(_figure(strip(pieces), say(says)))
    heading = say("What attackers see, of the first people:")
    return f"<p class='soft'>{heading}</p><div class='pieces'>{''.join(shown)}</div>"


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
