"""Where somebody speaks, in beats: what the composer must stay out of."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from scenescore.compose.tempo import Plan
from scenescore.model import Cue
from scenescore.timebase import Span, merge_spans

MARGIN = Fraction(3, 10)
"""Seconds kept free before and after a line."""

SHORTEST_GAP = Fraction(6, 5)
"""Seconds; a pause below this is no place for a melody (MUSIC 3.3)."""


HUSHED_S = Fraction(3, 2)
"""Seconds after a line in which a hit stays gentle: the line is still in the ear, and music that
leaps out of the quiet beneath it could not lie close under the line itself."""

HUSHED_STRIKE = 8.0
"""Velocity of a hit above an ordinary note, under a line and just after it."""


@dataclass(frozen=True, slots=True)
class SpeechWindows:
    """Stretches of beats taken by speech, with margins, in order and apart by a usable gap.

    `hushed` are the beats up to which a hit after each stays gentle; `lines` is each line by
    itself, from its first beat to its last, in order.
    """

    starts: tuple[Fraction, ...]
    ends: tuple[Fraction, ...]
    hushed: tuple[Fraction, ...] = ()
    lines: tuple[tuple[Fraction, Fraction], ...] = ()

    def covers(self, beat: Fraction) -> bool:
        """Whether somebody speaks at a beat."""
        index = bisect_right(self.starts, beat) - 1
        return index >= 0 and beat < self.ends[index]

    def inside_line(self, beat: Fraction) -> bool:
        """Whether a beat falls into a line: in a pause too short for a tune a chord may change."""
        index = bisect_right(self.lines, beat, key=lambda line: line[0]) - 1
        return index >= 0 and self.lines[index][0] < beat < self.lines[index][1]

    def hushes(self, beat: Fraction) -> bool:
        """Whether a hit at a beat must be gentle: somebody speaks, or has just spoken."""
        index = bisect_right(self.starts, beat) - 1
        return index >= 0 and beat < (self.hushed or self.ends)[index]

    def next_start(self, beat: Fraction) -> Fraction | None:
        """The beat at which speech begins next, or None."""
        index = bisect_right(self.starts, beat)
        return self.starts[index] if index < len(self.starts) else None


def speech_windows(cue: Cue, plan: Plan) -> SpeechWindows:
    """The cue's dialogue in beats: widened by the margin, pauses too short for music closed."""
    heard = [span.clip_to(cue.span) for span in cue.dialogue]
    begun = cue.span.start
    lines = merge_spans([Span(s.start - begun, s.end - begun) for s in heard if s is not None])
    wide = [Span(max(Fraction(0), line.start - MARGIN), line.end + MARGIN) for line in lines]
    spans = merge_spans(wide, SHORTEST_GAP)
    return SpeechWindows(
        tuple(plan.beat(span.start) for span in spans),
        tuple(plan.beat(span.end) for span in spans),
        tuple(plan.beat(span.end - MARGIN + HUSHED_S) for span in spans),
        tuple((plan.beat(line.start), plan.beat(line.end)) for line in lines),
    )
