"""The page in German: chosen on the account page, in this browser, and back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .conftest import Site
from .session import add_files, make_project

NOBODY = "negatives/coco_000000000025.jpg"


def test_german_is_chosen_on_the_account_page_and_english_again(
    page: Page, desk: Page, site: Site, testdata: Path
) -> None:
    project = make_project(desk, "Sprache")
    (asset,) = add_files(desk, project, [testdata / NOBODY])
    page.goto(f"{site.address}/account")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("combobox", name="Language").select_option("Deutsch")
    expect(page.get_by_role("heading", name="Sprache")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")

    page.goto(f"{site.address}/p/{project}")
    expect(page.get_by_text("Zu entscheiden").first).to_be_visible()
    page.keyboard.press("F1")
    expect(page.get_by_role("dialog", name="Tastatur")).to_be_visible()

    page.goto(f"{site.address}/p/{project}/assets/{asset['id']}")
    expect(page.get_by_text("Gespeichert")).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()

    page.goto(f"{site.address}/account")
    page.get_by_role("combobox", name="Sprache").select_option("English")
    expect(page.get_by_role("heading", name="Language")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_browser_in_german_is_spoken_to_in_german(page: Page, site: Site) -> None:
    context = page.context.browser.new_context(locale="de-AT")  # type: ignore[union-attr]
    try:
        opened = context.new_page()
        opened.goto(f"{site.address}/sign-in")
        expect(opened.get_by_role("button", name="Anmelden")).to_be_visible()
        expect(opened).to_have_title("Anmelden · Moretta")
    finally:
        context.close()
