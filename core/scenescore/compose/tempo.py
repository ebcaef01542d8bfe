"""Tempo: from the cue's hits to a tempo map, bars, and the place of every hit in the music."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from scenescore.compose.barring import SIXTEENTHS_PER_BEAT, best_barring
from scenescore.compose.following import bpm_of, limits_of
from scenescore.compose.in_step import in_step
from scenescore.compose.tempo_ending import Ending
from scenescore.compose.tempo_model import Anchor, Stretch
from scenescore.compose.tempo_solver import solve
from scenescore.cue_mood import mood_at
from scenescore.emotion_music import Feel
from scenescore.errors import BadArgument
from scenescore.model import Bar, Cue, Hit, ScoreHit, TempoMap
from scenescore.seeds import stream
from scenescore.tempomap import beat_at, seconds_at
from scenescore.timebase import round_half_up

RING = Fraction(1)
"""Seconds that the last chord may sound beyond the out point before it is released."""

APART = Fraction(7, 20)
"""Seconds between two hits that can both be heard as hits."""

CLEAR = Fraction(27, 100)
"""Seconds on both sides of a hit in which nothing else begins."""

PAUSE = Fraction(11, 20)
"""Seconds of silence at least after a stop inside a cue (0.3-1 s, MUSIC 2.5)."""

_BUTTON = Fraction(2, 5)
"""Seconds that a last chord on the out frame itself lasts where the music does not ring."""

SHORTEST = Fraction(1, 4)
"""Seconds; a cue below this cannot hold a note that is heard as music."""

_BARLINE_KINDS = frozenset({"hard", "entry", "stop", "swell"})
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Time of a cue: beats against seconds, bars, hits, and how it closes.

    `final` is the barline of the last chord, `end` the beat by which the last note is released.
    `home` is the number of quarters of the usual bar. `struck` are the beats where something must
    be heard on the frame: the entry and every hit that was not soft from the start. `pauses` are
    the silences after stops inside the cue: (beat of the stop, beat at which music goes on).
    """

    tempo: TempoMap
    bars: tuple[Bar, ...]
    hits: tuple[ScoreHit, ...]
    final: Fraction
    end: Fraction
    home: int
    struck: tuple[Fraction, ...] = (Fraction(0),)
    pauses: tuple[tuple[Fraction, Fraction], ...] = ()

    def bar_index(self, beat: Fraction) -> int:
        """Index of the bar that holds a beat."""
        return max(0, bisect_right(self.bars, beat, key=lambda bar: bar.beat) - 1)

    def bar_end(self, index: int) -> Fraction:
        return self.bars[index].beat + self.bars[index].beats

    def seconds(self, beat: Fraction) -> Fraction:
        return seconds_at(self.tempo, beat)

    def beat(self, seconds: Fraction) -> Fraction:
        return beat_at(self.tempo, seconds)


def plan_tempo(cue: Cue, feel: Feel) -> Plan:
    """Solve the tempo of a cue; see docs/algorithm.md and MUSIC 2.5.

    Hard, entry, stop and swell hits stand exactly on barlines; those that had to be let go become
    soft and keep their exact moment. Raises BadArgument for hits outside the cue and for a cue too
    short to hold a note.
    """
    length = cue.seconds_at(cue.out_frame)
    _check(cue, length)
    rng = stream(cue.seed, cue.uid, "tempo")
    home = rng.choices([*feel.row.home], [*feel.row.home.values()])[0]
    low, high = bpm_of(cue.follows, feel.row.bpm)
    preferred = min(high, max(low, feel.bpm + rng.uniform(-0.2, 0.2) * (high - low)))
    moments = _anchors(cue, length)
    anchors, ending = [anchor for _, anchor in moments], _ending(cue, length)
    stretches = in_step(cue, anchors, ending, feel.row.bpm, home) or solve(
        anchors=anchors,
        soft=[(float(cue.seconds_at(h.frame)), h.weight) for h in cue.hits if h.kind == "soft"],
        ending=ending,
        bpm=(low, high),
        preferred=preferred,
        limits=limits_of(cue.follows, home),
    )
    exact = {float(seconds): seconds for seconds, _ in moments} | {float(length): length}
    return _lay_out(cue, stretches, exact, home, 60 / preferred)


