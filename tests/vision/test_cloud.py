"""Detectors that ask a service, by the official clients, against a server of our own on this machine.

The answers have the form that the services document; none was recorded from the services themselves.
"""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from moretta_vision import detect
from moretta_vision.cli import main
from moretta_vision.detect import google_vision
from moretta_vision.detect.base import DetectorUnavailable
from moretta_vision.detect.cloud import TRIES, PictureRefused, ServiceBusy

FACE = {"left": 0.25, "top": 0.5, "width": 0.125, "height": 0.25, "score": 0.9}
POINTS = [(0.28, 0.55), (0.34, 0.55), (0.31, 0.6), (0.29, 0.7), (0.33, 0.7)]


def decoded(data):
    jpeg = base64.b64decode(data)
    return len(jpeg), cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


class Amazon:
    """How Rekognition speaks. `faces(picture)` says how often FACE is in a picture, None refuses it."""

    name = "rekognition"
    most_bytes = 5 * 1024 * 1024
    busy = (400, {"__type": "ProvisionedThroughputExceededException", "message": "Rate exceeded"})
    denied = (400, {"__type": "UnrecognizedClientException", "message": "The security token is invalid."})
    broken = (500, {"__type": "InternalServerError", "message": "Sorry"})
    marks = ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")

    @staticmethod
    def prepare(monkeypatch, folder, address):
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", address)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")

    @staticmethod
    def pictures(body):
        return [body["Image"]["Bytes"]]

    def answer(self, body, faces):
        many = faces(decoded(self.pictures(body)[0])[1])
        if many is None:
            return 400, {"__type": "InvalidImageFormatException", "message": "Request has invalid format"}
        marks = [{"Type": kind, "X": x, "Y": y} for kind, (x, y) in zip(self.marks, POINTS, strict=True)]
        box = {side.capitalize(): FACE[side] for side in ("left", "top", "width", "height")}
        face = {"BoundingBox": box, "Confidence": FACE["score"] * 100, "Landmarks": marks[::-1]}
        return 200, {"FaceDetails": [face] * many}


class Google:
    """How Cloud Vision speaks."""

    name = "google-vision"
    most_bytes = 7_000_000
    busy = (429, {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}})
    denied = (403, {"error": {"code": 403, "message": "API not enabled.", "status": "PERMISSION_DENIED"}})
    broken = (503, {"error": {"code": 503, "message": "Sorry", "status": "UNAVAILABLE"}})
    marks = ("LEFT_EYE", "RIGHT_EYE", "NOSE_TIP", "MOUTH_LEFT", "MOUTH_RIGHT")

    @staticmethod
    def prepare(monkeypatch, folder, address):
        monkeypatch.setenv(google_vision.ENDPOINT, address)
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(folder)))

    @staticmethod
    def pictures(body):
        return [request["image"]["content"] for request in body["requests"]]

    def answer(self, body, faces):
        return 200, {"responses": [self._one(decoded(data)[1], faces) for data in self.pictures(body)]}

    def _one(self, picture, faces):
        if (many := faces(picture)) is None:
            return {"error": {"code": 3, "message": "Bad image data."}}
        height, width = picture.shape[:2]
        left, top = FACE["left"] * width, FACE["top"] * height
        right, bottom = left + FACE["width"] * width, top + FACE["height"] * height
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        face = {
            "fdBoundingPoly": {"vertices": [{"x": round(x), "y": round(y)} for x, y in corners]},
            "detectionConfidence": FACE["score"],
            "landmarks": [
                {"type": kind, "position": {"x": x * width, "y": y * height, "z": 0.1}}
                for kind, (x, y) in zip(self.marks, POINTS, strict=True)
            ],
        }
        return {"faceAnnotations": [face] * many}


def service_account(folder):
    """A key file as Google gives it, with a key that nobody knows."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    facts = {
        "type": "service_account",
        "project_id": "test",
        "private_key_id": "1",
        "private_key": pem.decode(),
        "client_email": "test@test.iam.gserviceaccount.com",
        "client_id": "1",
        "token_uri": "http://127.0.0.1:9/token",
    }
    path = folder / "key.json"
    path.write_text(json.dumps(facts))
    return path


SPEAKERS = {speaker.name: speaker for speaker in (Amazon(), Google())}


class Service:
    """A service on this machine: first the answers `coming`, then what `faces` says of the picture."""

    def __init__(self, speaker):
        self.speaker, self.coming, self.always, self.calls = speaker, [], None, []
        self.faces = lambda picture: 1
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.calls.append(body)
                status, answer = service.next(body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_): ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def next(self, body):
        if self.coming:
            return self.coming.pop(0)
        return self.always or self.speaker.answer(body, self.faces)


@pytest.fixture(autouse=True)
def nobody_configured(tmp_path, monkeypatch):
    """None of this machine's own credentials, no wait between tries, no detector of another test."""
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", google_vision.ENDPOINT):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    detect.unload()
    yield
    detect.unload()


@pytest.fixture(params=list(SPEAKERS))
def service(request, tmp_path, monkeypatch):
    service = Service(SPEAKERS[request.param])
    service.speaker.prepare(monkeypatch, tmp_path, service.address)
    yield service
    service.server.shutdown()
    service.server.server_close()


def search(service, pictures, least=None):
    return detect.load(service.speaker.name).detect(pictures, least)


def grey(width=800, height=400):
    return np.full((height, width, 3), 127, np.uint8)


def noise(width, height):
    return np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)


