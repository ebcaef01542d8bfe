"""What a file says of itself, and what it says when it is no film."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import sine, write_film, write_sound

from scenescore.errors import MediaUnreadable
from scenescore.media import WavWriter, probe
from scenescore.timebase import Rate


@pytest.mark.parametrize("fps", ["23.976", "25", "29.97", "60"])
def test_constant_rates(tmp_path: Path, fps: str) -> None:
    rate = Rate.of(fps)
    for name in ("film.mp4", "film.mkv"):
        picture = probe(write_film(tmp_path / name, 30, rate=rate.fps)).picture
        assert picture is not None
        assert picture.rate == rate
        assert not picture.variable
        assert abs(picture.duration - 30 * rate.frame) <= Fraction(1, 1000)
        assert (picture.start, picture.shown) == (0, (64, 48))


def test_variable_rate(tmp_path: Path) -> None:
    times = [k * 20 + (13 if k % 3 == 1 else 0) for k in range(40)]
    path = write_film(tmp_path / "v.mp4", 40, times=times, time_base=Fraction(1, 600), rate=30)
    picture = probe(path).picture
    assert picture is not None
    assert picture.variable
    assert picture.rate in (Rate.of("29.97"), Rate.of(30))


@pytest.mark.parametrize(("rotation", "shown"), [(90, (48, 64)), (180, (64, 48)), (0, (64, 48))])
def test_rotation(tmp_path: Path, rotation: int, shown: tuple[int, int]) -> None:
    picture = probe(write_film(tmp_path / "r.mp4", 3, rotation=rotation)).picture
    assert picture is not None
    assert picture.shown == shown


def test_film_without_sound_and_sound_without_film(tmp_path: Path) -> None:
    silent = probe(write_film(tmp_path / "무성 영화 🎬.mp4", 24))
    assert silent.sound is None
    assert silent.duration == 1
    alone = probe(write_sound(tmp_path / "声.flac", sine(440, 2, 44100), 44100, "flac"))
    assert alone.picture is None
    assert alone.duration == 2
    assert alone.sound is not None
    assert (alone.sound.sample_rate, alone.sound.channels) == (44100, 1)


def test_late_sound(tmp_path: Path) -> None:
    path = write_film(
        tmp_path / "late.mp4", 48, sound=sine(440, 1), sound_start=Fraction(1, 2), codec="libx264"
    )
    sound = probe(path).sound
    assert sound is not None
    assert abs(sound.start - Fraction(1, 2)) <= Fraction(1025, 48000) + Fraction(1, 1000)


def test_timecode(tmp_path: Path) -> None:
    film = write_film(tmp_path / "tc.mov", 24, tags={"timecode": "01:00:00:12"})
    assert probe(film).timecode == 3600 + Fraction(12, 24)
    with WavWriter(tmp_path / "tc.wav", time_reference=96000) as wav:
        wav.write(np.zeros((10, 2)))
    assert probe(tmp_path / "tc.wav").timecode == 2


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", 24)
    assert probe(path).duration == 1
    assert probe(write_film(path, 48)).duration == 2


def test_unfinished_header(tmp_path: Path) -> None:
    """A Matroska stream cut off has no duration: its packets tell."""
    whole = write_film(tmp_path / "whole.mkv", 240, sound=sine(440, 10)).read_bytes()
    (tmp_path / "cut.mkv").write_bytes(whole[: len(whole) * 2 // 3])
    info = probe(tmp_path / "cut.mkv")
    assert 4 < info.duration < 10.1


@pytest.mark.parametrize("kind", ["mkv", "wav", "flac"])
def test_what_a_file_promises_and_lacks_is_known(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"whole.{kind}"
    if kind == "mkv":
        write_film(path, 240, sound=sine(440, 10))
    else:
        write_sound(path, sine(440, 10), codec={"wav": "pcm_s16le", "flac": "flac"}[kind])
    whole = probe(path)
    (tmp_path / f"half.{kind}").write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    half = probe(tmp_path / f"half.{kind}")
    assert whole.sound is not None
    assert half.sound is not None
    assert whole.sound.missing == 0
    assert 3 < half.duration < 7
    assert abs(half.sound.duration + half.sound.missing - 10) < 0.2


@pytest.mark.parametrize("size", [b"\0" * 4, b"\xff" * 4])
def test_a_recording_that_was_streamed_promises_nothing(tmp_path: Path, size: bytes) -> None:
    path = write_sound(tmp_path / "streamed.wav", sine(440, 3), codec="pcm_s16le")
    content = bytearray(path.read_bytes())
    data = content.find(b"data") + 4
    content[4:8] = content[data : data + 4] = size
    path.write_bytes(content)
    sound = probe(path).sound
    assert sound is not None
    assert (float(sound.duration), sound.missing) == (3, 0)


@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n"])
def test_no_media(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "not a film.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaUnreadable, match="not a film") as told:
        probe(path)
    assert told.value.hint


def test_truncated_mp4_and_missing(tmp_path: Path) -> None:
    path = write_film(tmp_path / "whole.mp4", 24)
    (tmp_path / "cut.mp4").write_bytes(path.read_bytes()[:600])
    for name in ("cut.mp4", "absent.mp4", "."):
        with pytest.raises(MediaUnreadable):
            probe(tmp_path / name)


def test_real_films(shared_data: Path) -> None:
    trailer = probe(shared_data / "film" / "sintel_trailer.mp4")
    assert trailer.picture is not None
    assert trailer.picture.frames == 1252
    assert not trailer.picture.variable
    assert trailer.picture.rate == Rate.of(24)
    bunny = probe(shared_data / "film" / "big_buck_bunny_0_30.webm")
    assert bunny.picture is not None
    assert bunny.picture.rate == Rate.of(24)
    assert bunny.sound is not None
