"""The panel speaks both languages: no key is missing, none is dead, gaps are the same."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from scenescore.deliver.notation import key_name
from scenescore.model import Score
from scenescore.modes import load_modes
from scenescore.palettes import load_instruments, load_palettes
from scenescore.settings import EMOTIONS
from scenescore.words import LANGUAGES, words
from scenescore.worker.orders import ORDERS
from scenescore_ui.strings import Strings

UI = Path(__file__).resolve().parents[2] / "ui" / "scenescore_ui"
ENGLISH, KOREAN = words("panel", "en"), words("panel", "ko")
HANGUL = re.compile("[가-힣]")
NAMES = {"title", "title_of", "language_en"}
"""Words that are the same in every language."""


def _literals() -> set[str]:
    """Every string in the sources, and the fixed beginnings of f-strings, with a star."""
    found = set()
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                found.add(f"{node.values[0].value}*")
    return found


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_key_stands_in_both_languages() -> None:
    assert ENGLISH.keys() == KOREAN.keys()


def test_gaps_are_the_same() -> None:
    for key, english in ENGLISH.items():
        assert _gaps(english) == _gaps(KOREAN[key]), key


def test_korean_is_korean() -> None:
    for key, korean in KOREAN.items():
        assert HANGUL.search(korean) or key in NAMES, key


def test_words_on_buttons_are_short() -> None:
    for key in ENGLISH:
        spoken = f"{key}_hint" in ENGLISH or key.endswith("_hint")
        if key.startswith(("step_", "work_", "menu_", "column_")) and not spoken:
            assert max(len(ENGLISH[key]), len(KOREAN[key])) <= 30, key


def test_no_key_is_dead() -> None:
    used = _literals()
    starts = tuple(each[:-1] for each in used if each.endswith("*") and len(each) > 3)
    for key in ENGLISH:
        plain = key.removesuffix("_hint")
        assert {key, plain} & used or key.startswith(starts), f"nobody says {key}"


def test_every_command_and_step_has_its_words() -> None:
    for command in ORDERS:
        assert f"work_{command}" in ENGLISH
    told = {key for key in _literals() if key.startswith("step_") and key != "step_"}
    assert told <= ENGLISH.keys()


def test_no_hint_in_the_window_names_an_option() -> None:
    """What the engine says of the command line's options that concern the window, too."""
    english, korean = words("window", "en"), words("window", "ko")
    assert english.keys() == korean.keys()
    assert english.keys() <= words("messages", "ko").keys()
    for sentence in english:
        assert "--" in sentence
        for language in LANGUAGES:
            assert "--" not in Strings(language).sentence(sentence)
        assert HANGUL.search(korean[sentence])


def test_every_stem_and_emotion_has_a_name() -> None:
    stems = {instrument.stem for instrument in load_instruments().values()}
    wanted = {f"player_stem_{stem}" for stem in stems} | {f"emotion_{name}" for name in EMOTIONS}
    assert wanted <= ENGLISH.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_gaps_are_filled_and_sentences_translated(language: str) -> None:
    say = Strings(language)
    assert "내 영화.mov" in say("edit_open", name="내 영화.mov")
    said = say.sentence("Make it again, then accept.")
    assert (said == "Make it again, then accept.") == (language == "en")
    with pytest.raises(KeyError):
        say("nobody says this")


def test_keys_and_players_have_their_korean() -> None:
    players = {player.name for each in load_palettes().values() for player in each.players}
    names = players | {each.name for each in load_instruments().values()}
    keys = (cast(Score, SimpleNamespace(tonic=0, mode=mode)) for mode in load_modes())
    modes = {key_name(key).partition(" ")[2] for key in keys}
    told = {name for name in words("music", "ko") if "{0}" not in name}
    assert told == names, f"music.ko.toml lacks {names - told}, needs no {told - names}"
    assert {f"{{0}} {mode}" for mode in modes} == words("music", "ko").keys() - told
    korean = Strings("ko").music
    assert (korean("Bb minor"), korean("Soft strings")) == ("Bb단조", "부드러운 현악")
    assert Strings("en").music("Bb minor") == "Bb minor"
