"""Every page in light and dark, narrow and wide, signed in and not: it opens without an error, axe finds nothing, and
a picture of it lies in `out/browser/pages` to be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, Site
from .session import call, make_project, wait_for_states

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "out" / "browser" / "pages"
ROUTES = ROOT / "frontend" / "src" / "routes.tsx"
LINK = "/link/no-such-link-no-such-link-no-such-link"
PAGES = {
    "home": "/",
    "projects": "/projects",
    "new-project": "/projects/new",
    "pictures": "/p/{project}",
    "image": "/p/{project}/assets/{image}",
    "video": "/p/{project}/assets/{video}",
    "objects": "/p/{project}/objects",
    "people": "/p/{project}/people",
    "hunt": "/p/{project}/hunt",
    "jobs": "/p/{project}/jobs",
    "exports": "/p/{project}/exports",
    "export": "/p/{project}/exports/{export}",
    "compare": "/p/{project}/compare",
    "proofs": "/p/{project}/proofs",
    "settings": "/p/{project}/settings",
    "members": "/p/{project}/members",
    "account": "/account",
    "audit": "/audit/{organization}",
    "not-found": "/p/{project}/nothing",
}
OUTSIDE = {"sign-in": "/sign-in", "door": "/projects", "link": LINK}
"""What somebody sees who is not signed in."""
VIEWS = [("light", 1280), ("dark", 1280), ("light", 1920)]
PORTRAIT, NOBODY = "icc.jpg", "coco_000000000025.jpg"


@pytest.fixture(scope="session")
def places(site: Site, chromium: Browser, signed_in: Path, testdata: Path) -> dict[str, str]:
    """A project with a searched picture, a searched video and an export; their ids fill the addresses."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site.address)
    project = make_project(page, "Pages")
    files = [
        testdata / "odd" / PORTRAIT,
        testdata / "videos" / "intel_headpose_two.mp4",
        testdata / "negatives" / NOBODY,
    ]
    page.goto(f"{site.address}/p/{project}")
    page.locator("input[type=file][multiple]").set_input_files(files)
    wait_for_states(page, project, {"annotate": 3})
    assets = {asset["name"]: asset for asset in call(page, "GET", f"assets?project={project}")["results"]}
    leaves = assets.pop(NOBODY)
    call(page, "POST", f"assets/{leaves['id']}/approve", {"revision": leaves["revision"]})
    wait_for_states(page, project, {"ready": 1})
    made = call(
        page, "POST", "exports", {"dataset": leaves["dataset"], "format": "coco", "purpose": "To be read"}
    )
    organization = call(page, "GET", "auth/me")["organizations"][0]["id"]
    context.close()
    kinds = {asset["kind"]: asset["id"] for asset in assets.values()}
    return {"project": project, "organization": organization, "export": made["export"]["id"], **kinds}


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def view(request: pytest.FixtureRequest, chromium: Browser, signed_in: Path) -> Iterator[Page]:
    yield from opened(chromium, *request.param, storage_state=signed_in)


@pytest.fixture(params=["light", "dark"])
def outside(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    yield from opened(chromium, request.param, 1280)


def opened(chromium: Browser, theme: Literal["light", "dark"], width: int, **session: Any) -> Iterator[Page]:
    context = chromium.new_context(
        viewport={"width": width, "height": width * 5 // 8},
        color_scheme=theme,
        reduced_motion="reduce",
        **session,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


def test_no_address_of_the_page_is_left_out() -> None:
    """`*` is what no other address is."""
    named = re.findall(r'path: "([^"]+)"', ROUTES.read_text())
    tried = ["/sign-in", LINK, *PAGES.values()]
    for route in named:
        pattern = re.sub(r":\w+", "[^/]+", route)
        assert route == "*" or any(re.fullmatch(pattern, path) for path in tried), route


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_can_be_read(name: str, view: Page, site: Site, places: dict[str, str]) -> None:
    view.goto(site.address + PAGES[name].format(**places))
    expect(view.locator("main")).to_be_visible()
    look_at(view, name)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_visitor_who_is_not_signed_in_can_read_the_door(name: str, outside: Page, site: Site) -> None:
    outside.goto(site.address + OUTSIDE[name])
    expect(outside.locator("h1")).to_be_visible()
    look_at(outside, f"outside-{name}")


def look_at(page: Page, name: str) -> None:
    page.wait_for_load_state("load")
    page.wait_for_timeout(600)  # pictures and their marks
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]  # type: ignore[index]
    theme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
    page.screenshot(path=SHOTS / f"{name}-{theme}-{width}.png")
    if name in ("image", "pictures") and width == 1280:
        page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
        page.screenshot(path=SHOTS / f"{name}-{theme}-{width}-grey.png")
        page.evaluate("document.documentElement.style.filter = ''")
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """All that axe finds, its advice included, by rule and place."""
    # contrast is measured on pixels: a dialog that is still fading in has too little of it
    page.wait_for_function(
        """() => [...document.querySelectorAll("[role=dialog]")].every(
            dialog => getComputedStyle(dialog).opacity === "1")"""
    )
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document).then(result => JSON.stringify(result.violations))")
    return [
        f"{one['id']}: {node['html'][:160]} {re.sub(chr(10), ' ', node.get('failureSummary', ''))[:200]}"
        for one in json.loads(found)
        for node in one["nodes"]
    ]
