"""A whole Moretta for the browser tests: `moretta up` in a folder of its own, and a real Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from conftest import missing

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "platform" / "moretta" / "static" / "app"
CHROMIUM = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
SECONDS = 90
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A running Moretta: its address, its data folder, and the one-time link that it printed."""

    address: str
    folder: Path
    link: str

    @property
    def password(self) -> str:
        account = (self.folder / "first-account.txt").read_text()
        return re.search(r"password:\s*(\S+)", account).group(1)  # type: ignore[union-attr]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def site(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not (BUILT / ".vite" / "manifest.json").exists() and not (BUILT / "manifest.json").exists():
        missing("The page is not built: run `make setup`")
    folder = tmp_path_factory.mktemp("moretta")
    log = folder.with_suffix(".log")
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "MORETTA_TESTING")
    }
    environment |= {
        "MORETTA_DATA": str(folder),
        "MORETTA_MODELS_DIR": str(models_dir),
        "PORT": str(_free_port()),
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "moretta_vision.cli", "up", "--no-demo"],
            env={
                **environment,
                "PYTHONPATH": os.pathsep.join(str(ROOT / p) for p in ("platform", "workers")),
            },
            stdout=output,
            stderr=output,
            cwd=folder,
        )
    try:
        end = time.monotonic() + SECONDS
        while not (found := re.search(r"(http://\S+)(/link/\S+)", log.read_text())):
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield Site(found.group(1), folder, found.group(2))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        except Exception as error:  # whatever playwright says, it names what is missing
            missing(f"Chromium does not start: {error}")
            raise
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(site: Site, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stored session of the first account, signed in by its password through the page."""
    state = tmp_path_factory.mktemp("browser") / "state.json"
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site.address}/sign-in")
    page.get_by_label("E-mail").fill("owner@localhost")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture(scope="session")
def desk(site: Site, chromium: Browser, signed_in: Path) -> Iterator[Page]:
    """A page beside those of the tests, from which they ask the server for what they need. It shows nothing."""
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(f"{site.address}/icon.svg")
    yield page
    context.close()


@pytest.fixture
def context(chromium: Browser, signed_in: Path) -> Iterator[BrowserContext]:
    opened = chromium.new_context(
        storage_state=signed_in, viewport={"width": 1280, "height": 800}, accept_downloads=True
    )
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; a script error on it fails the test, and so does one of the server's."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("response", lambda said: errors.append(said.url) if said.status >= 500 else None)
    yield opened
    assert not errors, errors


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A picture of every open page when a browser test fails, in the git-ignored folder `out/browser`."""
    report = yield
    browser = item.funcargs.get("chromium") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and browser is not None:
        folder = ROOT / "out" / "browser"
        folder.mkdir(parents=True, exist_ok=True)
        for number, opened in enumerate(page for context in browser.contexts for page in context.pages):
            opened.screenshot(path=folder / f"{item.name}-{number}.png")
    return report
