"""What we write as MLT is rendered by MLT itself, and the music found by its spectrum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.media.making import STEPS, sine

from scenescore.edit import ToldBlend, ToldClip, ToldEdit, ToldTrack, read_edit, write_told
from scenescore.edit.mlt import as_mlt
from scenescore.hosting import Clock
from scenescore.media import WavWriter
from scenescore.model import Lane
from scenescore.timebase import Rate, frames_to_samples, to_seconds

from .melt import heard, need_melt, seen
from .stage import CLOCKS, PLAIN, Stage, clock_name

HANDLE_HZ = 5000.0
"""What sounds in the handles of our lanes, so that a lane laid wrongly is heard."""


def hummed(path: Path, frames: int, rate: Rate, hertz: float) -> int:
    """A lane's file: a tone over its frames, another in both handles; returns its samples."""
    inside = frames_to_samples(frames, rate)
    handle = sine(HANDLE_HZ, 1.0)
    sound = np.concatenate([handle, sine(hertz, inside / 48_000 + 0.001)[:inside], handle])
    with WavWriter(path, channels=2) as out:
        out.write(sound.repeat(2, axis=1))
    return len(sound)


def level(sound: NDArray[np.float64], hertz: float) -> float:
    """Amplitude of what sounds within 100 Hz of a frequency, by the power of the spectrum there.

    MLT starts a file up to 15 ms beside its frame and catches up, so that phases mean nothing.
    """
    window = np.hanning(len(sound))
    power = np.abs(np.fft.rfft(sound * window)) ** 2
    near = np.abs(np.fft.rfftfreq(len(sound), 1 / 48_000) - hertz) < 100
    return float(2 * np.sqrt(power[near].sum() / (len(sound) * np.sum(window**2))))


def written(told: ToldEdit, lanes: tuple[Lane, ...], folder: Path) -> Path:
    project = folder / "결과 🎵.mlt"
    edit = read_edit(write_told(told, folder / "edit.otio"))
    project.write_bytes(as_mlt(edit, lanes, "결과"))
    return project


MLT_CLOCKS = [clock for clock in CLOCKS[::2] if clock.rate.nominal in (24, 25, 30, 60)]


@pytest.mark.parametrize("clock", MLT_CLOCKS, ids=clock_name)
def test_the_music_is_heard_from_its_first_frame_to_its_last(
    stage: Stage, tmp_path: Path, clock: Clock
) -> None:
    need_melt()
    rate, second = clock.rate, clock.rate.nominal
    spans = {880.0: (7, 2 * second + 3), 1320.0: (second + 1, 3 * second + 2)}
    lanes = []
    for number, (hertz, (start, end)) in enumerate(spans.items()):
        path = tmp_path / f"음악 {hertz:g}" / "m.wav"
        samples = hummed(path, end - start, rate, hertz)
        lanes.append(Lane(f"Score {number}", "1m01", f"u{number}", str(path), samples, start, end))
    sound = heard(written(stage.reel(clock), tuple(lanes), tmp_path))
    for hertz, (start, end) in spans.items():
        first, last = (frames_to_samples(frame, rate) for frame in (start, end))
        frame = frames_to_samples(1, rate)
        whole = level(sound[first:last], hertz)
        assert whole == pytest.approx(0.1, rel=0.02), "as loud as its file, not once more or less"
        edges = [sound[first : first + 2 * frame], sound[last - 2 * frame : last]]
        assert all(level(edge, hertz) > 0.05 for edge in edges)
        outside = [sound[max(first - 3 * frame, 0) : first], sound[last : last + 3 * frame]]
        assert all(level(edge, hertz) < 0.01 for edge in outside)
    assert level(sound, HANDLE_HZ) < 0.01
    assert level(sound[: 2 * 48_000], 440) == pytest.approx(0.1, rel=0.05)


def test_levels_and_fades_of_the_edit_are_heard(stage: Stage, tmp_path: Path) -> None:
    need_melt()
    sound = str(stage.sound())
    clips = (
        ToldClip("laut", 0, 50, sound),
        ToldClip("leise", 50, 100, sound, Fraction(2), gain_db=-12),
        ToldClip("schnell", 100, 125, sound, speed=Fraction(2)),
    )
    told = ToldEdit("pegel", Rate.of(25), tracks=(ToldTrack("audio", "A", clips),))
    faded = replace(
        told, tracks=(ToldTrack("audio", "A", clips, (ToldBlend(0, 25),)), *told.tracks[1:])
    )
    plain = heard(written(told, (), tmp_path))
    assert level(plain[:96_000], 440) == pytest.approx(0.1, rel=0.02)
    assert level(plain[97_000:191_000], 440) == pytest.approx(0.0251, rel=0.05)
    assert level(plain[193_000:239_000], 880) > 0.05
    rising = heard(written(faded, (), tmp_path))
    assert level(rising[:4800], 440) < 0.02
    assert level(rising[48_000:96_000], 440) == pytest.approx(0.1, rel=0.02)


def test_the_picture_is_cut_as_in_the_edit(stage: Stage, tmp_path: Path) -> None:
    need_melt()
    film, rate = str(stage.film(PLAIN.rate)), PLAIN.rate
    clips = (
        ToldClip("one", 0, 10, film, to_seconds(30, rate)),
        ToldClip("fast", 10, 20, film, to_seconds(8, rate), speed=Fraction(2)),
        ToldClip("still", 25, 30, film, to_seconds(17, rate), speed=Fraction(0)),
        ToldClip("back", 30, 36, film, to_seconds(40, rate), speed=Fraction(-1)),
        ToldClip("title", 36, 40, generator="Title"),
        ToldClip("last", 40, 45, film, to_seconds(100, rate)),
    )
    told = ToldEdit("bilder", rate, tracks=(ToldTrack("video", "V", clips),))
    shown = list(seen(written(told, (), tmp_path)))
    assert len(shown) == 45
    assert shown[:10] == list(range(30, 40))
    assert shown[10:20] == list(range(8, 28, 2))
    assert shown[20:25] == [None] * 5
    assert shown[25:30] == [17] * 5
    assert shown[30:36] == [39, 38, 37, 36, 35, 34]
    assert shown[36:40] == [None] * 4
    assert shown[40:] == [number % STEPS for number in range(100, 105)]


def test_a_dissolve_shows_both_pictures(stage: Stage, tmp_path: Path) -> None:
    need_melt()
    film, rate = str(stage.film(PLAIN.rate)), PLAIN.rate
    clips = (
        ToldClip("dark", 0, 20, film, to_seconds(96, rate)),
        ToldClip("light", 20, 40, film, to_seconds(30, rate)),
    )
    track = ToldTrack("video", "V", clips, (ToldBlend(16, 26),))
    told = ToldEdit("blende", rate, tracks=(track,))
    shown = list(seen(written(told, (), tmp_path)))
    assert shown[:16] == list(range(16))
    assert shown[26:] == [number % STEPS for number in range(36, 50)]
    between = [number for number in shown[16:26] if number is not None]
    assert between == sorted(between)
    assert 14 < between[0] < between[4] < between[-1] < 36
    assert abs(between[4] - (20 + 34) / 2) < 5