def test_a_face_comes_back_with_score_and_landmarks_in_pixels(service):
    [found] = search(service, [grey()])
    assert found.boxes.tolist() == [[200, 200, 100, 100]]
    assert found.scores.tolist() == pytest.approx([0.9])
    assert found.labels == ["face"] and found.source == service.speaker.name and found.version
    np.testing.assert_allclose(found.landmarks[0], np.array(POINTS) * (800, 400), atol=1e-2)


def test_faces_below_the_score_asked_for_are_left_out(service):
    assert [len(search(service, [grey()], least)[0]) for least in (0.95, 0.9 - 1e-6, 0.0)] == [0, 1, 1]


def test_a_batch_keeps_its_order_and_nothing_found_is_nothing(service):
    service.faces = lambda picture: int(picture.mean() // 64)
    shades = [10, 200, 70, 140, 10, 70]
    found = search(service, [np.full((200, 300, 3), shade, np.uint8) for shade in shades])
    assert [len(one) for one in found] == [0, 3, 1, 2, 0, 1]


def test_pictures_keep_within_the_limit_and_boxes_are_scaled_back(service, monkeypatch):
    detector = detect.load(service.speaker.name)
    assert detector.most_bytes == service.speaker.most_bytes
    monkeypatch.setattr(type(detector), "most_bytes", 30_000)
    [found] = search(service, [noise(400, 300)])
    [data] = service.speaker.pictures(service.calls[0])
    size, seen = decoded(data)
    assert size <= 30_000 and seen.shape[1] < 400
    np.testing.assert_allclose(found.boxes, [[100, 150, 50, 75]], atol=2)


def test_a_box_over_the_edge_is_cut_to_the_picture(service, monkeypatch):
    monkeypatch.setitem(FACE, "left", 0.95)
    [found] = search(service, [grey()])
    assert found.boxes.tolist() == [[760, 200, 40, 100]]


def test_tiny_and_odd_pictures_are_sent_in_a_form_that_is_taken(service):
    odd = [
        np.full((1, 1, 3), 90, np.uint8),
        np.full((20, 900), 90, np.uint8),
        np.full((9, 9, 4), 9, np.uint8),
    ]
    found = search(service, odd)
    for image, one in zip(odd, found, strict=True):
        assert (one.boxes[:, :2] + one.boxes[:, 2:] <= np.array(image.shape[1::-1]) + 1e-3).all()
    if service.speaker.name == "rekognition":  # takes none with a side below 80
        sides = [min(decoded(body["Image"]["Bytes"])[1].shape[:2]) for body in service.calls]
        assert min(sides) >= 80


def test_twenty_pictures_are_no_more_calls_than_needed(service):
    search(service, [grey(100, 100)] * 20)
    assert len(service.calls) == (2 if service.speaker.name == "google-vision" else 20)


def test_large_pictures_are_spread_over_calls_that_are_not_too_large(service, monkeypatch):
    assert google_vision.MOST_BYTES * 4 / 3 < 10_000_000
    monkeypatch.setattr(google_vision, "MOST_BYTES", 200_000)
    found = search(service, [noise(400, 300)] * 5)
    assert len(found) == 5 and len(service.calls) > 1
    for body in service.calls:
        assert sum(map(len, service.speaker.pictures(body))) <= 200_000 * 4 / 3 + 16 * 4


@pytest.mark.parametrize("trouble", ["busy", "broken"])
def test_a_busy_service_is_asked_again(service, trouble):
    service.coming = [getattr(service.speaker, trouble)] * 2
    assert len(search(service, [grey()])[0]) == 1
    assert len(service.calls) == 3


@pytest.mark.parametrize(
    ("trouble", "says"), [("busy", "for now.*also after.*Wait, or ask"), ("broken", "also after")]
)
def test_a_quota_that_stays_exceeded_ends_with_a_sentence(service, trouble, says, monkeypatch):
    monkeypatch.setattr(google_vision, "SECONDS", 0.5)
    service.always = getattr(service.speaker, trouble)
    with pytest.raises(ServiceBusy, match=says):
        search(service, [grey()])
    if service.speaker.name == "rekognition":
        assert len(service.calls) == TRIES


def test_wrong_credentials_are_named_and_not_tried_again(service):
    service.always = service.speaker.denied
    with pytest.raises(DetectorUnavailable, match="does not let us in.*Check the credentials"):
        search(service, [grey()])
    assert len(service.calls) == 1


def test_a_service_that_is_not_there_is_a_sentence(service, monkeypatch):
    monkeypatch.setattr(google_vision, "SECONDS", 0.5)
    detector = detect.load(service.speaker.name)
    service.server.shutdown()
    service.server.server_close()
    with pytest.raises(ServiceBusy):
        detector.detect([grey()])


def test_one_bad_picture_of_a_batch_is_an_error_and_never_nothing_found(service):
    service.faces = lambda picture: None if picture.mean() > 250 else 1
    white = np.full((100, 100, 3), 255, np.uint8)
    with pytest.raises(PictureRefused, match="does not take the picture"):
        search(service, [grey(), white, grey()])
    assert len(search(service, [grey()])[0]) == 1


@pytest.mark.parametrize(
    ("name", "says"),
    [("rekognition", "Set AWS_ACCESS_KEY_ID"), ("google-vision", "Set GOOGLE_APPLICATION_CREDENTIALS")],
)
def test_without_credentials_the_command_says_which_to_set_and_begins_nothing(name, says, tmp_path, capsys):
    picture = tmp_path / "a.png"
    cv2.imwrite(str(picture), grey())
    assert main(["detect", str(picture), "--detector", name, "-o", str(tmp_path / "found.json")]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / "found.json").exists()


def test_without_a_region_amazon_says_so(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    with pytest.raises(DetectorUnavailable, match="needs a region"):
        detect.load("rekognition")
