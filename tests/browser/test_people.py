"""People: joining by a link, the second person's approval, a lost password, tokens, leaving."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .session import add_files, make_project, wait_for_states
from .test_editing import draw, saved
from .test_pages import violations

PASSWORD = "market street in spring"


@dataclass
class Visitor:
    """Somebody with a browser of their own."""

    page: Page
    email: str


@pytest.fixture
def visitor(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    name = re.sub(r"\W+", "-", request.node.name)[5:40]
    yield Visitor(context.new_page(), f"{name}@example.org")
    context.close()


@pytest.fixture
def project(desk: Page) -> str:
    """A project in which nobody approves their own work."""
    return make_project(desk, "Two people", self_approval=False)


def make_invitation(page: Page, site: Site, project: str, role: str) -> str:
    """Through the members page; gives the link that is shown once."""
    page.goto(f"{site.address}/p/{project}/members")
    page.get_by_role("button", name="Invite").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Role").select_option(role)
    assert violations(page) == []
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.get_by_label("The link. It is shown once.").input_value()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    return link


def join(visitor: Visitor, link: str, name: str) -> None:
    visitor.page.goto(link)
    visitor.page.get_by_label("Your name").fill(name)
    visitor.page.get_by_label("Your e-mail").fill(visitor.email)
    visitor.page.get_by_label("A password").fill(PASSWORD)
    assert violations(visitor.page) == []
    visitor.page.get_by_role("button", name="Join").click()
    visitor.page.wait_for_url(re.compile("/p/"))


def test_an_invited_reviewer_approves_what_the_author_may_not(
    page: Page, desk: Page, site: Site, project: str, visitor: Visitor, testdata: Path
) -> None:
    add_files(desk, project, [testdata / "negatives" / "coco_000000000025.jpg"])
    join(visitor, make_invitation(page, site, project, "reviewer"), "Rita")
    expect(visitor.page.get_by_text("Two people").first).to_be_visible()

    page.goto(f"{site.address}/p/{project}")
    page.locator("[data-asset]").first.click()
    expect(page.locator("[data-act=verdict]")).to_be_enabled()
    draw(page)
    saved(page)
    expect(page.get_by_text("You changed this last, so somebody else approves it.")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    wait_for_states(page, project, {"in_review": 1})

    page.goto(f"{site.address}/p/{project}")
    page.locator("[data-asset]").first.focus()
    page.keyboard.press("Space")
    page.get_by_role("region", name="Selection").get_by_role("button", name="pprove").click()
    expect(page.get_by_role("alert")).to_contain_text("1 picture stayed as it is:")
    expect(page.get_by_role("alert")).to_contain_text(re.compile("approve", re.I))

    visitor.page.goto(f"{site.address}/p/{project}")
    visitor.page.locator("[data-asset]").first.click()
    visitor.page.get_by_role("button", name="Ask for changes").click()
    question = visitor.page.get_by_role("dialog")
    question.get_by_label("What should be different?").fill("The hat is not a face")
    assert violations(visitor.page) == []
    question.get_by_role("button", name="Ask for changes").click()
    wait_for_states(page, project, {"annotate": 1})
    page.keyboard.press("Escape")  # the picture is still selected, and a click would only let it go
    expect(page.get_by_role("region", name="Selection")).to_have_count(0)
    page.locator("[data-asset]").first.click()
    expect(page.get_by_text("Rita asked for changes")).to_be_visible()
    expect(page.get_by_text("The hat is not a face")).to_be_visible()
    page.get_by_role("button", name="Submit for review").click()
    wait_for_states(page, project, {"in_review": 1})

    visitor.page.goto(f"{site.address}/p/{project}")
    visitor.page.locator("[data-asset]").first.click()
    visitor.page.get_by_role("button", name=re.compile("pprove$")).click()
    wait_for_states(page, project, {"ready": 1})
    expect(visitor.page.get_by_text("Approved by Rita.")).to_be_visible()


def test_a_picture_is_given_to_somebody_who_finds_it_among_all(
    page: Page, desk: Page, site: Site, project: str, visitor: Visitor, testdata: Path
) -> None:
    add_files(desk, project, [testdata / "negatives" / f"coco_0000000000{n}.jpg" for n in (25, 34)])
    join(visitor, make_invitation(page, site, project, "annotator"), "Ann")
    page.goto(f"{site.address}/p/{project}")
    page.locator("[data-asset]").last.focus()
    page.keyboard.press("Space")
    page.get_by_role("region", name="Selection").get_by_label("Assign to").select_option("Ann")
    expect(page.get_by_text("1 picture assigned.")).to_be_visible()

    theirs = visitor.page
    theirs.goto(f"{site.address}/p/{project}")
    expect(theirs.locator("[data-asset]")).to_have_count(2)
    theirs.get_by_label("Whose work").select_option("Assigned to me")
    expect(theirs.locator("[data-asset]")).to_have_count(1)
    assert violations(theirs) == []
    theirs.locator("[data-asset]").click()
    expect(theirs.get_by_text("assigned to Ann")).to_be_visible()
    film = theirs.get_by_role("navigation", name="Pictures around this one")
    expect(film.get_by_title("coco_000000000034.jpg, assigned to Ann")).to_be_visible()


def test_a_lost_password_is_replaced_by_a_link_and_a_removed_person_is_out(
    page: Page, site: Site, project: str, visitor: Visitor, chromium: Browser
) -> None:
    join(visitor, make_invitation(page, site, project, "annotator"), "Lars")
    line = page.get_by_role("listitem").filter(has_text=visitor.email)
    expect(line).to_be_visible()
    line.get_by_role("button", name="New password").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.get_by_label("The link. It is shown once.").input_value()
    assert violations(page) == []
    page.keyboard.press("Escape")

    elsewhere = chromium.new_context()
    other = elsewhere.new_page()
    other.goto(link)
    other.get_by_label("A password").fill("another long secret")
    assert violations(other) == []
    other.get_by_role("button", name="Set the password").click()
    other.wait_for_url(re.compile("/p/"))
    visitor.page.goto(f"{site.address}/projects")
    visitor.page.get_by_label("E-mail").fill(visitor.email)  # the old sign-in ended with the old password
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("alert")).to_be_visible()
    visitor.page.goto(link)
    expect(visitor.page.get_by_role("heading", name="This link no longer works.")).to_be_visible()

    line.get_by_role("button", name="Remove").click()
    expect(dialog).to_contain_text("Access and tokens end at once.")
    assert violations(page) == []
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Lars is removed.")).to_be_visible()
    expect(line).to_have_count(0)
    other.goto(
        f"{site.address}/p/{project}"
    )  # the account of who belongs nowhere is erased by a job soon after
    door = other.get_by_role("button", name="Sign in")
    expect(door.or_(other.get_by_text("This is not here."))).to_be_visible()
    elsewhere.close()


def ask(site: Site, secret: str, path: str) -> int:
    """The status that a program gets."""
    request = urllib.request.Request(
        f"{site.address}/api/{path}", headers={"Authorization": f"Token {secret}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            json.load(answer)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_token_is_shown_once_works_for_a_program_and_ends_when_it_is_revoked(
    page: Page, site: Site, project: str
) -> None:
    page.goto(f"{site.address}/account")
    page.get_by_role("button", name="New token").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is it for?").fill("Nightly upload")
    assert violations(page) == []
    dialog.get_by_role("button", name="Make the token").click()
    secret = dialog.get_by_label("The token. It is shown once.").input_value()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert secret not in page.content()
    assert ask(site, secret, f"projects/{project}") == 200
    assert ask(site, secret, f"members?project={project}") in (200, 403)
    assert ask(site, secret[:-1] + ("a" if secret[-1] != "a" else "b"), f"projects/{project}") == 401

    page.get_by_role("button", name="New token").click()
    expect(dialog.get_by_label("What is it for?")).to_have_value("")
    page.keyboard.press("Escape")
    line = page.get_by_role("listitem").filter(has_text="Nightly upload")
    line.get_by_role("button", name="Revoke").click()
    expect(line).to_have_count(0)
    assert ask(site, secret, f"projects/{project}") == 401


def test_the_audit_log_tells_what_happened_and_can_be_read(page: Page, site: Site, project: str) -> None:
    page.goto(f"{site.address}/account")
    page.get_by_role("link", name="Audit log").first.click()
    expect(page.get_by_role("heading", name="What happened here.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Two people").first).to_be_visible()
    assert violations(page) == []


def test_an_owner_allows_cloud_detectors_and_everybody_reads_what_that_means(
    page: Page, site: Site, project: str, visitor: Visitor
) -> None:
    join(visitor, make_invitation(page, site, project, "manager"), "Mara")
    visitor.page.goto(f"{site.address}/p/{project}/members")
    expect(visitor.page.get_by_text("No picture is sent to cloud detectors.")).to_be_visible()
    page.goto(f"{site.address}/p/{project}/members")
    switch = page.get_by_label("Pictures may be sent to cloud detectors")
    expect(switch).not_to_be_checked()
    expect(page.get_by_text("Pictures leave the house")).to_be_visible()
    switch.click()
    expect(switch).to_be_checked()
    assert violations(page) == []
    visitor.page.reload()
    expect(visitor.page.get_by_text("An owner allows that pictures are sent")).to_be_visible()
    assert visitor.page.get_by_role("checkbox", name="Pictures may be sent").count() == 0
    switch.click()
    expect(switch).not_to_be_checked()
