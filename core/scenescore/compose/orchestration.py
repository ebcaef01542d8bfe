"""Orchestration: which players of the palette take which line, in which register, when.

Players enter and leave with arousal; under speech only those play whose register leaves the voice
its band, and they play less (MUSIC 3.2 to 3.4).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.melody import Tone
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import APART, Plan
from scenescore.compose.texture import (
    Draft,
    Measure,
    block,
    chord_tones,
    load_textures,
    paced,
    spin,
)
from scenescore.compose.voicing import Ask, Voicing, lead_voices
from scenescore.model import Chord
from scenescore.palettes import Palette, Player

Register = tuple[int, int]

_TONES = 8
_TIE_BARS = 4
_SPEECH_THRESHOLD = Fraction(1, 4)
"""Beats from a chord change within which the register does not change once more."""

_LOUD = 0.45
"""Arousal from which basses and drums also mark the middle of a bar."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one chord in one register: low where somebody speaks."""

    start: Fraction
    end: Fraction
    chord: Chord
    phrase: Phrase
    spoken: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one player plays."""

    player: Player
    drafts: tuple[Draft, ...]


def orchestrate(
    palette: Palette,
    plan: Plan,
    phrases: Sequence[Phrase],
    harmony: Harmony,
    melody: Sequence[Tone],
    speech: SpeechWindows,
) -> tuple[Line, ...]:
    """Lines for every player but the accents, which belong to the hits."""
    segments = _segments(plan, phrases, harmony, speech)
    voicings = _voiced(palette, segments)
    measures = [_measures(plan, segment) for segment in segments]
    lines = []
    for player in palette.players:
        if player.role == "melody":
            drafts = _sing(player, palette, phrases, melody)
        elif player.role == "pad":
            drafts = _sustain(player, plan, segments, voicings)
        elif player.role == "accent":
            continue
        else:
            drafts = []
            for segment, voicing, bars in zip(segments, voicings, measures, strict=True):
                if plays(player, segment):
                    drafts += _WRITERS[player.role](player, palette, segment, voicing, bars)
        lines.append(Line(player, tuple(drafts)))
    return tuple(lines)


def takes_part(player: Player, phrase: Phrase) -> bool:
    return player.enters <= phrase.feel.arousal < player.leaves


def plays(player: Player, segment: Segment) -> bool:
    """Whether a player takes part in a segment."""
    safe = player.instrument.under_speech is not None or not segment.spoken
    return safe and takes_part(player, segment.phrase)


def reach(player: Player, spoken: bool) -> Register:
    """A player's register, under speech the part of it that leaves the voice alone."""
    safe = player.instrument.under_speech
    if not spoken or safe is None:
        return player.pitches
    low = max(player.pitches[0], safe[0])
    high = min(player.pitches[1], safe[1])
    return (low, high) if high - low >= 11 else safe


def fold(pitch: int, register: Register) -> int:
    """The pitch moved by octaves into a register of at least an octave, or next to it."""
    low, high = register
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch if pitch >= low else pitch + 12


def _segments(
    plan: Plan, phrases: Sequence[Phrase], harmony: Harmony, speech: SpeechWindows
) -> list[Segment]:
    """Chords, cut where speech begins or ends, so that the register can give way there."""
    edges = _edges(plan, speech)
    segments = []
    for chord, phrase in zip(harmony.chords, harmony.phrases, strict=True):
        end = chord.beat + chord.beats
        first = bisect_right(edges, chord.beat + _SPEECH_THRESHOLD)
        last = bisect_left(edges, end - _SPEECH_THRESHOLD)
        starts = [chord.beat, *edges[first:last]]
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            # Where an edge was too close to a chord or a hit to cut, the greater part decides.
            spoken = speech.covers((start + stop) / 2)
            segments.append(Segment(start, stop, chord, phrases[phrase], spoken))
    return segments


def _edges(plan: Plan, speech: SpeechWindows) -> list[Fraction]:
    """Beats where speech begins or ends, but those that would be heard as one with a hit."""
    hits = [plan.seconds(hit) for hit in plan.struck]
    found = []
    for edge in sorted({*speech.starts, *speech.ends}):
        seconds = plan.seconds(edge)
        near = bisect_left(hits, seconds)
        if all(abs(hit - seconds) > APART for hit in hits[max(0, near - 1) : near + 1]):
            found.append(edge)
    return found


def _voiced(palette: Palette, segments: Sequence[Segment]) -> tuple[Voicing, ...]:
    pad, bass = palette.role("pad")[0], palette.role("bass")[0]
    asks = [
        Ask(
            segment.chord.pitch_classes,
            _upper(reach(pad, segment.spoken), segment),
            reach(bass, segment.spoken),
        )
        for segment in segments
    ]
    return lead_voices(asks)


def _upper(register: Register, segment: Segment) -> Register:
    """Two octaves of the pad's register, higher where the melody's centre is."""
    low, high = register
    if segment.spoken:
        return register
    top = min(high, max(low + 16, round(segment.phrase.feel.centre) + 3))
    return (max(low, top - 22), top)


def _measures(plan: Plan, segment: Segment) -> list[Measure]:
    """The segment cut at barlines."""
    found = []
    start = segment.start
    while start < segment.end:
        index = plan.bar_index(start)
        end = min(segment.end, plan.bar_end(index))
        pace = float(plan.seconds(end) - plan.seconds(start)) / float(end - start)
        bar = plan.bars[index].beat
        found.append(Measure(bar, start, end, segment.phrase.index, start == bar, pace))
        start = end
    return found


