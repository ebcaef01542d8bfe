"""What is seen in an edit at each frame: clips, and how they are mixed where they dissolve."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from typing import NamedTuple

from scenescore.model import Clip, Cut, Edit
from scenescore.timebase import to_seconds


class Layer(NamedTuple):
    """A clip (None is black) and its share 0…1 of the picture; shares of a frame sum to 1."""

    clip: Clip | None
    share: float


class Layers:
    """Answers which clips make up each frame of an edit.

    Two clips dissolve over the span of their cut; a fade goes through black. A film's own dissolves
    are in its pictures already and are left alone.
    """

    def __init__(self, edit: Edit) -> None:
        self._rate = edit.rate
        self._clips = sorted(edit.picture, key=lambda clip: clip.record.start)
        self._starts = [clip.record.start for clip in self._clips]
        mixed = () if edit.format == "film" else edit.cuts
        self._mixed = sorted(
            (cut for cut in mixed if cut.span and cut.span.duration > 0), key=lambda cut: cut.frame
        )

    def at(self, frame: int) -> tuple[Layer, ...]:
        """The layers of a frame, without those of no share."""
        moment = to_seconds(frame, self._rate)
        cut = next((c for c in self._mixed if c.span and c.span.contains(moment)), None)
        if cut is None:
            return (Layer(self._clip_at(moment), 1.0),)
        layers = self._mix(cut, moment + self._rate.frame / 2)
        return tuple(layer for layer in layers if layer.share > 0)

    def _mix(self, cut: Cut, moment: Fraction) -> tuple[Layer, ...]:
        assert cut.span is not None
        done = min(float((moment - cut.span.start) / cut.span.duration), 1.0)
        before = self._clip_at(to_seconds(cut.frame - 1, self._rate))
        after = self._clip_at(to_seconds(cut.frame, self._rate))
        if cut.kind == "fade" and before and after:
            shown = Layer(before, 1 - 2 * done) if done < 0.5 else Layer(after, 2 * done - 1)
            return shown, Layer(None, 1 - shown.share)
        return Layer(before, 1 - done), Layer(after, done)

    def _clip_at(self, moment: Fraction) -> Clip | None:
        at = bisect_right(self._starts, moment) - 1
        if at < 0 or not self._clips[at].record.contains(moment):
            return None
        return self._clips[at]
