"""Time as editors write it: the rates and timecodes of real projects, figure by figure."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenescore.timebase import (
    Rate,
    Span,
    can_drop,
    format_timecode,
    frames_to_samples,
    merge_spans,
    parse_timecode,
    round_half_up,
    to_frames,
    to_seconds,
)


def _rate(text: str) -> Rate:
    return Rate.of(text)


def _span(start: int | str, end: int | str) -> Span:
    return Span(Fraction(start), Fraction(end))


@pytest.mark.parametrize(
    ("written", "fps"),
    [
        ("23.98", "24000/1001"),
        ("23.976", "24000/1001"),
        (23.976023976023978, "24000/1001"),
        (23.976, "24000/1001"),
        ("24000/1001", "24000/1001"),
        ("2997/100", "30000/1001"),
        ("29.97", "30000/1001"),
        ("59.94", "60000/1001"),
        ("47.95", "48000/1001"),
        ("47.952", "48000/1001"),
        ("119.88", "120000/1001"),
        ("14.985", "15000/1001"),
        ("11.988", "12000/1001"),
        ("24", "24"),
        (" 25 ", "25"),
        (25.0, "25"),
        (24, "24"),
        ("12.5", "25/2"),
        ("29.98", "1499/50"),
        ("23.9", "239/10"),
        ("24.01", "2401/100"),
        (24.0000001, "24"),
    ],
)
def test_rates_as_people_write_them(written: str | float, fps: str) -> None:
    assert Rate.of(written).fps == Fraction(fps)


@pytest.mark.parametrize(
    "written",
    [
        *["0", 0, 0.0, -24, "-24", "", "film", "24fps", "1/0", "24000/", "0.0000001", "２４/０"],
        *[float("nan"), float("inf"), "1e999999999", "1e3"],
    ],
)
def test_what_is_no_rate_is_refused(written: str | float) -> None:
    with pytest.raises(ValueError, match="rate"):
        Rate.of(written)


@pytest.mark.parametrize(
    ("rate", "ntsc", "drop", "nominal"),
    [
        ("23.976", True, False, 24),
        ("29.97", True, True, 30),
        ("59.94", True, True, 60),
        ("119.88", True, True, 120),
        ("47.952", True, False, 48),
        ("30", False, False, 30),
        ("25", False, False, 25),
        ("29.98", False, False, 30),
        ("30062/1001", False, False, 30),
        ("0.4", False, False, 1),
    ],
)
def test_what_a_rate_is(rate: str, ntsc: bool, drop: bool, nominal: int) -> None:
    found = _rate(rate)
    assert (found.is_ntsc, can_drop(found), found.nominal) == (ntsc, drop, nominal)
    assert found.frame * found.fps == 1


def test_rates_are_written_short() -> None:
    assert [str(_rate(r)) for r in ("24", "23.98", "12.5")] == ["24", "23.976", "12.5"]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1/2", 1), ("-1/2", 0), ("-3/2", -1), ("5/2", 3), ("2499999/1000000", 2), ("0", 0)],
)
def test_halves_go_up(value: str, rounded: int) -> None:
    assert round_half_up(Fraction(value)) == rounded


def test_a_float_just_below_a_half_goes_down() -> None:
    assert round_half_up(0.49999999999999994) == 0
    assert round_half_up(2.0**52 + 1) == 2**52 + 1


def test_rounded_once_and_never_truncated() -> None:
    assert to_frames(1.16, Rate.of(25)) == 29
    assert to_frames(Fraction(1, 3), Rate.of(24)) == 8


def test_samples_of_an_ntsc_hour() -> None:
    hour = parse_timecode("01:00:00:00", _rate("29.97"))
    assert hour == 108_000
    assert to_seconds(hour, _rate("29.97")) == Fraction("3603.6")
    assert frames_to_samples(hour, _rate("29.97")) == 172_972_800


# --- timecode -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "text"),
    [
        (86_400, "24", False, "01:00:00:00"),
        (86_400, "23.976", False, "01:00:00:00"),
        (86_400, "23.976", True, "01:00:00:00"),  # 23.976 has no drop-frame
        (0, "29.97", True, "00:00:00;00"),
        (1_799, "29.97", True, "00:00:59;29"),
        (1_800, "29.97", True, "00:01:00;02"),
        (17_981, "29.97", True, "00:09:59;29"),
        (17_982, "29.97", True, "00:10:00;00"),
        (107_892, "29.97", True, "01:00:00;00"),
        (2_589_407, "29.97", True, "23:59:59;29"),
        (2_589_408, "29.97", True, "00:00:00;00"),
        (3_600, "59.94", True, "00:01:00;04"),
        (215_784, "59.94", True, "01:00:00;00"),
        (7_200, "119.88", True, "00:01:00;08"),
        (119, "120", False, "00:00:00:119"),
        (-1, "25", False, "23:59:59:24"),
        (-1, "29.97", True, "23:59:59;29"),
        (3, "0.4", False, "00:00:03:00"),
    ],
)
def test_timecode_as_it_is_burnt_in(frame: int, rate: str, drop: bool, text: str) -> None:
    assert format_timecode(frame, _rate(rate), drop) == text


@pytest.mark.parametrize(
    ("text", "rate", "frame"),
    [
        ("01:00:00:00", "25", 90_000),
        ("1:00:00:00", "25", 90_000),
        (" 00:00:01.12 ", "25", 37),
        ("00:01:00;02", "29.97", 1_800),
        ("00:01:00:00", "29.97", 1_800),
        ("00:00:00:119", "120", 119),
        ("25:00:00:00", "24", 2_160_000),
        ("00:00:01;00", "24", 24),
    ],
)
def test_timecode_read(text: str, rate: str, frame: int) -> None:
    assert parse_timecode(text, _rate(rate)) == frame


def test_the_caller_may_say_how_it_counts() -> None:
    assert parse_timecode("01:00:00:00", _rate("29.97"), drop_frame=True) == 107_892
    assert parse_timecode("01:00:00;00", _rate("29.97"), drop_frame=False) == 108_000


@pytest.mark.parametrize(
    "text",
    [
        *["01:00:00:24", "01:60:00:00", "01:00:60:00", "-1:00:00:00", "00:00:00:00:00"],
        *["", "01:00:00", "1h", "00:00:0:00"],
    ],
)
def test_what_is_no_timecode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="timecode"):
        parse_timecode(text, Rate.of(24))


# --- spans ----------------------------------------------------------------------------------------


def test_a_span_is_half_open() -> None:
    span = _span(1, 2)
    assert span.contains(1)
    assert span.contains(1.5)
    assert not span.contains(2)
    assert not span.overlaps(_span(2, 3))
    assert span.clip_to(_span(2, 3)) is None
    assert span.middle == Fraction(3, 2)


def test_an_empty_span_shares_nothing() -> None:
    assert not _span(1, 1).overlaps(_span(0, 2))
    assert not _span(0, 2).overlaps(_span(0, 0))


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="end before"):
        _span(2, 1)


def test_spans_of_frames_meet() -> None:
    rate = _rate("23.976")
    first, second = Span.of_frames(0, 7, rate), Span.of_frames(7, 9, rate)
    assert first.end == second.start
    assert merge_spans([second, first]) == (Span.of_frames(0, 9, rate),)


def test_spans_are_joined_over_small_gaps_only() -> None:
    apart = [_span(5, 6), _span(0, 2), _span("5/2", 3), _span(1, "3/2")]
    assert merge_spans(apart, Fraction(1, 2)) == (_span(0, 3), _span(5, 6))
    assert merge_spans(apart, 0) == (_span(0, 2), _span("5/2", 3), _span(5, 6))
    assert merge_spans([]) == ()
