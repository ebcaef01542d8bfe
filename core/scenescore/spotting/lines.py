"""Lines of dialogue in frames: what no entry, exit or accent may fall into."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from math import ceil, floor

from scenescore.model import Heard
from scenescore.timebase import Rate, Span, merge_spans


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines in order, apart from each other: frames [start, end), and exact seconds."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    spans: tuple[Span, ...]

    def is_inside(self, frame: int, before: int = 0, after: int = 0) -> bool:
        """Whether a line sounds at `frame`, begins less than `before` frames later, or ended less
        than `after` frames ago; a line's own first frame counts as inside.
        """
        following = bisect_left(self.starts, frame + max(before, 1))
        return following > 0 and self.ends[following - 1] + after > frame

    def share(self, start: int, end: int) -> float:
        """The share of the frames [start, end) in which somebody speaks."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        spoken = sum(
            min(self.ends[i], end) - max(self.starts[i], start) for i in range(first, last)
        )
        return spoken / max(end - start, 1)

    def between(self, start: int, end: int) -> range:
        """Indices of the lines that touch the frames [start, end)."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def near(self, start: int, end: int, rate: Rate) -> tuple[Span, ...]:
        """The parts of the lines that lie inside the frames [start, end), in seconds."""
        reach = Span.of_frames(start, end, rate)
        clipped = (self.spans[i].clip_to(reach) for i in self.between(start, end))
        return tuple(span for span in clipped if span)


def lines_of(heard: Heard, rate: Rate, gap: float) -> Lines:
    """Speech as lines, pauses below `gap` seconds closed; phrases where there is no speech."""
    spoken = heard.speech or heard.phrases
    spans = merge_spans(tuple(s.span for s in spoken if s.span.duration > 0), gap)
    starts = tuple(floor(span.start * rate.fps) for span in spans)
    ends = tuple(ceil(span.end * rate.fps) for span in spans)
    return Lines(starts, ends, spans)
