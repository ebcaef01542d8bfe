"""What an engine makes up is not believed; what people say is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.engines import SaidWord, Segment
from scenescore.listen.believing import believable

SPOKEN = [(0.0, 4.0), (5.0, 9.0)]


def _segment(text: str = "I never said that.", start: float = 0.5, end: float = 2.5) -> Segment:
    said = text.split()
    step = (end - start) / max(len(said), 1)
    words = tuple(
        SaidWord(word, start + i * step, start + (i + 1) * step, 0.9) for i, word in enumerate(said)
    )
    return Segment(text, start, end, words, -0.3, 1.1, 0.05)


probability = st.floats(0, 1)
words = st.builds(SaidWord, st.text(min_size=1), st.floats(0, 30), st.floats(0, 30), probability)
segments = st.lists(
    st.builds(
        Segment,
        st.text(max_size=40),
        st.floats(0, 30),
        st.floats(0, 30),
        st.lists(words, max_size=5).map(tuple),
        st.floats(-5, 0),
        st.floats(0.1, 60),
        probability,
    ),
    max_size=8,
)


@given(segments, st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), max_size=4))
def test_whatever_is_said_is_kept_or_counted(
    said: list[Segment], spoken: list[tuple[float, float]]
) -> None:
    found = believable(said, spoken)
    assert len(found.segments) + found.rejected == sum(bool(each.text) for each in said)
    for kept in found.segments:
        assert kept.average_log_probability >= -1
        assert kept.compression_ratio <= 2.4
        assert kept.text


@given(segments)
def test_nothing_is_said_where_nobody_speaks(said: list[Segment]) -> None:
    assert believable(said, []).segments == ()


def test_plain_speech_is_kept_as_it_is() -> None:
    said = [_segment(), _segment("아니, 내가 안 했어.", 5.2, 7)]
    assert believable(said, SPOKEN).segments == tuple(said)


@pytest.mark.parametrize(
    "doubt",
    [
        {"average_log_probability": -1.2},
        {"compression_ratio": 3.0},
        {"no_speech": 0.9, "average_log_probability": -0.7},
        {"text": "word after word " * 6},
        {"words": tuple(SaidWord("um", 0.5, 1, 0.05) for _ in range(3))},
        {"words": (), "start": 12.0, "end": 14.0},
    ],
)
def test_a_doubtful_segment_is_not_believed(doubt: dict[str, object]) -> None:
    found = believable([replace(_segment(), **doubt)], SPOKEN)  # type: ignore[arg-type]
    assert (found.segments, found.rejected) == ((), 1)


def test_probable_words_are_kept_where_the_model_doubts_that_anybody_speaks() -> None:
    assert believable([replace(_segment(), no_speech=0.9)], SPOKEN).rejected == 0


def test_words_outside_of_speech_are_dropped_one_by_one() -> None:
    stretched = _segment("I never said that, thank you for watching", 2.5, 6.5)
    (kept,) = believable([stretched], [(0.0, 4.0)]).segments
    assert kept.text == "I never said that,"
    assert [word.text for word in kept.words] == ["I", "never", "said", "that,"]


def test_chinese_words_are_joined_without_spaces() -> None:
    words = tuple(SaidWord(sign, i, i + 1, 0.9) for i, sign in enumerate("你好吗谢"))
    (kept,) = believable([Segment("你好吗谢", 0, 4, words)], [(0.0, 2.1)]).segments
    assert kept.text == "你好"


def test_a_loop_is_heard_once_and_a_word_said_twice_twice() -> None:
    twice = [_segment("No!", i, i + 0.8) for i in range(2)]
    assert believable(twice, SPOKEN).rejected == 0
    loop = [_segment("Thank you." if i % 2 else "thank you", i / 2, i / 2 + 0.4) for i in range(6)]
    found = believable([*loop, _segment("Go on.", 6, 7)], SPOKEN)
    assert [each.text for each in found.segments] == ["thank you", "Go on."]
