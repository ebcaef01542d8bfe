"""Time holds for every frame of ten hours, every drop-frame minute of a day, every written rate."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.timebase import (
    Rate,
    Span,
    can_drop,
    format_timecode,
    frames_to_samples,
    merge_spans,
    overlapping,
    parse_timecode,
    round_half_up,
    split_spans,
    to_frames,
    to_samples,
    to_seconds,
)

NTSC = [Rate(Fraction(base * 1000, 1001)) for base in (12, 15, 24, 30, 48, 60, 96, 120, 240)]
WHOLE = [Rate(Fraction(fps)) for fps in (1, 12, 15, 24, 25, 30, 48, 50, 60, 100, 120, 240)]
ODD = [Rate(Fraction(fps)) for fps in ("25/2", "1499/50", "2/5", 48_000)]
TEN_HOURS = 36_000
DROPPING = [rate for rate in NTSC if can_drop(rate)]

rates = st.sampled_from(NTSC + WHOLE + ODD)
dropping = st.sampled_from(DROPPING)
moments = st.fractions(min_value=0, max_value=TEN_HOURS, max_denominator=10**6)


@st.composite
def frames_and_rate(draw: st.DrawFn) -> tuple[int, Rate]:
    rate = draw(rates)
    last = round_half_up(TEN_HOURS * rate.fps)
    return draw(st.integers(-last, last)), rate


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = sorted((draw(moments), draw(moments)))
    return Span(start, end)


# --- frames, seconds, samples ---------------------------------------------------------------------


@given(frames_and_rate())
def test_frames_survive_seconds(case: tuple[int, Rate]) -> None:
    frame, rate = case
    assert to_frames(to_seconds(frame, rate), rate) == frame


@given(frames_and_rate())
def test_frames_survive_float_seconds(case: tuple[int, Rate]) -> None:
    frame, rate = case
    assert to_frames(float(to_seconds(frame, rate)), rate) == frame


@pytest.mark.parametrize("rate", [*NTSC[2:6], *WHOLE[3:9]], ids=str)
def test_every_ninetyseventh_frame_of_ten_hours(rate: Rate) -> None:
    frames = range(0, round_half_up(TEN_HOURS * rate.fps), 97)
    wrong = [n for n in frames if round_half_up(n / rate.fps * rate.fps) != n]
    assert wrong == []
    assert to_frames(to_seconds(frames[-1], rate), rate) == frames[-1]


@given(frames_and_rate(), st.fractions(Fraction(-1, 2), Fraction(1, 2)).filter(lambda f: f < 0.5))
def test_the_nearest_frame_wins(case: tuple[int, Rate], off: Fraction) -> None:
    frame, rate = case
    assert to_frames(to_seconds(frame, rate) + off * rate.frame, rate) == frame


@given(frames_and_rate(), st.sampled_from([44_100, 48_000, 96_000]))
def test_samples_of_frames_are_the_nearest(case: tuple[int, Rate], sample_rate: int) -> None:
    frame, rate = case
    exact = to_seconds(frame, rate) * sample_rate
    assert abs(frames_to_samples(frame, rate, sample_rate) - exact) <= Fraction(1, 2)


@given(st.fractions())
def test_rounding_is_to_the_nearest_and_halves_go_up(value: Fraction) -> None:
    off = round_half_up(value) - value
    assert -Fraction(1, 2) < off <= Fraction(1, 2)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_a_float_is_exact(value: float) -> None:
    assert round_half_up(value) == round_half_up(Fraction(value))


@given(moments, st.integers(1, 10**6))
def test_samples_do_not_drift(moment: Fraction, samples: int) -> None:
    shift = Fraction(samples, 48_000)
    assert to_samples(moment + shift) == to_samples(moment) + samples


# --- rates ----------------------------------------------------------------------------------------


@given(st.sampled_from(NTSC), st.sampled_from([2, 3, 4, 6, 9]))
def test_ntsc_rates_snap_however_many_digits(rate: Rate, digits: int) -> None:
    assert Rate.of(round(float(rate.fps), digits)) == rate
    assert Rate.of(f"{float(rate.fps):.{digits}f}") == rate
    assert Rate.of(float(rate.fps)) == rate
    assert Rate.of(str(rate.fps)) == rate


@given(st.integers(1, 1000), st.integers(1, 1001))
def test_a_simple_fraction_stays_unless_it_is_nearly_ntsc(numerator: int, denominator: int) -> None:
    fps = Fraction(numerator, denominator)
    rate = Rate.of(fps)
    assert rate.fps == fps or (rate.is_ntsc and abs(rate.fps - fps) < Fraction(1, 200))


@given(st.floats(min_value=0.01, max_value=1000))
def test_reading_a_rate_twice_changes_nothing(value: float) -> None:
    rate = Rate.of(value)
    assert Rate.of(rate.fps) == rate
    assert abs(rate.fps - Fraction(value)) <= Fraction(1, 200)


@given(st.text(max_size=12))
def test_any_text_is_a_rate_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert Rate.of(text).fps > 0


# --- timecode -------------------------------------------------------------------------------------


def _day(rate: Rate, drop: bool) -> int:
    """Frames in 24 h of the counter: ST 12-1 skips 18 numbers in ten minutes at 29.97."""
    per_ten_minutes = rate.nominal * 600 - (rate.nominal * 18 // 30 if drop else 0)
    return per_ten_minutes * 144


@st.composite
def frames_of_a_day(draw: st.DrawFn) -> tuple[int, Rate, bool]:
    rate = draw(st.sampled_from(NTSC + WHOLE))
    drop = draw(st.booleans()) and can_drop(rate)
    return draw(st.integers(0, _day(rate, drop) - 1)), rate, drop


@given(frames_of_a_day())
def test_timecode_names_one_frame(case: tuple[int, Rate, bool]) -> None:
    frame, rate, drop = case
    text = format_timecode(frame, rate, drop)
    assert parse_timecode(text, rate) == frame
    assert parse_timecode(text, rate, drop) == frame


@given(frames_of_a_day(), st.integers(-3, 3))
def test_timecode_starts_anew_after_24_hours(case: tuple[int, Rate, bool], days: int) -> None:
    frame, rate, drop = case
    assert format_timecode(frame + days * _day(rate, drop), rate, drop) == format_timecode(
        frame, rate, drop
    )


@pytest.mark.parametrize("rate", DROPPING, ids=str)
def test_every_minute_of_a_day_in_drop_frame(rate: Rate) -> None:
    skipped = rate.nominal // 15
    for minute in range(24 * 60):
        hours, minutes = divmod(minute, 60)
        first = skipped if minutes % 10 else 0
        text = f"{hours:02}:{minutes:02}:00;{first:02}"
        frame = parse_timecode(text, rate)
        assert format_timecode(frame, rate, drop_frame=True) == text
        before = (minute - 1) % (24 * 60)
        last = f"{before // 60:02}:{before % 60:02}:59;{rate.nominal - 1:02}"
        assert format_timecode(frame - 1, rate, drop_frame=True) == last


@given(dropping, st.integers(0, 23), st.integers(0, 59), st.integers(0, 1))
def test_skipped_numbers_are_refused(rate: Rate, hours: int, minutes: int, frames: int) -> None:
    text = f"{hours:02}:{minutes:02}:00;{frames:02}"
    if minutes % 10 == 0:
        assert format_timecode(parse_timecode(text, rate), rate, drop_frame=True) == text
    else:
        with pytest.raises(ValueError, match="does not exist"):
            parse_timecode(text, rate)


@given(dropping, st.integers(0, 24 * 3600))
def test_drop_frame_follows_the_clock(rate: Rate, seconds: int) -> None:
    """The point of dropping: 24 h of timecode are 24 h of time, within 86 ms a day (ST 12-1)."""
    frame = to_frames(seconds, rate) % _day(rate, drop=True)
    hours, minutes, rest = format_timecode(frame, rate, drop_frame=True).split(":")
    whole, frames = rest.split(";")
    shown = int(hours) * 3600 + int(minutes) * 60 + int(whole) + int(frames) / rate.nominal
    elapsed = float(to_seconds(frame, rate))
    assert abs(shown - elapsed) < 0.0864 + 2.5 / 30


@given(st.text("0123456789:;., ab", max_size=14), rates)
def test_any_text_is_a_timecode_or_a_value_error(text: str, rate: Rate) -> None:
    with suppress(ValueError):
        assert parse_timecode(text, rate) >= 0


# --- spans ----------------------------------------------------------------------------------------


@given(spans(), spans())
def test_overlap_is_shared_and_inside_both(one: Span, other: Span) -> None:
    assert one.overlap(other) == other.overlap(one)
    assert one.overlaps(other) == (one.overlap(other) > 0)
    inside = one.clip_to(other)
    assert (inside is not None) == one.overlaps(other)
    if inside is not None:
        assert inside.duration == one.overlap(other)
        assert inside.start >= max(one.start, other.start)
        assert inside.end <= min(one.end, other.end)


@given(spans(), moments, moments)
def test_a_shifted_span_keeps_what_it_contains(span: Span, moment: Fraction, by: Fraction) -> None:
    assert span.shifted(by).contains(moment + by) == span.contains(moment)
    assert span.shifted(by).duration == span.duration


@given(st.lists(spans(), max_size=8), spans())
def test_overlapping_spans_are_found_as_by_looking_at_each(many: list[Span], span: Span) -> None:
    apart = merge_spans(many)
    assert [*overlapping(apart, span)] == [each for each in apart if each.overlaps(span)]


@given(st.lists(spans(), max_size=8), st.lists(spans(), max_size=8), moments)
def test_split_spans_lose_nothing_and_stay_in_order(
    given_spans: list[Span], others: list[Span], moment: Fraction
) -> None:
    apart = [span for span in merge_spans(given_spans) if span.duration]
    inside, outside = split_spans(apart, others)
    assert inside == sorted(inside)
    assert outside == sorted(outside)
    assert all(part.duration for part in (*inside, *outside))
    for at in (moment, *(span.start for span in (*apart, *others))):
        there = any(span.contains(at) for span in apart)
        taken = any(span.contains(at) for span in others)
        assert sum(span.contains(at) for span in inside) == (there and taken)
        assert sum(span.contains(at) for span in outside) == (there and not taken)


@given(st.lists(spans(), max_size=12), st.fractions(0, 5), moments)
def test_merged_spans_cover_the_same_and_lie_apart(
    given_spans: list[Span], gap: Fraction, moment: Fraction
) -> None:
    merged = merge_spans(given_spans, gap)
    if any(span.contains(moment) for span in given_spans):
        assert any(span.contains(moment) for span in merged)
    assert all(b.start - a.end > gap for a, b in pairwise(merged))
    assert merge_spans(merged, gap) == merged
    assert sum((s.duration for s in merged), Fraction(0)) <= sum(
        (s.duration for s in given_spans), Fraction(0)
    ) + gap * len(given_spans)
