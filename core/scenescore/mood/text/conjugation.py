"""The stems that a Korean dictionary form has in speech: 슬프다 gives 슬프, 슬픈, 슬퍼, 슬펐 …

A Hangul syllable is 0xAC00 + (lead × 21 + vowel) × 28 + tail (The Unicode Standard, 3.12); what a
conjugation changes is the last syllable's vowel and tail.
"""

from __future__ import annotations

_FIRST, _VOWELS, _TAILS = 0xAC00, 21, 28
_A, _AE, _EO, _E, _YEO, _O, _WA, _WAE, _OE, _U, _WO, _EU, _I = (
    0, 1, 4, 5, 6, 8, 9, 10, 11, 13, 14, 18, 20,
)  # fmt: skip
_N, _L, _M, _B, _SS = 4, 8, 16, 17, 20

_CONTRACTED = {_O: _WA, _U: _WO, _I: _YEO, _OE: _WAE}
"""Vowels as 아/어 merges with them: 보아 봐, 싸우어 싸워, 웃기어 웃겨, 되어 돼."""

_LIGHT = (_A, _O)
"""After these vowels the ending is 아, after all others 어 (vowel harmony)."""


def stems(dictionary_form: str) -> tuple[str, ...]:
    """Every beginning that a form of this verb or adjective can have.

    Regular ones, 하다, 으 and ㅂ verbs; what only adds a syllable begins with the stem itself.
    Raises ValueError for a word that does not end in 다.
    """
    if not dictionary_form.endswith("다") or len(dictionary_form) < 2:
        raise ValueError(f"{dictionary_form!r} is no dictionary form")
    stem = dictionary_form[:-1]
    head, last = stem[:-1], stem[-1]
    lead, vowel, tail = _taken_apart(last)
    if tail == _B:
        open_stem = head + _joined(lead, vowel)
        return (stem, *(open_stem + ending for ending in "우워웠운울움"))
    if tail:
        return (stem,)
    short = _with_a(head, last, vowel)
    tails = (_N, _L, _B, _M)
    forms = [_joined(lead, vowel, tail) for tail in tails]
    forms += [_joined(lead, short), _joined(lead, short, _SS)]
    return tuple(dict.fromkeys(head + form for form in (last, *forms)))


def _with_a(head: str, last: str, vowel: int) -> int:
    """The vowel once 아 or 어 has merged with it."""
    if last == "하":
        return _AE
    if vowel == _EU:
        return _A if head and _taken_apart(head[-1])[1] in _LIGHT else _EO
    return _CONTRACTED.get(vowel, vowel)


def _taken_apart(syllable: str) -> tuple[int, int, int]:
    rest, tail = divmod(ord(syllable) - _FIRST, _TAILS)
    return *divmod(rest, _VOWELS), tail


def _joined(lead: int, vowel: int, tail: int = 0) -> str:
    return chr(_FIRST + (lead * _VOWELS + vowel) * _TAILS + tail)
