"""Which palette plays."""

from __future__ import annotations

import pytest

from scenescore.errors import BadArgument
from scenescore.palettes import load_palettes
from scenescore.settings import EMOTIONS
from scenescore.spotting.style import choose_style, choose_styles, fit, style_named


def only(emotion: str) -> dict[str, float]:
    return {name: float(name == emotion) for name in EMOTIONS}


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_the_chosen_palette_suits_no_worse_than_any(emotion: str) -> None:
    palettes = load_palettes()
    chosen = choose_style(only(emotion), palettes)
    assert fit(only(emotion), palettes[chosen]) == max(p.suits[emotion] for p in palettes.values())


def test_an_edit_keeps_to_two_palettes_at_most() -> None:
    cues = [(30.0, only(emotion)) for emotion in EMOTIONS]
    assert len(set(choose_styles(cues, load_palettes(), badly=0.1))) <= 2
    assert len(set(choose_styles(cues, load_palettes(), badly=1.1))) == 1


def test_a_cue_that_fits_badly_gets_a_better_palette() -> None:
    palettes = load_palettes()
    cues = [(100.0, only("happy")), (20.0, only("fear"))]
    main, other = choose_styles(cues, palettes, badly=0.25)
    assert palettes[other].suits["fear"] >= palettes[main].suits["fear"]


def test_styles_go_by_id_or_title_in_any_case() -> None:
    palettes = load_palettes()
    for palette in palettes.values():
        for name in (palette.id, palette.id.upper(), *palette.name.values()):
            assert style_named(f" {name} ", palettes) == palette.id


def test_unknown_style_names_the_nearest() -> None:
    palettes = load_palettes()
    known = next(iter(palettes))
    with pytest.raises(BadArgument) as caught:
        style_named(known[:-1] + "x", palettes)
    assert f"“{known}”" in caught.value.hint
