"""The page's own files, as a running server has them."""

from pathlib import Path
from typing import Any

from django.test import Client


def test_a_page_that_is_built_anew_is_served_without_a_new_start(tmp_path: Path, settings: Any) -> None:
    old, new = (tmp_path / "assets" / f"main-{build}.js" for build in ("a1b2c3d4", "e5f6a7b8"))
    old.parent.mkdir()
    old.write_text("first()")
    settings.STATICFILES_DIRS = [("app", tmp_path)]
    browser = Client()

    def script(file: Path) -> Any:
        return browser.get(f"/static/app/assets/{file.name}")

    assert (script(old).status_code, script(new).status_code) == (200, 404)
    old.unlink()
    new.write_text("second()")
    assert script(old).status_code == 404
    answer = script(new)
    assert b"".join(answer.streaming_content) == b"second()"
    assert "immutable" in answer["Cache-Control"]
