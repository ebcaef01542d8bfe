"""The emotion of Korean words by a lexicon, which says nothing where it finds nothing.

`lexicons/ko.toml` holds the words. What is found counts with its weight, more after an intensifier,
less after a diminisher; what is denied turns into what the table says. What is neutral counts
less beside a feeling. A little calm is added, and the sum is divided by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

from scenescore.mood.text.conjugation import stems
from scenescore.settings import EMOTIONS
from scenescore.tables import read_table

_DENIED = re.compile(
    # -지 않다, -지 못하다, -지 마; but "닥치지 못해!" denies nothing
    r"[가-힣]{0,2}?지\s?(?:가|는|도|를)?\s?(?:않|못(?!해\s*[!?])|마|말|아니)"
    # -ㄹ 수 없다, -ㄹ 리 없다, -아 본 적 없다, -기는커녕; but "슬퍼할 수밖에 없다" denies nothing
    r"|[가-힣]{0,2}?\s?(?:수|리|본\s?적|적)(?:가|이|는|은|도|조차)?\s?없"
    r"|[가-힣]{0,2}?\s?커녕"
    r"|[가-힣]{0,2}\s?[것게건거](?:은|이|가)?\s?(?:아니|아냐|아닙)"  # -ㄴ 것이 아니다
    r"|(?:이|가|은|는|도|을|를)?\s?(?:없|아니|아냐|아닙)"  # 걱정이 없다, 사랑이 아니다
    r"|\s?(?:하지\s?)?(?:마|마요|마라|말아|말고|말자|마세요|마십시오)(?![가-힣])"  # 걱정 마
)
"""What denies the word that it follows."""

_WAS_ONCE = re.compile(r"[았었]었|던(?=\s)")
"""The past of what is past (좋았었는데, 좋아하던 노래): it is so no longer."""

_PAST_TAIL = 20  # ㅆ: the word that was found ends in the past already (행복했, followed by 었는데)


_WEAK = 0.5

_WORD_ENDS = r"(?![가-힣])"
_SENTENCE_ENDS = r"(?=\s*(?:[^\w\s]|$))"


class Words(BaseModel):
    """The words of one emotion, comma between, and what it turns into when denied or long past."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    negated: dict[str, float]
    once: dict[str, float] = {}
    strong: str
    weak: str
    endings: str = ""


class Table(BaseModel):
    """A lexicon as its file holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calm: float = Field(ge=0)
    beside: float = Field(ge=0, le=1)
    stronger: PositiveFloat
    weaker: PositiveFloat
    intensifiers: str
    diminishers: str
    negators: str
    nothing: str
    alone: str
    cries: str
    turned: dict[str, str]
    happy: Words
    sad: Words
    disgust: Words
    anger: Words
    surprise: Words
    fear: Words
    neutral: Words


@dataclass(frozen=True, slots=True)
class Entry:
    """One word: its emotion, its weight, and what must follow it (a pattern).

    A word without an emotion says nothing, though a part of it would.
    """

    emotion: str | None
    weight: float
    then: str = ""


class Lexicon:
    """Finds the words of a table in texts."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.entries = _entries(table)
        self._stronger = {_tight(word) for word in _listed(table.intensifiers)}
        self._weaker = {_tight(word) for word in _listed(table.diminishers)}
        self._negators = {_tight(word) for word in _listed(table.negators)}
        self._turned = {
            _tight(form): emotion
            for emotion, listed in table.turned.items()
            for word in _listed(listed)
            for form in stems(word)
        }

    def shares(self, text: str) -> tuple[float, ...] | None:
        """Shares of the seven emotions that sum to 1; None where no word of the table is found."""
        weights = dict.fromkeys(EMOTIONS, 0.0)
        text = unicodedata.normalize("NFC", text)
        for found in self._pattern.finditer(text):
            for emotion, weight in self._meaning(found, text[found.end() :]):
                weights[emotion] += weight
        for emotion, ending in self._endings:
            weights[emotion] += _WEAK * len(ending.findall(text))
        weights["surprise"] += _WEAK * len(self._cries.findall(text))
        if not any(weights.values()):
            return None
        felt = any(weights[emotion] for emotion in EMOTIONS if emotion != "neutral")
        weights["neutral"] *= self._table.beside if felt else 1.0
        weights["neutral"] += self._table.calm
        total = sum(weights.values())
        return tuple(weights[emotion] / total for emotion in EMOTIONS)

    def _meaning(self, found: re.Match[str], after: str) -> list[tuple[str, float]]:
        entry = self.entries[_tight(found["word"])]
        if entry.emotion is None:
            return []
        before = {_tight(word) for word in self._modifier.findall(found["before"])}
        weight = entry.weight
        weight *= self._table.stronger if before & self._stronger else 1.0
        weight *= self._table.weaker if before & self._weaker else 1.0
        words: Words = getattr(self._table, entry.emotion)
        says: Mapping[str, float] = {entry.emotion: 1.0}
        if before & self._negators or _DENIED.match(after):
            says = self._denied(_tight(found["word"]), words)
        elif _was_once(found["word"], after):
            says = words.once or says
        return [(emotion, weight * share) for emotion, share in says.items()]

    def _denied(self, word: str, words: Words) -> Mapping[str, float]:
        if word in self._turned:
            return {self._turned[word]: 1.0}
        return words.negated or {"neutral": 1.0}

    @cached_property
    def _endings(self) -> list[tuple[str, re.Pattern[str]]]:
        """How a sentence ends that says something of feeling, by emotion."""
        listed = ((e, _listed(getattr(self._table, e).endings)) for e in EMOTIONS)
        return [(emotion, _ended(words)) for emotion, words in listed if words]

    @cached_property
    def _cries(self) -> re.Pattern[str]:
        """A cry of surprise, alone where a sentence begins."""
        cries = "|".join(re.escape(cry) for cry in _listed(self._table.cries))
        return re.compile(rf"(?:^|[.!?…~]\s*)(?:{cries})")

    @cached_property
    def _modifier(self) -> re.Pattern[str]:
        return re.compile(_any({*self._stronger, *self._weaker, *self._negators}))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """A word of the table where a word begins, and what modifies it; longest words first.

        A modifier may be written into the same word ("안좋아") where the whole is none ("안심").
        """
        one = f"(?:{self._modifier.pattern})"
        before = rf"(?P<before>(?:{one}\s+)*(?:{one}\s*)??)"
        followed = {word: entry.then for word, entry in self.entries.items()}
        return re.compile(rf"(?<![가-힣ㄱ-ㅣ]){before}(?P<word>{_any(self.entries, followed)})")