def _check(cue: Cue, length: Fraction) -> None:
    if length < SHORTEST:
        raise BadArgument(
            f"Cue {cue.id} lasts {float(length):.3f} s, too short for music.",
            "Make it at least a quarter of a second long.",
        )
    for hit in cue.hits:
        if not cue.in_frame <= hit.frame <= cue.out_frame:
            raise BadArgument(
                f"A hit at frame {hit.frame} lies outside cue {cue.id}.",
                f"Place hits from frame {cue.in_frame} to {cue.out_frame}.",
            )


def _anchors(cue: Cue, length: Fraction) -> list[tuple[Fraction, Anchor]]:
    """Moments that want a barline, each once, with their exact seconds; the entry comes first."""
    found: dict[Fraction, Anchor] = {Fraction(0): Anchor(0.0, 0.0, ordered=True)}
    for hit in cue.hits:
        seconds = cue.seconds_at(hit.frame)
        if hit.kind not in _BARLINE_KINDS or not 0 < seconds < length:
            continue
        anchor = Anchor(
            float(seconds),
            40.0 if hit.ordered else 1.5 + 2 * hit.weight,
            ordered=hit.ordered,
            pause=hit.kind == "stop",
            pace=1 + 0.06 * (mood_at(cue, float(seconds)).arousal - cue.mood.arousal),
        )
        earlier = found.get(seconds)
        found[seconds] = anchor if earlier is None or anchor.price > earlier.price else earlier
    return sorted(found.items())


def _ending(cue: Cue, length: Fraction) -> Ending:
    seconds = float(length)
    if cue.ending == "stop" or _button(cue):
        return Ending("exact", seconds, seconds)
    if cue.ending == "fade":
        return Ending("open", seconds, seconds)
    ringing = min(2.6, max(1.2, 0.1 * seconds))
    return Ending("near", seconds - ringing, seconds - 0.5)


def _button(cue: Cue) -> bool:
    """Whether the out frame itself is to be hit by a last chord."""
    return any(hit.kind == "hard" and hit.frame == cue.out_frame for hit in cue.hits)


def _lay_out(
    cue: Cue,
    stretches: tuple[Stretch, ...],
    exact: dict[float, Fraction],
    home: int,
    period: float,
) -> Plan:
    knots: list[tuple[Fraction, Fraction]] = [(Fraction(0), Fraction(0))]
    bars: list[Bar] = []
    for stretch in stretches:
        beat, start = knots[-1]
        bars += _bars_of(stretch, beat, home)
        end = exact.get(stretch.end, _microseconds(stretch.end))
        beats = Fraction(stretch.sixteenths, SIXTEENTHS_PER_BEAT)
        knots += _glide(stretch, beat, start, beats)
        knots.append((beat + beats, end))
        period = stretch.last_period
    length = cue.seconds_at(cue.out_frame)
    final = bars[-1].beat + bars[-1].beats if bars else Fraction(0)
    _go_on(knots, bars, home, period, length + RING)
    tempo = TempoMap(tuple(knots))
    out = beat_at(tempo, length)
    if final >= out and not _button(cue):
        final = max(bar.beat for bar in bars if bar.beat < out)
    return plan_along(cue, tempo, tuple(bars), final, home)


def plan_along(
    cue: Cue, tempo: TempoMap, bars: tuple[Bar, ...], final: Fraction, home: int
) -> Plan:
    """A cue in a time that is there already, with its last chord on the barline `final`."""
    end = beat_at(tempo, cue.seconds_at(cue.out_frame) + _ring(cue))
    plan = Plan(tempo, bars, (), final, end, home)
    return replace(
        plan, hits=_place_hits(cue, plan), struck=_struck(cue, plan), pauses=_pauses(cue, plan)
    )


def _ring(cue: Cue) -> Fraction:
    """Seconds that notes may last beyond the out point."""
    if cue.ending == "ring":
        return RING
    return _BUTTON if _button(cue) else Fraction(0)


