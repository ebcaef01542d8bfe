"""Speech is packed into pieces and every second of a piece finds its way back."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scenescore.listen.pieces import pieces_of
from scenescore.listen.tables import rules
from scenescore.model import LoudnessTrack
from scenescore.timebase import Span

END = Fraction(600)
HOP = Fraction(1, 10)
QUIET = LoudnessTrack(HOP, ())

moments = st.integers(0, 600_000).map(lambda ms: Fraction(ms, 1000))
spans = st.lists(
    st.tuples(moments, moments).map(lambda pair: Span(min(pair), max(pair))), max_size=12
)


@given(spans)
def test_all_speech_is_heard_in_order_and_no_piece_is_too_long(speech: list[Span]) -> None:
    pieces = pieces_of(speech, QUIET, END)
    stretches = [span for piece in pieces for span in piece.spans]
    assert all(a.end <= b.start for a, b in pairwise(stretches))
    assert all(0 <= s.start < s.end <= END for s in stretches)
    for piece in pieces:
        assert 0 < piece.seconds <= rules().pieces.longest
    for span in speech:
        assert sum(span.overlap(each) for each in stretches) == span.duration


@given(spans.filter(bool), st.data())
def test_a_second_of_a_piece_is_a_moment_of_the_edit(
    speech: list[Span], data: st.DataObject
) -> None:
    pieces = pieces_of(speech, QUIET, END)
    if not pieces:
        return
    piece = data.draw(st.sampled_from(pieces))
    stretch = data.draw(st.integers(0, len(piece.spans) - 1))
    span = piece.spans[stretch]
    inside = span.duration * data.draw(st.integers(0, 100)) / 100
    second = float(piece.starts[stretch] + inside)
    assert piece.stretch(second) == stretch
    assert abs(piece.moment(second, stretch) - (span.start + inside)) <= Fraction(1, 1000)


def test_a_joint_belongs_to_the_nearer_stretch() -> None:
    speech = [Span(Fraction(10), Fraction(12)), Span(Fraction(100), Fraction(103))]
    (piece,) = pieces_of(speech, QUIET, END)
    first_ends = float(piece.spans[0].duration)
    assert piece.stretch(first_ends + 0.1) == 0
    assert piece.stretch(first_ends + 0.4) == 1
    assert piece.moment(first_ends + 0.1, 0) == piece.spans[0].end


def test_speech_without_a_pause_is_parted_where_it_is_quietest() -> None:
    power = [0.1] * 600
    power[213] = 0.001
    pieces = pieces_of([Span(Fraction(0), Fraction(50))], LoudnessTrack(HOP, tuple(power)), END)
    assert pieces[0].spans[0].end == Fraction(2135, 100)


def test_a_short_pause_is_heard_as_it_is_and_a_long_one_is_taken_out() -> None:
    speech = [Span(Fraction(a), Fraction(b)) for a, b in ((1, 2), (3, 4), (300, 301))]
    (piece,) = pieces_of(speech, QUIET, END)
    assert [(float(s.start), float(s.end)) for s in piece.spans] == [(0.8, 4.2), (299.8, 301.2)]
