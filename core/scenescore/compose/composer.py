"""The composer's order of work: time, form, harmony, melody, orchestra, hits, performance."""

from __future__ import annotations

from scenescore.compose.accents import make_room, strike
from scenescore.compose.feel import feel_of
from scenescore.compose.form import plan_form
from scenescore.compose.harmony import plan_harmony
from scenescore.compose.melody import write_melody
from scenescore.compose.orchestration import orchestrate
from scenescore.compose.performance import perform
from scenescore.compose.speech import speech_windows
from scenescore.compose.tempo import plan_tempo
from scenescore.model import Cue, Score
from scenescore.palettes import palette_of


def compose(cue: Cue) -> Score:
    """Compose the music of a cue.

    Deterministic by the cue's content, uid and seed. Raises BadArgument for an unknown style or
    mood, for hits outside the cue, and for a cue too short for a note.
    """
    palette = palette_of(cue.style)
    plan = plan_tempo(cue, feel_of(cue.mood))
    speech = speech_windows(cue, plan)
    phrases = plan_form(cue, plan, speech)
    harmony = plan_harmony(cue, plan, phrases, speech)
    melody, themes = write_melody(cue, plan, phrases, harmony, speech)
    lines = orchestrate(palette, plan, phrases, harmony, melody, speech)
    struck = strike(palette, plan, phrases, harmony, speech)
    parts = perform(cue, plan, phrases, make_room((*lines, *struck), plan), speech)
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
        themes=themes,
        style=palette.id,
        seed=cue.seed,
    )
