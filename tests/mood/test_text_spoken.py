"""What is spoken in a caption, in which language, and which captions make a sentence."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.model import Phrase
from scenescore.mood.text.languages import languages_of
from scenescore.mood.text.sentences import sentences
from scenescore.mood.text.spoken import spoken
from scenescore.timebase import Span


@pytest.mark.parametrize(
    ("caption", "words"),
    [
        ("- Hi there.\n- Bye, you!", "Hi there. Bye, you!"),
        ("-JOHN: Hello. -MARY: Bye.", "Hello. Bye."),
        ("JOHN: [sighs] I don’t know…", "I don't know..."),
        ("MAN 2: Go!", "Go!"),
        ("Mary Ann: No.", "No."),
        ("철수: 안녕", "안녕"),
        ("<i>No</i> {\\an8}way", "No way"),
        ("♪ La la la ♪", ""),
        ("♪ La la la", ""),
        ("# La la la #", ""),
        ("(DOOR SLAMS)", ""),
        ("[음악] (한숨) 그래.", "그래."),
        ("...", ""),
        ("It's 7:30: go", "It's 7:30: go"),
        ("He said: no", "He said: no"),
        ("a well-known man – and rich", "a well-known man and rich"),
        ("RUN! RUN!", "RUN! RUN!"),
        ("#1 of #2", "#1 of #2"),
        ("", ""),
    ],
)
def test_only_the_words_are_left(caption: str, words: str) -> None:
    assert spoken(caption) == words


@given(st.text(max_size=60))
def test_any_caption_can_be_read(caption: str) -> None:
    words = spoken(caption)
    assert words == " ".join(words.split())
    assert words == unicodedata.normalize("NFC", words)
    assert words == "" or any(letter.isalnum() for letter in words)


def _phrases(*texts: str, gap: float = 0.1, language: str | None = None) -> list[Phrase]:
    step = Fraction(2) + Fraction(gap)
    return [
        Phrase(Span(i * step, i * step + 2), text, language) for i, text in enumerate(texts)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "I'll see you at seven. Don't be late."),
        ("de", "Ich weiß nicht, was du von mir willst."),
        ("fr", "Je ne sais pas où elle est, monsieur."),
        ("es", "No sé qué quieres de mí. ¿Dónde está mi hermano?"),
        ("it", "Non so che cosa vuoi da me, signora."),
        ("pt", "Eu não sei o que você quer de mim."),
        ("nl", "Ik weet niet wat je van me wilt."),
        ("sv", "Jag vet inte vad du vill mig."),
        ("pl", "Nie wiem, czego ode mnie chcesz."),
        ("tr", "Benden ne istediğini bilmiyorum, bu çok kötü bir şey."),
        ("vi", "Tôi không biết anh muốn gì ở tôi."),
        ("id", "Aku tidak tahu apa yang kamu mau dari saya."),
    ],
)
def test_little_words_tell_the_language(language: str, text: str) -> None:
    assert languages_of(_phrases(text)) == (language,)
    assert languages_of(_phrases(unicodedata.normalize("NFD", text))) == (language,)


def test_a_short_phrase_is_in_the_language_of_its_company() -> None:
    english = ["I don't know what you want.", "Marco!", "Je ne sais pas où elle est."]
    assert languages_of(_phrases(*english)) == ("en", "en", "fr")


def test_what_no_little_word_tells_has_no_language() -> None:
    assert languages_of(_phrases("Marco!")) == (None,)
    assert languages_of(_phrases("I don't know what you want.", "Я тебя люблю.")) == ("en", None)


def test_a_mark_is_believed() -> None:
    marked = _phrases("I don't know.", language="ko-KR")
    assert languages_of(marked) == ("ko",)
    assert languages_of([]) == ()


def test_a_sentence_runs_through_captions() -> None:
    said = ["I never thought", "you would leave me.", "Get out.", "", "and stay there"]
    assert sentences(_phrases(*said), said) == [[0, 1], [2], [4]]


def test_a_sentence_ends_where_nobody_speaks_for_long_or_says_too_much() -> None:
    said = ["I never thought", "you would leave me."]
    assert sentences(_phrases(*said, gap=1.5), said) == [[0], [1]]
    endless = ["word " * 20, *["and more " * 9] * 3]
    assert [len(group) for group in sentences(_phrases(*endless), endless)] == [1, 1, 1, 1]
