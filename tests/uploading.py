"""Short words for tests that take files in through the API."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(seed: int = 0, size: tuple[int, int] = (64, 48), format: str = "JPEG") -> bytes:
    """A picture of noise; another seed is another picture."""
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, format)
    return out.getvalue()


def upload(client: Any, dataset: Any, *files: tuple[str, bytes] | Path, annotations: Any = None) -> Any:
    """Sends files (name and bytes, or a path) and perhaps COCO annotations in one request."""
    named = [(f.name, f.read_bytes()) if isinstance(f, Path) else f for f in files]
    parts: dict[str, Any] = {"files": [SimpleUploadedFile(name, data) for name, data in named]}
    if annotations is not None:
        body = annotations if isinstance(annotations, bytes) else json.dumps(annotations).encode()
        parts["annotations"] = SimpleUploadedFile("coco.json", body)
    return client.post(f"/api/datasets/{dataset.pk}/uploads", parts, format="multipart")


def read(response: Any) -> bytes:
    """The body of an answer, streamed or not."""

    async def whole() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    return async_to_sync(whole)() if response.streaming else response.content


def open_picture(data: bytes) -> np.ndarray:
    """RGB pixels."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)
