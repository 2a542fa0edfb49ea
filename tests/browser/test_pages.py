"""Every page in light and dark, at both widths: it opens without an error, reads well to a screen reader (axe), and a
picture of it lies in `out/browser/pages` to be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, Site
from .session import call, make_project, wait_for_states

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "out" / "browser" / "pages"
PAGES = {
    "projects": "/projects",
    "new-project": "/projects/new",
    "pictures": "/p/{project}",
    "image": "/p/{project}/assets/{image}",
    "video": "/p/{project}/assets/{video}",
    "jobs": "/p/{project}/jobs",
    "exports": "/p/{project}/exports",
    "compare": "/p/{project}/compare",
    "settings": "/p/{project}/settings",
    "members": "/p/{project}/members",
    "account": "/account",
    "not-found": "/p/{project}/nothing",
}


@pytest.fixture(scope="session")
def places(site: Site, chromium: Browser, signed_in: Path, testdata: Path) -> dict[str, str]:
    """A project with a searched picture and a searched video; their ids fill the addresses."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(site.address)
    project = make_project(page, "Pages")
    files = [testdata / "odd" / "icc.jpg", testdata / "videos" / "intel_headpose_two.mp4"]
    page.goto(f"{site.address}/p/{project}")
    page.locator("input[type=file][multiple]").set_input_files(files)
    wait_for_states(page, project, {"annotate": 2})
    assets = call(page, "GET", f"assets?project={project}")["results"]
    context.close()
    return {"project": project, **{asset["kind"]: asset["id"] for asset in assets}}


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1280, 1920])
def view(request: pytest.FixtureRequest, chromium: Browser, signed_in: Path, theme: str) -> Iterator[Page]:
    size = {"width": request.param, "height": 800 if request.param == 1280 else 1080}
    context = chromium.new_context(
        storage_state=signed_in, viewport=size, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_can_be_read(
    name: str, view: Page, theme: str, site: Site, places: dict[str, str]
) -> None:
    errors: list[str] = []
    view.on("pageerror", lambda error: errors.append(str(error)))
    view.goto(site.address + PAGES[name].format(**places))
    expect(view.locator("main")).to_be_visible()
    view.wait_for_load_state("load")
    view.wait_for_timeout(600)  # pictures and their marks
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = view.viewport_size["width"]  # type: ignore[index]
    view.screenshot(path=SHOTS / f"{name}-{theme}-{width}.png")
    if name in ("image", "pictures") and width == 1280:
        view.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
        view.screenshot(path=SHOTS / f"{name}-{theme}-{width}-grey.png")
        view.evaluate("document.documentElement.style.filter = ''")
    assert not errors
    assert violations(view) == []


def violations(page: Page) -> list[str]:
    """What axe calls serious or critical, by rule and place."""
    # contrast is measured on pixels: a dialog that is still fading in has too little of it
    page.wait_for_function(
        """() => [...document.querySelectorAll("[role=dialog]")].every(
            dialog => getComputedStyle(dialog).opacity === "1")"""
    )
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] })
            .then(result => JSON.stringify(result.violations))"""
    )
    return [
        f"{one['id']}: {node['html'][:160]} {re.sub(chr(10), ' ', node.get('failureSummary', ''))[:200]}"
        for one in json.loads(found)
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_a_signed_out_visitor_is_sent_to_the_door(site: Site, chromium: Browser) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/projects")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert violations(page) == []
    context.close()
