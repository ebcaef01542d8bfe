"""The composer's order of work: time, form, harmony, melody, orchestra, hits, performance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scenescore.compose.accents import make_room, strike
from scenescore.compose.feel import feel_of
from scenescore.compose.form import plan_form
from scenescore.compose.harmony import plan_harmony
from scenescore.compose.melody import write_melody
from scenescore.compose.orchestration import orchestrate
from scenescore.compose.performance import perform
from scenescore.compose.speech import speech_windows
from scenescore.compose.tempo import plan_tempo
from scenescore.compose.theme import Motif
from scenescore.model import Cue, Score
from scenescore.palettes import palette_of

_NO_THEMES: Mapping[str, Motif] = MappingProxyType({})


def compose(cue: Cue, themes: Mapping[str, Motif] = _NO_THEMES) -> Score:
    """Compose the music of a cue.

    `themes` are the user's own by name; a theme that a cue orders and that is not among them is
    drawn from the seed and its name.

    Deterministic by the cue's content, uid and seed. Raises BadArgument for an unknown style or
    mood, for hits outside the cue, and for a cue too short for a note.
    """
    palette = palette_of(cue.style)
    plan = plan_tempo(cue, feel_of(cue.mood))
    speech = speech_windows(cue, plan)
    phrases = plan_form(cue, plan, speech)
    harmony = plan_harmony(cue, plan, phrases, speech)
    melody, uses = write_melody(cue, plan, phrases, harmony, speech, palette, themes)
    lines = orchestrate(palette, plan, phrases, harmony, melody, speech)
    struck = strike(palette, plan, phrases, harmony, speech)
    players = make_room((*lines, *struck), plan)
    parts = perform(cue, plan, phrases, harmony, players, speech)
    key = harmony.keys[0]
    return Score(
        cue=cue.uid,
        tonic=key.tonic,
        mode=key.mode.name,
        tempo=plan.tempo,
        bars=plan.bars,
        chords=harmony.chords,
        parts=parts,
        hits=plan.hits,
        themes=uses,
        style=palette.id,
        seed=cue.seed,
    )
