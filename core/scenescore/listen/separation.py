"""A separator at work: within stretches of music only the dialogue is left, elsewhere all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from scenescore.engines import Separator, Stereo
from scenescore.job import Job
from scenescore.timebase import SAMPLE_RATE, Span, to_samples

_FADE = SAMPLE_RATE // 5
"""Samples in which the music goes and comes back: 0.2 s inside each end of a stretch."""

EngineFrom = Callable[[float], Separator]
"""The engine for sound that begins at a second of the whole: one may know what is said when."""


def separated(
    blocks: Iterable[Stereo], music: Sequence[Span], engine_from: EngineFrom, job: Job
) -> Iterator[Stereo]:
    """A sound (n, 2) at 48 kHz without the music in the given spans, which are in order and apart.

    As many samples go out as come in; memory holds what the engine looks ahead. Progress is told by
    who makes the blocks. Raises Cancelled.
    """
    feed, job = _Cut(blocks), job.unheard()
    for span in music:
        start, end = (to_samples(moment, SAMPLE_RATE) for moment in (span.start, span.end))
        yield from feed.take(start - feed.taken)
        if end > feed.taken:
            engine = engine_from(feed.taken / SAMPLE_RATE)
            yield from _dialogue_of(feed, end - feed.taken, engine, job)
    yield from feed.take(None)


def _dialogue_of(feed: _Cut, count: int, engine: Separator, job: Job) -> Iterator[Stereo]:
    """The next samples without their music, which fades out and in at both ends."""
    begin, done = feed.taken, 0
    for mix, dialogue in _pairs(feed, count, engine, job):
        places = done + np.arange(len(mix))
        inside = np.clip(np.minimum(places, count - places) / _FADE, 0, 1).astype(np.float32)
        yield dialogue + (mix - dialogue) * (1 - inside[:, None])
        done += len(mix)
    yield from feed.take(begin + count - feed.taken)


def _pairs(feed: _Cut, count: int, engine: Separator, job: Job) -> Iterator[tuple[Stereo, Stereo]]:
    """(mix, dialogue) at 48 kHz, piece by piece, whatever rate the engine works at."""
    import soxr

    if engine.sample_rate == SAMPLE_RATE:
        for stems in engine.separate(feed.take(count), count, job):
            yield stems.dialogue + stems.music, stems.dialogue
        return
    waiting = np.zeros((0, 2), np.float32)

    def heard() -> Iterator[Stereo]:
        nonlocal waiting
        down = soxr.ResampleStream(SAMPLE_RATE, engine.sample_rate, 2, dtype="float32")
        for block in feed.take(count):
            waiting = np.concatenate((waiting, block))
            yield down.resample_chunk(block)
        yield down.resample_chunk(np.zeros((0, 2), np.float32), last=True)

    up = soxr.ResampleStream(engine.sample_rate, SAMPLE_RATE, 2, dtype="float32")
    total = -(-count * engine.sample_rate // SAMPLE_RATE)
    for stems in engine.separate(heard(), total, job):
        dialogue = up.resample_chunk(stems.dialogue)[: len(waiting)]
        mix, waiting = waiting[: len(dialogue)], waiting[len(dialogue) :]
        yield mix, dialogue
    dialogue = up.resample_chunk(np.zeros((0, 2), np.float32), last=True)[: len(waiting)]
    missing = len(waiting) - len(dialogue)
    yield waiting, np.pad(dialogue, ((0, missing), (0, 0)))


class _Cut:
    """Blocks as one stream that is taken in lengths of any kind."""

    def __init__(self, blocks: Iterable[Stereo]) -> None:
        self._blocks = iter(blocks)
        self._rest = np.zeros((0, 2), np.float32)
        self.taken = 0

    def take(self, count: int | None) -> Iterator[Stereo]:
        """The next `count` samples, or all that are left; fewer where the sound ends."""
        while count is None or count > 0:
            if not len(self._rest):
                block = next(self._blocks, None)
                if block is None:
                    return
                self._rest = block
                continue
            piece = self._rest if count is None else self._rest[:count]
            self._rest = self._rest[len(piece) :]
            self.taken += len(piece)
            count = None if count is None else count - len(piece)
            yield piece
