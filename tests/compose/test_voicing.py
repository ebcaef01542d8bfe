"""Voices lead by the rules of MUSIC 4.4."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from scenescore.compose.grammar import chord_tables
from scenescore.compose.voicing import Voicing, ask_of, lead_voices
from scenescore.model import Chord

UPPER, BASS = (50, 74), (33, 52)
TRIADS = ("major", "minor", "diminished", "sus4")
NUMERALS = ("I", "ii", "IV", "V", "vi")


def chord(root: int, quality: str, numeral: str = "I", inversion: int = 0) -> Chord:
    steps = chord_tables()["qualities"][quality]
    tones = [(root + step) % 12 for step in steps]
    tones = tones[inversion:] + tones[:inversion]
    return Chord(Fraction(0), Fraction(4), root, quality, tuple(tones), numeral)


@st.composite
def rows(draw: st.DrawFn) -> list[Chord]:
    qualities = st.sampled_from([*chord_tables()["qualities"]])
    numerals = st.sampled_from(NUMERALS)
    size = draw(st.integers(1, 10))
    return [
        chord(draw(st.integers(0, 11)), draw(qualities), draw(numerals), draw(st.integers(0, 2)))
        for _ in range(size)
    ]


def led(chords: list[Chord]) -> tuple[Voicing, ...]:
    return lead_voices([ask_of(one, UPPER, BASS) for one in chords])


@settings(max_examples=60, deadline=None)
@given(rows())
def test_voices_keep_their_registers_and_order(row: list[Chord]) -> None:
    for one, (bass, *upper) in zip(row, led(row), strict=True):
        assert bass % 12 == one.pitch_classes[0]
        assert BASS[0] <= bass <= BASS[1]
        assert bass < upper[0] < upper[1] < upper[2]
        assert upper[0] - bass <= 24
        assert all(high - low <= 12 for low, high in pairwise(upper))
        assert {pitch % 12 for pitch in upper} <= set(one.pitch_classes)
        assert UPPER[0] - 6 <= upper[0]
        assert upper[2] <= UPPER[1] + 6


def test_a_leading_tone_rises_and_a_seventh_falls() -> None:
    dominant, home = led([chord(7, "dominant7", "V7"), chord(0, "major", "I")])
    moves = {before % 12: after - before for before, after in zip(dominant, home, strict=True)}
    assert moves[11] in (1, -4)  # in an inner voice it may fall to the fifth
    assert moves[5] in (-1, -2)
    dominant, home = led([chord(7, "major", "V"), chord(0, "major", "I")])
    moves = {before % 12: after - before for before, after in zip(dominant, home, strict=True)}
    assert moves[11] == 1


def test_what_pulls_is_not_doubled_and_a_six_four_doubles_its_fifth() -> None:
    for root in range(12):
        (voices,) = led([chord(root, "major", "V")])
        classes = [pitch % 12 for pitch in voices]
        assert classes.count((root + 4) % 12) == 1
        (voices,) = led([chord(root, "major", "I", inversion=2)])
        assert [pitch % 12 for pitch in voices].count((root + 7) % 12) == 2


def test_common_progressions_run_without_parallels() -> None:
    circle = [(0, "major"), (9, "minor"), (5, "major"), (2, "minor"), (7, "major"), (0, "major")]
    for shift in range(12):
        row = [chord((root + shift) % 12, quality) for root, quality in circle]
        for before, after in pairwise(led(row)):
            for low, high in combinations(range(4), 2):
                interval = (before[high] - before[low]) % 12
                moved = after[low] != before[low]
                same = (after[high] - after[low]) % 12 == interval
                assert not (moved and same and interval in (0, 7))


def test_a_voice_does_not_follow_the_tune_in_octaves() -> None:
    first, second = (chord(0, "major", "I"), chord(2, "minor", "ii"))
    free = lead_voices([ask_of(first, UPPER, BASS), ask_of(second, UPPER, BASS)])
    tune = (free[0][3] + 12, free[1][3] + 12)
    asks = [ask_of(first, UPPER, BASS), ask_of(second, UPPER, BASS, tunes=(tune,))]
    before, after = lead_voices(asks)
    for was, now in zip(before, after, strict=True):
        same = (tune[0] - was) % 12 == (tune[1] - now) % 12
        together = (now - was) * (tune[1] - tune[0]) > 0
        assert not (same and together and (tune[1] - now) % 12 in (0, 7))
