"""The page in Chromium, for bench/studio.py: signed in, with the measuring script in it."""

from __future__ import annotations

from collections.abc import Callable

from _installation import Person
from _studio_script import SCRIPT


class Chromium:
    """A page of the installation in a browser, signed in, with the measuring script in it."""

    def __init__(self, address: str, person: Person) -> None:
        self.address, self.person = address, person

    def __enter__(self) -> Chromium:
        import shutil

        from playwright.sync_api import sync_playwright

        self._playwright = sync_playwright().start()
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        self._browser = self._playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = self._browser.new_context(viewport={"width": 1280, "height": 800})
        cookies = [
            {"name": name, "value": value, "url": self.address}
            for name, value in self.person.http.cookies.items()
        ]
        context.add_cookies(cookies)  # type: ignore[arg-type]  # as the browser gave them
        context.set_default_timeout(120_000)
        context.add_init_script(SCRIPT)
        self.page = context.new_page()
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._playwright.stop()

    def open(self, path: str, wanted: str) -> None:
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_selector(wanted)

    def key(self, key: str, until: str) -> float:
        """Milliseconds from the event of a key to the frame in which what `until` names has changed."""
        self.page.evaluate("until => bench.arm(until)", until)
        self.page.keyboard.press(key)
        return float(self.page.evaluate("bench.answer()"))

    def during(self, act: Callable[[], object]) -> list[float]:
        """Milliseconds between frames while something is done."""
        self.page.evaluate("bench.begin()")
        act()
        return [float(value) for value in self.page.evaluate("bench.end()")]

    def memory(self) -> dict[str, float]:
        """Megabytes that the page's script holds after clearing away."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        script = session.send("Runtime.getHeapUsage")["usedSize"]
        session.detach()
        return {"script_mb": round(script / 1e6, 1)}
