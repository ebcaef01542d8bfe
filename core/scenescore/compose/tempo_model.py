"""What the tempo solver is asked and what it answers: anchors, limits, stretches."""

from __future__ import annotations

from dataclasses import dataclass

from scenescore.compose.barring import Unit


@dataclass(frozen=True, slots=True)
class Anchor:
    """A moment that wants a barline: seconds from the cue's start, and the price of missing it.

    `ordered` moments may use sixteenth bars and, where nothing else helps, a new tempo;
    `pause` marks silence after the moment, in which the tempo may change freely. `pace` is the
    tempo wanted here relative to the base.
    """

    seconds: float
    price: float
    ordered: bool = False
    pause: bool = False
    pace: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the solver may do: change of tempo per bar, smallest unit of bars, home bar's beats.

    `band` is how far the tempo may leave its base, either way.
    """

    per_bar: float = 0.03
    unit: Unit = 8
    home: int = 4
    band: float = 0.10


@dataclass(frozen=True, slots=True)
class Stretch:
    """Beats from one anchored barline to the next; periods are seconds a beat.

    `period` falls or rises evenly with the beats from `first_period` to `last_period`. `unit` says
    which bars the beats were counted with.
    """

    start: float
    end: float
    sixteenths: int
    first_period: float
    last_period: float
    unit: Unit
