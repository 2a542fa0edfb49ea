"""Recipes: what gives a new file and what does not, and that only the approved one becomes ready."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

import factories
from changing import change, create, decide, keyframe, save
from moretta.annotations.actions import apply_import
from moretta.annotations.effective import canonical, digest_of, effective_regions, recipe_of, recipes_of
from moretta.datasets.models import Asset
from moretta.projects.models import RedactionPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(people: Any) -> Asset:
    asset = factories.make_asset(factories.first_dataset(people.project))
    factories.make_annotation(asset, box=(10, 10, 30, 40))
    return asset


def recipe(asset: Asset) -> str:
    return recipe_of(Asset.objects.select_related("dataset__policy", "blob").get(pk=asset.pk))


def test_a_decision_that_hides_the_same_keeps_the_recipe(api, asset):
    before = recipe(asset)
    save(api("annotator"), asset, change(decide(asset.annotations.get().pk, "redact", reason="sure")))
    assert recipe(asset) == before


def test_attributes_and_comments_cost_no_new_file(api, asset):
    before = recipe(asset)
    operation = {
        "op": "update",
        "annotation": str(asset.annotations.get().pk),
        "set": {"attributes": {"a": 1}},
    }
    save(api("annotator"), asset, change(operation))
    assert recipe(asset) == before


def test_keeping_a_face_visible_gives_another_recipe(api, asset):
    before = recipe(asset)
    save(api("annotator"), asset, change(decide(asset.annotations.get().pk, "keep")))
    assert recipe(asset) != before
    assert effective_regions(asset) == []


def test_the_order_and_the_ids_of_objects_do_not_matter(people):
    recipes = []
    content = b"the same picture"
    for boxes in ([(1, 2, 3, 4), (50, 60, 7, 8)], [(50, 60, 7, 8), (1, 2, 3, 4)]):
        asset = factories.make_asset(factories.make_dataset(people.project), content)
        for box in boxes:
            factories.make_annotation(asset, box=box)
        recipes.append(recipe(asset))
    assert recipes[0] == recipes[1]


@pytest.mark.parametrize("kind", ["box", "ellipse"])
def test_many_keyframes_are_hidden_and_digested_like_few(people, monkeypatch, kind):
    monkeypatch.setattr("moretta.annotations.actions.PORTION", 50)
    asset = factories.make_asset(factories.first_dataset(people.project), kind="video", n_frames=500)
    label = factories.face_label(people.project)
    turn = [0.0] if kind == "ellipse" else []
    stored = [
        [
            {
                "frame": frame,
                "shape": {"type": kind, "data": [number, frame / 4, 20.5, 30.0, *turn]},
                "outside": False,
            }
            for frame in range(0, 120, 3)
        ]
        + [{"frame": 120, "shape": None, "outside": True}]
        for number in (1.0, 2.0, 3.0)
    ]
    apply_import(asset, None, [{"label": label, "keyframes": keyframes} for keyframes in stored])
    regions = effective_regions(asset)
    assert [list(region["keyframes"]) for region in regions] == stored
    plain = [{**region, "keyframes": list(region["keyframes"])} for region in regions]
    assert digest_of(regions) == hashlib.sha256(canonical(plain)).hexdigest()


def test_what_has_no_order_of_its_own_has_no_one_text():
    assert canonical({"b": (1, 2), "a": range(2)}) == b'{"a":[0,1],"b":[1,2]}'
    with pytest.raises(TypeError, match="no one JSON text of a set"):
        canonical({"labels": {"face", "person"}})


def test_less_than_a_hundredth_of_a_pixel_is_the_same(api, people):
    dataset = factories.first_dataset(people.project)
    recipes = []
    for x in (10.001, 10.004):
        asset = factories.make_asset(dataset, b"same")
        shape = {"type": "box", "data": [x, 10, 20, 20]}
        save(api("annotator"), asset, change(create(asset, keyframes=[keyframe(0, shape)])))
        recipes.append(recipe(asset))
    assert recipes[0] == recipes[1]


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "mosaic"},
        {"margin": 0.3},
        {"color": "FFFFFF"},
        {"shape": "box"},
        {"threshold": 0.99},
        {"feather": 0.1},
    ],
    ids=str,
)
def test_another_policy_gives_another_recipe(people, asset, changed):
    before = recipe(asset)
    policy = people.project.policy
    settings = {
        **policy.settings,
        "labels": {k: {**v, **changed} for k, v in policy.settings["labels"].items()},
    }
    draft = RedactionPolicy(project=people.project, version=2, settings=settings)
    assert recipe_of(asset, draft) != before


def test_a_policy_from_before_there_were_soft_edges_keeps_its_files(people, asset):
    policy, before = people.project.policy, recipe(asset)
    for rule in policy.settings["labels"].values():
        assert rule.pop("feather") == 0
    policy.save()
    assert recipe(asset) == before


def test_many_recipes_are_computed_in_few_queries(people, django_assert_max_num_queries):
    dataset = factories.first_dataset(people.project)
    for _ in range(20):
        factories.make_annotation(factories.make_asset(dataset))
    assets = list(Asset.objects.select_related("dataset__policy", "blob"))
    with django_assert_max_num_queries(3):
        found = recipes_of(assets)
    assert found == {a.pk: recipe_of(a) for a in assets}
