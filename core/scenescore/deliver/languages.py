"""The report says everything in every language; the page's switch shows one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from markupsafe import Markup, escape

from scenescore.deliver.svg import tag, tip
from scenescore.words import LANGUAGES, translated, words


def word(key: str, language: str) -> str:
    """A word of the report; a key without entry is shown as it is."""
    return words("report", language).get(key, key)


def style_title(style: str, language: str) -> str:
    """A palette's name as people say it; an id that no palette has any more stays as it is."""
    from scenescore.palettes import load_palettes

    palette = load_palettes().get(style)
    return (palette.name["ko"] if language == "ko" else palette.name["en"]) if palette else style


def in_a_row(key: str) -> str:
    """A word in every language, one after the other, where there are thousands to be told."""
    return " · ".join(dict.fromkeys(word(key, language) for language in LANGUAGES))


def in_languages(say: Callable[[str], str], element: str = "span") -> Markup:
    """What `say` says in each language, each in an element; once where all say the same."""
    said = {language: say(language) for language in LANGUAGES}
    if len(set(said.values())) == 1:
        return escape(said[LANGUAGES[0]])
    return Markup("").join(tag(element, text, class_=language) for language, text in said.items())


def sentence(text: str) -> Markup:
    """A sentence of the program in every language."""
    return in_languages(lambda language: translated(text, language))


def musical(english: str) -> Markup:
    """A key or a player, which a score names in English, in every language."""
    return in_languages(partial(musical_in, english))


def musical_in(english: str, language: str) -> str:
    """A key or a player in one language."""
    return translated(english, language, "music")


def hovered(
    name: str, words_in: Callable[[str], Iterable[object]], class_: str, **attributes: object
) -> Markup:
    """A shape with words on hover: one a language, since a tooltip cannot follow the switch."""
    tips = {language: tip(*words_in(language)) for language in LANGUAGES}
    if len(set(tips.values())) == 1:
        return tag(name, tips[LANGUAGES[0]], class_=class_, **attributes)
    return Markup("").join(
        tag(name, each, class_=f"{class_} {language}".strip(), **attributes)
        for language, each in tips.items()
    )