def _bars_of(stretch: Stretch, beat: Fraction, home: int) -> list[Bar]:
    barring = best_barring(stretch.sixteenths, home, stretch.unit)
    if barring is None:
        raise AssertionError(f"no bars for {stretch.sixteenths} sixteenths")
    bars = []
    for numerator, denominator in barring.bars:
        bars.append(Bar(beat, numerator, denominator))
        beat += bars[-1].beats
    return bars


def _glide(
    stretch: Stretch, beat: Fraction, start: Fraction, beats: Fraction
) -> list[tuple[Fraction, Fraction]]:
    """Knots on the beats inside a stretch.

    They lie on whole microseconds, so that a MIDI file, which counts those, says the same tempo.
    """
    change = (stretch.last_period - stretch.first_period) / (2 * float(beats))
    inner = range(1, int(beats) + (beats.denominator > 1))
    return [
        (beat + k, start + _microseconds(stretch.first_period * k + change * k * k)) for k in inner
    ]


def _go_on(
    knots: list[tuple[Fraction, Fraction]],
    bars: list[Bar],
    home: int,
    period: float,
    until: Fraction,
) -> None:
    """Bars at a steady tempo after the last barline, for what rings; one at least."""
    beat, seconds = knots[-1]
    beat_length = _microseconds(period)
    while not bars or seconds < until:
        bars.append(Bar(beat, home))
        beat, seconds = beat + home, seconds + home * beat_length
        knots.append((beat, seconds))


def _place_hits(cue: Cue, plan: Plan) -> tuple[ScoreHit, ...]:
    barlines = {bar.beat for bar in plan.bars}
    placed = []
    for hit in sorted(cue.hits, key=lambda hit: hit.frame):
        beat = plan.beat(cue.seconds_at(hit.frame))
        bar = plan.bar_index(beat) + 1
        placed.append(ScoreHit(beat, bar, _as_heard(hit, beat in barlines), beat in barlines))
    return tuple(placed)


def _struck(cue: Cue, plan: Plan) -> tuple[Fraction, ...]:
    """Beats to be struck; of hits too close to be told apart the one on a barline, or weightier."""
    wanted = [hit for hit in cue.hits if hit.kind != "soft" and hit.frame < cue.out_frame]
    barlines = {bar.beat for bar in plan.bars}
    loose = {hit: plan.beat(cue.seconds_at(hit.frame)) not in barlines for hit in wanted}
    wanted.sort(key=lambda hit: (loose[hit], -hit.ordered, -hit.weight, hit.frame))
    seconds = [Fraction(0), *(cue.seconds_at(hit.frame) for hit in wanted)]
    if _button(cue):
        seconds.insert(1, cue.seconds_at(cue.out_frame))
    kept: list[Fraction] = []
    for moment in seconds:
        if all(abs(moment - other) >= APART for other in kept):
            kept.append(moment)
    return tuple(plan.beat(moment) for moment in sorted(kept))


def _pauses(cue: Cue, plan: Plan) -> tuple[tuple[Fraction, Fraction], ...]:
    """Silence from each stop inside the cue to the first beat after the general pause.

    A stop on the heels of the entry would leave nothing that could be stopped.
    """
    found = []
    for hit in cue.hits:
        seconds = cue.seconds_at(hit.frame)
        if hit.kind == "stop" and seconds >= APART and hit.frame < cue.out_frame:
            stop = plan.beat(seconds)
            found.append((stop, stop + ceil(plan.beat(seconds + PAUSE) - stop)))
    return tuple(pause for pause in found if pause[1] < plan.final)


def _as_heard(hit: Hit, on_barline: bool) -> Hit:
    """A hit that found no barline is met by a softer event at its exact moment."""
    if on_barline or hit.kind not in ("hard", "swell"):
        return hit
    return replace(hit, kind="soft")


def _microseconds(seconds: float) -> Fraction:
    return Fraction(round_half_up(seconds * _MICROSECONDS), _MICROSECONDS)
