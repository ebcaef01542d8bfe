"""Exact time: frame rates as fractions, seconds as fractions, one rounding at the edge.

Inside the house time is `Fraction` seconds. Frames and samples are integers and appear only where
something is read or written. Every rounding in the project is `round_half_up`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

SAMPLE_RATE = 48_000
"""Samples per second of everything we render and deliver."""

_NTSC_TOLERANCE = Fraction(1, 200)
"""23.98 lies 0.004 from 24000/1001; 5e-3 lets it snap and leaves 12.5 and 29.98 alone."""

_NTSC_BASES = (12, 15, 24, 30, 48, 60, 96, 120, 240)
"""Whole rates that exist slowed by 1000/1001."""

_RATE = re.compile(r"\d{1,9}(\.\d{1,20}|/\d{1,9})?")
"""Written rates; no exponents, whose exact fraction could fill the memory."""

Seconds: TypeAlias = Fraction | int | float


def round_half_up(value: Fraction | float) -> int:
    """The nearest integer, halves going up: the only rounding of time in the project."""
    exact = value if isinstance(value, Fraction) else Fraction(value)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """Frames per second, exact. Build with `Rate.of`, which knows how people write NTSC rates."""

    fps: Fraction

    def __post_init__(self) -> None:
        if self.fps <= 0:
            raise ValueError(f"a frame rate must be above 0, not {self.fps}")

    @classmethod
    def of(cls, value: Fraction | float | int | str) -> Rate:
        """A rate from 24, 23.976, 23.98, "29.97", "30000/1001"; x/1001 rates are recognised.

        Raises ValueError for what is not a positive number.
        """
        if isinstance(value, str) and not _RATE.fullmatch(value.strip()):
            raise ValueError(f"{value!r} is not a frame rate")
        try:
            fps = Fraction(value)
        except (ValueError, OverflowError, ZeroDivisionError) as error:
            raise ValueError(f"{value!r} is not a frame rate") from error
        if fps.denominator == 1:
            return cls(fps)
        for base in _NTSC_BASES:
            ntsc = Fraction(base * 1000, 1001)
            if abs(fps - ntsc) < _NTSC_TOLERANCE:
                return cls(ntsc)
        return cls(fps.limit_denominator(1001))

    @property
    def nominal(self) -> int:
        """Frames counted in one second of timecode: 30 for 29.97, at least 1."""
        return max(1, round_half_up(self.fps))

    @property
    def frame(self) -> Fraction:
        """Seconds that one frame lasts."""
        return 1 / self.fps

    @property
    def is_ntsc(self) -> bool:
        """Whether this is a whole rate slowed by 1000/1001."""
        return self.fps == Fraction(self.nominal * 1000, 1001)

    def __str__(self) -> str:
        return f"{float(self.fps):.6g}"


def to_seconds(frames: int, rate: Rate) -> Fraction:
    """Exact seconds at which frame number `frames` begins."""
    return frames / rate.fps


def to_frames(seconds: Seconds, rate: Rate) -> int:
    """The frame boundary nearest to `seconds`."""
    exact = seconds if isinstance(seconds, Fraction) else Fraction(seconds)
    return round_half_up(exact * rate.fps)


def to_samples(seconds: Seconds, sample_rate: int = SAMPLE_RATE) -> int:
    """The sample boundary nearest to `seconds`."""
    return round_half_up(Fraction(seconds) * sample_rate)


def frames_to_samples(frames: int, rate: Rate, sample_rate: int = SAMPLE_RATE) -> int:
    """Samples that lie in `frames` frames, counted from zero."""
    return to_samples(to_seconds(frames, rate), sample_rate)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch [start, end) in exact seconds."""

    start: Fraction
    end: Fraction

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span must not end before it starts: {self.start} … {self.end}")

    @classmethod
    def of_frames(cls, start: int, end: int, rate: Rate) -> Span:
        return cls(to_seconds(start, rate), to_seconds(end, rate))

    @property
    def duration(self) -> Fraction:
        return self.end - self.start

    @property
    def middle(self) -> Fraction:
        return (self.start + self.end) / 2

    def contains(self, moment: Seconds) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether both share some time; an empty span shares none."""
        return self.overlap(other) > 0

    def overlap(self, other: Span) -> Fraction:
        """Seconds that both share; 0 when they do not meet."""
        return max(Fraction(0), min(self.end, other.end) - max(self.start, other.start))

    def clip_to(self, other: Span) -> Span | None:
        """The part that lies inside `other`, or None."""
        if not self.overlaps(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))

    def shifted(self, seconds: Fraction) -> Span:
        return Span(self.start + seconds, self.end + seconds)


def merge_spans(spans: list[Span] | tuple[Span, ...], gap: Seconds = 0) -> tuple[Span, ...]:
    """Spans in order, joined where they overlap or lie at most `gap` seconds apart."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start - merged[-1].end <= gap:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def overlapping(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of `spans`, which are in order and apart, that share some time with `span`."""
    first = bisect_right(spans, span.start, key=lambda each: each.end)
    last = bisect_left(spans, span.end, key=lambda each: each.start)
    return [each for each in spans[first:last] if each.overlaps(span)]


