"""WAV files: bits, broadcast extension, RF64, and files that are whole or not there."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.making import Array

from scenescore.errors import MediaUnreadable, OutputUnwritable
from scenescore.media import WavWriter, probe, read_wav_blocks, wav_info
from scenescore.model import Loudness


def noise(samples: int, channels: int = 2) -> Array:
    return np.random.default_rng(5).uniform(-1, 0.999, (samples, channels))


@pytest.mark.parametrize(("bits", "step"), [(16, 2**-15), (24, 2**-23), (32, 2**-24)])
@pytest.mark.parametrize("limit", [0xFFFFFFFF, 4000])
@pytest.mark.parametrize("channels", [1, 2, 3])
def test_what_is_written_is_read(
    tmp_path: Path, bits: int, step: float, limit: int, channels: int
) -> None:
    """Also as RF64, which a small limit forces, and with an odd number of bytes."""
    path, sound = tmp_path / "큐 1m01 🎻 キュー.wav", noise(4001, channels)
    with WavWriter(path, channels=channels, bits=bits, limit=limit, ixml="<BWFXML/>") as wav:
        for start in range(0, len(sound), 777):
            wav.write(sound[start : start + 777])
    read, rate = soundfile.read(path, always_2d=True)
    assert rate == 48000
    assert np.abs(read - sound).max() <= step / 2 + 1e-12
    assert path.read_bytes()[:4] == (b"RF64" if limit == 4000 else b"RIFF")
    assert wav.samples == 4001
    assert wav.overs == 0
    assert b"".join(b.tobytes() for b in read_wav_blocks(path, block=999)) == (
        read.astype(np.float32).tobytes()
    )


@given(st.lists(st.integers(-(2**23), 2**23 - 1), min_size=1, max_size=200))
@settings(max_examples=25, deadline=None)
def test_every_step_of_24_bits_survives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[int]
) -> None:
    path = tmp_path_factory.mktemp("wav") / "steps.wav"
    with WavWriter(path, channels=1) as wav:
        wav.write(np.array(steps)[:, None] / 2**23)
    assert (soundfile.read(path, dtype="int32")[0] >> 8).tolist() == steps


def test_broadcast_extension(tmp_path: Path) -> None:
    path, hour = tmp_path / "bwf.wav", 3600 * 48000
    with WavWriter(
        path, time_reference=hour, description="1m01 – Abschied", date="2026-01-02"
    ) as w:
        w.write(noise(480))
        w.loudness = Loudness(-23.04, -1.5)
    assert wav_info(path).time_reference == hour
    assert probe(path).timecode == 3600
    chunk = path.read_bytes()
    at = chunk.index(b"bext") + 8
    assert chunk[at : at + 15] == b"1m01 ? Abschied"
    assert chunk[at + 256 : at + 266] == b"SceneScore"
    assert chunk[at + 320 : at + 330] == b"2026-01-02"
    assert int.from_bytes(chunk[at + 346 : at + 348], "little") == 2
    figures = np.frombuffer(chunk[at + 412 : at + 422], "<i2").tolist()
    assert figures == [-2304, 0x7FFF, -150, 0x7FFF, 0x7FFF]


def test_time_reference_beyond_32_bits(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "late.wav", time_reference=2**32 + 7) as wav:
        wav.write(noise(2))
    assert wav_info(tmp_path / "late.wav").time_reference == 2**32 + 7


def test_same_sound_same_bytes(tmp_path: Path) -> None:
    for name in ("a.wav", "b.wav"):
        with WavWriter(tmp_path / name) as wav:
            wav.write(noise(1000))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_overs_are_counted_and_limited(tmp_path: Path) -> None:
    path = tmp_path / "hot.wav"
    with WavWriter(path, channels=1) as wav:
        wav.write(np.array([[1.5], [-1.5], [0.5], [-1.0]]))
    assert wav.overs == 2
    assert wav.peak == 1.5
    assert soundfile.read(path)[0].tolist() == [1 - 2**-23, -1, 0.5, -1]


def test_float_keeps_overs(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "f.wav", channels=1, bits=32) as wav:
        wav.write(np.array([[1.5], [-1.25]]))
    assert soundfile.read(tmp_path / "f.wav")[0].tolist() == [1.5, -1.25]
    assert wav.overs == 0


def test_empty_file_is_valid(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "empty.wav"):
        pass
    assert wav_info(tmp_path / "empty.wav").samples == 0


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "cue.wav"
    path.write_bytes(b"old")
    with pytest.raises(OutputUnwritable), WavWriter(path) as wav:
        wav.write(noise(10))
        raise OSError(errno.ENOSPC, "No space left on device")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable), WavWriter(tmp_path / "file" / "cue.wav"):
        raise AssertionError("the context was entered")


def test_wrong_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="shape"), WavWriter(tmp_path / "x.wav") as wav:
        wav.write(np.zeros(10))
    assert not list(tmp_path.iterdir())


def test_blocks_of_a_stretch(tmp_path: Path) -> None:
    path, sound = tmp_path / "long.wav", noise(1000)
    with WavWriter(path, bits=32) as wav:
        wav.write(sound)
    blocks = list(read_wav_blocks(path, 100, 250, 100))
    assert [len(block) for block in blocks] == [100, 100, 50]
    assert np.array_equal(np.concatenate(blocks), sound[100:350].astype(np.float32))
    assert sum(map(len, read_wav_blocks(path, 900, 500))) == 100
    assert list(read_wav_blocks(path, 5000, 10)) == []


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no wave at all" * 9])
def test_no_wave_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(MediaUnreadable, match=r"broken\.wav"):
        wav_info(path)
    with pytest.raises(MediaUnreadable):
        list(read_wav_blocks(path))
