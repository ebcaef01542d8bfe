"""The composer's order of work: time, form, harmony, melody, orchestra, hits, performance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from scenescore.compose.accents import make_room, strike
from scenescore.compose.calm import calmed
from scenescore.compose.development import Treatment, plan_development, stated
from scenescore.compose.form import plan_form
from scenescore.compose.hand import IDLE, Hand, bent_cue, bent_phrases, check_hand
from scenescore.compose.harmony import Harmony, plan_harmony
from scenescore.compose.keeping import kept_chords, kept_keys, kept_themes, kept_time, kept_whole
from scenescore.compose.keys import home_tonic
from scenescore.compose.melody import write_melody
from scenescore.compose.orchestration import orchestrate
from scenescore.compose.performance import perform
from scenescore.compose.retelling import Retelling, told
from scenescore.compose.seams import Seams
from scenescore.compose.speech import SpeechWindows, speech_windows
from scenescore.compose.splicing import kept_notes
from scenescore.compose.tempo import Plan, plan_tempo
from scenescore.compose.theme import Motif, theme_of
from scenescore.compose.tones import Ladder, Tone
from scenescore.emotion_music import feel_of
from scenescore.model import Cue, Score, ScoreKey, ThemeUse
from scenescore.palettes import palette_of
from scenescore.seeds import stream

_NO_THEMES: Mapping[str, Motif] = MappingProxyType({})


def compose(
    cue: Cue,
    themes: Mapping[str, Motif] = _NO_THEMES,
    *,
    hand: Hand = IDLE,
    previous: Score | None = None,
) -> Score:
    """Compose the music of a cue.

    `themes` are the user's own by name; a theme that a cue orders and that is not among them is
    drawn from the seed and its name. `hand` turns dials and keeps what it locks of `previous`, an
    earlier score of the same cue, which may have been edited.

    Deterministic by what is given. Raises BadArgument for an unknown style or mood, for hits
    outside the cue, for a cue too short for a note, and for locks that contradict it; LocksUnfit,
    which is one, where what is locked was written for other times than the cue has now.
    """
    check_hand(hand, cue, previous)
    if previous is None or hand.locks == IDLE.locks:
        return _composed(bent_cue(calmed(cue), hand), themes, hand, None)
    if hand.locks.cue:
        return kept_whole(cue, previous)
    if hand.locks.themes:
        themes = kept_themes(cue, previous, themes)
    score = _composed(bent_cue(calmed(cue), hand), themes, hand, previous)
    return kept_notes(score, hand, previous)


def takes(
    cue: Cue,
    count: int,
    themes: Mapping[str, Motif] = _NO_THEMES,
    *,
    hand: Hand = IDLE,
    previous: Score | None = None,
) -> tuple[Score, ...]:
    """`count` different takes of a cue, the first as `compose` writes it.

    What is locked is in all of them, as are the themes that the cue orders by name. Raises as
    `compose` does.
    """
    named = {order.name: theme_of(cue.seed, order.name, themes).motif for order in cue.themes}
    seeds = [cue.seed, *(_seed_of_take(cue.seed, n) for n in range(1, count))]
    return tuple(
        compose(replace(cue, seed=seed), {**themes, **named}, hand=hand, previous=previous)
        for seed in seeds[:count]
    )


def _seed_of_take(seed: int, number: int) -> int:
    """Another seed with the same home, so that takes of neighbouring cues may stand together."""
    rng = stream(seed, "take", number)
    drawn = rng.getrandbits(31)
    while home_tonic(drawn) != home_tonic(seed):
        drawn = rng.getrandbits(31)
    return drawn


class _Sung(NamedTuple):
    """A cue's chords and melodies; `tune` is the melody without what is sung against it."""

    harmony: Harmony
    melody: tuple[Tone, ...]
    uses: tuple[ThemeUse, ...]
    tune: tuple[Tone, ...]


def _composed(cue: Cue, themes: Mapping[str, Motif], hand: Hand, previous: Score | None) -> Score:
    """The music in its order of work; of `previous` time and chords are taken where locked."""
    palette = palette_of(cue.style)
    kept = previous if hand.locks.time else None
    plan = kept_time(cue, kept) if kept else plan_tempo(cue, feel_of(cue.mood))
    speech = speech_windows(cue, plan)
    phrases = bent_phrases(plan_form(cue, plan, speech), hand)
    singers = {player.name for player in palette.role("melody")}

    def sung(retelling: Retelling) -> _Sung:
        treatments = plan_development(cue, plan, phrases, speech, themes, retelling)
        harmony = _harmony(cue, plan, treatments, speech, hand, kept)
        melody, uses = write_melody(cue, plan, treatments, harmony, speech, palette)
        tune = tuple(tone for tone in melody if tone.player in singers)
        return _Sung(harmony, melody, uses, tune)

    harmony, melody, uses, _ = told(sung)
    if kept:
        seams = Seams(kept, hand.locks, palette, phrases, Ladder(harmony))
        melody = seams.sung_round(melody)
        uses = seams.themes_heard(melody, _motifs(cue, kept, uses, themes), plan)
    lines = orchestrate(palette, plan, phrases, harmony, melody, speech)
    struck = strike(palette, plan, phrases, harmony, speech)
    players = make_room((*lines, *struck), plan)
    parts = perform(cue, plan, phrases, harmony, players, speech)
    keys = _keys(harmony)
    return Score(
        cue=cue.uid,
        tonic=keys[0].tonic,
        mode=keys[0].mode,
        tempo=plan.tempo,
        bars=plan.bars,
        chords=harmony.chords,
        parts=parts,
        hits=plan.hits,
        themes=tuple(_noted(use, cue, themes) for use in uses),
        style=palette.id,
        seed=cue.seed,
        keys=keys,
    )


def _motifs(
    cue: Cue, kept: Score, uses: Sequence[ThemeUse], themes: Mapping[str, Motif]
) -> dict[str, Motif]:
    """Every theme that may be heard in new music and old, by name."""
    names = dict.fromkeys(use.name for use in (*uses, *kept.themes))
    return {name: theme_of(cue.seed, name, themes).motif for name in names}


def _harmony(
    cue: Cue,
    plan: Plan,
    treatments: Sequence[Treatment],
    speech: SpeechWindows,
    hand: Hand,
    kept: Score | None,
) -> Harmony:
    phrases, themes = [each.phrase for each in treatments], stated(treatments)
    if kept is None:
        return plan_harmony(cue, plan, phrases, speech, themes=themes)
    keys = kept_keys(kept, phrases)
    fresh = plan_harmony(cue, plan, phrases, speech, keys=keys, themes=themes)
    return kept_chords(fresh, phrases, hand.locks, kept)


def _keys(harmony: Harmony) -> tuple[ScoreKey, ...]:
    """The keys in order, each once where it begins."""
    pairs = zip(harmony.chords, harmony.keys, strict=True)
    runs = groupby(pairs, key=lambda pair: (pair[1].tonic, pair[1].mode.name))
    return tuple(ScoreKey(next(run)[0].beat, tonic, mode) for (tonic, mode), run in runs)


def _noted(use: ThemeUse, cue: Cue, themes: Mapping[str, Motif]) -> ThemeUse:
    """The use with the theme itself written down."""
    motif = theme_of(cue.seed, use.name, themes).motif
    return replace(use, degrees=motif.degrees, rhythm=motif.rhythm)
