"""Contrast by WCAG 2.2, and colours that exist."""

from __future__ import annotations

import pytest

from scenescore.settings import EMOTIONS
from scenescore_ui.timeline.data import AXES
from scenescore_ui.timeline.palette import COLOURS, PAIRS


def luminance(colour: str) -> float:
    """Relative luminance of sRGB (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_what_is_drawn_can_be_read(front: str, back: str, least: float) -> None:
    assert contrast(COLOURS[front], COLOURS[back]) >= least


def test_every_emotion_and_every_axis_has_a_colour_of_its_own() -> None:
    names = [*EMOTIONS, *AXES]
    assert len({COLOURS[name] for name in names}) == len(names)


def test_every_colour_is_dark_or_is_checked_for_contrast() -> None:
    checked = {name for front, back, _ in PAIRS for name in (front, back)}
    assert all(luminance(COLOURS[name]) < 0.06 for name in COLOURS if name not in checked)
