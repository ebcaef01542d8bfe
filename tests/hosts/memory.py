"""A program that lives in memory: the contract's own proof, and how a desk is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from scenescore.edit import ToldClip, ToldEdit, ToldTrack, write_told
from scenescore.errors import LanesRefused
from scenescore.hosting import Answer, Capabilities, Clock, Laid, Selected, UserState
from scenescore.model import Lane
from scenescore.settings import Exchange
from scenescore_plugin.hosts.frames import placement
from scenescore_plugin.hosts.live import LiveHost

from .contract import World
from .stage import MARKS_S, PLAYHEAD_S


@dataclass
class Program:
    """A timeline; clips of ours are counted as programs do, from the start timecode."""

    told: ToldEdit | None = None
    ours: list[Laid] = field(default_factory=list)
    state: UserState = field(default_factory=UserState)
    connections: int = 0
    fails_after: int | None = None
    misplaces: bool = False

    @property
    def open(self) -> ToldEdit:
        assert self.told is not None
        return self.told

    def lay(self, lane: Lane, start: int, source: float, frames: int) -> None:
        """Put a clip down; the playhead runs away, as it does in real programs."""
        if self.fails_after == 0:
            self.fails_after = None
            raise LanesRefused("The program stopped in the middle.", "Try again.")
        if self.fails_after is not None:
            self.fails_after -= 1
        start += self.misplaces
        self.misplaces = False
        rate = self.open.rate
        self.ours.append(
            Laid(
                lane.track, lane.name, lane.cue, lane.path, start, start + frames, source / rate.fps
            )
        )
        self.state = replace(self.state, playhead=start, page="other", selection=())


class MemoryDesk:
    def __init__(self, program: Program) -> None:
        self.program = program

    def key(self) -> str:
        return self.program.open.name

    def clock(self) -> Clock:
        told = self.program.open
        return Clock(told.rate, told.start_frame, told.drop_frame)

    def state(self) -> UserState:
        return self.program.state

    def restore(self, state: UserState) -> None:
        self.program.state = state

    def export(self, folder: Path) -> Path:
        told = self.program.open
        names = dict.fromkeys(each.track for each in self.program.ours)
        lanes = tuple(ToldTrack("audio", name, self._clips(name)) for name in names)
        return write_told(replace(told, tracks=told.tracks + lanes), folder / "edit.otio")

    def _clips(self, track: str) -> tuple[ToldClip, ...]:
        zero = self.program.open.start_frame
        return tuple(
            ToldClip(
                x.name,
                int(x.start_frame) - zero,
                int(x.end_frame) - zero,
                x.path,
                x.source,
                cue=x.cue,
            )
            for x in self.program.ours
            if x.track == track
        )

    def laid(self) -> tuple[Laid, ...]:
        zero = self.program.open.start_frame
        return tuple(
            replace(x, start_frame=x.start_frame - zero, end_frame=x.end_frame - zero)
            for x in self.program.ours
        )

    def swap(self, old: Sequence[Laid], lanes: Sequence[Lane]) -> None:
        there = len(old)
        for lane in lanes:
            place = placement(lane, self.program.open.rate, self.program.open.start_frame)
            self.program.lay(lane, place.record, place.source_start, place.frames)
        del self.program.ours[:there]


class MemoryHost(LiveHost):
    id = "memory"
    name = "Memory"

    def __init__(self, program: Program, closed: str = "") -> None:
        super().__init__()
        self.program = program
        self.closed = closed

    def check(self) -> Answer:
        return Answer(True, f"Memory is open with {self.program.open.name}.")

    def capabilities(self) -> Capabilities:
        return Capabilities(
            "Memory", "1", write=not self.closed, exchange=(Exchange.LANES,), why=self.closed
        )

    @contextmanager
    def desk(self) -> Iterator[MemoryDesk]:
        self.program.connections += 1
        try:
            yield MemoryDesk(self.program)
        finally:
            self.program.connections -= 1


class MemoryRig:
    def __init__(self, closed: str = "") -> None:
        self.program = Program()
        self.host = MemoryHost(self.program, closed)

    def cannot(self, clock: Clock) -> str:
        return ""

    def open(self, told: ToldEdit) -> None:
        second = told.rate.nominal
        self.program.told, self.program.ours = told, []
        self.program.state = UserState(
            "edit",
            PLAYHEAD_S * second,
            *(moment * second for moment in MARKS_S),
            (Selected("2", 2 * second, 4 * second),),
            ("현장음",),
            "내 빈",
        )

    def world(self) -> World:
        desk = MemoryDesk(self.program)
        return World(self.program.told, desk.laid(), self.program.state, self.program.connections)

    def fail_after(self, lanes: int) -> None:
        self.program.fails_after = lanes

    def misplace(self) -> None:
        self.program.misplaces = True
