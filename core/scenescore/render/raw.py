"""A score as raw sound: its stems on disk, unlevelled, with the span of its lane decided."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from scenescore.errors import RenderFailed
from scenescore.job import Job
from scenescore.media import PowerMeter, WavWriter
from scenescore.model import (
    Cue,
    LoudnessTrack,
    Note,
    Part,
    Remark,
    Score,
    ScoreHit,
    SoundFont,
    Stem,
)
from scenescore.render.attack import speaking_time
from scenescore.render.fluid import BLOCK, Player, loaded, player
from scenescore.render.lane import HANDLE, Ending, LaneSpan, ending_of, faded, faded_in
from scenescore.render.performance import Performance, perform
from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Block = NDArray[np.float32]  # (2 × stems, samples)

_CHUNK = 256 * BLOCK
"""Samples rendered at a time: a third of a second."""

_PREROLL_S = 0.04
"""Lane before the first sound, so that trimming the clip by hand does not touch the attack."""

_QUIET = 10**-5.0
"""Power, against the loudest third of a second, at which a ring-out has died: -50 dB, which lies
below the absolute gate of loudness meters for music under dialogue."""


@dataclass(frozen=True, slots=True)
class RawCue:
    """A rendered cue before levelling: float stems of equal length, handles included.

    `power` is measured on their sum, from the file's first sample.
    """

    cue: Cue
    hits: tuple[ScoreHit, ...]
    lane_start_frame: int
    lane_end_frame: int
    samples: int
    stems: tuple[Stem, ...]
    power: LoudnessTrack
    remarks: tuple[Remark, ...] = ()

    @property
    def span(self) -> LaneSpan:
        return LaneSpan(self.cue.rate, self.lane_start_frame, self.lane_end_frame)


def render_cue(
    cue: Cue,
    score: Score,
    font: SoundFont,
    work: Path,
    job: Job,
    *,
    first_frame: int = 0,
    last_frame: int | None = None,
    heard: Callable[[int, NDArray[np.float32]], None] | None = None,
) -> RawCue:
    """Play `score` and write its stems as 32-bit float WAV into `work`, memory flat in its length.

    The lane holds the cue with its pre-roll and ring-out, within [first_frame, last_frame); the
    files add a second of handle on both sides. `heard` is given the lane's first frame and the sum
    of the stems (samples, 2), block by block as it is made, for those who listen meanwhile. Raises
    `ToolMissing` without FluidSynth, `RenderFailed` when the SoundFont cannot be read,
    `OutputUnwritable` when the disk is full.
    """

    def speaks(part: Part, note: Note) -> float:
        return speaking_time(font, part.program, part.drums, note.pitch, note.velocity)

    if not score.parts:
        raise RenderFailed(f"Cue {cue.id} has no parts to play.", "Choose another style.")
    performance = perform(score, cue.rate, speaks)
    lead = _PREROLL_S - min(performance.heard_from, 0.0)
    start = max(first_frame, cue.in_frame - ceil(lead * cue.rate.fps))
    ending = ending_of(cue, start, last_frame)
    meanwhile = partial(heard, start) if heard else None
    players = player(loaded(font.path), len(performance.stems), performance.channels)
    with players as synth, _Tape(work / cue.id, performance.stems, meanwhile) as tape:
        remarks = _choose_instruments(synth, performance, cue)
        sound = _played(synth, performance, ending.span.sample_at(cue.in_frame))
        end_frame = _record(sound, tape, ending, job)
    return RawCue(
        cue=cue,
        hits=score.hits,
        lane_start_frame=start,
        lane_end_frame=end_frame,
        samples=tape.samples,
        stems=tape.stems,
        power=tape.power,
        remarks=remarks,
    )


class _Tape:
    """Writes the stems in step and measures their sum."""

    def __init__(
        self,
        folder: Path,
        stems: tuple[str, ...],
        heard: Callable[[NDArray[np.float32]], None] | None,
    ) -> None:
        self._heard = heard
        self._paths = {name: folder / f"{name}.wav" for name in stems}
        self._writers: list[WavWriter] = []
        self._meter = PowerMeter(SAMPLE_RATE)
        self._stack = ExitStack()
        self.samples = 0

    def __enter__(self) -> _Tape:
        for path in self._paths.values():
            self._writers.append(self._stack.enter_context(WavWriter(path, bits=32)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def write(self, block: Block) -> None:
        for index, writer in enumerate(self._writers):
            writer.write(block[2 * index : 2 * index + 2].T)
        mixed = _mixed(block)
        self._meter.feed(mixed)
        self.samples += block.shape[1]
        if self._heard:
            self._heard(mixed)

    def write_silence(self, samples: int) -> None:
        self.write(np.zeros((2 * len(self._writers), samples), np.float32))

    @property
    def stems(self) -> tuple[Stem, ...]:
        return tuple(Stem(name, str(path), self.samples) for name, path in self._paths.items())

    @property
    def power(self) -> LoudnessTrack:
        return self._meter.track()


def _mixed(block: Block) -> NDArray[np.float32]:
    """The sum of all stems, (samples, 2)."""
    return np.stack((block[0::2].sum(axis=0), block[1::2].sum(axis=0)), axis=1)


def _choose_instruments(synth: Player, performance: Performance, cue: Cue) -> tuple[Remark, ...]:
    """Give every channel its instrument; a part that the SoundFont cannot play is told."""
    silent: dict[str, Part] = {}
    for channel, part in performance.instruments:
        if not synth.program(channel, part.program, part.drums):
            silent[part.name] = part
    return tuple(
        Remark(
            "instrument-missing",
            f"{name} is silent: the SoundFont has no program {part.program + 1}.",
            "Install MuseScore_General, or choose another style.",
            cue.id,
            skipped=True,
        )
        for name, part in silent.items()
    )


def _played(synth: Player, performance: Performance, in_sample: int) -> Iterator[Block]:
    """The performance from the file's first sample on, without end; the in point at `in_sample`.

    Blocks lie on a grid through the in point, so that its events are exact to the sample.
    """
    block = min(performance.first_block, -in_sample // BLOCK)
    before = -(in_sample + block * BLOCK)  # samples that come before the file begins
    events = iter(performance.events)
    event = next(events, None)
    while True:
        out = np.zeros((2 * len(performance.stems), _CHUNK), np.float32)
        done = 0
        while done < _CHUNK:
            while event is not None and event.block <= block:
                synth.send(event.action, event.channel, event.number, event.value)
                event = next(events, None)
            left = (_CHUNK - done) // BLOCK
            blocks = left if event is None else min(left, event.block - block)
            synth.play(out, done, blocks * BLOCK)
            done, block = done + blocks * BLOCK, block + blocks
        if before < _CHUNK:
            yield out[:, before:]
        before = max(before - _CHUNK, 0)


def _record(sound: Iterator[Block], tape: _Tape, ending: Ending, job: Job) -> int:
    """Write handle, lane and handle; returns the frame at which the lane ends."""
    tail: list[Block] = []
    loudest, position = 0.0, 0
    for block in sound:
        begin, position = position, position + block.shape[1]
        level = float(np.square(_mixed(block)).mean())
        loudest = max(loudest, level)
        hold = min(max(ending.hold_from - begin, 0), block.shape[1])
        block = faded_in(block, HANDLE - begin)
        tape.write(block[:, :hold])
        if hold < block.shape[1]:  # an empty slice would keep its whole block in memory
            tail.append(block[:, hold:])
        job.step(min(position / ending.limit, 1.0))
        died = ending.rings and begin >= ending.out and level <= loudest * _QUIET
        if died or position >= ending.limit:
            break
    return _finish(tape, np.concatenate(tail, axis=1), ending, min(position, ending.limit))


def _finish(tape: _Tape, tail: Block, ending: Ending, reached: int) -> int:
    """Shape and write the end of the lane, held back until it was known; returns its frame."""
    end_frame = min(ending.span.frame_after(reached), ending.span.end_frame)
    end, begin = ending.span.sample_at(end_frame), tape.samples
    fade_from, fade_to = ending.fade(reached)
    whole = np.zeros((tail.shape[0], end - begin), np.float32)
    heard = faded(tail, fade_from - begin, fade_to - begin)[:, : whole.shape[1]]
    whole[:, : heard.shape[1]] = heard
    tape.write(whole)
    tape.write_silence(HANDLE)
    return end_frame
