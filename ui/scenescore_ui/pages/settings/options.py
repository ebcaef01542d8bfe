"""What can be chosen in the settings, in the user's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QLocale

from scenescore.palettes import load_palettes
from scenescore.settings import Existing, LoudnessPreset
from scenescore.words import LANGUAGES
from scenescore.worker.answers import EngineSaid, FontSaid
from scenescore_ui.pages.engines.words import NO_ENGINE, in_use
from scenescore_ui.pages.settings.choice import Option
from scenescore_ui.pages.why.section import said_of
from scenescore_ui.strings import Strings

_CAPTIONS = ("ko", "en", "ja", "zh", "es", "fr", "de", "it", "pt", "ru")


def fonts(found: Sequence[FontSaid], chosen: Path | None, say: Strings) -> Iterator[Option]:
    """The best that is installed, each by its licence, and one of the user's own."""
    best = say("settings_font_best", name=found[0].name) if found else say("settings_font_any")
    yield Option(None, best, say("settings_font_hint"))
    for font in found:
        terms = say("settings_font_terms", licence=font.licence, mb=f"{font.mb:.0f}")
        yield Option(font.path, font.name, terms)
    if chosen and chosen not in {font.path for font in found}:
        yield Option(chosen, chosen.name, say("settings_font_gone"))


def loudness(say: Strings) -> Iterator[Option]:
    for preset in LoudnessPreset:
        key = f"settings_loudness_{preset.value}"
        yield Option(preset.value, say(key), say(f"{key}_hint"))


def styles(say: Strings) -> Iterator[Option]:
    yield Option(None, say("settings_style_mood"), say("settings_style_hint"))
    for palette in load_palettes().values():
        note = said_of(palette.note, say) or say("settings_style_all")
        yield Option(palette.id, said_of(palette.name, say), note)


def existing(say: Strings) -> Iterator[Option]:
    for what in Existing:
        key = f"settings_existing_{what.value}"
        yield Option(what.value, say(key), say(f"{key}_hint"))


def words(engines: Sequence[EngineSaid], chosen: str | None, say: Strings) -> Iterator[Option]:
    """Engines that hear the words: the best that is here, each of them, the user's own, none."""
    usable = [engine for engine in engines if engine.task == "words" and engine.usable]
    yield Option(None, say("settings_words_best"), say("settings_words_hint"))
    for engine in usable:
        yield Option(engine.id, engine.title, say("settings_words_one"))
    if chosen and chosen not in {NO_ENGINE, *(engine.id for engine in usable)}:
        yield Option(chosen, Path(chosen).name, say("settings_words_own"))
    yield Option(NO_ENGINE, say("settings_words_none"), say("settings_words_none_hint"))


def engine(task: str, engines: Sequence[EngineSaid], say: Strings) -> Iterator[Option]:
    """Whether the engine of a task is asked, which one that is, and what is done without."""
    used = in_use([each for each in engines if each.task == task])
    here = used.title if used else say("settings_engine_missing")
    yield Option(None, here, say(f"engine_gives_{task}"))
    yield Option(NO_ENGINE, say("settings_words_none"), say(f"settings_{task}_none"))


def languages(say: Strings) -> Iterator[Option]:
    yield Option("", say("settings_language_system"), say("settings_language_hint"))
    for language in LANGUAGES:
        yield Option(language, say(f"language_{language}"), say("settings_language_hint"))


def captions(say: Strings) -> Iterator[Option]:
    yield Option("", say("settings_captions_any"), say("settings_captions_hint"))
    for language in _CAPTIONS:
        yield Option(language, QLocale(language).nativeLanguageName(), say("settings_captions_one"))


def folders(folder: Path | None, say: Strings) -> Iterator[Option]:
    yield Option(None, say("settings_folder_beside"), say("settings_folder_hint"))
    if folder:
        yield Option(folder, folder.name or str(folder), str(folder))
