"""The work on an edit: everything that the editor decided, frozen, so that undoing is a swap.

What the engine found and made (report, takes) is not in it: takes are known by the name of the
order that makes them, so that undoing finds the music of before where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from scenescore.model import Cue, Hit
from scenescore.settings import Existing, Lanes
from scenescore.worker.orders import AddedMarker, Feeling, HandOrder, Studio


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes one take of a cue, apart from the mood below it.

    `number` counts takes from 1: the same cue by another throw of the dice. `kept_from` is the take
    whose score the locks in `hand` keep from. Frames count from the start of the edit.
    """

    in_frame: int
    out_frame: int
    style: str
    hits: tuple[Hit, ...]
    number: int = 1
    hand: HandOrder = field(default_factory=HandOrder)
    kept_from: str | None = None

    @classmethod
    def of(cls, cue: Cue) -> Recipe:
        """The cue as it was spotted."""
        return cls(cue.in_frame, cue.out_frame, cue.style, cue.hits)


@dataclass(frozen=True, slots=True)
class CueWork:
    """A cue as it was spotted, its recipe as it stands, and the takes that the editor keeps."""

    spotted: Cue
    recipe: Recipe
    kept: tuple[Recipe, ...] = ()

    @property
    def uid(self) -> str:
        return self.spotted.uid

    @property
    def cue(self) -> Cue:
        """The cue as the editor wants it."""
        recipe = self.recipe
        return replace(
            self.spotted,
            in_frame=recipe.in_frame,
            out_frame=recipe.out_frame,
            style=recipe.style,
            hits=recipe.hits,
        )


def cue_number(place: int) -> str:
    """The name of the cue at a place, from 1, in the order in which they run."""
    return f"1m{place:02}"


@dataclass(frozen=True, slots=True)
class Work:
    """All decisions; cues in order of their in frames, none of which overlap."""

    cues: tuple[CueWork, ...] = ()
    feeling: Feeling = field(default_factory=Feeling)
    markers: tuple[AddedMarker, ...] = ()
    studio: Studio = field(default_factory=Studio)
    style: str | None = None
    existing: Existing = Existing.IGNORE
    lanes: Lanes = Lanes.MIX

    def number(self, uid: str) -> str:
        """What a cue is called as it runs, as in its edit when it is accepted: 1m01, 1m02 …"""
        places = (place for place, each in enumerate(self.cues, start=1) if each.uid == uid)
        return cue_number(next(places, 0))

    def cue_work(self, uid: str) -> CueWork | None:
        return next((each for each in self.cues if each.uid == uid), None)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected: a scene by its id, a cue by its uid, or only the range of frames."""

    start_frame: int
    end_frame: int
    scene: int | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Where the editor looks; saved, but not undone."""

    playhead: int = 0
    selection: Selection | None = None
    visible: tuple[float, float] | None = None
