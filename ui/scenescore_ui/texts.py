"""Texts of widgets that change with the language: said once, and again when it changes."""

from __future__ import annotations

from collections.abc import Callable

from scenescore_ui.strings import Strings


class Texts:
    """Remembers which words go where. `strings` are those of the language now."""

    def __init__(self, strings: Strings) -> None:
        self.strings = strings
        self._put: list[tuple[Callable[[str], object], str]] = []
        self._after: list[Callable[[], object]] = []

    def put(self, setter: Callable[[str], object], key: str) -> None:
        """Give a setter the words of a key, now and in every language to come."""
        self._put.append((setter, key))
        setter(self.strings(key))

    def after(self, do: Callable[[], object]) -> None:
        """Have something done whenever the language has changed: what is made of words anew."""
        self._after.append(do)

    def speak(self, strings: Strings) -> None:
        self.strings = strings
        for setter, key in self._put:
            setter(strings(key))
        for do in self._after:
            do()