def split_spans(spans: Sequence[Span], by: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The parts of some spans that lie inside of others, and the parts that lie outside.

    `spans` are in order and apart, and so are both results; `by` may lie in any way.
    """
    inside: list[Span] = []
    outside: list[Span] = []
    others = merge_spans(tuple(by))
    place = 0
    for span in spans:
        start = span.start
        while place < len(others) and others[place].start < span.end:
            if part := others[place].clip_to(span):
                inside.append(part)
                if start < part.start:
                    outside.append(Span(start, part.start))
                start = part.end
            if others[place].end > span.end:
                break  # it reaches into the next span as well
            place += 1
        if start < span.end:
            outside.append(Span(start, span.end))
    return inside, outside


# --- SMPTE timecode (ST 12-1) -------------------------------------------------------------------

_TIMECODE = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})([:;.,])(\d{2,6})")


def _dropped_per_minute(rate: Rate) -> int:
    """Frame numbers skipped each minute but every tenth: 2 at 29.97, 4 at 59.94."""
    return round_half_up(Fraction(rate.nominal, 15))


def can_drop(rate: Rate) -> bool:
    """Whether drop-frame counting is defined at this rate (29.97 and its multiples)."""
    return rate.is_ntsc and rate.nominal % 30 == 0


def format_timecode(frame: int, rate: Rate, drop_frame: bool = False) -> str:
    """`01:00:00:00` (non-drop) or `01:00:00;00` (drop) for a frame count, wrapping at 24 h."""
    fps = rate.nominal
    drop = drop_frame and can_drop(rate)
    if drop:
        frame = _add_dropped(frame % _frames_per_day(rate), rate)
    frame %= fps * 86_400
    seconds, frames = divmod(frame, fps)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop else ':'}{frames:02}"


def parse_timecode(text: str, rate: Rate, drop_frame: bool | None = None) -> int:
    """The frame count that a timecode names.

    A `;` before the frames means drop-frame, unless `drop_frame` says otherwise. Raises ValueError
    for text that is no timecode, frames beyond the rate, or a number that drop-frame skips.
    """
    match = _TIMECODE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a timecode like 01:00:00:00")
    hours, minutes, seconds, frames = (int(match[i]) for i in (1, 2, 3, 5))
    if minutes > 59 or seconds > 59 or frames >= rate.nominal:
        raise ValueError(f"{text!r} is not a timecode at {rate} frames a second")
    drop = (match[4] == ";") if drop_frame is None else drop_frame
    total_minutes = hours * 60 + minutes
    count = (total_minutes * 60 + seconds) * rate.nominal + frames
    if not (drop and can_drop(rate)):
        return count
    skipped = _dropped_per_minute(rate)
    if minutes % 10 and seconds == 0 and frames < skipped:
        raise ValueError(f"{text!r} does not exist in drop-frame timecode")
    return count - skipped * (total_minutes - total_minutes // 10)


def _frames_per_day(rate: Rate) -> int:
    return rate.nominal * 86_400 - _dropped_per_minute(rate) * (24 * 60 - 24 * 6)


def _add_dropped(frame: int, rate: Rate) -> int:
    """The number a drop-frame counter shows for the frame counted without gaps."""
    skipped = _dropped_per_minute(rate)
    per_minute = rate.nominal * 60 - skipped
    per_ten = rate.nominal * 600 - 9 * skipped
    tens, rest = divmod(frame, per_ten)
    # The first minute of ten skips nothing, so it is `skipped` frames longer than the others.
    minutes = 0 if rest < rate.nominal * 60 else (rest - skipped) // per_minute
    return frame + skipped * (9 * tens + minutes)
