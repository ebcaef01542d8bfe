"""What the contract puts before a host: clocks, an edit with all that matters in it, lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from tests.media.making import sine, write_film, write_sound

from scenescore.edit import ToldClip, ToldEdit, ToldMarker, ToldTrack
from scenescore.hosting import Clock, Laid
from scenescore.media import WavWriter
from scenescore.model import Lane
from scenescore.timebase import Rate, frames_to_samples, parse_timecode, to_seconds

SECONDS = 6
PLAYHEAD_S, MARKS_S = 2, (1, 5)

_RATES = ("23.976", "24", "25", "29.97", "30", "47.952", "48", "50", "59.94", "60")
_STARTS = ("01:00:00:00", "00:59:58:00")


def _clocks() -> list[Clock]:
    clocks = []
    for text in _RATES:
        rate = Rate.of(text)
        for drop in (False, True) if text in ("29.97", "59.94") else (False,):
            clocks += [Clock(rate, parse_timecode(start, rate, drop), drop) for start in _STARTS]
    return clocks


CLOCKS = _clocks()
"""Every rate with every start, drop-frame where there is one; the second start crosses the hour."""

PLAIN = Clock(Rate.of(25), 90_000)
"""For what does not depend on the clock."""


def clock_name(clock: Clock) -> str:
    return f"{clock.rate}{'-drop' if clock.drop_frame else ''}-{clock.start_frame}"


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder with media, made when first asked for; names as people give them."""

    folder: Path

    def film(self, rate: Rate) -> Path:
        path = self.folder / f"촬영 원본 🎬 {rate}.mp4"
        if not path.exists():
            frames = SECONDS * rate.nominal + 2 * rate.nominal
            write_film(path, frames, rate=rate.fps, codec="mpeg4")
        return path

    def sound(self) -> Path:
        path = self.folder / "동시녹음 #1 & 100%.wav"
        if not path.exists():
            write_sound(path, sine(440, SECONDS + 2).repeat(2, axis=1), codec="pcm_s16le")
        return path

    def music(self, name: str, frames: int, rate: Rate) -> Path:
        """A lane's file as a run writes it: its frames and a second on both sides."""
        path = self.folder / f"음악 {name}" / f"{name} {frames} {rate}.wav"
        if not path.exists():
            samples = frames_to_samples(frames, rate) + 96_000
            with WavWriter(path, channels=2) as out:
                out.write(sine(880, samples / 48_000)[:samples].repeat(2, axis=1))
        return path

    def reel(self, clock: Clock, name: str = "릴 3 “밤” 🌙") -> ToldEdit:
        """Three shots, one of them covered for a while, sound on two tracks of which one is off."""
        rate = clock.rate
        second = rate.nominal
        film, sound = str(self.film(rate)), str(self.sound())

        def clip(start: float, end: float, source: float, path: str = film) -> ToldClip:
            frames = [round(moment * second) for moment in (start, end, source)]
            return ToldClip(
                f"샷 {start:g}", frames[0], frames[1], path, to_seconds(frames[2], rate)
            )

        shots = (clip(0, 2, 1), clip(2, 4, 3.5), clip(4, SECONDS, 0))
        return ToldEdit(
            name,
            rate,
            clock.start_frame,
            clock.drop_frame,
            tracks=(
                ToldTrack("video", "그림", shots),
                ToldTrack("video", "위", (clip(2.5, 3, 0.5),)),
                ToldTrack("audio", "대사", (clip(0, 2, 1, sound), clip(3, 5, 0, sound))),
                ToldTrack("audio", "현장음", (clip(1, 4, 2, sound),), enabled=False),
            ),
            markers=(ToldMarker("HIT 문이 닫힌다", 3 * second), ToldMarker("IN", second)),
        )

    def lanes(self, rate: Rate, take: str = "a", track: str = "Score") -> tuple[Lane, ...]:
        """Two lanes that overlap on two tracks, and one behind the first; odd frames on purpose."""
        second = rate.nominal
        bounds = {
            f"{track} A": ((7, 2 * second + 3), (4 * second - 5, 5 * second + 11)),
            f"{track} B": ((second + 1, 3 * second + 2),),
        }
        number = 0
        lanes: list[Lane] = []
        for name, spans in bounds.items():
            for start, end in spans:
                number += 1
                lanes.append(self.lane(f"1m0{number}", name, start, end, rate, take))
        return tuple(lanes)

    def lane(
        self, name: str, track: str, start: int, end: int, rate: Rate, take: str = "a"
    ) -> Lane:
        path = self.music(f"{name}{take}", end - start, rate)
        samples = frames_to_samples(end - start, rate) + 96_000
        return Lane(track, name, f"uid-{name}{take}", str(path), samples, start, end)


def renamed(told: ToldEdit, name: str) -> ToldEdit:
    return replace(told, name=name)


def by_place(lanes: Sequence[Lane | Laid]) -> list[tuple[str, str, Fraction, Fraction]]:
    """Lanes as they can be compared with what lies in a host: track, file, first and last frame."""
    return sorted(
        (x.track, Path(x.path).name, Fraction(x.start_frame), Fraction(x.end_frame)) for x in lanes
    )
