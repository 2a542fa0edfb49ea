"""The detectors of faces that run elsewhere: with others, or in an environment of their own."""

from __future__ import annotations

from .info import DetectorInfo


def _deepface(backend: str, title: str) -> DetectorInfo:
    """One of the detectors that DeepFace wraps; DeepFace fetches its weights by itself."""
    return DetectorInfo(
        name=f"deepface-{backend}",
        title=f"DeepFace, {title}",
        labels=("face",),
        operating_threshold=0.5,
        store_floor=0.1,
        licence="MIT, the network its own",
        weights=(),
        says=f"{title} as DeepFace runs it, in an environment of its own.",
        made_by="deepface_apart:DeepFaceApart",
        sizes="as the network does",
        cost_ms=0,
        on_gpu=False,
        interpreter="MORETTA_DEEPFACE_PYTHON",
    )


ELSEWHERE: tuple[DetectorInfo, ...] = (
    DetectorInfo(
        name="rekognition",
        title="Amazon Rekognition",
        labels=("face",),
        operating_threshold=0.5,
        store_floor=0.1,
        licence="Amazon's terms of service",
        weights=(),
        says="Sends every picture to Amazon, at Amazon's price. The 100 largest faces of a picture.",
        made_by="rekognition:Rekognition",
        sizes="from about 40 pixels at 1920×1080",
        cost_ms=0,
        packages=("boto3",),
        cloud=True,
        on_gpu=False,
    ),
    DetectorInfo(
        name="google-vision",
        title="Google Cloud Vision",
        labels=("face",),
        operating_threshold=0.5,
        store_floor=0.1,
        licence="Google's terms of service",
        weights=(),
        says="Sends every picture to Google, at Google's price. At most 100 faces of a picture.",
        made_by="google_vision:GoogleVision",
        sizes="from about 20 pixels between the eyes",
        cost_ms=0,
        packages=("google.cloud.vision",),
        cloud=True,
        on_gpu=False,
    ),
    _deepface("opencv", "Haar cascade"),
    _deepface("ssd", "SSD"),
    _deepface("dlib", "dlib HOG"),
    _deepface("mtcnn", "MTCNN"),
    _deepface("retinaface", "RetinaFace"),
    _deepface("mediapipe", "MediaPipe"),
    _deepface("yunet", "YuNet"),
    _deepface("centerface", "CenterFace"),
)
