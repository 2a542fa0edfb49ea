"""Google Cloud Vision: face detection by the official client, up to 16 pictures a call."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from .base import DetectorUnavailable, Floats
from .cloud import CloudDetector, PictureRefused, Sent, ServiceBusy, as_rows

ENDPOINT = "MORETTA_GOOGLE_VISION_ENDPOINT"
"""Another endpoint than the worldwide one, such as eu-vision.googleapis.com, which keeps pictures in the EU."""

MOST_PICTURES, MOST_BYTES = 16, 7_000_000
"""Of a call: it may be 10 MB as JSON, and Base64 adds a third."""

MOST_FACES = 100
"""Asked for, because by default the service answers ten."""

SECONDS = 60.0
"""So long a call is tried again while the service is busy."""

LANDMARKS = ("LEFT_EYE", "RIGHT_EYE", "NOSE_TIP", "MOUTH_LEFT", "MOUTH_RIGHT")
BUSY_CODES, NO_ENTRY_CODES = (4, 8, 13, 14), (7, 16)
"""google.rpc.Code: deadline exceeded, resource exhausted, internal, unavailable; permission denied, unauthenticated."""


class GoogleVision(CloudDetector):
    most_bytes = MOST_BYTES

    def connect(self) -> str:
        from google.api_core import exceptions, retry
        from google.auth.exceptions import GoogleAuthError, TransportError
        from google.cloud import vision
        from requests import ConnectionError, Timeout

        endpoint = os.environ.get(ENDPOINT, "").strip()
        try:
            # REST: gRPC's threads do not survive the fork of a worker's processes.
            self._client: Any = vision.ImageAnnotatorClient(
                transport="rest", client_options={"api_endpoint": endpoint} if endpoint else None
            )
        except (GoogleAuthError, ValueError, OSError) as error:
            raise DetectorUnavailable(
                f"Google Cloud Vision needs credentials: {error} Set GOOGLE_APPLICATION_CREDENTIALS to the key file "
                "of a service account, or configure them as for every client of Google."
            ) from None
        busy = retry.if_exception_type(
            exceptions.TooManyRequests, exceptions.ServerError, ConnectionError, Timeout, TransportError
        )
        self._retry = retry.Retry(busy, initial=1.0, maximum=20.0, multiplier=2.0, timeout=SECONDS)
        return "v1"

    def ask(self, pictures: Sequence[Sent]) -> list[Floats]:
        return [rows for call in _calls(pictures) for rows in self._call(call)]

    def _call(self, pictures: Sequence[Sent]) -> list[Floats]:
        from google.api_core import exceptions
        from google.auth.exceptions import GoogleAuthError, TransportError
        from google.cloud import vision
        from requests import RequestException

        feature = vision.Feature(type_=vision.Feature.Type.FACE_DETECTION, max_results=MOST_FACES)
        requests = [
            vision.AnnotateImageRequest(image=vision.Image(content=one.jpeg), features=[feature])
            for one in pictures
        ]
        try:
            answers = self._client.batch_annotate_images(
                requests=requests, retry=self._retry, timeout=SECONDS
            ).responses
        except (exceptions.Forbidden, exceptions.Unauthorized) as error:
            raise _no_entry(error.message) from None
        except exceptions.RetryError as error:
            raise _busy(str(error.cause)) from None
        except (TransportError, RequestException) as error:
            raise _busy(str(error)) from None
        except GoogleAuthError as error:
            raise _no_entry(str(error)) from None
        except exceptions.GoogleAPICallError as error:
            raise _refused(error.message) from None
        if len(answers) != len(pictures):
            raise ServiceBusy(f"Google Cloud Vision answered {len(answers)} of {len(pictures)} pictures.")
        return [_rows(answer) for answer in answers]


def _calls(pictures: Sequence[Sent]) -> Iterator[list[Sent]]:
    """As few calls as the limits allow, in order."""
    call: list[Sent] = []
    for one in pictures:
        if call and (len(call) == MOST_PICTURES or sum(len(p.jpeg) for p in (*call, one)) > MOST_BYTES):
            yield call
            call = []
        call.append(one)
    if call:
        yield call


def _rows(answer: Any) -> Floats:
    if answer.error.code in NO_ENTRY_CODES:
        raise _no_entry(answer.error.message)
    if answer.error.code in BUSY_CODES:
        raise _busy(answer.error.message)
    if answer.error.code:
        raise _refused(answer.error.message)
    rows = []
    for face in answer.face_annotations:
        # The other polygon lacks coordinates where a face is cut by the edge.
        corners = [(vertex.x, vertex.y) for vertex in face.fd_bounding_poly.vertices]
        across, down = zip(*corners, strict=True)
        marks = {mark.type_.name: (mark.position.x, mark.position.y) for mark in face.landmarks}
        points = [value for name in LANDMARKS for value in marks.get(name, (float("nan"),) * 2)]
        rows.append([min(across), min(down), max(across), max(down), *points, face.detection_confidence])
    return as_rows(rows)


def _no_entry(says: str) -> DetectorUnavailable:
    return DetectorUnavailable(
        f"Google Cloud Vision does not let us in: {says} Check the credentials, and that the project has the Vision "
        "API and billing."
    )


def _busy(says: str) -> ServiceBusy:
    return ServiceBusy(
        f"Google Cloud Vision takes no more pictures for now, also after {SECONDS:.0f} seconds of trying: {says} "
        "Wait, or ask Google for a higher quota."
    )


def _refused(says: str) -> PictureRefused:
    return PictureRefused(f"Google Cloud Vision does not take the picture: {says}")
