"""What the panel says, in the user's language: words by key, the engine's sentences translated."""

from __future__ import annotations

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
