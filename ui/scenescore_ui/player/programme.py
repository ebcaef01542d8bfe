"""What is there to hear: the edit's sound and the takes of both sides, laid out by sample."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenescore.model import Edit
from scenescore.timebase import SAMPLE_RATE, Rate, frames_to_samples
from scenescore_ui.player.desk import EDIT, MUSIC, Side, Track
from scenescore_ui.player.sources import EditSound, TakeFiles

Tell = Callable[[str, str], None]
"""Told a key of the panel's words and the name of a file that it is about."""

log = logging.getLogger(__name__)

_HANDLE = SAMPLE_RATE
"""A take's file begins a second before its lane."""


@dataclass(frozen=True, slots=True)
class TakeSound:
    """A cue's sound: its stems as files whose first sample is the edit's sample `first`.

    Stems are WAV, or one `MUSIC` that is still written (`GROWING`).
    """

    first: int
    stems: Mapping[str, Path]

    @classmethod
    def at(cls, lane_start_frame: int, rate: Rate, stems: Mapping[str, Path]) -> TakeSound:
        """Files as the engine writes them: with a second of handle before the lane."""
        return cls(frames_to_samples(lane_start_frame, rate) - _HANDLE, stems)


Takes = Mapping[str, TakeSound]
"""Takes by the uid of their cue."""


@dataclass(frozen=True, slots=True)
class Programme:
    """All that may be heard. A cue that the other side B has no take of sounds as on side A."""

    edit: Edit | None = None
    takes: Takes = field(default_factory=dict)
    others: Takes = field(default_factory=dict)

    def on(self, side: Side) -> Takes:
        """The takes of a side."""
        return self.takes if side is Side.A else {**self.takes, **self.others}

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The edit's sound, then the stems of side A, and of B where there is one."""
        sides = [Side.A, Side.B] if self.others else [Side.A]
        music = [Track(side, stem) for side in sides for stem in _stems(self.on(side).values())]
        return (EDIT, *music)

    @property
    def stems(self) -> tuple[str, ...]:
        """Names of all stems of both sides."""
        names = _stems([*self.takes.values(), *self.others.values()])
        return tuple(name for name in names if name != MUSIC)


class Library:
    """Reads programmes. Files stay open; one that cannot be read is silent, and told once."""

    def __init__(self, told: Tell) -> None:
        self._told = told
        self._files = TakeFiles()
        self._edit: Edit | None = None
        self._edit_sound: EditSound | None = None
        self._refused: set[Path] = set()
        self._told_of: set[Path] = set()
        self._last: Programme | None = None

    def read(self, programme: Programme, start: int, count: int) -> NDArray[np.float32]:
        """Samples [start, start + count) of every track: (tracks, count, 2)."""
        if programme is not self._last:
            self._last = programme
            self._refused.clear()  # what was missing may have been made
        tracks = programme.tracks
        sound = np.zeros((len(tracks), count, 2), np.float32)
        if edit := self._sound_of(programme.edit):
            sound[0] = edit.read(start, count)
        rows = dict(zip(tracks, sound, strict=True))
        found: dict[Path, NDArray[np.float32] | float] = {}
        for side in {track.side for track in tracks if track.side}:
            for take in programme.on(side).values():
                for stem, path in self._heard(take, start, count):
                    if path not in found:  # most takes are those of both sides
                        found[path] = self._stem(path, start - take.first, count)
                    rows[Track(side, stem)] += found[path]
        return sound

    def lacks(self, programme: Programme, end: int) -> bool:
        """Whether sound before sample `end` is still being written."""
        takes = (*programme.takes.values(), *programme.others.values())
        growing = ((take.first, take.stems[MUSIC]) for take in takes if MUSIC in take.stems)
        return any(self._files.lacks(path, end - first) for first, path in growing)

    def keep_only(self, edit: Edit | None) -> None:
        """Close the files of every other edit."""
        if edit is not self._edit:
            self.close()

    def close(self) -> None:
        """Close all files."""
        self._files.close()
        self._sound_of(None)

    def _sound_of(self, edit: Edit | None) -> EditSound | None:
        if edit is not self._edit:
            if self._edit_sound:
                self._edit_sound.close()
            self._edit, self._edit_sound = edit, EditSound(edit) if edit else None
        return self._edit_sound

    def _heard(self, take: TakeSound, start: int, count: int) -> Iterable[tuple[str, Path]]:
        """The stems of a take, where it sounds in a stretch; all its files are equally long."""
        if not take.stems or start + count <= take.first:
            return ()
        length = self._length(next(iter(take.stems.values())))
        return take.stems.items() if start - take.first < length else ()

    def _length(self, path: Path) -> float:
        """Samples of a file; endless where nobody knows."""
        try:
            return inf if path in self._refused else self._files.length(path)
        except (OSError, RuntimeError):
            return inf  # told where it is read

    def _stem(self, path: Path, start: int, count: int) -> NDArray[np.float32] | float:
        try:
            return 0.0 if path in self._refused else self._files.read(path, start, count)
        except (OSError, RuntimeError) as error:
            log.info("not heard: %s: %s", path, error)
            self._refused.add(path)
            if path not in self._told_of:
                self._told_of.add(path)
                self._told("player_unreadable", path.name)
            return 0.0


def _stems(takes: Iterable[TakeSound]) -> tuple[str, ...]:
    """Names of the stems of some takes, each once, in their order."""
    return tuple(dict.fromkeys(stem for take in takes for stem in take.stems))
