"""What the worker can be asked for: orders, and what they are made of.

An order's class is its command: `command` names it, `gives` is what its `done` holds, its fields
are the arguments. Paths are absolute; frames count from the start of the edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field, field_validator

from scenescore.cache import fingerprint
from scenescore.model import Cue
from scenescore.settings import Exchange, Existing, Lanes, LoudnessPreset
from scenescore.strokes import SpanMood, Stroke
from scenescore.worker.answers import (
    Accepted,
    Analysed,
    Auditioned,
    Composed,
    Engines,
    Examined,
    Fetched,
    Fonts,
    Removed,
    Scored,
    Warmed,
)
from scenescore.worker.host_orders import (
    HostReadOrder,
    HostsOrder,
    HostUndoOrder,
    HostWriteOrder,
)
from scenescore.worker.protocol import Order as Order
from scenescore.worker.protocol import Said

# --- what orders are made of ----------------------------------------------------------------------

TakeName = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""The name of a take as `ComposeOrder.take` makes it: nothing that leads out of the folder."""


class AddedMarker(Said):
    """An order of the panel's in the words of a marker (docs/marker-orders.md): NO MUSIC, JOIN …"""

    text: str
    start_frame: int
    end_frame: int


class Source(Said):
    """The edit and how it is read; `markers` are added to its own, which stay as they are.

    `without` names tasks of engines ("voice", "picture") that none is asked for.
    """

    path: Path
    captions: Path | None = None
    words: str | None = None
    without: tuple[str, ...] = ()
    rate: str | None = None
    timeline: str | None = None
    markers: tuple[AddedMarker, ...] = ()


class Feeling(Said):
    """What the editor's hand did to the mood: curves drawn anew, moods ordered, in this order."""

    strokes: tuple[Stroke, ...] = ()
    moods: tuple[SpanMood, ...] = ()

    def within(self, cue: Cue) -> Feeling:
        """What of it touches a cue: what happens elsewhere leaves the cue's takes as they are."""
        start, end = float(cue.span.start), float(cue.span.end)
        return Feeling(
            strokes=tuple(s for s in self.strokes if s.start < end and s.end >= start),
            moods=tuple(
                m
                for m in self.moods
                if m.start_frame < cue.out_frame and m.end_frame > cue.in_frame
            ),
        )


class LocksOrder(Said):
    """What of an earlier take stays; as `compose.Locks`."""

    theme: bool = False
    chords: bool = False
    bars: tuple[tuple[int, int], ...] = ()
    parts: tuple[str, ...] = ()
    cue: bool = False


class HandOrder(Said):
    """Dials -1…1 and locks; as `compose.Hand`."""

    energy: float = 0.0
    density: float = 0.0
    brightness: float = 0.0
    tension: float = 0.0
    locks: LocksOrder = LocksOrder()


class Studio(Said):
    """What plays, and how loud it is laid."""

    soundfont: Path | None = None
    loudness: LoudnessPreset = LoudnessPreset.EBU
    themes: tuple[tuple[str, Path], ...] = ()


# --- orders ---------------------------------------------------------------------------------------


class AnalyseOrder(Order):
    """Hear, see and feel an edit; write report.json into `folder`."""

    command = "analyse"
    gives = Analysed
    source: Source
    folder: Path


class WarmOrder(Order):
    """Load what the first music waits for: the SoundFont, and the analysis of an edit."""

    command = "warm"
    gives = Warmed
    studio: Studio = Studio()
    source: Source | None = None


class ScoreOrder(Order):
    """Find the cues of all, of a scene or of a range, and make a take of each.

    `from_frame` and `to_frame` go together and stand above `scene`.
    """

    command = "score"
    gives = Scored
    source: Source
    folder: Path
    feeling: Feeling = Feeling()
    studio: Studio = Studio()
    style: str | None = None
    seed: int = 0
    scene: int | None = None
    from_frame: int | None = None
    to_frame: int | None = None
    existing: Existing = Existing.IGNORE


