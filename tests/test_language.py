"""Every sentence that the server says has a German one: the sources are walked, and what is missing is named."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from moretta.language import said
from moretta.language.german import PAIRS
from moretta.language.saying import NAME

ROOT = Path(__file__).resolve().parents[1]
PLATFORM, LIBRARY = ROOT / "platform" / "moretta", ROOT / "workers" / "moretta_vision"
SOURCES = [
    *PLATFORM.glob("*/*.py"),
    *(PLATFORM / "exports" / "formats").glob("*.py"),
    *(PLATFORM / name for name in ("api.py", "bodies.py", "health.py", "storage.py")),
    *(ROOT / "workers" / "moretta_tasks").glob("*.py"),
    *(
        LIBRARY / folder / name
        for folder, name in (("geometry", "shapes.py"), ("geometry", "interpolation.py"))
    ),
    *(LIBRARY / "media").glob("*.py"),
    LIBRARY / "catalogue" / "methods.py",
    LIBRARY / "detect" / "needs.py",
]
"""Whose sentences reach people over the API."""
NOT_FOR_PEOPLE = {
    *("commands", "management", "language"),
    *("admin.py", "schema.py", "trial.py", "warming.py", "signals.py", "sealing.py"),
    *("gpu_encoding.py", "video_formats.py", "frame_table.py"),
}
"""For operators and programmers: commands, the admin, logs."""
OF_PROGRAMS = {"ValueError", "RuntimeError", "AssertionError", "KeyError", "limits_of", "MethodInfo"}
"""Errors of whoever calls a function wrongly; and what the page says by name."""
LOGS = {"debug", "info", "warning", "error", "exception"}


def modules() -> list[Path]:
    return [path for path in SOURCES if not NOT_FOR_PEOPLE & {*path.parts, path.name}]


def sentences(module: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module that read as sentences, and the titles of its jobs; `{}` where something goes in."""
    tree = ast.parse(module.read_text())
    silent = {part for node in ast.walk(tree) for part in not_said(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "title" and shape(node.value).strip("{}"):
            yield node.value.lineno, shape(node.value)
        elif isinstance(node, ast.expr) and node not in silent and is_sentence(shape(node)):
            yield node.lineno, shape(node)


def not_said(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that are documentation, a log, an error of a programmer, or pieces of a longer text."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.keyword) and node.arg in ("help_text", "description"):
        yield from ast.walk(node.value)
    elif isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in OF_PROGRAMS | LOGS:
            yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))


def shape(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(shape(part) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return ""


def is_sentence(text: str) -> bool:
    return " " in text and text.rstrip("`").endswith(".") and not text[0].isspace() and text[-2] != " "


def test_no_sentence_of_the_server_lacks_a_german_one() -> None:
    known = {NAME.sub("{}", key) for key in PAIRS}
    lacking = [
        f"{module.relative_to(ROOT)}:{line}: {text}"
        for module in modules()
        for line, text in sentences(module)
        if text not in known
    ]
    assert lacking == [], "add them to moretta/language/german"


def test_nothing_is_kept_that_the_server_no_longer_says() -> None:
    texts = [
        shape(node)
        for folder in ("platform", "workers")
        for path in (ROOT / folder).rglob("*.py")
        if "german" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant | ast.JoinedStr)
    ]
    said_somewhere = set(texts)
    gone = [key for key in PAIRS if is_sentence(key) and NAME.sub("{}", key) not in said_somewhere]
    assert gone == []


def test_nothing_goes_into_a_german_sentence_that_the_english_one_does_not_have() -> None:
    assert [key for key, german in PAIRS.items() if {*NAME.findall(german)} - {*NAME.findall(key)}] == []


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Not found.", "Nicht gefunden."),
        (
            "There is a dataset named 'Cars' in this project already.",
            "Einen Datensatz namens 'Cars' gibt es in diesem Projekt schon.",
        ),
        ("Add 1 photo and 2 videos", "1 Foto und 2 Videos hinzufügen"),
        ("Add day and night.jpg", "day and night.jpg hinzufügen"),
        ("Add 3 photos", "3 Fotos hinzufügen"),
        ("Search Person", "Person durchsuchen"),
        ("Export Pictures #3", "Pictures exportieren, Nr. 3"),
        ("Measure what is left in Pictures", "Messen, was übrig ist: Pictures"),
        ("Measure what is left in export 2 of Pictures", "Messen, was übrig ist: Export 2 von Pictures"),
        ("Redact Face", "Face anonymisieren"),
        ("Search 15 pictures and videos", "15 Bilder und Videos durchsuchen"),
        ("Search birds and 5 pictures and videos", "birds and 5 pictures and videos durchsuchen"),
        ("not sure: 0.52", "unsicher: 0,52"),
        (
            "a: b.jpg: annotations[0]: The box lies outside the picture of 5×4 pixels.",
            "a: b.jpg: annotations[0]: box: Das liegt außerhalb des Bilds von 5×4 Pixeln.",
        ),
        (
            "Managing members needs the role manager here. Ask a manager for it.",
            "Mitglieder verwalten: Dafür braucht es hier die Rolle Leitung. Bitten Sie die Leitung darum.",
        ),
        ("What somebody wrote: stays", "What somebody wrote: stays"),
    ],
)
def test_a_sentence_is_said_in_german_with_what_went_into_it(english: str, german: str) -> None:
    with translation.override("de"):
        assert said(english) == german
    assert said(english) == english


@pytest.mark.parametrize("what", ["a: " * 5000, "of y and z × " * 5000, "x" * 100_000])
def test_whatever_somebody_wrote_goes_into_a_sentence_as_it_is(what: str) -> None:
    """However long: it would else be looked through for sentences over and over."""
    with translation.override("de"):
        assert what in said(f"There is no setting {what!r} of a label.")
        assert what in said(f"{what} is not an object.")
