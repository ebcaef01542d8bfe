"""What the panel says, in the user's language: words by key, the engine's sentences translated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenescore.words import translated, words


@dataclass(frozen=True, slots=True)
class Strings:
    """The words of `strings/panel.LANGUAGE.toml`; every key stands in every language."""

    language: str

    def __call__(self, key: str, **gaps: object) -> str:
        """The words of a key, its gaps filled. Raises KeyError for a key that there is not."""
        return words("panel", self.language)[key].format(**gaps)

    def sentence(self, english: str) -> str:
        """A sentence that the engine says in English; options of the command line become places
        in the window (`strings/window.LANGUAGE.toml`)."""
        here = words("window", self.language).get(english)
        return here or translated(english, self.language)

    def music(self, english: str) -> str:
        """A key or a player of the score, which the engine names in English."""
        return translated(english, self.language, "music")


Telling = Callable[[Strings], str]
"""Something to read, in the language that is spoken when it is read."""


def worded(key: str, **gaps: object) -> Telling:
    """The words of a key, its gaps filled."""
    return lambda say: say(key, **gaps)


def sentence(english: str) -> Telling:
    """A sentence of the engine's."""
    return lambda say: say.sentence(english)
