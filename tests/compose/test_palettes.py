"""Palettes are data: what is in the files can be played, and a damaged file is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scenescore.compose.harmony import load_modes
from scenescore.compose.texture import load_textures
from scenescore.emotion_music import emotion_rows
from scenescore.errors import BadArgument
from scenescore.palettes import Palette, Player, load_instruments, load_palettes, palette_of
from scenescore.settings import EMOTIONS

PALETTES = load_palettes()


@pytest.mark.parametrize("style", PALETTES)
def test_a_palette_names_what_exists(style: str) -> None:
    palette = PALETTES[style]
    assert palette.id == style
    assert palette.name["en"]
    assert palette.name["ko"]
    assert {step.texture for step in palette.textures} <= set(load_textures())
    assert [step.arousal for step in palette.textures] == sorted(
        step.arousal for step in palette.textures
    )


@pytest.mark.parametrize("style", PALETTES)
def test_somebody_speaks_at_once_at_any_arousal(style: str) -> None:
    for arousal in (-1.0, -0.4, 0.0, 0.5, 1.0):
        playing = [
            player
            for player in PALETTES[style].role("accent")
            if player.enters <= arousal < player.leaves
        ]
        assert any(player.instrument.attack == "fast" for player in playing)


def test_every_emotion_has_a_palette_that_suits_it() -> None:
    for emotion in EMOTIONS:
        assert max(palette.suits[emotion] for palette in PALETTES.values()) >= 0.6


def test_the_tables_fit_each_other() -> None:
    assert set(emotion_rows()) == set(EMOTIONS)
    for row in emotion_rows().values():
        assert set(row.modes) <= set(load_modes())
    for mode in load_modes().values():
        tonics = [c for c in mode.chords if c.function == "tonic" and c.root == 0]
        assert tonics
        assert any(chord.function == "dominant" for chord in mode.chords)


def test_an_unknown_style_is_answered_with_those_there_are() -> None:
    with pytest.raises(BadArgument) as caught:
        palette_of("polka")
    assert "intimate_piano" in caught.value.hint


def test_a_register_outside_the_instrument_is_found_at_load() -> None:
    violin = load_instruments()["violin"]
    with pytest.raises(ValidationError, match="range"):
        Player(role="melody", instrument=violin, name="Violin", pitches=(20, 60))


def test_a_palette_without_a_fast_accent_is_found_at_load() -> None:
    palette = palette_of("intimate_piano")
    fields = {name: getattr(palette, name) for name in Palette.model_fields}
    fields["players"] = tuple(p for p in palette.players if p.role != "accent")
    with pytest.raises(ValidationError, match="accent"):
        Palette.model_validate(fields)
