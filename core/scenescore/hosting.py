"""What every editing program answers: the edit open in it, and lanes of music laid there.

Hosts lie above the core. They are found by the entry points of `scenescore.hosts`, so that the
panel and the doctor list them without knowing one by name. Everything that passes here is small and
goes through JSON (`cache.to_json`). Frames count from the start of the edit: the start timecode is
added by each host, in one place, when it tells the program.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

from scenescore.model import Edit, Finding, Hit, Lane
from scenescore.settings import Exchange
from scenescore.timebase import Rate, format_timecode, round_half_up

log = logging.getLogger(__name__)

HOSTS = "scenescore.hosts"
"""Entry points of this group are callables that make a `Host` without doing anything else."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a program answers, in a sentence, and what stands in the way with its cure.

    `said` names the program and what is open in it, or why it does not answer; then `cure` says
    what to do. `findings` are for the doctor: a program that is not installed or not open is well.
    """

    answers: bool
    said: str
    findings: tuple[Finding, ...] = ()
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What can be done with a program as it is: its version and edition decide.

    `exchange` are the files to offer, first the one that serves best; `why` is one sentence on what
    is closed and what to do instead, or empty. `opens` says that the host is given a file or folder
    first (`OpensFiles.at`).
    """

    program: str
    version: str = ""
    read: bool = True
    write: bool = True
    opens: bool = False
    exchange: tuple[Exchange, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a timeline counts: its rate, and the frame that its first one is called."""

    rate: Rate
    start_frame: int = 0
    drop_frame: bool = False

    def timecode(self, frame: Fraction | int) -> str:
        """The timecode at a frame counted from the start of the edit."""
        return format_timecode(self.start_frame + round_half_up(frame), self.rate, self.drop_frame)


@dataclass(frozen=True, slots=True)
class Selected:
    """A clip that the editor has selected: the host's own name for it, and where it lies."""

    id: str
    start_frame: int
    end_frame: int


@dataclass(frozen=True, slots=True)
class UserState:
    """What the editor has before them, and finds again after every call.

    None, empty, where nothing is set or the program has no such thing. `mark_out` is the first
    frame behind the marked stretch. `muted` and `bin` are in the program's own words.
    """

    page: str = ""
    playhead: int | None = None
    mark_in: int | None = None
    mark_out: int | None = None
    selection: tuple[Selected, ...] = ()
    muted: tuple[str, ...] = ()
    bin: str = ""


@dataclass(frozen=True, slots=True)
class HostEdit:
    """The edit that is open in a program.

    `edit.source` is a file made for the engine (`worker` orders take its path); `key` is what the
    program knows the timeline by: lanes go there and nowhere else.
    """

    edit: Edit
    key: str
    state: UserState = UserState()


@dataclass(frozen=True, slots=True)
class Laid:
    """A clip of ours as it lies in a program: what is read back after writing.

    Frames are whole, unless the program put the clip between two. `source` is the second of the
    file that is heard at `start_frame`; `hits` are known where they lie there as markers; `id` is
    the host's own name for the clip.
    """

    track: str
    name: str
    cue: str
    path: str
    start_frame: Fraction | int
    end_frame: Fraction | int
    source: Fraction = Fraction(1)
    hits: tuple[Hit, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a write did, enough to undo it, also after a restart: `Host.remove` takes it back.

    `laid` was read back from the program; `before` are lanes of an earlier run that gave way;
    `files` were written, and nothing else.
    """

    host: str
    key: str
    laid: tuple[Laid, ...] = ()
    before: tuple[Lane, ...] = ()
    files: tuple[str, ...] = ()


class Host(Protocol):
    """An editing program. Making one does nothing; each call is complete when it returns.

    No call leaves anything resident in the program, and after each, also one that failed, the
    editor finds their state (`UserState`) as it was. Raises ScoreError and nothing else.
    """

    @property
    def id(self) -> str:
        """As its entry point is called."""
        ...

    @property
    def name(self) -> str:
        """As the editor calls the program."""
        ...

    def check(self) -> Answer:
        """Whether the program answers now. Never raises; takes at most a few seconds."""
        ...

    def capabilities(self) -> Capabilities:
        """What can be done with it as it is. Raises HostUnavailable where it does not answer."""
        ...

    def read(self, folder: Path) -> HostEdit:
        """The edit that is open; what the engine reads is written into `folder`.

        Raises HostUnavailable, EditUnreadable (nothing open, or empty).
        """
        ...

    def write(self, edit: HostEdit, lanes: Sequence[Lane]) -> Receipt:
        """Lay these lanes into the edit that was read, in place of all our earlier ones.

        The files of the lanes stay where they are while the edit lives. Returns only after what was
        laid has been read back and found exact. Raises EditChanged where another timeline is open,
        HostUnavailable where the program does not let itself be written to, LanesRefused where it
        did not do as told; then all is as before.
        """
        ...

    def remove(self, receipt: Receipt) -> None:
        """Undo a write: its lanes go, those that gave way to it come back.

        Raises as `write` does.
        """
        ...


@runtime_checkable
class OpensFiles(Protocol):
    """A host that is given a file or a folder to look at (`Capabilities.opens`)."""

    def at(self, path: Path) -> Host:
        """The same host, looking at `path`."""
        ...


def find_hosts() -> Iterator[Host]:
    """Every host that is installed, in the order of their ids; one that cannot load is left out."""
    for part in sorted(entry_points(group=HOSTS), key=lambda part: part.name):
        try:
            make = part.load()
        except ImportError as error:
            log.info("no host %s: %s", part.name, error)
            continue
        yield make()


def host_named(name: str) -> Host | None:
    """The installed host of that id."""
    return next((host for host in find_hosts() if host.id == name), None)


def plain_name(name: str) -> str:
    """What a timeline is called, as a part of a file's name: letters, digits, blanks, - and _."""
    return "".join(sign for sign in name if sign.isalnum() or sign in " -_").strip()


# --- where the editor looks -----------------------------------------------------------------------


def looked_at(state: UserState) -> tuple[int, int] | None:
    """The frames [start, end) that the editor means: what is selected, else marked, else shown."""
    if state.selection:
        starts, ends = zip(*((s.start_frame, s.end_frame) for s in state.selection), strict=True)
        return min(starts), max(ends)
    if state.mark_in is not None and state.mark_out is not None:
        return state.mark_in, state.mark_out
    if state.playhead is not None:
        return state.playhead, state.playhead + 1
    return None


class Stretch(Protocol):
    """Anything that fills frames [start, end), such as a scene of the report."""

    @property
    def start_frame(self) -> int: ...

    @property
    def end_frame(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def scene_looked_at(state: UserState, scenes: Sequence[S]) -> S | None:
    """The scene that holds most of what the editor looks at, the first of equals; or None."""
    frames = looked_at(state)
    if frames is None:
        return None
    start, end = frames

    def shared(scene: S) -> int:
        return min(end, scene.end_frame) - max(start, scene.start_frame)

    best = max(scenes, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None
