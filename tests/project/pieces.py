"""A sentence of the program: its words, and the gaps that the program fills."""

from __future__ import annotations

from enum import Enum


class Gap(Enum):
    """What the program fills into a sentence."""

    NAME = "a name, a number: the same in every language"
    WORD = "perhaps a word of the program's own"
    PHRASE = "a phrase of the program's own, which is translated, too"


Pieces = tuple[str | Gap, ...]
"""A sentence as literal text and gaps."""

OPEN: Pieces = (Gap.NAME,)


def key_of(pieces: Pieces) -> str:
    """The sentence as it stands in `messages.ko.toml`: "{0} is a folder."."""
    numbers = iter(range(len(pieces)))
    return "".join(piece if isinstance(piece, str) else f"{{{next(numbers)}}}" for piece in pieces)


def has_letters(pieces: Pieces) -> bool:
    """Whether it says anything beside what is filled in."""
    text = "".join(piece for piece in pieces if isinstance(piece, str))
    return any(letter.isalpha() for letter in text)


def is_data(pieces: Pieces) -> bool:
    """A number, a timecode: gaps and what stands between them."""
    return Gap.NAME in pieces and not has_letters(pieces)


def is_word(pieces: Pieces) -> bool:
    """One word, such as an emotion's id or a file's name: no sentence of the program."""
    return has_letters(pieces) and not any(
        " " in piece for piece in pieces if isinstance(piece, str)
    )


def merged(pieces: Pieces) -> Pieces:
    """Literal neighbours as one."""
    together: list[str | Gap] = []
    for piece in pieces:
        if isinstance(piece, str) and together and isinstance(together[-1], str):
            together[-1] += piece
        elif piece != "":
            together.append(piece)
    return tuple(together)