def _sing(
    player: Player, palette: Palette, phrases: Sequence[Phrase], melody: Sequence[Tone]
) -> list[Draft]:
    """The phrases of the melody that fall to this player: players take turns."""
    drafts = []
    for tone in melody:
        phrase = phrases[tone.phrase]
        singers = [one for one in palette.role("melody") if takes_part(one, phrase)]
        if not singers or singers[phrase.index // 2 % len(singers)] is not player:
            continue
        short = Fraction(min(1.0, phrase.feel.articulation + 0.2)).limit_denominator(64)
        pitch = fold(tone.pitch, player.pitches)
        drafts.append(Draft(tone.beat, tone.beats * short, pitch, tone.phrase, 8))
    return drafts


def _sustain(
    player: Player, plan: Plan, segments: Sequence[Segment], voicings: Sequence[Voicing]
) -> list[Draft]:
    """The upper voices, held; a tone that stays is tied over but at hits."""
    drafts: list[Draft] = []
    held: dict[int, int] = {}  # pitch -> index of the draft that sounds
    for segment, voicing in zip(segments, voicings, strict=True):
        before, held = held, {}
        if not plays(player, segment):
            continue
        for pitch in voicing[1:]:
            tone = fold(pitch, reach(player, segment.spoken))
            tied = before.get(tone)
            if tied is not None and _may_tie(plan, drafts[tied], segment):
                drafts[tied] = replace(drafts[tied], beats=segment.end - drafts[tied].beat)
                held[tone] = tied
            elif tone not in held:
                length = segment.end - segment.start
                drafts.append(Draft(segment.start, length, tone, segment.phrase.index, -8))
                held[tone] = len(drafts) - 1
    return drafts


def _may_tie(plan: Plan, draft: Draft, segment: Segment) -> bool:
    long = segment.end - draft.beat > _TIE_BARS * plan.home
    return segment.start not in plan.struck and segment.start != plan.final and not long


def _accompany(
    player: Player, palette: Palette, segment: Segment, voicing: Voicing, bars: list[Measure]
) -> list[Draft]:
    register = reach(player, segment.spoken)
    tones = chord_tones(segment.chord.pitch_classes[-3:], register[0] + 4, _TONES)
    tones = tuple(tone for tone in tones if tone <= register[1])
    if segment.phrase.goal == "final":
        return block(segment.start, segment.end, segment.phrase.index, tones[:4])
    name = "under_speech" if segment.spoken else palette.texture_at(segment.phrase.feel.arousal)
    texture = load_textures()[name]
    drafts = []
    for bar in bars:
        fitting = paced(texture, segment.phrase.feel, bar.seconds_per_beat, segment.spoken)
        drafts += spin(fitting, bar, tones)
    return [replace(draft, level=draft.level - 8) for draft in drafts]


def _ground(
    player: Player, palette: Palette, segment: Segment, voicing: Voicing, bars: list[Measure]
) -> list[Draft]:
    """The bass: held under calm music and under speech, else once or twice a bar."""
    pitch = fold(voicing[0], reach(player, segment.spoken))
    phrase = segment.phrase
    if segment.spoken or phrase.feel.arousal < -0.2 or phrase.goal == "final":
        return [Draft(segment.start, segment.end - segment.start, pitch, phrase.index, -2)]
    drafts = []
    for bar in bars:
        half = bar.start + (bar.end - bar.start) / 2
        twice = phrase.feel.arousal >= _LOUD and bar.end - bar.start == 4
        starts = [bar.start, half] if twice else [bar.start]
        for start, end in zip(starts, [*starts[1:], bar.end], strict=True):
            length = (end - start) * Fraction(9, 10)
            drafts.append(
                Draft(start, length, pitch, phrase.index, -2 if start == bar.start else -6)
            )
    return drafts


def _beat_pulse(
    player: Player, palette: Palette, segment: Segment, voicing: Voicing, bars: list[Measure]
) -> list[Draft]:
    if segment.phrase.goal == "final" or segment.spoken:
        return []
    tone = fold(voicing[0], player.pitches)
    drafts = []
    for bar in bars:
        feel = segment.phrase.feel
        drafts += spin(
            paced(load_textures()["pulse"], feel, bar.seconds_per_beat, spoken=False), bar, (tone,)
        )
    return [replace(draft, level=draft.level - 6) for draft in drafts]


def _drum(
    player: Player, palette: Palette, segment: Segment, voicing: Voicing, bars: list[Measure]
) -> list[Draft]:
    """Drums on downbeats, and in the middle of the bar when it is loud."""
    if segment.spoken:
        return []
    tone = fold(voicing[0], player.pitches)
    if segment.phrase.goal == "final":
        return [Draft(segment.start, Fraction(1), tone, segment.phrase.index, -4)]
    drafts = []
    for bar in bars:
        if bar.downbeat:
            drafts.append(Draft(bar.start, Fraction(1), tone, bar.phrase, -4))
        if segment.phrase.feel.arousal > 0.6 and bar.end - bar.start == 4:
            drafts.append(Draft(bar.start + 2, Fraction(1), tone, bar.phrase, -10))
    return drafts


_WRITERS = {
    "accompaniment": _accompany,
    "bass": _ground,
    "pulse": _beat_pulse,
    "percussion": _drum,
}
