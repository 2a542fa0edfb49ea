"""Who is the same, over REST: put together and apart by hand, forgotten, and no part of a decision."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

import factories
from moretta.annotations.models import Annotation

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def faces(people: Any) -> list[Annotation]:
    asset = factories.make_asset(factories.first_dataset(people.project))
    return [factories.make_annotation(asset, box=(80 * n, 10, 40, 50)) for n in range(3)]


def move(client: Any, dataset: Any, *moves: tuple[Any, str | None]) -> Any:
    objects = [{"id": str(face.pk), "person": person} for face, person in moves]
    return client.put(f"/api/datasets/{dataset}/people", {"objects": objects}, format="json")


def shown(client: Any, dataset: Any) -> dict[str, tuple[Any, ...]]:
    """Person, decision and revision of each object, as the wall has it."""
    rows = client.get(f"/api/datasets/{dataset}/crops").json()["results"]
    return {row["id"]: (row["person"], row["decision"], row["revision"]) for row in rows}


def test_objects_are_put_together_and_apart_and_nothing_is_decided_by_it(
    api: Any, faces: list[Annotation]
) -> None:
    client, dataset, person = api("annotator"), faces[0].dataset_id, str(uuid.uuid4())
    before = shown(client, dataset)
    assert move(client, dataset, (faces[0], person), (faces[1], person)).status_code == 204
    after = shown(client, dataset)
    assert [after[str(face.pk)][0] for face in faces] == [person, person, None]
    assert [row[1:] for row in after.values()] == [row[1:] for row in before.values()]

    decision = {"objects": [{"id": str(faces[0].pk), "revision": 0}], "decide": "keep", "reason": "consent"}
    client.post(f"/api/datasets/{dataset}/decisions", decision, format="json")
    assert Annotation.objects.get(pk=faces[1].pk).decision == "undecided"

    assert move(client, dataset, (faces[1], None)).status_code == 204
    assert shown(client, dataset)[str(faces[1].pk)][0] is None


def test_who_is_the_same_is_forgotten_on_demand_and_with_the_picture(
    api: Any, faces: list[Annotation]
) -> None:
    dataset, person = faces[0].dataset_id, str(uuid.uuid4())
    move(api("annotator"), dataset, *((face, person) for face in faces))
    assert api("annotator").delete(f"/api/datasets/{dataset}/people").json() == {"forgotten": 3}
    assert not Annotation.objects.filter(person__isnull=False).exists()


def test_an_object_of_another_dataset_moves_nowhere(people: Any, api: Any, faces: list[Annotation]) -> None:
    other = factories.make_annotation(factories.make_asset(factories.make_dataset(people.project)))
    answer = move(api("annotator"), faces[0].dataset_id, (other, str(uuid.uuid4())))
    assert answer.status_code == 400 and answer.json()["field"] == "objects"
    assert Annotation.objects.get(pk=other.pk).person is None


def test_who_may_not_see_originals_groups_nobody(people: Any, faces: list[Annotation]) -> None:
    blind, path = people.blind("annotator"), f"/api/datasets/{faces[0].dataset_id}/people"
    assert blind.post(path).status_code == 403 and blind.delete(path).status_code == 403
    assert move(blind, faces[0].dataset_id, (faces[0], None)).status_code == 403
