"""A small picture of shots, for people who read the report: kept on disk beside the cache."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from scenescore.cache import atomic, cache_folder, fingerprint
from scenescore.errors import OutputUnwritable
from scenescore.media import Image, View
from scenescore.model import Shot, Still
from scenescore.timebase import Rate, to_frames
from scenescore.watch.glances import STEP

log = logging.getLogger(__name__)

MOST = 60
"""Shots of an edit that get a picture: 60 of about 5 kB."""

_WIDTH = 160
_QUALITY = 72
_KEPT = 480  # pictures of a film in memory until its shots are known: 3 MB


class StillTaker:
    """Takes small pictures of a film, as closely as its length allows, in bounded memory.

    Whenever there are too many, every second one is dropped and the next are taken half as often.
    """

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._step = 2 * STEP
        self._next = Fraction(0)
        self._taken: list[tuple[int, bytes]] = []

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame, shown from `seconds` on."""
        if seconds < self._next:
            return
        self._taken.append((to_frames(seconds, self._rate), jpeg(view.fine)))
        if len(self._taken) > _KEPT:
            del self._taken[1::2]
            self._step *= 2
        self._next = (seconds // self._step + 1) * self._step

    def of_shots(self, shots: Sequence[Shot]) -> dict[int, bytes]:
        """For the shots to show the picture nearest to their middle, where one was taken."""
        frames = [frame for frame, _ in self._taken]
        found = {}
        for index in shown(shots):
            shot = shots[index]
            first, last = np.searchsorted(frames, (shot.start_frame, shot.end_frame))
            inside = self._taken[int(first) : int(last)]
            if inside:
                middle = (shot.start_frame + shot.end_frame) / 2
                found[index] = min(inside, key=lambda taken: abs(taken[0] - middle))[1]
        return found


def shown(shots: Sequence[Shot], most: int = MOST) -> list[int]:
    """The shots to show, at most so many: the longest that begins in each stretch of the edit."""
    if len(shots) <= most:
        return list(range(len(shots)))
    first, last = shots[0].start_frame, shots[-1].end_frame
    longest: dict[int, int] = {}
    for index, shot in enumerate(shots):
        slot = (shot.start_frame - first) * most // max(1, last - first)
        held = shots[longest.get(slot, index)]
        if shot.end_frame - shot.start_frame >= held.end_frame - held.start_frame:
            longest[slot] = index
    return sorted(longest.values())


def jpeg(image: Image) -> bytes:
    """A small picture as JPEG."""
    import cv2

    height = max(1, round(_WIDTH * image.shape[0] / image.shape[1]))
    small = cv2.resize(image, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    encoded: npt.NDArray[np.uint8] = np.asarray(data, np.uint8)
    return encoded.tobytes()


def kept(identity: str, pictures: Mapping[int, bytes]) -> tuple[Still, ...]:
    """The pictures written to disk, by shot; none where the cache cannot be written."""
    folder = cache_folder() / "stills" / fingerprint(identity)
    stills = []
    for shot, data in sorted(pictures.items()):
        path = folder / f"{shot}.jpg"
        try:
            with atomic(path) as temporary:
                temporary.write_bytes(data)
        except OutputUnwritable as error:
            log.info("no stills: %s", error)
            return ()
        stills.append(Still(shot, str(path)))
    return tuple(stills)
