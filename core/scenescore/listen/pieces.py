"""Stretches of speech packed into pieces as long as an engine hears at once, and the way back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from scenescore.listen.tables import rules
from scenescore.model import LoudnessTrack
from scenescore.timebase import Span, merge_spans


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretches of the edit, in order and apart, heard one after the other with `joint` seconds of
    silence between them.
    """

    spans: tuple[Span, ...]
    joint: Fraction

    @property
    def seconds(self) -> Fraction:
        """How long the piece is."""
        return sum((s.duration for s in self.spans), (len(self.spans) - 1) * self.joint)

    @property
    def starts(self) -> tuple[Fraction, ...]:
        """Seconds into the piece at which each stretch begins."""
        steps = (span.duration + self.joint for span in self.spans[:-1])
        return tuple(accumulate(steps, initial=Fraction(0)))

    def stretch(self, second: float) -> int:
        """Which stretch is heard at a second of the piece; a joint belongs to the nearer one."""
        moment = Fraction(second) + self.joint / 2
        return max(0, bisect_right(self.starts, moment) - 1)

    def moment(self, second: float, stretch: int) -> Fraction:
        """The moment of the edit at a second of the piece, inside that stretch; by milliseconds."""
        span = self.spans[stretch]
        inside = Fraction(round((second - float(self.starts[stretch])) * 1000), 1000)
        return min(max(span.start + inside, span.start), span.end)


def pieces_of(spans: Iterable[Span], loudness: LoudnessTrack, end: Fraction) -> tuple[Piece, ...]:
    """The stretches with a little around them, packed in order into as few pieces as can be.

    A stretch longer than a piece is parted where it is quietest.
    """
    rule = rules().pieces
    whole = Span(Fraction(0), end)
    padded = [Span(max(s.start - rule.pad, Fraction(0)), s.end + rule.pad) for s in spans]
    inside = [cut for s in merge_spans(padded, rule.bridge) if (cut := s.clip_to(whole))]
    pieces: list[Piece] = []
    for span in (part for each in inside for part in _parted(each, loudness)):
        longer = Piece((*pieces[-1].spans, span), rule.joint) if pieces else None
        if longer and longer.seconds <= rule.longest:
            pieces[-1] = longer
        else:
            pieces.append(Piece((span,), rule.joint))
    return tuple(pieces)


def _parted(span: Span, loudness: LoudnessTrack) -> Iterator[Span]:
    longest = rules().pieces.longest
    while span.duration > longest:
        cut = _quietest(Span(span.start + longest / 2, span.start + longest), loudness)
        yield Span(span.start, cut)
        span = Span(cut, span.end)
    yield span


def _quietest(span: Span, loudness: LoudnessTrack) -> Fraction:
    """The middle of the quietest hop inside a span; its end where nothing is known."""
    first, last = -(-span.start // loudness.hop), span.end // loudness.hop
    powers = loudness.power[int(first) : int(last)]
    if not powers:
        return span.end
    return (first + powers.index(min(powers)) + Fraction(1, 2)) * loudness.hop
