"""The rule that makes emotions of phrases steady: what it keeps, drops and joins."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scenescore.model import Phrase
from scenescore.mood.text.tables import Timeline, rules
from scenescore.mood.text.timeline import leading, steady
from scenescore.settings import EMOTIONS
from scenescore.timebase import Span

RULE = Timeline(near_s=Fraction(6), matters_s=Fraction(4, 5))


def _led_by(emotion: str, share: float = 0.7) -> tuple[float, ...]:
    rest = (1 - share) / (len(EMOTIONS) - 1)
    return tuple(share if name == emotion else rest for name in EMOTIONS)


def _phrase(start: float, end: float, emotion: str | None, share: float = 0.7) -> Phrase:
    span = Span(Fraction(start), Fraction(end))
    return Phrase(span, "…", emotions=_led_by(emotion, share) if emotion else None)


def _leads(phrases: tuple[Phrase, ...]) -> list[str | None]:
    return [leading(p.emotions) if p.emotions else None for p in phrases]


def test_a_short_emotion_between_two_that_agree_is_joined_across() -> None:
    phrases = [_phrase(0, 2, "sad", 0.9), _phrase(2, 2.5, "happy"), _phrase(3, 5, "sad", 0.6)]
    joined = steady(phrases, RULE)
    assert _leads(joined) == ["sad", "sad", "sad"]
    assert joined[1].emotions == phrases[2].emotions, "the less sure of both neighbours"
    assert (joined[0], joined[2]) == (phrases[0], phrases[2])


def test_a_short_emotion_between_two_that_differ_is_dropped() -> None:
    phrases = [_phrase(0, 2, "sad"), _phrase(2, 2.5, "happy"), _phrase(3, 5, "fear")]
    assert _leads(steady(phrases, RULE)) == ["sad", None, "fear"]


def test_what_lies_far_apart_is_not_joined() -> None:
    phrases = [_phrase(0, 2, "sad"), _phrase(5, 5.5, "happy"), _phrase(9, 11, "sad")]
    assert _leads(steady(phrases, RULE)) == ["sad", None, "sad"]


def test_short_phrases_that_agree_matter_together_across_a_shorter_one() -> None:
    phrases = [_phrase(0, 0.5, "anger"), _phrase(0.6, 0.9, "surprise"), _phrase(1, 1.5, "anger")]
    assert _leads(steady(phrases, RULE)) == ["anger", "anger", "anger"]


def test_of_several_short_ones_the_shortest_is_dropped_first() -> None:
    phrases = [_phrase(0, 2, "fear"), _phrase(2, 2.2, "happy"), _phrase(2.3, 2.9, "sad")]
    phrases += [_phrase(3, 3.1, "anger"), _phrase(3.2, 3.7, "sad"), _phrase(4, 6, "fear")]
    steadied = steady(phrases, RULE)
    assert _leads(steadied) == ["fear", None, "sad", "sad", "sad", "fear"]


def test_short_phrases_of_one_emotion_matter_together_and_only_when_near() -> None:
    near = [_phrase(0, 0.5, "anger"), _phrase(2, 2.5, "anger")]
    assert _leads(steady(near, RULE)) == ["anger", "anger"]
    far = [_phrase(0, 0.5, "anger"), _phrase(7, 7.5, "anger")]
    assert _leads(steady(far, RULE)) == [None, None]


def test_phrases_without_an_emotion_are_looked_through() -> None:
    phrases = [_phrase(0, 2, "sad"), _phrase(2, 4, None), _phrase(4, 4.5, "happy")]
    phrases.append(_phrase(5, 7, "sad"))
    assert _leads(steady(phrases, RULE)) == ["sad", None, "sad", "sad"]


def test_the_table_keeps_every_caption_of_usual_length() -> None:
    shortest = Fraction(5, 6)
    assert rules().timeline.matters_s <= shortest
    phrase = Phrase(Span(Fraction(0), shortest), "Run!", emotions=_led_by("fear"))
    assert steady([phrase]) == (phrase,)


times = st.integers(0, 40).map(lambda quarters: Fraction(quarters, 4))


@st.composite
def timelines(draw: st.DrawFn) -> list[Phrase]:
    """Phrases in order, some overlapping, some without emotions, of real or no length."""
    phrases, start = [], Fraction(0)
    for _ in range(draw(st.integers(0, 12))):
        start += draw(times) / 2
        end = start + draw(times) / 4
        emotion = draw(st.sampled_from((None, "sad", "happy", "anger", "neutral")))
        share = draw(st.sampled_from((0.3, 0.5, 0.9)))
        emotions = _led_by(emotion, share) if emotion else None
        phrases.append(Phrase(Span(start, end), draw(st.text(max_size=3)), emotions=emotions))
    return phrases


rulings = st.builds(Timeline, near_s=times, matters_s=times)


@given(timelines(), rulings)
def test_doing_it_again_changes_nothing(phrases: list[Phrase], rule: Timeline) -> None:
    once = steady(phrases, rule)
    assert steady(once, rule) == once


@given(timelines(), rulings)
def test_order_and_words_are_kept(phrases: list[Phrase], rule: Timeline) -> None:
    after = steady(phrases, rule)
    assert [(p.span, p.text) for p in after] == [(p.span, p.text) for p in phrases]


@given(timelines(), rulings)
def test_no_emotion_is_invented(phrases: list[Phrase], rule: Timeline) -> None:
    """What is new is said by a phrase that is kept before and by one after, near enough."""
    after = steady(phrases, rule)
    kept = [i for i, (was, now) in enumerate(zip(phrases, after, strict=True)) if was == now]
    kept = [i for i in kept if phrases[i].emotions is not None]
    for place, (was, now) in enumerate(zip(phrases, after, strict=True)):
        if was == now or now.emotions is None:
            continue
        assert was.emotions is not None, "silence never gets an emotion"
        before = max(i for i in kept if i < place)
        behind = min(i for i in kept if i > place)
        assert now.emotions in (phrases[before].emotions, phrases[behind].emotions)
        assert _leads((phrases[before],)) == _leads((phrases[behind],)) == _leads((now,))
        spoken_until = max(phrases[i].span.end for i in kept if i < place)
        assert phrases[behind].span.start - spoken_until <= rule.near_s


@given(timelines(), rulings)
def test_nothing_that_lasts_is_touched(phrases: list[Phrase], rule: Timeline) -> None:
    after = steady(phrases, rule)
    for was, now in zip(phrases, after, strict=True):
        if was.span.duration >= rule.matters_s:
            assert was == now


@given(timelines(), rulings)
def test_what_is_left_matters(phrases: list[Phrase], rule: Timeline) -> None:
    """Every run of phrases with one leader, near each other, is long enough."""
    told = [phrase for phrase in steady(phrases, rule) if phrase.emotions is not None]
    runs: list[list[Phrase]] = []
    for phrase in told:
        same = runs and _leads((runs[-1][0],)) == _leads((phrase,))
        if same and phrase.span.start - max(p.span.end for p in runs[-1]) <= rule.near_s:
            runs[-1].append(phrase)
        else:
            runs.append([phrase])
    assert all(sum(p.span.duration for p in run) >= rule.matters_s for run in runs)
