"""Which language is said, where the captions do not tell: by its script and its little words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from scenescore.model import Phrase
from scenescore.tables import read_table

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_COMPANY = 2.0
"""How many little words of its own a phrase needs, to be in another language than its company."""


def languages_of(phrases: Sequence[Phrase]) -> tuple[str | None, ...]:
    """The language of each phrase: as it is marked, else as its words tell, else None.

    Captions in Latin letters carry no mark. A phrase with few little words of its own ("Help!") is
    in the language of the unmarked phrases taken together. Other letters are told by no words.
    """
    counts = [_little_words(phrase) for phrase in phrases]
    company = sum((own for own in counts if own), Counter())
    everything = max(company.total(), 1)
    share = {name: _COMPANY * found / everything for name, found in company.items()}
    return tuple(
        phrase.language.split("-")[0].lower() if phrase.language else _leader(own, share)
        for phrase, own in zip(phrases, counts, strict=True)
    )


def _leader(own: Counter[str] | None, share: dict[str, float]) -> str | None:
    if own is None or not share:
        return None
    return max(share, key=lambda name: (own[name] + share[name], share[name]))


def _little_words(phrase: Phrase) -> Counter[str] | None:
    """How many little words of each language a phrase without a mark has; None: not to be told."""
    if phrase.language or not phrase.text or not _is_latin(phrase.text):
        return None
    lists = _lists()
    said = _WORD.findall(unicodedata.normalize("NFC", phrase.text).lower().replace("’", "'"))
    return Counter(name for word in said for name in lists.get(word, ()))


def _is_latin(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return 2 * latin > len(letters)


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """The languages that each little word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in read_table("lexicons/languages.toml").items():
        for word in dict.fromkeys(words.split()):
            found[word] = (*found.get(word, ()), name)
    return found