@cache
def korean() -> Lexicon:
    """The lexicon of `lexicons/ko.toml`, checked."""
    return Lexicon(Table.model_validate(read_table("lexicons/ko.toml")))


def _entries(table: Table) -> dict[str, Entry]:
    """Every form by its letters without spaces; what several emotions claim, the first has."""
    found = {_tight(word): Entry(None, 0.0) for word in _listed(table.nothing)}
    alone = {_tight(word) for word in _listed(table.alone)}
    for emotion in EMOTIONS:
        words: Words = getattr(table, emotion)
        for listed, weight in ((words.strong, 1.0), (words.weak, _WEAK)):
            for word in _listed(listed):
                conjugated = word.endswith("다")
                for form in stems(word) if conjugated else (word,):
                    one = not conjugated and len(form) == 1  # longer words begin with it
                    then = _SENTENCE_ENDS if _tight(form) in alone else _WORD_ENDS * one
                    found.setdefault(_tight(form), Entry(emotion, weight, then))
    return found


def _was_once(word: str, after: str) -> bool:
    """Whether a word that was found stands in the past of the past."""
    in_past = (ord(word[-1]) - ord("가")) % 28 == _PAST_TAIL and "가" <= word[-1] <= "힣"
    return bool(_WAS_ONCE.match(after)) or (in_past and after.startswith("었"))


def _ended(endings: list[str]) -> re.Pattern[str]:
    """A sentence that ends so, politely or not; one with a question mark only as a question."""
    asked = [re.escape(each[:-1]) for each in endings if each.endswith("?")]
    said = [re.escape(each) for each in endings if not each.endswith("?")]
    parts = [rf"(?:{'|'.join(asked)})요?\s*[!…]*\?"] if asked else []
    parts += [rf"(?:{'|'.join(said)})요?(?=\s*(?:[.!?…~]|$))"] if said else []
    return re.compile(rf"(?<![^가-힣\s])(?:{'|'.join(parts)})")


def _listed(words: str) -> list[str]:
    return [word for each in words.split(",") if (word := " ".join(each.split()))]


def _tight(word: str) -> str:
    return "".join(word.split())


def _any(words: Iterable[str], followed: Mapping[str, str] | None = None) -> str:
    """A pattern for any of the words, longest first, wherever spaces stand in the text.

    `followed`: what must follow some of them. By their first letters, so that few are tried.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = "".join(rf"\s?{letter}" for letter in word[1:])
        rests.setdefault(word[0], []).append(rest + (followed or {}).get(word, ""))
    return "|".join(rf"{first}(?:{'|'.join(each)})" for first, each in rests.items())
