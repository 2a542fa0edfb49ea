"""Every page in light and dark, narrow and wide, signed in and not: it opens without an error, axe finds nothing, and
a picture of it lies in `out/browser/pages` to be looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ROOT, Site
from .session import add_files, approve, call, make_project

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
Views = Sequence[tuple[Literal["light", "dark"], int]]
VIEWS: Views = [("light", 1280), ("dark", 1280), ("light", 1920)]
CONTRAST = ["color-contrast", "link-in-text-block"]
"""What axe may find in one theme and not in the other."""


@pytest.fixture(scope="session")
def places(desk: Page, testdata: Path) -> dict[str, str]:
    """A project with a searched picture, a searched video and an export; their ids fill the addresses."""
    project = make_project(desk, "Pages")
    files = [
        testdata / "odd" / "icc.jpg",
        testdata / "videos" / "intel_headpose_two.mp4",
        testdata / "negatives" / "coco_000000000025.jpg",
    ]
    image, video, leaves = add_files(desk, project, files)
    approve(desk, project, [leaves])
    body = {"dataset": leaves["dataset"], "format": "coco", "purpose": "To be read"}
    made = call(desk, "POST", "exports", body)
    return {
        "project": project,
        "organization": call(desk, "GET", "auth/me")["organizations"][0]["id"],
        "export": made["export"]["id"],
        "image": image["id"],
        "video": video["id"],
    }


@pytest.fixture(scope="module")
def signed_in_page(chromium: Browser, signed_in: Path) -> Iterator[Page]:
    context = chromium.new_context(storage_state=signed_in, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def inside(signed_in_page: Page) -> Iterator[Page]:
    yield from without_errors(signed_in_page)


@pytest.fixture
def outside(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield from without_errors(context.new_page())
    context.close()


def without_errors(page: Page) -> Iterator[Page]:
    page.set_default_timeout(30_000)
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield page
    page.remove_listener("pageerror", note)
    assert not errors


def test_no_address_of_the_page_is_left_out() -> None:
    """`*` is what no other address is."""
    named = re.findall(r'path: "([^"]+)"', ROUTES.read_text())
    tried = ["/sign-in", LINK, *PAGES.values()]
    for route in named:
        pattern = re.sub(r":\w+", "[^/]+", route)
        assert route == "*" or any(re.fullmatch(pattern, path) for path in tried), route


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_and_can_be_read(name: str, inside: Page, site: Site, places: dict[str, str]) -> None:
    inside.goto(site.address + PAGES[name].format(**places))
    expect(inside.locator("main")).to_be_visible()
    look_at(inside, name, VIEWS)


def test_a_page_that_was_built_anew_meanwhile_is_loaded_again(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/projects")
    page.route(re.compile(r"/assets/Account-[^/]*\.js"), lambda route: route.fulfill(status=404), times=1)
    page.get_by_role("link", name=re.compile("account")).click()
    expect(page.get_by_role("heading", name="Language")).to_be_visible()


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_visitor_who_is_not_signed_in_can_read_the_door(name: str, outside: Page, site: Site) -> None:
    outside.goto(site.address + OUTSIDE[name])
    expect(outside.locator("h1")).to_be_visible()
    look_at(outside, f"outside-{name}", VIEWS[:2])


def look_at(page: Page, name: str, views: Views) -> None:
    """One load in every theme and width; what the theme does not change is asked of axe once a width."""
    asked = set()
    for theme, width in views:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": width * 5 // 8})
        wait_until_calm(page)
        shoot(page, f"{name}-{theme}-{width}")
        if name in ("image", "pictures") and width == 1280:
            page.evaluate("document.documentElement.style.filter = 'grayscale(1)'")
            shoot(page, f"{name}-{theme}-{width}-grey")
            page.evaluate("document.documentElement.style.filter = ''")
        assert violations(page, CONTRAST if width in asked else ()) == []
        asked.add(width)


def shoot(page: Page, name: str) -> None:
    """A picture of the page, to be looked at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


CALM = """() => new Promise((done) => {
    const end = Date.now() + 10000;
    const seen = (image) => {
        const { top, right, bottom, left } = image.getBoundingClientRect();
        return bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    };
    const ready = () =>
        document.querySelector("h1") && [...document.images].every((image) => image.complete || !seen(image));
    let timer;
    const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(() => (ready() || Date.now() > end ? done() : wait()), 250);
    };
    new MutationObserver(wait).observe(document, { subtree: true, childList: true, attributes: true });
    wait();
})"""


def wait_until_calm(page: Page) -> None:
    """Until heading and pictures in sight are there and nothing has changed in the page for a moment."""
    page.evaluate(CALM)


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """All that axe finds, its advice included, by rule and place; by these rules alone where some are named."""
    # contrast is measured on pixels: a dialog that is still fading in has too little of it
    page.wait_for_function(
        """() => [...document.querySelectorAll("[role=dialog]")].every(
            dialog => getComputedStyle(dialog).opacity === "1")"""
    )
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """(rules) => axe.run(document, rules.length ? { runOnly: { type: "rule", values: rules } } : {})
            .then((result) => JSON.stringify(result.violations))""",
        list(rules),
    )
    return [
        f"{one['id']}: {node['html'][:160]} {re.sub(chr(10), ' ', node.get('failureSummary', ''))[:200]}"
        for one in json.loads(found)
        for node in one["nodes"]
    ]
