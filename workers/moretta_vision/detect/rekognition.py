"""Amazon Rekognition: DetectFaces by the official client, which finds the 100 largest faces of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .base import DetectorUnavailable, Floats
from .cloud import TRIES, CloudDetector, PictureRefused, Sent, ServiceBusy, as_rows

THREADS = 4
LANDMARKS = ("eyeLeft", "eyeRight", "nose", "mouthLeft", "mouthRight")

NO_ENTRY = (
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "InvalidClientTokenId",
    "IncompleteSignature",
    "MissingAuthenticationTokenException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "OptInRequired",
    "SubscriptionRequiredException",
)
"""Codes by which Amazon turns us away: credentials, rights, the account."""

BUSY = (
    "ProvisionedThroughputExceededException",
    "LimitExceededException",
    "RequestLimitExceeded",
    "TooManyRequestsException",
    "SlowDown",
)
"""Codes of an exceeded quota, besides those that speak of throttling."""

CREDENTIALS = (
    "Amazon Rekognition needs credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or configure a profile "
    "or a role as for every client of Amazon."
)


class Rekognition(CloudDetector):
    most_bytes = 5 * 1024 * 1024
    least_side = 80

    def connect(self) -> str:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, NoRegionError

        retries: Any = {"mode": "standard", "total_max_attempts": TRIES}
        try:
            session = boto3.Session()
            if session.get_credentials() is None:
                raise DetectorUnavailable(CREDENTIALS)
            self._client: Any = session.client(
                "rekognition", config=Config(retries=retries, max_pool_connections=THREADS)
            )
        except NoRegionError:
            raise DetectorUnavailable(
                "Amazon Rekognition needs a region. Set AWS_DEFAULT_REGION, for example to eu-west-1."
            ) from None
        except BotoCoreError as error:
            raise DetectorUnavailable(f"Amazon's client cannot be set up: {error}") from None
        return str(self._client.meta.service_model.api_version)

    def ask(self, pictures: Sequence[Sent]) -> list[Floats]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(self._ask_one, pictures))

    def _ask_one(self, picture: Sent) -> Floats:
        from botocore.exceptions import (
            BotoCoreError,
            ClientError,
            CredentialRetrievalError,
            NoCredentialsError,
            PartialCredentialsError,
        )

        try:
            answer = self._client.detect_faces(Image={"Bytes": picture.jpeg}, Attributes=["DEFAULT"])
        except ClientError as error:
            raise _said(error) from None
        except (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError) as error:
            raise DetectorUnavailable(f"{CREDENTIALS} ({error})") from None
        except BotoCoreError as error:
            raise ServiceBusy(f"Amazon Rekognition cannot be reached: {error}") from None
        return as_rows([_row(face, *picture.size) for face in answer["FaceDetails"]])


def _row(face: Mapping[str, Any], width: int, height: int) -> list[float]:
    box = face["BoundingBox"]
    left, top = box["Left"] * width, box["Top"] * height
    marks = {mark["Type"]: (mark["X"] * width, mark["Y"] * height) for mark in face["Landmarks"]}
    points = [value for name in LANDMARKS for value in marks[name]]
    return [
        left,
        top,
        left + box["Width"] * width,
        top + box["Height"] * height,
        *points,
        face["Confidence"] / 100,
    ]


def _said(error: Any) -> Exception:
    """What Amazon's answer means for us."""
    code, says = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in NO_ENTRY:
        return DetectorUnavailable(
            f"Amazon Rekognition does not let us in ({code}: {says}). Check the credentials and that they may call "
            "rekognition:DetectFaces."
        )
    if "Throttl" in code or code in BUSY:
        return ServiceBusy(
            f"Amazon Rekognition takes no more pictures for now ({code}), also after {TRIES} tries. Wait, or ask "
            "Amazon for a higher quota."
        )
    if status >= 500:
        return ServiceBusy(f"Amazon Rekognition is out of order ({code}), also after {TRIES} tries.")
    return PictureRefused(f"Amazon Rekognition does not take the picture ({code}: {says}).")
