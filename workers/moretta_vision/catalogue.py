"""Names, kinds and properties of detectors, methods and labels: no heavy import, so that every process may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class LabelKind:
    """What a label stands for. `chip` is the letter that tells the kind on a picture, never a colour."""

    name: str
    title: str
    plural: str
    chip: str


@dataclass(frozen=True)
class DetectorInfo:
    """A detector: which label kinds it finds, from which score on it is believed, which weights it needs."""

    name: str
    title: str
    labels: tuple[str, ...]
    operating_threshold: float
    store_floor: float
    """Candidates below this score are not even stored."""
    licence: str
    weights: tuple[str, ...]
    says: str
    made_by: str
    """`module:Class` below `moretta_vision.detect`; the class is called with (provider, recipe)."""
    sizes: str
    """Which sizes it finds, in words."""
    cost_ms: float
    """CPU milliseconds for a photo of half a megapixel on one core, roughly; 0 where others compute."""
    flag_from: float | None = None
    """A find below the operating threshold is shown to people as doubtful from this score on; None: from half of it."""
    packages: tuple[str, ...] = ()
    """Python packages that it imports and that come with an extra."""
    cloud: bool = False
    """Pictures leave the house: only where the owner of the organization allows it."""
    on_gpu: bool = True
    """Whether it can run where `MORETTA_INFERENCE` says, and not on the CPU alone."""
    interpreter: str = ""
    """Environment variable with the Python of an environment of its own, for what cannot live in ours."""

    @property
    def doubtful_from(self) -> float:
        """From this score on a find below the operating threshold is worth a person's look."""
        return self.operating_threshold / 2 if self.flag_from is None else self.flag_from


@dataclass(frozen=True)
class PresetInfo:
    """A choice of detectors, one for each label kind."""

    name: str
    title: str
    detectors: Mapping[str, str]
    says: str


@dataclass(frozen=True)
class MethodInfo:
    """A way to hide: *visual* only changes the look, *irreversible* leaves nothing, *synthetic* puts something new."""

    name: str
    title: str
    kind: str
    says: str


LABEL_KINDS: dict[str, LabelKind] = {
    kind.name: kind
    for kind in (
        LabelKind("face", "Face", "faces", "F"),
        LabelKind("license_plate", "License plate", "license plates", "L"),
        LabelKind("person", "Person", "people", "P"),
        LabelKind("vehicle", "Vehicle", "vehicles", "V"),
        LabelKind("screen", "Screen", "screens", "S"),
        LabelKind("text", "Text", "texts", "T"),
        LabelKind("object", "Object", "objects", "O"),
    )
}


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


