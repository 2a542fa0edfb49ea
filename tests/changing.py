"""Short words for tests that change annotations through the API."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.test import APIClient

import factories
from moretta.datasets.models import Asset


def new_id() -> str:
    return str(uuid.uuid4())


def box(x: float = 10, y: float = 20, width: float = 50, height: float = 60) -> dict[str, Any]:
    return {"type": "box", "data": [x, y, width, height]}


def keyframe(frame: int = 0, shape: Any = None, **fields: Any) -> dict[str, Any]:
    return {"frame": frame, "shape": shape or box(), **fields}


def create(asset: Asset, annotation: str | None = None, **fields: Any) -> dict[str, Any]:
    """The operation that makes a face."""
    label = str(factories.face_label(asset.dataset.project).pk)
    return {
        "op": "create",
        "annotation": annotation or new_id(),
        "label": label,
        "keyframes": [keyframe()],
        **fields,
    }


def decide(annotation: Any, decision: str, **fields: Any) -> dict[str, Any]:
    """The operation that decides about an object; what is kept visible has a reason."""
    reason = {"reason": "consent"} if decision == "keep" else {}
    return {"op": "update", "annotation": str(annotation), "set": {"decision": decision, **reason, **fields}}


def change(*operations: dict[str, Any], id: str | None = None, **fields: Any) -> dict[str, Any]:
    return {"id": id or new_id(), "operations": list(operations), **fields}


def save(client: APIClient, asset: Asset, *changes: dict[str, Any], base: int | None = None) -> Any:
    """POSTs changes on the revision that the asset has now, or on `base`."""
    if base is None:
        base = Asset.objects.values_list("revision", flat=True).get(pk=asset.pk)
    body = {"base_revision": base, "changes": list(changes)}
    return client.post(f"/api/assets/{asset.pk}/changes", body, format="json")


def load(client: APIClient, asset: Asset, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/api/assets/{asset.pk}/annotations{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["annotations"]
    return found