class ComposeOrder(Order):
    """Make a take of one cue, with the editor's hand on it.

    `cue` has the frames, hits, style and seed that are wanted; its mood and dialogue are read anew
    from the edit. `previous` is the take whose score locks keep from. `next_frame` is where the
    next cue begins, into which this one may only ring. `number` counts takes from 1. A take that
    was made before is given as it is. `before` is the take whose level is borrowed meanwhile.
    """

    command = "compose"
    gives = Composed
    source: Source
    folder: Path
    cue: Cue
    number: int = Field(default=1, ge=1)
    hand: HandOrder = HandOrder()
    previous: TakeName | None = None
    next_frame: int | None = None
    feeling: Feeling = Feeling()
    studio: Studio = Studio()
    before: TakeName | None = None

    @field_validator("cue")
    @classmethod
    def _is_a_name(cls, cue: Cue) -> Cue:
        """A take's files are called by its cue's id: nothing that leads out of their folder."""
        if not re.fullmatch(r"[\w-]{1,64}", cue.id):
            raise ValueError("a cue's id is a name like 1m01")
        return cue

    @property
    def take(self) -> str:
        """The name of the take: equal orders make equal takes, whoever gives them, and when."""
        apart: dict[str, Any] = {
            "folder": True,
            "before": True,
            "feeling": True,
            "source": {"path", "markers"},
        }
        feeling = self.feeling.within(self.cue)
        return fingerprint(self.model_dump_json(exclude=apart), feeling.model_dump_json())


NEAR_S = 15
"""A cue that begins later than this after another's end leaves it all the room to ring."""


def next_entry(cue: Cue, entries: Iterable[int]) -> int | None:
    """Of the in frames of all cues the one that comes next and near, or None."""
    near = cue.out_frame + NEAR_S * cue.rate.nominal
    return min((frame for frame in entries if cue.in_frame < frame <= near), default=None)


class AcceptOrder(Order):
    """Write the edit with its lanes and all the files of a run into `target`.

    `takes` are names of takes below `folder`, one of each cue, of which none overlap but in tails.
    """

    command = "accept"
    gives = Accepted
    source: Source
    folder: Path
    takes: tuple[TakeName, ...]
    target: Path
    feeling: Feeling = Feeling()
    studio: Studio = Studio()
    existing: Existing = Existing.IGNORE
    lanes: Lanes = Lanes.MIX
    film: Path | None = None
    dry: bool = False
    exchange: tuple[Exchange, ...] = ()


class FetchOrder(Order):
    """Fetch the weights of an engine; the person was asked before."""

    command = "fetch"
    gives = Fetched
    engine: str


class RemoveOrder(Order):
    """Throw away the weights of an engine; the person was asked before."""

    command = "remove"
    gives = Removed
    engine: str


class FontsOrder(Order):
    """List the SoundFonts, and files that the user chose `also`."""

    command = "fonts"
    gives = Fonts
    also: tuple[Path, ...] = ()


class AuditionOrder(Order):
    """Play a few seconds of a palette; no SoundFont is the best that is installed."""

    command = "audition"
    gives = Auditioned
    soundfont: Path | None = None
    style: str = "orchestral_drama"


class EnginesOrder(Order):
    command = "engines"
    gives = Engines


class DoctorOrder(Order):
    command = "doctor"
    gives = Examined


ORDERS: Mapping[str, type[Order]] = MappingProxyType(
    {
        order.command: order
        for order in (
            AnalyseOrder,
            WarmOrder,
            ScoreOrder,
            ComposeOrder,
            AcceptOrder,
            FetchOrder,
            RemoveOrder,
            FontsOrder,
            AuditionOrder,
            EnginesOrder,
            DoctorOrder,
            HostsOrder,
            HostReadOrder,
            HostWriteOrder,
            HostUndoOrder,
        )
    }
)
"""Every order by its command."""
