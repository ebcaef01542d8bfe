"""Orchestration: which players of the palette take which line, in which register, when.

Players enter and leave with arousal, and over a longer cue with its own crescendo; under speech
only those play whose register leaves the voice its band, and they play less (MUSIC 3.2 to 3.4).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import TypeVar

from scenescore.compose.breath import breathe
from scenescore.compose.form import Phrase
from scenescore.compose.harmony import Harmony
from scenescore.compose.layers import write_layer
from scenescore.compose.melody import Tone
from scenescore.compose.players import Line, Segment, chair, fold, reach, takes_part, towards
from scenescore.compose.scene import Scene, texture_of
from scenescore.compose.singing import sing
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.surface import Stretch, lay_surface
from scenescore.compose.tempo import APART, Plan
from scenescore.compose.texture import Measure
from scenescore.compose.voicing import Voicing, ask_of, lead_voices
from scenescore.palettes import Palette

__all__ = ["Line", "fold", "orchestrate", "takes_part"]

_SPEECH_THRESHOLD = Fraction(1, 4)
"""Beats from a chord change within which the register does not change once more."""

_IN_TIME = Fraction(1, 5)
"""Seconds inside a line's margin at which giving way is still in time."""

_EARLY, _LATE = 0.8, 2.0
"""Seconds that the music may give way too early and come back too late for a barline's sake: it is
quantised to the next bar, after .8 to 2 s (MUSIC 3.2)."""

_HALF = Fraction(2)
"""Beats of half a bar."""

_PAD_WIDTH, _PAD_WIDEST = 17, 22

_RISE = 0.5
"""Energy that the form's intensity adds from its least to its most: layers come in and leave."""

_HELD = 0.5
"""Energy by which a phrase may lie off its mood's mean before it takes a figure of its own."""

_LASTS = 4
"""Bars that a figure of its own lasts at least."""

_Kind = TypeVar("_Kind", bound=Hashable)


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
    stretches = [
        [Stretch(segment, measure, texture_of(palette, segment)) for measure in measures]
        for segment in segments
        for measures in [_measures(plan, segment)]
    ]
    tunes = _tunes(melody)
    flat = iter(lay_surface(plan, [one for many in stretches for one in many], melody))
    scene = Scene(
        palette=palette,
        plan=plan,
        segments=segments,
        voicings=_voiced(palette, segments, tunes),
        tunes=tunes,
        stretches=stretches,
        surfaces=[[next(flat) for _ in many] for many in stretches],
    )
    lines = []
    for player in palette.players:
        if player.role == "accent":
            continue
        sung = player.role in ("melody", "counter")
        drafts = sing(player, phrases, melody) if sung else write_layer(player, scene)
        if player.instrument.breath:
            drafts = [*breathe(drafts, plan, phrases)]
        lines.append(Line(player, tuple(drafts)))
    return tuple(lines)


def _segments(
    plan: Plan, phrases: Sequence[Phrase], harmony: Harmony, speech: SpeechWindows
) -> list[Segment]:
    """Chords, cut where speech begins or ends, so that the register can give way there."""
    quiet = _given_way(plan, speech)
    edges = sorted({edge for stretch in quiet for edge in stretch})
    figures = _figures(phrases)
    segments = []
    for chord, phrase in zip(harmony.chords, harmony.phrases, strict=True):
        end = chord.beat + chord.beats
        first = bisect_right(edges, chord.beat + _SPEECH_THRESHOLD)
        last = bisect_left(edges, end - _SPEECH_THRESHOLD)
        starts = [chord.beat, *edges[first:last]]
        for start, stop in zip(starts, [*starts[1:], end], strict=True):
            # Where an edge was too close to a chord to cut, the greater part decides.
            spoken = any(low <= (start + stop) / 2 < high for low, high in quiet)
            rise, figure = _rise(phrases[phrase]), figures[phrase]
            segments.append(Segment(start, stop, chord, phrases[phrase], spoken, rise, figure))
    return segments


def _rise(phrase: Phrase) -> float:
    return _RISE * (phrase.intensity - 0.5)


def _figures(phrases: Sequence[Phrase]) -> list[float]:
    """The energy that each phrase's figure is chosen by: its mood's mean, unless it is far off.

    Layers follow every rise and fall; a figure that did would be another one in every phrase.
    """
    energies = [max(-1.0, min(1.0, phrase.feel.arousal + _rise(phrase))) for phrase in phrases]
    moods = [phrase.feel.emotion for phrase in phrases]
    lasting = [float(phrase.end - phrase.start) for phrase in phrases]
    means = _means(moods, energies, lasting)
    sides = [
        (mood, round((energy - means[mood]) / (2 * _HELD)))
        for mood, energy in zip(moods, energies, strict=True)
    ]
    bars: Counter[tuple[str, int]] = Counter()
    for side, phrase in zip(sides, phrases, strict=True):
        bars[side] += phrase.last - phrase.first
    sides = [side if bars[side] >= _LASTS else (side[0], 0) for side in sides]
    held = _means(sides, energies, lasting)
    return [held[side] for side in sides]


