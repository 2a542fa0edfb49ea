import pytest

import factories

pytestmark = pytest.mark.django_db


def test_a_project_begins_with_faces_hidden_solid_and_a_dataset():
    project = factories.make_project()
    face = factories.face_label(project)
    settings = project.policy.settings["labels"][str(face.pk)]
    assert (settings["redact"], settings["method"]) == (True, "solid")
    assert project.policy.version == 1
    assert [d.name for d in project.datasets.all()] == ["Pictures"]


def test_factories_make_an_asset_with_bytes():
    asset = factories.make_asset()
    factories.make_annotation(asset)
    factories.make_rendition(asset)
    factories.mark_searched(asset)
    from moretta import storage

    assert storage.local(asset.blob.path).exists()
