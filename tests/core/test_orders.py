"""Markers read as orders: words of two languages, values, labels, and notes that are no order."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.model import Marker
from scenescore.orders import Order, emotion_of, nearest_emotion, parse_orders, vocabulary
from scenescore.settings import EMOTIONS
from scenescore.timebase import Span

HERE = Span(Fraction(10), Fraction(12))


def read(text: str) -> list[Order]:
    return list(parse_orders([Marker(text, HERE)]))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IN", "in"),
        ("시작", "in"),
        ("Music Out", "out"),
        ("끝", "out"),
        ("Hit", "hit"),
        ("히트", "hit"),
        ("STOP", "stop"),
        ("정지", "stop"),
        ("no music", "no_music"),
        ("NO-MUSIC", "no_music"),
        ("음악 없음", "no_music"),
        ("음악없음", "no_music"),
        ("ＨＩＴ", "hit"),  # full-width letters
    ],
)
def test_orders_without_a_value(text: str, kind: str) -> None:
    (order,) = read(text)
    assert (order.kind, order.span, order.label) == (kind, HERE, "")


@pytest.mark.parametrize(
    ("text", "emotion", "strength"),
    [
        ("MOOD sad", "sad", 1.0),
        ("mood: Joyful", "happy", 1.0),
        ("MOOD fear 0.4", "fear", 0.4),
        ("MOOD anger:70%", "anger", 0.7),
        ("분위기 슬픈", "sad", 1.0),
        ("분위기: 공포 0.5", "fear", 0.5),
        ("슬픈 분위기", "sad", 1.0),
        ("calm mood", "neutral", 1.0),
        ("MOOD sad 3", "sad", 1.0),  # no mood is stronger than itself
    ],
)
def test_moods_in_two_languages(text: str, emotion: str, strength: float) -> None:
    (order,) = read(text)
    assert (order.kind, order.value) == ("mood", emotion)
    assert order.strength == pytest.approx(strength)


def test_themes_and_styles_keep_their_spelling() -> None:
    assert [(o.kind, o.value) for o in read("테마 Sintel")] == [("theme", "Sintel")]
    assert [(o.kind, o.value) for o in read("STYLE: 피아노 솔로")] == [("style", "피아노 솔로")]


@pytest.mark.parametrize(
    "text",
    [
        "the dragon is taken",
        "out of focus",
        "in the house",
        "Stop talking",
        "인물 등장",
        "hitting",
        "",
    ],
)
def test_other_markers_are_places_that_the_editor_marked(text: str) -> None:
    (order,) = read(text)
    assert (order.kind, order.label) == ("note", text)


def test_order_in_the_comment_and_label_in_the_name_and_the_other_way() -> None:
    assert [(o.kind, o.label) for o in read("Marker 1\nHIT")] == [("hit", "Marker 1")]
    assert [(o.kind, o.label) for o in read("HIT\ndoor slams")] == [("hit", "door slams")]
    assert [(o.kind, o.label) for o in read("hit: door")] == [("hit", "door")]


def test_one_marker_may_hold_several_orders() -> None:
    assert {(o.kind, o.value) for o in read("HIT; MOOD sad\nTHEME hero")} == {
        ("hit", ""),
        ("mood", "sad"),
        ("theme", "hero"),
    }


def test_unknown_mood_stays_as_written_and_has_a_nearest() -> None:
    (order,) = read("MOOD sadnes")
    assert order.value == "sadnes"
    assert nearest_emotion("sadnes") == "sadness"
    assert nearest_emotion("qqqqqqq") is None


def test_every_phrase_of_the_table_is_read_as_its_order_in_any_case() -> None:
    for kind, words in vocabulary().words.items():
        for phrase in words.phrases:
            text = f"{phrase.upper()} sad" if words.takes == "value" else phrase.upper()
            assert [o.kind for o in read(text)] == [kind], phrase


def test_every_emotion_word_names_one_of_the_seven_and_none_names_two() -> None:
    names = vocabulary().emotions
    assert set(names) == set(EMOTIONS)
    words = [word for some in names.values() for word in some]
    assert len(words) == len(set(words))
    assert all(emotion_of(word) == emotion for emotion, some in names.items() for word in some)


@given(st.lists(st.tuples(st.text(max_size=20), st.integers(0, 50)), max_size=6))
def test_any_text_is_read_without_failing_and_in_order_of_time(
    markers: list[tuple[str, int]],
) -> None:
    orders = parse_orders(Marker(t, Span(Fraction(s), Fraction(s + 1))) for t, s in markers)
    assert len(orders) >= len(markers)
    assert [o.span.start for o in orders] == sorted(o.span.start for o in orders)
