"""What the words of an edit say of feeling: each phrase by the reader of its language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scenescore.model import EngineUse, Heard, Phrase, Remark
from scenescore.mood.text.english import WordsEmotion
from scenescore.mood.text.languages import languages_of
from scenescore.mood.text.lexicon import korean
from scenescore.mood.text.sentences import sentences
from scenescore.mood.text.spoken import spoken
from scenescore.mood.text.timeline import Emotions, steady

_ENGLISH = EngineUse("words-emotion", "MiniLM on GoEmotions, 8 bits")
_KOREAN = EngineUse(
    "words-emotion",
    "Korean lexicon",
    "it knows words, not sentences; a transcription engine would translate from the sound",
)
_UNREAD = EngineUse(
    "words-emotion",
    "none",
    "the words are in a language that is not read; a transcription engine would translate from the "
    "sound",
)
_NO_WORDS = EngineUse("words-emotion", "none", "there are no words to read")


@dataclass(frozen=True, slots=True)
class WordsRead:
    """The emotions of each phrase, None where it has none; who read them; what was not read."""

    emotions: tuple[Emotions | None, ...]
    engines: tuple[EngineUse, ...]
    remarks: tuple[Remark, ...] = ()


def emotions_of_words(heard: Heard) -> Heard:
    """All that was heard, with the emotions of its phrases; see `read_words`."""
    return with_words(heard, read_words(heard.phrases))


def with_words(heard: Heard, read: WordsRead) -> Heard:
    """All that was heard, with what its words were found to say."""
    felt = zip(heard.phrases, read.emotions, strict=True)
    return replace(
        heard,
        phrases=tuple(replace(phrase, emotions=emotions) for phrase, emotions in felt),
        engines=(*heard.engines, *read.engines),
        remarks=(*heard.remarks, *read.remarks),
    )


def read_words(phrases: Sequence[Phrase]) -> WordsRead:
    """Shares of the seven emotions (they sum to 1) of each phrase, made steady over time.

    English, or the English translation of another language, goes to the network; Korean to the
    lexicon, which may find nothing; other languages are left without an emotion, which is said.
    """
    lines = [spoken(phrase.english or phrase.text or "") for phrase in phrases]
    languages = [
        ("en" if phrase.english else language) if words else ""
        for phrase, words, language in zip(phrases, lines, languages_of(phrases), strict=True)
    ]
    said = list(zip(lines, languages, strict=True))
    found = _of_english(phrases, [words if language == "en" else "" for words, language in said])
    for place, (words, language) in enumerate(said):
        if language == "ko" and (shares := korean().shares(words)):
            found[place] = shares
    felt = [replace(phrase, emotions=found.get(place)) for place, phrase in enumerate(phrases)]
    emotions = tuple(phrase.emotions for phrase in steady(felt))
    named = [language for language in languages if language != ""]
    return WordsRead(emotions, tuple(_engines(named)), tuple(_remarks(named)))


def _of_english(phrases: Sequence[Phrase], said: Sequence[str]) -> dict[int, Emotions]:
    """Shares by the place of the phrase; a sentence over several captions is read as one."""
    groups = sentences(phrases, said)
    if not groups:
        return {}
    shares = WordsEmotion().shares([" ".join(said[place] for place in group) for group in groups])
    return {
        place: tuple(map(float, row))
        for group, row in zip(groups, shares, strict=True)
        for place in group
    }


def _engines(languages: Sequence[str | None]) -> Iterator[EngineUse]:
    if not languages:
        yield _NO_WORDS
    if "en" in languages:
        yield _ENGLISH
    if "ko" in languages:
        yield _KOREAN
    if set(languages) - {"en", "ko"}:
        yield _UNREAD


def _remarks(languages: Sequence[str | None]) -> Iterator[Remark]:
    unread = [language or "?" for language in languages if language not in ("en", "ko")]
    if unread:
        names = ", ".join(sorted(set(unread)))
        yield Remark(
            "words-unread",
            f"The emotion of {len(unread)} phrases was not read: their language is {names}.",
            "English is read, Korean by its words; a transcription engine translates from the "
            "sound.",
        )
