"""The photo wall over HTTP: pages of one state, the first and the five-hundredth, at 10,000 and at 100,000 assets.

`python bench/wall.py`. Two running installations whose rows are made in bulk in the database: on SQLite, then on
PostgreSQL where it answers. Four of five assets are in the state that is asked for. The five-hundredth page exists at
10,000 assets with 16 cards a page; pages of 60, as the page asks for them, are measured first and as far as there are
any, at most the five-hundredth. Each figure is the median of 60 requests; the small wall and the large one are asked in
turns, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import base64
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from _installation import Person, installation, postgres_database
from _machine import figure, leave, load

SMALL, LARGE = 10_000, 100_000
MILLISECONDS, GROWTH, REQUESTS, PAGE = 200.0, 1.3, 60, 500
STATE = "annotate"


def main() -> int:
    if sys.argv[1:2] == ["fill"]:
        fill(UUID(sys.argv[2]), int(sys.argv[3]))
        return 0
    details: dict[str, Any] = {"load_before": load()}
    figures = []
    with postgres_database() as small, postgres_database() as large:
        both = [{"DATABASE_URL": url} for url in (small, large) if url]
        for name, environments in (("SQLite", [{}, {}]), ("PostgreSQL", both)):
            if len(environments) < 2:
                continue
            with walls(*environments) as found:
                details[name] = times = measure(found)
            for size in (SMALL, LARGE):
                slowest = max(times[str(size)].values())
                figures.append(
                    figure(f"Wall at {size:,} assets on {name}, slowest page", slowest, MILLISECONDS, "ms")
                )
            growth = max(times[str(LARGE)][page] / times[str(SMALL)][page] for page in times[str(SMALL)])
            figures.append(
                figure(f"Wall on {name}, 100,000 assets against 10,000", round(growth, 2), GROWTH, "times")
            )
    return leave("wall", figures, details)


@dataclass(frozen=True)
class Wall:
    """A project with one dataset of `size` assets, in an installation of its own, and somebody who may see it."""

    person: Person
    project: str
    size: int

    def page(self, **query: Any) -> Any:
        return self.person.get("assets", project=self.project, state=STATE, **query)


@contextmanager
def walls(*environments: dict[str, str]) -> Iterator[list[Wall]]:
    """The small one and the large one, running at the same time."""
    with ExitStack() as stack:
        found = []
        for environment, size in zip(environments, (SMALL, LARGE), strict=True):
            running = stack.enter_context(installation("wall", "--processes", "1", **environment))
            person = running.sign_in()
            project = person.make_project("Wall")
            running.run(__file__, "fill", project["datasets"][0]["id"], str(size))
            found.append(Wall(person, project["id"], size))
        yield found


def measure(found: list[Wall]) -> dict[str, dict[str, float]]:
    """Median milliseconds of each page at both sizes."""
    times: dict[str, dict[str, float]] = {str(wall.size): {} for wall in found}
    for limit in (16, 60):
        for where in ("first", "far"):
            for wall, milliseconds in zip(found, time_page(found, limit, where), strict=True):
                times[str(wall.size)][f"{where}, {limit} cards"] = milliseconds
    print(times, flush=True)
    return times


def time_page(found: list[Wall], limit: int, where: str) -> list[float]:
    queries: list[dict[str, Any]] = [{"limit": limit} for _ in found]
    if where == "far":
        for wall, query in zip(found, queries, strict=True):
            query["cursor"] = cursor_after(wall, min((PAGE - 1) * limit, wall.size * 4 // 5 - limit))
    milliseconds: list[list[float]] = [[] for _ in found]
    for _ in range(REQUESTS + 3):
        for wall, query, mine in zip(found, queries, milliseconds, strict=True):
            began = time.perf_counter()
            answer = wall.page(**query)
            mine.append((time.perf_counter() - began) * 1000)
            assert len(answer["results"]) == limit, len(answer["results"])
            assert all(card["state"] == STATE for card in answer["results"])
    return [round(statistics.median(mine[3:]), 1) for mine in milliseconds]


def cursor_after(wall: Wall, count: int) -> str:
    """The cursor behind the first `count` assets, found by walking there page by page."""
    cursor = ""
    while count:
        step = min(count, 500)
        answer = wall.page(limit=step, cursor=cursor)
        last = answer["results"][-1]["id"]
        cursor, count = base64.urlsafe_b64encode(last.encode()).decode().rstrip("="), count - step
    return cursor


def fill(dataset_id: UUID, size: int) -> None:
    """Assets with thumbnails, redacted thumbnails, searches and marks: what a card reads."""
    import hashlib

    import django

    django.setup()
    from django.db import connection, transaction

    from moretta.datasets import counting
    from moretta.datasets.models import Asset, Blob, Dataset, Rendition
    from moretta.detections.models import Search

    dataset = Dataset.objects.select_related("project", "policy").get(pk=dataset_id)
    organization, label = dataset.project.organization_id, dataset.project.labels.get(kind="face")
    marks = [{"state": "hidden", "box": [0.1, 0.1, 0.2, 0.2], "why": ""}] * 3
    for first in range(0, size, 1000):
        blobs, assets, rows, searches = [], [], [], []
        for number in range(first, min(first + 1000, size)):
            digest = hashlib.sha256(f"{number}".encode()).hexdigest()
            blobs.append(
                Blob(
                    organization_id=organization, sha256=digest, size=9, media_type="image/jpeg", references=1
                )
            )
            asset = Asset(
                dataset=dataset,
                blob=blobs[-1],
                name=f"photo-{number:06}.jpg",
                state=STATE if number % 5 else "ready",
                width=1632,
                height=1224,
                hidden=3,
                marks=marks,
                revision=1,
            )
            assets.append(asset)
            for kind in ("thumbnail", "redacted_thumbnail"):
                recipe = hashlib.sha256(f"{kind}{number}".encode()).hexdigest()
                report = {"revision": 1, "policy": str(dataset.policy_id)} if kind != "thumbnail" else {}
                path = f"{organization}/renditions/{recipe[:2]}/{recipe}.jpg"
                facts = {"sha256": recipe, "size": 9, "media_type": "image/jpeg", "report": report}
                rows.append(Rendition(asset=asset, kind=kind, recipe=recipe, path=path, **facts))
            searches.append(Search(asset=asset, label=label))
        with transaction.atomic():
            for model, objects in ((Blob, blobs), (Asset, assets), (Rendition, rows), (Search, searches)):
                model.objects.bulk_create(objects, batch_size=500)
            for state in (STATE, "ready"):
                mine = sum(asset.state == state for asset in assets)
                counting.add(dataset.pk, state, assets=mine, hidden=3 * mine)
    if connection.vendor == "postgresql":  # as its autovacuum does within a minute
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
