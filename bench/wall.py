"""The photo wall over HTTP: pages of one state, the first and the five-hundredth, at 10,000 and at 100,000 assets.

`python bench/wall.py`. Rows are made in bulk in the database of a running installation: SQLite, then PostgreSQL where
it answers. Four of five assets are in the state that is asked for. The five-hundredth page exists at 10,000 assets with
16 cards a page; pages of 60, as the page asks for them, are measured first and as far as there are any, at most the
five-hundredth. Each figure is the median of 20 requests.
"""

from __future__ import annotations

import base64
import statistics
import sys
import time
from typing import Any
from uuid import UUID

from _installation import Installation, Person, installation, postgres_database
from _machine import figure, leave, load

SMALL, LARGE = 10_000, 100_000
MILLISECONDS, GROWTH, REQUESTS, PAGE = 200.0, 1.3, 20, 500
STATE = "annotate"


def main() -> int:
    if sys.argv[1:2] == ["fill"]:
        fill(UUID(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
        return 0
    details: dict[str, Any] = {"load_before": load()}
    figures = []
    with postgres_database() as url:
        for name, environment in (("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": url} if url else None)):
            if environment is None:
                continue
            with installation("wall", "--processes", "1", **environment) as found:
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


def measure(found: Installation) -> dict[str, dict[str, float]]:
    """Median milliseconds of each page at both sizes."""
    person = found.sign_in()
    project = person.make_project("Wall")
    dataset, times, made = project["datasets"][0]["id"], {}, 0
    for size in (SMALL, LARGE):
        found.run(__file__, "fill", dataset, str(made), str(size))
        made = size
        time.sleep(2)
        times[str(size)] = {
            f"{where}, {limit} cards": time_page(person, project["id"], limit, where, size)
            for limit in (16, 60)
            for where in ("first", "far")
        }
        print(size, times[str(size)], flush=True)
    return times


def time_page(person: Person, project: str, limit: int, where: str, size: int) -> float:
    query: dict[str, Any] = {"project": project, "state": STATE, "limit": limit}
    if where == "far":
        before = min((PAGE - 1) * limit, size * 4 // 5 - limit)
        query["cursor"] = cursor_after(person, project, before)
    milliseconds = []
    for _ in range(REQUESTS + 3):
        began = time.perf_counter()
        answer = person.get("assets", **query)
        milliseconds.append((time.perf_counter() - began) * 1000)
        assert len(answer["results"]) == limit, len(answer["results"])
        assert all(card["state"] == STATE for card in answer["results"])
    return round(statistics.median(milliseconds[3:]), 1)


def cursor_after(person: Person, project: str, count: int) -> str:
    """The cursor behind the first `count` assets, found by walking there page by page."""
    cursor = ""
    while count:
        step = min(count, 500)
        answer = person.get("assets", project=project, state=STATE, limit=step, cursor=cursor)
        last = answer["results"][-1]["id"]
        cursor, count = base64.urlsafe_b64encode(last.encode()).decode().rstrip("="), count - step
    return cursor


def fill(dataset_id: UUID, start: int, stop: int) -> None:
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
    for first in range(start, stop, 1000):
        blobs, assets, rows, searches = [], [], [], []
        for number in range(first, min(first + 1000, stop)):
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
