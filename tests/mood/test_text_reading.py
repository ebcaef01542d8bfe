"""Phrases by the reader of their language: what is read, what is not, and that it is said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.analysis import analyse_edit, read_input
from scenescore.job import Job
from scenescore.listen.captions import captions_in
from scenescore.model import Heard, LoudnessTrack, Phrase
from scenescore.mood.text import emotions_of_words, read_words
from scenescore.mood.text.timeline import leading
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.timebase import Span


def _phrases(*texts: str | None) -> tuple[Phrase, ...]:
    spans = [Span(Fraction(3 * i), Fraction(3 * i + 2)) for i in range(len(texts))]
    return tuple(Phrase(span, text) for span, text in zip(spans, texts, strict=True))


def _heard(phrases: tuple[Phrase, ...]) -> Heard:
    return Heard((), phrases, (), LoudnessTrack(Fraction(1, 10), ()))


def _leads(heard: Heard) -> list[str | None]:
    return [leading(p.emotions) if p.emotions else None for p in heard.phrases]


def _used(heard: Heard) -> list[str]:
    return [engine.used for engine in heard.engines if engine.task == "words-emotion"]


def test_each_language_has_its_reader() -> None:
    before = (
        *_phrases(
            "- I'll see you at seven.",
            "MAN: Shut up and get out of my house!",
            "Je ne sais pas où elle est, monsieur.",
            "♪ La la la ♪",
            None,
        ),
        Phrase(Span(Fraction(20), Fraction(22)), "정말 행복해요!", "ko"),
        Phrase(Span(Fraction(24), Fraction(26)), "서울에 살아요.", "ko"),
    )
    heard = emotions_of_words(_heard(before))
    assert _leads(heard) == ["neutral", "anger", None, None, None, "happy", None]
    assert [p.text for p in heard.phrases] == [p.text for p in before]
    for phrase in heard.phrases:
        assert phrase.emotions is None or sum(phrase.emotions) == pytest.approx(1, abs=1e-5)
    assert _used(heard) == ["MiniLM on GoEmotions, 8 bits", "Korean lexicon", "none"]
    (remark,) = heard.remarks
    assert remark.code == "words-unread"
    assert "1 phrases" in remark.message
    assert "fr" in remark.message
    assert not remark.skipped


def test_what_is_not_english_never_reaches_the_english_model(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "scenescore.mood.text.english.WordsEmotion.logits",
        lambda self, texts: asked.extend(texts) or pytest.fail("asked"),
    )
    texts = ("너무 슬퍼요", "Ich weiß nicht, was du von mir willst.", "Я тебя люблю.", "愛してる")
    phrases = _phrases(*texts)
    read = read_words((Phrase(phrases[0].span, texts[0], "ko"), *phrases[1:]))
    assert not asked
    assert [bool(emotions) for emotions in read.emotions] == [True, False, False, False]


def test_a_translation_is_read_instead_of_the_words() -> None:
    span = Span(Fraction(0), Fraction(2))
    phrase = Phrase(span, "모르겠어", "ko", english="I am so scared. Please don't hurt me.")
    heard = emotions_of_words(_heard((phrase,)))
    assert _leads(heard) == ["fear"]
    assert _used(heard) == ["MiniLM on GoEmotions, 8 bits"]


def test_a_sentence_over_two_captions_is_read_as_one() -> None:
    heard = emotions_of_words(_heard(tuple(captions_in(SPLIT).phrases)))
    first, second = (phrase.emotions for phrase in heard.phrases)
    assert first == second
    assert _leads(heard) == ["sad", "sad"]


SPLIT = """1
00:00:01,000 --> 00:00:03,000
I cannot believe that she

2
00:00:03,100 --> 00:00:05,000
is dead. I miss her so much.
"""


@pytest.mark.parametrize("texts", [(), (None, None), ("[door slams]",)])
def test_without_words_nothing_is_felt_and_it_is_said(texts: tuple[str | None, ...]) -> None:
    heard = emotions_of_words(_heard(_phrases(*texts)))
    assert _leads(heard) == [None] * len(texts)
    assert _used(heard) == ["none"]
    assert not heard.remarks


def test_an_edit_with_captions_is_felt_by_its_words_once(shared_data: Path) -> None:
    film = shared_data / "film"
    settings = Settings(captions=film / "friday.vtt")
    analyses = []
    for _ in range(2):
        stages = Stages(Job())
        edit = read_input(film / "friday.mp4", settings, stages)
        analyses.append(analyse_edit(edit, settings, stages))
    first, second = analyses
    assert first.heard == second.heard
    assert any(phrase.emotions for phrase in first.heard.phrases)
    assert any(evidence.source == "words" for evidence in first.mood.evidence)
    assert [time.cached for time in stages.times if time.stage == "words"] == [True]