DETECTORS: dict[str, DetectorInfo] = {
    detector.name: detector
    for detector in (
        DetectorInfo(
            name="faces-fast",
            title="Faces, fast",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.1,
            licence="MIT",
            weights=("yunet",),
            says="YuNet at two sizes, its scores weighed by the scene.",
            made_by="faces:Faces",
            sizes="from about 12 pixels up",
            cost_ms=17,
            flag_from=0.43,
        ),
        DetectorInfo(
            name="faces-balanced",
            title="Faces, balanced",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.1,
            licence="MIT",
            weights=("yunet", "centerface"),
            says="YuNet at two sizes and CenterFace, their evidence and the scene weighed together.",
            made_by="faces:Faces",
            sizes="from about 8 pixels up",
            cost_ms=130,
            flag_from=0.43,
        ),
        DetectorInfo(
            name="faces-thorough",
            title="Faces, thorough",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.1,
            licence="MIT",
            weights=("yunet", "centerface"),
            says="YuNet and CenterFace at six sizes, one of them mirrored, weighed together.",
            made_by="faces:Faces",
            sizes="from about 8 pixels up",
            cost_ms=800,
            flag_from=0.43,
        ),
        DetectorInfo(
            name="yunet",
            title="YuNet",
            labels=("face",),
            operating_threshold=0.6,
            store_floor=0.1,
            licence="MIT",
            weights=("yunet",),
            says="Faces, frontal to profile. Small and quick.",
            made_by="yunet:YuNet",
            sizes="from about 10 pixels up",
            cost_ms=100,
            flag_from=0.3,
        ),
        DetectorInfo(
            name="haar",
            title="OpenCV cascades",
            labels=("face",),
            operating_threshold=0.4,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=(),
            says="Upright faces, from the front and in profile. The oldest method here: slow, misses much.",
            made_by="haar:Haar",
            sizes="from about a twentieth of the picture",
            cost_ms=800,
            flag_from=0.3,
            on_gpu=False,
        ),
        DetectorInfo(
            name="ssd",
            title="OpenCV SSD",
            labels=("face",),
            operating_threshold=0.3,
            store_floor=0.1,
            licence="none stated",
            weights=("ssd", "ssd-graph"),
            says="OpenCV's sample network. Large and middling faces, few small ones. Its weights have no licence.",
            made_by="ssd:Ssd",
            sizes="from about a twentieth of the picture",
            cost_ms=150,
            flag_from=0.2,
            on_gpu=False,
        ),
        DetectorInfo(
            name="dlib-hog",
            title="dlib HOG",
            labels=("face",),
            operating_threshold=0.3,
            store_floor=0.2,
            licence="BSL-1.0",
            weights=(),
            says="Upright faces from the front, with hardly a false one. Misses what is turned, small or covered.",
            made_by="dlib_faces:DlibHog",
            sizes="from about a sixteenth of the picture",
            cost_ms=130,
            flag_from=0.25,
            packages=("dlib",),
            on_gpu=False,
        ),
        DetectorInfo(
            name="dlib-cnn",
            title="dlib CNN",
            labels=("face",),
            operating_threshold=0.2,
            store_floor=0.05,
            licence="CC0",
            weights=("dlib-cnn",),
            says="Faces from several sides. Takes seconds a picture and finds fewer than the others.",
            made_by="dlib_faces:DlibCnn",
            sizes="from about a tenth of the picture",
            cost_ms=4000,
            flag_from=0.1,
            packages=("dlib",),
            on_gpu=False,
        ),
        DetectorInfo(
            name="mtcnn",
            title="MTCNN",
            labels=("face",),
            operating_threshold=0.4,
            store_floor=0.1,
            licence="MIT",
            weights=("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet"),
            says="Three networks after each other, with five landmarks.",
            made_by="mtcnn:Mtcnn",
            sizes="from about 12 pixels up",
            cost_ms=230,
            flag_from=0.2,
        ),
        DetectorInfo(
            name="retinaface",
            title="RetinaFace 0.25",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.1,
            licence="MIT",
            weights=("retinaface",),
            says="Faces of all sizes by two looks, with five landmarks.",
            made_by="retinaface:RetinaFace",
            sizes="from about 8 pixels up",
            cost_ms=120,
            flag_from=0.3,
        ),
        DetectorInfo(
            name="scrfd",
            title="SCRFD 2.5G",
            labels=("face",),
            operating_threshold=0.4,
            store_floor=0.1,
            licence="research only",
            weights=("scrfd-2.5g",),
            says="The best single network here. Its weights are for non-commercial research and have to be accepted.",
            made_by="scrfd:Scrfd",
            sizes="from about 6 pixels up",
            cost_ms=190,
            flag_from=0.25,
        ),
        DetectorInfo(
            name="mediapipe",
            title="MediaPipe, short range",
            labels=("face",),
            operating_threshold=0.4,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=("mediapipe-short",),
            says="Large faces near the camera, as in a video call. Finds few small ones.",
            made_by="mediapipe_faces:ShortRange",
            sizes="from about a tenth of the picture",
            cost_ms=30,
            flag_from=0.25,
            packages=("mediapipe",),
            on_gpu=False,
        ),
        DetectorInfo(
            name="mediapipe-full",
            title="MediaPipe, full range",
            labels=("face",),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=("mediapipe-full",),
            says="Faces within some five metres, small ones in tiles.",
            made_by="mediapipe_faces:FullRange",
            sizes="from about 12 pixels up",
            cost_ms=170,
            flag_from=0.35,
            packages=("mediapipe",),
            on_gpu=False,
        ),
        DetectorInfo(
            name="centerface",
            title="CenterFace",
            labels=("face",),
            operating_threshold=0.3,
            store_floor=0.1,
            licence="MIT",
            weights=("centerface",),
            says="Faces of all sizes by two looks, with hardly a false one, and five landmarks.",
            made_by="centerface:CenterFace",
            sizes="from about 8 pixels up",
            cost_ms=450,
            flag_from=0.2,
        ),
        DetectorInfo(
            name="ultralight",
            title="Ultra-Light 640",
            labels=("face",),
            operating_threshold=0.6,
            store_floor=0.2,
            licence="MIT",
            weights=("ultralight-640",),
            says="Faces of all sizes, in tiles of 640×480. Tight boxes, no landmarks.",
            made_by="ultralight:UltraLight",
            sizes="from about 8 pixels up",
            cost_ms=160,
            flag_from=0.3,
        ),
        DetectorInfo(
            name="ultralight-320",
            title="Ultra-Light 320",
            labels=("face",),
            operating_threshold=0.7,
            store_floor=0.3,
            licence="MIT",
            weights=("ultralight-320",),
            says="The smaller network, in tiles of 320×240. Quick, with more false ones.",
            made_by="ultralight:UltraLight320",
            sizes="from about 10 pixels up",
            cost_ms=85,
            flag_from=0.4,
        ),
        DetectorInfo(
            name="plate",
            title="Plate network",
            labels=("license_plate",),
            operating_threshold=0.2,
            store_floor=0.05,
            licence="none stated",
            weights=("plate",),
            says="License plates of all countries. The weights have no licence and have to be accepted.",
            made_by="plate:Plate",
            sizes="from about 30 pixels wide",
            cost_ms=180,
            flag_from=0.1,
        ),
        DetectorInfo(
            name="plate-text",
            title="Plates by their text",
            labels=("license_plate",),
            operating_threshold=0.4,
            store_floor=0.1,
            licence="Apache-2.0",
            weights=("ppocr-text", "ppocr-reading"),
            says="License plates that can be read, of one or two lines. Reads every short line of text in the picture.",
            made_by="plate_text:PlateText",
            sizes="characters from about 8 pixels high",
            cost_ms=400,
            flag_from=0.25,
        ),
        DetectorInfo(
            name="plates",
            title="Plates, network and text",
            labels=("license_plate",),
            operating_threshold=0.45,
            store_floor=0.1,
            licence="none stated",
            weights=("plate", "ppocr-text", "ppocr-reading"),
            says="The plate network and the text on plates, united. The network's weights have to be accepted.",
            made_by="plates:Plates",
            sizes="from about 30 pixels wide",
            cost_ms=550,
        ),
        DetectorInfo(
            name="plate-cascade",
            title="OpenCV plate cascades",
            labels=("license_plate",),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=(),
            says="Wide plates of one line, Russian ones best.",
            made_by="plate_cascade:PlateCascade",
            sizes="from about 60 pixels wide",
            cost_ms=150,
            on_gpu=False,
        ),
        DetectorInfo(
            name="lpd-yunet",
            title="LPD-YuNet",
            labels=("license_plate",),
            operating_threshold=0.8,
            store_floor=0.3,
            licence="Apache-2.0",
            weights=("lpd-yunet",),
            says="License plates, trained on Chinese ones. Written after its published format, not measured.",
            made_by="lpd_yunet:LpdYuNet",
            sizes="not measured",
            cost_ms=0,
        ),
        DetectorInfo(
            name="plate-yolo",
            title="YOLOv9 plates",
            labels=("license_plate",),
            operating_threshold=0.3,
            store_floor=0.1,
            licence="MIT",
            weights=("plate-yolo",),
            says="License plates of all countries, after accepting terms. Written after its published format, "
            "not measured.",
            made_by="plate_yolo:PlateYolo",
            sizes="not measured",
            cost_ms=0,
        ),
        DetectorInfo(
            name="people",
            title="People, two looks",
            labels=("person",),
            operating_threshold=0.1,
            store_floor=0.05,
            licence="Apache-2.0",
            weights=("yolox-nano",),
            says="People by YOLOX at two sizes, few missed at the cost of false boxes.",
            made_by="yolox:People",
            sizes="from about 10 pixels high",
            cost_ms=300,
        ),
        DetectorInfo(
            name="yolox",
            title="YOLOX-nano",
            labels=("person", "vehicle", "screen"),
            operating_threshold=0.25,
            store_floor=0.05,
            licence="Apache-2.0",
            weights=("yolox-nano",),
            says="People, vehicles, screens. Small and quick.",
            made_by="yolox:YoloX",
            sizes="from about 20 pixels high",
            cost_ms=100,
            flag_from=0.1,
        ),
        DetectorInfo(
            name="fastestdet",
            title="FastestDet",
            labels=("person", "vehicle"),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="BSD-3-Clause",
            weights=("fastestdet",),
            says="Large people and vehicles, in a few milliseconds.",
            made_by="fastestdet:FastestDet",
            sizes="from about a sixth of the picture",
            cost_ms=25,
        ),
        DetectorInfo(
            name="hog",
            title="OpenCV HOG",
            labels=("person",),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=(),
            says="People who stand or walk, seen whole, as by a street camera. Hardly anyone in everyday photos.",
            made_by="hog:Hog",
            sizes="from about a twelfth of the picture's long side",
            cost_ms=670,
            on_gpu=False,
        ),
        DetectorInfo(
            name="selfie",
            title="MediaPipe selfie",
            labels=("person",),
            operating_threshold=0.5,
            store_floor=0.2,
            licence="Apache-2.0",
            weights=("mediapipe-selfie",),
            says="Outlines of people near the camera, as in a video call. People who touch are one.",
            made_by="selfie:Selfie",
            sizes="from about a fifth of the picture",
            cost_ms=15,
            packages=("mediapipe",),
            on_gpu=False,
        ),
        DetectorInfo(
            name="text",
            title="PP-OCRv4 text",
            labels=("text",),
            operating_threshold=0.5,
            store_floor=0.3,
            licence="Apache-2.0",
            weights=("ppocr-text",),
            says="Lines of text, printed or written, in many scripts.",
            made_by="text:Text",
            sizes="characters from about 8 pixels high",
            cost_ms=300,
            flag_from=0.35,
        ),
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
}

PRESETS: dict[str, PresetInfo] = {
    preset.name: preset
    for preset in (
        PresetInfo(
            "fast",
            "Fast",
            {
                "face": "faces-fast",
                "license_plate": "plate-text",
                "person": "yolox",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "For a first look, or for large clear faces: a tenth of the default's time, and it misses more small ones.",
        ),
        PresetInfo(
            "balanced",
            "Balanced",
            {
                "face": "faces-balanced",
                "license_plate": "plate-text",
                "person": "people",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "Finds nearly everyone at a cost that suits thousands of pictures. The default.",
        ),
        PresetInfo(
            "thorough",
            "Thorough",
            {
                "face": "faces-thorough",
                "license_plate": "plate-text",
                "person": "people",
                "vehicle": "yolox",
                "screen": "yolox",
                "text": "text",
            },
            "Looks six times at each picture: for crowds, and where a missed face weighs more than hours of computing.",
        ),
    )
}

DEFAULT_PRESET = "balanced"

MACHINE_CAN_UNDO = "visual, a machine can undo it"

METHODS: dict[str, MethodInfo] = {
    method.name: method
    for method in (
        MethodInfo(
            "solid",
            "Solid",
            "irreversible",
            "One colour. Nothing of what was there is left; irreversible.",
        ),
        MethodInfo(
            "gaussian",
            "Gaussian blur",
            "visual",
            f"Smooth blur, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
        MethodInfo(
            "mosaic",
            "Mosaic",
            "visual",
            f"Coarse squares, relative to the object's size: {MACHINE_CAN_UNDO}.",
        ),
    )
}

DEFAULT_METHOD = "solid"

SHAPES = ("box", "ellipse")

RENDER_VERSIONS = {"thumbnail": 1, "proxy": 1, "redacted": 1, "redacted_thumbnail": 1}
"""Raised by hand, a kind at a time, when the same recipe gives other pixels than before."""


def detectors_for(label: str) -> list[str]:
    """The names of the detectors that can find a label kind."""
    return [name for name, detector in DETECTORS.items() if label in detector.labels]


def weights_of_preset(name: str) -> list[str]:
    """The weights that a preset needs, whatever it looks for."""
    detectors = PRESETS[name].detectors.values()
    return list(dict.fromkeys(weights for one in detectors for weights in DETECTORS[one].weights))
