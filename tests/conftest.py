"""What all tests share: where the real data lies, and what a missing service or folder means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"


def missing(reason: str) -> None:
    """Skips with a reason; fails where `MORETTA_TEST_REQUIRE=all` says that nothing may be missing."""
    if os.environ.get("MORETTA_TEST_REQUIRE") == "all":
        pytest.fail(f"{reason} (MORETTA_TEST_REQUIRE=all)")
    pytest.skip(reason)


def _folder(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable, default))
    if not folder.is_dir():
        missing(f"{variable} names no folder: {folder}")
    return folder


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Real pictures and clips with a manifest.json; their folder is named by MORETTA_TESTDATA."""
    return _folder("MORETTA_TESTDATA", "/work/shared/data")


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Weights for tests and measurements; their folder is named by MORETTA_MODELS_DIR."""
    return _folder("MORETTA_MODELS_DIR", "/work/shared/models")


@pytest.fixture
def with_models(models_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The product itself finds the weights of `models_dir`."""
    monkeypatch.setenv("MORETTA_MODELS_DIR", str(models_dir))
    return models_dir


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of case tables that Python and TypeScript both test."""
    return CASES


pytest_plugins = ["broker_fixtures"]
