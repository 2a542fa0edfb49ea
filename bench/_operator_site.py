"""Installations that stay: searching takes long and is done once, what is worked is a copy of it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from _installation import Installation, Person, folder_for
from _machine import OUT
from _operator_material import Material

KEPT = OUT / "operator"
COLOUR = {"method": "solid", "color": "FF00FF", "shape": "box"}
AT_ONCE = 20


def searched(kind: str, material: Material) -> None:
    """Takes the material in where it is not in yet, and waits until all of it was searched; called again it goes on
    where it was."""
    folder, done = KEPT / kind, KEPT / f"{kind}-searched.json"
    if done.exists() and set(material.files) <= set(json.loads(done.read_text())):
        return
    (folder / "data").mkdir(parents=True, exist_ok=True, mode=0o700)
    with _running(folder) as (_, person):
        projects = person.get("projects")["results"]
        project = projects[0]["id"] if projects else person.make_project(kind.title(), COLOUR)["id"]
        dataset = person.get(f"projects/{project}")["datasets"][0]["id"]
        there = {one["name"] for one in listed(person, project)}
        missing = [(name, path) for name, path in material.files.items() if name not in there]
        for start in range(0, len(missing), AT_ONCE):
            part = missing[start : start + AT_ONCE]
            person.upload(dataset, [(name, path.read_bytes()) for name, path in part])
        told = -1
        while (waiting := _unsearched(listed(person, project), material)) > 0:
            if waiting != told:
                print(f"{kind}: {waiting} to be searched", flush=True)
            told = waiting
            time.sleep(5)
        done.write_text(json.dumps(sorted(_ready(listed(person, project)))))


def _unsearched(cards: list[dict[str, Any]], material: Material) -> int:
    return len(set(material.files) - _ready(cards))


def _ready(cards: list[dict[str, Any]]) -> set[str]:
    return {card["name"] for card in cards if card["state"] != "processing"}


@contextmanager
def copied(kind: str, material: Material) -> Iterator[tuple[Installation, Person, str]]:
    """A running copy of what was searched, without what is not of the material; the person who is signed in to it, and
    the project."""
    with folder_for("operator") as folder:
        shutil.copytree(
            KEPT / kind, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.sock", "broker")
        )
        with closing(sqlite3.connect(folder / "data" / "moretta.sqlite3")) as tables, tables:
            marks = ", ".join("?" * len(material.files))
            tables.execute(
                f"UPDATE datasets_asset SET deleting = 1 WHERE name NOT IN ({marks})",
                list(material.files),
            )
            tables.execute("UPDATE jobs_jobstep SET state = 'cancelled' WHERE state IN ('queued', 'running')")
        with _running(folder) as (site, person):
            yield site, person, person.get("projects")["results"][0]["id"]


def listed(person: Person, project: str) -> list[dict[str, Any]]:
    """The cards of all assets."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = person.get("assets", project=project, limit=200, **cursor)
        found += page["results"]
        if not page["next"]:
            return found
        cursor = {"cursor": page["next"]}


@contextmanager
def _running(folder: Path) -> Iterator[tuple[Installation, Person]]:
    site = Installation(folder / "data")
    session = folder / "session.json"
    try:
        site.start()
        if session.exists():
            person = Person.known(site.address, json.loads(session.read_text()))
        else:
            person = site.sign_in()
            session.write_text(json.dumps(dict(person.http.cookies)))
        yield site, person
    finally:
        site.stop()
