"""Beats and seconds: exact both ways, knots kept, the outer tempi going on."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scenescore.model import TempoMap
from scenescore.tempomap import beat_at, seconds_at, seconds_per_beat

RISING = st.lists(
    st.tuples(
        st.fractions(Fraction(1, 8), 8, max_denominator=960),
        st.fractions(Fraction(1, 4), 2, max_denominator=48_000),
    ),
    min_size=1,
    max_size=8,
)
VALUES = st.fractions(-50, 200, max_denominator=48_000)


def tempo_of(steps: list[tuple[Fraction, Fraction]]) -> TempoMap:
    """A map from steps of (beats, seconds a beat), starting at beat 0 and second 0."""
    knots = [(Fraction(0), Fraction(0))]
    for beats, pace in steps:
        knots.append((knots[-1][0] + beats, knots[-1][1] + beats * pace))
    return TempoMap(tuple(knots))


@given(RISING, VALUES)
def test_beats_to_seconds_and_back_is_the_identity(steps, value):
    tempo = tempo_of(steps)
    assert beat_at(tempo, seconds_at(tempo, value)) == value
    assert seconds_at(tempo, beat_at(tempo, value)) == value


@given(RISING, VALUES, VALUES)
def test_time_rises_with_the_beat(steps, one, other):
    tempo = tempo_of(steps)
    assert (one < other) == (seconds_at(tempo, one) < seconds_at(tempo, other))


@given(RISING)
def test_every_knot_is_met_exactly(steps):
    tempo = tempo_of(steps)
    assert all(seconds_at(tempo, beat) == seconds for beat, seconds in tempo.knots)


def test_outer_tempi_go_on_beyond_both_ends():
    tempo = tempo_of([(Fraction(4), Fraction(1, 2)), (Fraction(4), Fraction(1))])
    assert seconds_at(tempo, -2) == -1
    assert seconds_at(tempo, 10) == 8
    assert beat_at(tempo, -1) == -2


def test_the_tempo_on_a_knot_is_the_one_that_begins_there():
    tempo = tempo_of([(Fraction(4), Fraction(1, 2)), (Fraction(4), Fraction(1))])
    assert seconds_per_beat(tempo, Fraction(39, 10)) == Fraction(1, 2)
    assert seconds_per_beat(tempo, 4) == 1
    assert seconds_per_beat(tempo, 100) == 1
