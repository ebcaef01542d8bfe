"""Which palette plays: one for the edit, and a second only where the first fits badly."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from scenescore.errors import BadArgument
from scenescore.palettes import Palette

Emotions = Mapping[str, float]
"""Probabilities of the seven emotions."""


def fit(emotions: Emotions, palette: Palette) -> float:
    """How well a palette suits a mixture of emotions, 0…1."""
    return sum(share * palette.suits.get(name, 0.0) for name, share in emotions.items())


def choose_style(emotions: Emotions, palettes: Mapping[str, Palette]) -> str:
    """The id of the palette that suits best; of equals the first by name."""
    return max(sorted(palettes), key=lambda name: fit(emotions, palettes[name]))


def style_named(name: str, palettes: Mapping[str, Palette]) -> str:
    """The palette that a person names by its id or one of its titles, in any case.

    Raises BadArgument naming the nearest.
    """
    known = {
        title.casefold(): palette.id
        for palette in palettes.values()
        for title in (palette.id, *palette.name.values())
    }
    wanted = name.strip().casefold()
    if wanted in known:
        return known[wanted]
    close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.4)
    nearest = f"Did you mean “{known[close[0]]}”? " if close else ""
    raise BadArgument(
        f"There is no style “{name}”.", f"{nearest}Styles: {', '.join(sorted(palettes))}."
    )


def choose_styles(
    cues: Sequence[tuple[float, Emotions]], palettes: Mapping[str, Palette], badly: float
) -> tuple[str, ...]:
    """A palette for each cue, given as (seconds, emotions): at most two in all.

    The main one suits the edit as a whole; cues that another would suit better by `badly` share
    the one that suits them best together.
    """
    if not cues:
        return ()
    main = choose_style(_mean(cues), palettes)

    def gain(emotions: Emotions, other: str) -> float:
        return fit(emotions, palettes[other]) - fit(emotions, palettes[main])

    misfits = [c for c in cues if gain(c[1], choose_style(c[1], palettes)) >= badly]
    if not misfits:
        return (main,) * len(cues)
    second = choose_style(_mean(misfits), palettes)
    return tuple(second if gain(emotions, second) >= badly else main for _, emotions in cues)


def _mean(cues: Sequence[tuple[float, Emotions]]) -> dict[str, float]:
    whole = sum(seconds for seconds, _ in cues) or 1.0
    names = {name for _, emotions in cues for name in emotions}
    return {
        name: sum(seconds * emotions.get(name, 0.0) for seconds, emotions in cues) / whole
        for name in sorted(names)
    }