def _means(
    kinds: Sequence[_Kind], values: Sequence[float], weights: Sequence[float]
) -> Mapping[_Kind, float]:
    """Weighted mean of the values of each kind."""
    sums: dict[_Kind, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for kind, value, weight in zip(kinds, values, weights, strict=True):
        total, mass = sums[kind]
        sums[kind] = (total + value * weight, mass + weight)
    return {kind: total / mass for kind, (total, mass) in sums.items()}


def _given_way(plan: Plan, speech: SpeechWindows) -> list[tuple[Fraction, Fraction]]:
    """Stretches in which the music gives way to speech, on whole or half bars, or up to a hit.

    A figure that began again wherever a line ends would stumble (MUSIC 3.2); beside a hit it would
    be heard as one.
    """
    return [
        (_at_hit(plan, _way_given(plan, low)), _at_hit(plan, _come_back(plan, high)))
        for low, high in zip(speech.starts, speech.ends, strict=True)
    ]


def _at_hit(plan: Plan, edge: Fraction) -> Fraction:
    """The hit that an edge lies beside, else the edge itself."""
    seconds = plan.seconds(edge)
    near = bisect_left(plan.struck, edge)
    beside = [
        hit
        for hit in plan.struck[max(0, near - 1) : near + 1]
        if abs(plan.seconds(hit) - seconds) <= APART
    ]
    return min(beside, key=lambda hit: abs(hit - edge), default=edge)


def _way_given(plan: Plan, beat: Fraction) -> Fraction:
    """Where the music gives way to a line: the barline before it, or the middle of the bar.

    What of the line falls within its margin is in time.
    """
    at = plan.beat(plan.seconds(beat) + _IN_TIME)
    start, *middle, _ = _places(plan, at)
    early = plan.seconds(at) - plan.seconds(start) > _EARLY
    return next((place for place in middle if early and place <= at), start)


def _come_back(plan: Plan, beat: Fraction) -> Fraction:
    """Where it comes back after a line: the next barline, or the middle of the bar before it.

    Before the last chord it comes back on any beat, so that the cue does not end in hiding.
    """
    at = plan.beat(max(Fraction(0), plan.seconds(beat) - _IN_TIME))
    start, *middle, end = _places(plan, at)
    if at == start:
        return at
    closing = end >= plan.final
    late = closing or plan.seconds(end) - plan.seconds(at) > _LATE
    following = start + ceil(at - start) if closing else end
    return next((place for place in middle if late and place >= at), min(following, end))


def _places(plan: Plan, beat: Fraction) -> list[Fraction]:
    """Where the music may give way or come back in a beat's bar: begin, middle if long, end."""
    index = plan.bar_index(beat)
    start, end = plan.bars[index].beat, plan.bar_end(index)
    return [start, *([start + _HALF] if end - start >= 2 * _HALF else []), end]


def _tunes(melody: Sequence[Tone]) -> Mapping[Fraction, tuple[tuple[int, int], ...]]:
    """For every beat the moves that melodies make there: (pitch before, pitch now)."""
    before: dict[str, int] = {}
    moves: dict[Fraction, tuple[tuple[int, int], ...]] = {}
    for tone in melody:
        if tone.player in before:
            move = (before[tone.player], tone.pitch)
            moves[tone.beat] = (*moves.get(tone.beat, ()), move)
        before[tone.player] = tone.pitch
    return moves


def _voiced(
    palette: Palette,
    segments: Sequence[Segment],
    tunes: Mapping[Fraction, tuple[tuple[int, int], ...]],
) -> tuple[Voicing, ...]:
    asks = []
    for segment in segments:
        pad, bass = chair("pad", palette, segment), chair("bass", palette, segment)
        upper = reach(pad, segment.spoken)
        if not segment.spoken:
            upper = towards(upper, segment.phrase.feel.row.pad, _PAD_WIDTH)
            upper = (max(upper[0], upper[1] - _PAD_WIDEST), upper[1])
        low = reach(bass, segment.spoken)
        moves = tunes.get(segment.start, ())
        tension = max(0.0, segment.phrase.feel.tension)
        asks.append(ask_of(segment.chord, upper, low, tunes=moves, tension=tension))
    return lead_voices(asks)


def _measures(plan: Plan, segment: Segment) -> list[Measure]:
    """The segment cut at barlines."""
    found = []
    start = segment.start
    phrase = segment.phrase
    while start < segment.end:
        index = plan.bar_index(start)
        end = min(segment.end, plan.bar_end(index))
        pace = float(plan.seconds(end) - plan.seconds(start)) / float(end - start)
        bar = plan.bars[index]
        found.append(
            Measure(
                bar=bar.beat,
                start=start,
                end=end,
                phrase=phrase.index,
                downbeat=start == bar.beat,
                seconds_per_beat=pace,
                bar_beats=bar.beats,
                place=max(0, index - phrase.first),
                last=index == phrase.last - 1 and phrase.last - phrase.first > 1,
            )
        )
        start = end
    return found
