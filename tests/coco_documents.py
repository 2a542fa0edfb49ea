"""Small COCO documents to evaluate: truth and predictions."""

from __future__ import annotations

import numpy as np

from moretta_vision.evaluate.detections import report


def photo(number=1, name="a.jpg", side=100, **more):
    return {"id": number, "file_name": name, "width": side, "height": side, **more}


def box(bbox, image=1, **more):
    return {"image_id": image, "category_id": 1, "bbox": list(bbox), **more}


def coco(images, annotations, **more):
    """A COCO document with the category face."""
    return {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "face"}], **more}


def one_photo(true, found, **more):
    """The report on one photo of 100 by 100 pixels."""
    return report(coco([photo()], [box(each) for each in true]), coco([photo()], found), **more)


def scattered(seed):
    """Truth with subsets, and predictions that fit it more or less: odd sizes, halves of pixels, boxes beyond the edge,
    ignored, crowded and kept ones, photos that nobody answered."""
    chance = np.random.default_rng(seed)
    photos, true, found = [], [], []
    for number in range(40):
        width, height = (int(side) for side in chance.integers(20, 200, 2))
        subset = "negatives" if number % 5 == 4 else "faces"
        photos.append(
            {
                "id": number,
                "file_name": f"{subset}/{number}.jpg",
                "width": width,
                "height": height,
                "subset": subset,
            }
        )
        for _ in range(chance.integers(0, 8)):
            corner = chance.uniform(-8, 1, 2) + chance.uniform(0, 1, 2) * (width, height)
            bbox = np.round(np.concatenate([corner, chance.lognormal(2.6, 0.9, 2)]) * 2) / 2
            marks = {"ignore": int(chance.random() < 0.15), "iscrowd": int(chance.random() < 0.05)}
            if subset == "faces":
                true.append(box(bbox.tolist(), number, **marks))
            for _ in range(chance.integers(0, 3)):
                near = bbox + chance.normal(0, 0.12, 4) * np.abs(bbox[[2, 3, 2, 3]])
                near[2:] = np.maximum(near[2:], 0)
                found.append(box(near.round(2).tolist(), number, score=float(chance.integers(0, 50)) / 50))
                if chance.random() < 0.1:
                    found[-1]["decision"] = "keep"
    answered = [each for each in photos if each["id"] % 11 != 7]
    listed = {each["id"] for each in answered}
    return coco(photos, true), coco(answered, [each for each in found if each["image_id"] in listed])
