"""What the browser tests ask the server beside the page, by the page's own session."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page


def call(page: Page, method: str, path: str, body: object = None) -> Any:
    """A request by the page's own session; `path` begins after `/api/`."""
    return page.evaluate(
        """async ([method, path, body]) => {
            const token = document.cookie.match(/moretta_csrf=([^;]+)/)[1];
            const answer = await fetch(`/api/${path}`, {
                method,
                headers: { "Content-Type": "application/json", "X-CSRFToken": token },
                body: body === null ? undefined : JSON.stringify(body),
            });
            if (!answer.ok) throw new Error(await answer.text());
            return answer.json();
        }""",
        [method, path, body],
    )


def make_project(page: Page, name: str, **fields: object) -> str:
    """A project in the first organization whose author may approve, searched by the quickest preset; gives its id.
    `hide=[]`: nobody is searched for."""
    organization = call(page, "GET", "auth/me")["organizations"][0]["id"]
    body = {"organization": organization, "name": name, "self_approval": True, "preset": "fast", **fields}
    return str(call(page, "POST", "projects", body)["id"])


def add_files(page: Page, project: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    """Uploads as a program does, and waits until all is searched; gives the assets in the order of the files."""
    dataset = call(page, "GET", f"projects/{project}")["datasets"][0]["id"]
    site = page.evaluate("location.origin")
    (token,) = [one["value"] for one in page.context.cookies(site) if one["name"] == "moretta_csrf"]
    for file in files:
        sent = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read_bytes()}
        answer = page.request.post(
            f"{site}/api/datasets/{dataset}/uploads",
            headers={"X-CSRFToken": token},
            multipart={"files": sent},  # type: ignore[dict-item]  # takes a file so
        )
        assert answer.ok, answer.text()
    wait_for_states(page, project, {"annotate": len(files)})
    assets = {one["name"]: one for one in call(page, "GET", f"assets?project={project}")["results"]}
    return [assets[file.name] for file in files]


def put_objects(page: Page, asset: str, objects: Sequence[dict[str, Any]]) -> None:
    """These objects, undecided unless they say otherwise, in place of all that the asset has."""
    now = call(page, "GET", f"assets/{asset}/annotations")
    operations = [{"op": "delete", "annotation": one["id"]} for one in now["annotations"]]
    operations += [
        {"op": "create", "annotation": _rising_id(), "decision": "undecided", **one} for one in objects
    ]
    changes = [{"id": str(uuid.uuid4()), "operations": operations}]
    call(page, "POST", f"assets/{asset}/changes", {"base_revision": now["revision"], "changes": changes})


def box(x: float, y: float, width: float, height: float) -> list[dict[str, Any]]:
    """The keyframes of what is there from the first frame on."""
    return [{"frame": 0, "shape": {"type": "box", "data": [x, y, width, height]}}]


def _rising_id() -> str:
    return str(uuid.UUID(bytes=time.time_ns().to_bytes(8, "big") + uuid.uuid4().bytes[:8]))


def approve(page: Page, project: str, assets: Sequence[dict[str, Any]]) -> None:
    """As they are, the undecided hidden; waits until all of them are ready for export."""
    for asset in assets:
        body = {"revision": asset["revision"], "hide_undecided": True}
        call(page, "POST", f"assets/{asset['id']}/approve", body)
    wait_for_states(page, project, {"ready": len(assets)})


def wait_for_states(page: Page, project: str, wanted: dict[str, int], seconds: float = 150) -> None:
    """Waits until as many pictures are in the wanted states."""
    end = time.monotonic() + seconds
    while True:
        counts = call(page, "GET", f"projects/{project}")["counts"]
        if all(counts.get(state) == n for state, n in wanted.items()):
            return
        assert time.monotonic() < end, f"wanted {wanted}, found {counts}"
        page.wait_for_timeout(100)
