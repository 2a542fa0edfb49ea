"""Every address of the URL configuration, found by walking it, so that a new one cannot be forgotten."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

import factories
from moretta.accounts.links import create_link
from moretta.annotations.models import Comment, HuntSample
from moretta.evaluations.models import Evaluation, Proof
from moretta.exports.models import Export

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Address:
    route: str
    methods: tuple[str, ...]
    callback: Any

    def __str__(self) -> str:
        return self.route

    @property
    def view(self) -> Any:
        """The view class, or the function where there is none."""
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", self.callback)


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, ""))


def api_addresses() -> list[Address]:
    return [address for address in addresses() if address.route.startswith("api/")]


def _walk(patterns: list[Any], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
            methods = tuple(m for m in METHODS if hasattr(view, m)) if view else ("get",)
            yield Address(route, methods, pattern.callback)
        else:
            yield from _walk(pattern.url_patterns, route)


FILE_KINDS = ("original", "view", "thumbnail", "redacted", "redacted_thumbnail")


def _archive(people: Any) -> str:
    """The path of an archive with a manifest in the file store."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("manifest.json", "{}")
    path = f"{people.organization.pk}/exports/{uuid.uuid4()}.zip"
    factories.write_file(path, content.getvalue())
    return path


def objects(people: Any) -> dict[str, str]:
    """By the first part of an address: the id of an object that belongs to `people`."""
    asset = factories.make_asset(factories.first_dataset(people.project))
    for kind in FILE_KINDS:
        factories.make_rendition(asset, kind)
    owner = people.user("owner")
    link, _ = create_link("invite", organization=people.organization, role="viewer", by=owner)
    face = factories.face_label(people.project)
    evaluation = Evaluation.objects.create(dataset=asset.dataset, label=face, sets=[])
    token, _ = factories.make_token(owner, people.organization)
    found = {
        "organizations": people.organization.pk,
        "members": owner.memberships.get().pk,
        "links": link.pk,
        "tokens": token.token_key,
        "projects": people.project.pk,
        "labels": face.pk,
        "datasets": asset.dataset_id,
        "assets": asset.pk,
        "comments": Comment.objects.create(asset=asset, text="hello", author=owner).pk,
        "jobs": factories.make_job(people.project).pk,
        "evaluations": evaluation.pk,
        "samples": HuntSample.objects.create(dataset=asset.dataset, assets=[str(asset.pk)], of=1).pk,
        "proofs": Proof.objects.create(dataset=asset.dataset).pk,
        "exports": Export.objects.create(
            dataset=asset.dataset, number=1, format="coco", purpose="test", path=_archive(people)
        ).pk,
    }
    return {name: str(id) for name, id in found.items()}


def path_to(address: Address, ids: dict[str, str]) -> str:
    if "<" not in address.route:
        return f"/{address.route}"
    if "<str:secret>" in address.route:
        return "/" + address.route.replace("<str:secret>", "unknown")
    kind = address.route.split("/")[1]
    assert kind in ids, f"{address.route}: name an object for it in `objects`"
    path = re.sub(r"<[^>]*>", ids[kind], address.route, count=1)
    return "/" + re.sub(r"<file_kind:[^>]*>", "thumbnail", path)


def missing(ids: dict[str, str]) -> dict[str, str]:
    return {name: "mrt000000000000" if name == "tokens" else str(uuid.uuid4()) for name in ids}
