"""Hard cuts: PySceneDetect finds them, a second look rejects flashes and noise in the dark."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import numpy as np

from scenescore.media import View
from scenescore.timebase import Rate
from scenescore.watch.strip import Strip

_SHORTEST = Fraction(1, 4)  # seconds between cuts: shorter shots are flashes
_CONTENT = 10.0  # of PySceneDetect's 0…255; its own 15 misses cuts between dark shots
_VISIBLE = 0.12  # of the mean light: noise in hue alone, as in black, is no cut
_DARK = 20.0  # luma 0…255 added to that mean, so that noise in black stays below it
_LASTING = 0.35  # of the jump must still be there after a flash
_FLASH = 5  # frames that a flash may last


class HardCuts:
    """PySceneDetect's adaptive detector, fed frame by frame.

    A cut is a frame whose difference in hue, saturation and light stands out from the differences
    of its neighbours (ratio 3 over two frames each way). Frames are counted as they are shown;
    their times, even or not, stay with the `Strip`.
    """

    def __init__(self, rate: Rate) -> None:
        from scenedetect.detectors import AdaptiveDetector

        shortest = ceil(_SHORTEST * rate.fps)
        self._detector = AdaptiveDetector(min_scene_len=shortest, min_content_val=_CONTENT)
        self._shown = 0
        self._found: list[int] = []

    def frame(self, index: int, seconds: Fraction, view: View) -> None:
        """See the next frame."""
        from scenedetect.common import FrameTimecode

        # The rate is a formality: only numbers of frames go in and come out.
        cuts = self._detector.process_frame(FrameTimecode(self._shown, 25.0), view.rough)
        self._found += [cut.frame_num for cut in cuts]
        self._shown += 1

    def cuts(self, strip: Strip) -> list[int]:
        """First frames of new pictures, counted as shown, in order."""
        return [cut for cut in sorted(set(self._found)) if is_cut(strip, cut)]


def jump_at(strip: Strip, frame: int) -> float:
    """Mean change of light, 0…255, from the frame before to `frame`, both inside the film."""
    before, after = strip.cells(frame - 1, frame + 1)
    return float(np.abs(after - before).mean())


def is_cut(strip: Strip, frame: int) -> bool:
    """Whether the picture really changes at `frame`, in light or shade, and stays changed."""
    if not 0 < frame < len(strip):
        return False
    jump = jump_at(strip, frame)
    before, after = strip.cells(frame - 1, frame + 1)
    if jump < _VISIBLE * (float((before + after).mean()) / 2 + _DARK):
        return False
    later = strip.cells(frame + _FLASH, frame + _FLASH + 1)
    return not len(later) or float(np.abs(later[0] - before).mean()) > _LASTING * jump
