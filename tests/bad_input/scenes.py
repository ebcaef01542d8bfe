"""Pictures and sounds that behave like films: textured shots in which something moves, speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from av.video.frame import VideoFrame
from tests.media.making import Array

SIZE = (160, 96)
RATE = 48_000


def shot(seed: int, count: int, step: float = 2.0) -> list[Array]:
    """Pictures (height, width, 3) in blue, green, red of one place, where a square moves on."""
    import cv2

    rng = np.random.default_rng(seed)
    coarse = rng.integers(30, 226, (6, 10, 3)).astype(np.uint8)
    place = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC)
    images = []
    for number in range(count):
        image = place.copy()
        left = round(10 + number * step) % (SIZE[0] - 24)
        image[36:60, left : left + 24] = (30, 60, 220)
        images.append(image)
    return images


def as_frames(images: list[Array], format: str = "yuv420p") -> list[VideoFrame]:
    """Pictures as frames for an encoder."""
    return [
        VideoFrame.from_ndarray(image, format="bgr24").reformat(format=format) for image in images
    ]


def two_shots(each: int = 25) -> list[VideoFrame]:
    """Two places with a cut between them."""
    return as_frames([*shot(1, each), *shot(2, each)])


def speech(data: Path, seconds: float, rate: int = RATE) -> Array:
    """Somebody reading aloud (n, 1); the first word begins after 0.45 s."""
    sound, own = soundfile.read(data / "speech" / "198-209-0000.ogg", dtype="float32")
    whole = soxr.resample(sound, own, rate).astype(np.float32)
    return np.ascontiguousarray(whole[: round(seconds * rate), None])


def noise(seconds: float, channels: int = 1, level: float = 0.1) -> Array:
    """White noise (n, channels)."""
    rng = np.random.default_rng(3)
    return rng.normal(0, level, (round(seconds * RATE), channels)).astype(np.float32)
