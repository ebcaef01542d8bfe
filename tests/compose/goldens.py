"""Music as text, to be read in review; `python -m tests.compose.goldens` writes it anew.

A change of these files is a change of the music: look at it, listen, then accept it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from tests.compose.compose_cues import cue_of, text_of

from scenescore.compose import compose
from scenescore.compose.texture import Measure, load_textures, spin

FOLDER = Path(__file__).parent / "golden"

_TEXTURES = "textures"

BRIEFS = {
    "piano_sad": ("intimate_piano", "sad", -0.3),
    "orchestra_anger": ("orchestral_drama", "anger", 0.6),
    "comedy_happy": ("comedy_pizzicato", "happy", 0.5),
    "ambient_fear": ("dark_ambient", "fear", 0.2),
    "chamber_disgust": ("chamber_strings", "disgust", 0.3),
    "trailer_surprise": ("epic_trailer", "surprise", 0.6),
    "east_asian_neutral": ("east_asian", "neutral", 0.0),
}
NAMES = (*BRIEFS, _TEXTURES)


def golden(name: str) -> str:
    """The first four bars of a cue, or a bar of every texture."""
    if name == _TEXTURES:
        return "".join(f"{line}\n" for line in _textures())
    style, emotion, arousal = BRIEFS[name]
    cue = cue_of(24, [10.5], style=style, emotion=emotion, arousal=arousal)
    return text_of(compose(cue), 1, 4)


def _textures() -> Iterator[str]:
    """Every texture over a bar of C, asked for a note on each eighth."""
    measure = Measure(Fraction(0), Fraction(0), Fraction(4), 0, True, 0.6)
    eighths = [Fraction(step, 2) for step in range(8)]
    for name, texture in sorted(load_textures().items()):
        drafts = spin(texture, measure, eighths, (48, 52, 55, 60, 64, 67))
        notes = [f"{float(draft.beat):g}:{draft.pitch}" for draft in drafts]
        yield f"{name}: {' '.join(notes)}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for title in NAMES:
        (FOLDER / f"{title}.txt").write_text(golden(title), encoding="utf-8")
