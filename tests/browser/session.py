"""What the browser tests ask the server beside the page, by the page's own session."""

from __future__ import annotations

import time
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
    """A project in the first organization whose author may approve; gives its id. `hide=[]`: nobody is searched for."""
    organization = call(page, "GET", "auth/me")["organizations"][0]["id"]
    body = {"organization": organization, "name": name, "self_approval": True, **fields}
    return str(call(page, "POST", "projects", body)["id"])


def wait_for_states(page: Page, project: str, wanted: dict[str, int], seconds: float = 150) -> None:
    """Waits until as many pictures are in the wanted states."""
    end = time.monotonic() + seconds
    while True:
        counts = call(page, "GET", f"projects/{project}")["counts"]
        if all(counts.get(state) == n for state, n in wanted.items()):
            return
        assert time.monotonic() < end, f"wanted {wanted}, found {counts}"
        page.wait_for_timeout(300)
