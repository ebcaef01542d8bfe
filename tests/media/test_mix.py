"""The mix of an edit's sound, sample by sample."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
from av.audio.frame import AudioFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.media.making import Array, clip_of, edit_of, sine, write_film, write_sound

from scenescore.errors import Cancelled
from scenescore.job import Job
from scenescore.media import mix_sound, readers
from scenescore.media.sound import SoundReader
from scenescore.model import Clip, Edit

RATE = 48000


def mixed(edit: Edit, block: int = RATE) -> Array:
    return np.concatenate([*mix_sound(edit, block=block), np.zeros((0, 2), np.float32)])


def noise(samples: int, channels: int = 2) -> Array:
    return np.random.default_rng(3).uniform(-0.5, 0.5, (samples, channels)).astype(np.float32)


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Array]:
    sound = noise(20_000)
    return write_sound(tmp_path_factory.mktemp("소리 音") / "noise 🎧.wav", sound), sound


placings = st.tuples(
    st.integers(0, 30_000), st.integers(0, 12_000), st.integers(-3000, 21_000), st.integers(-8, 8)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(placings, max_size=6), st.integers(500, 40_000))
def test_mix_is_the_sum_of_its_clips(
    noisy: tuple[Path, Array], clips: list[tuple[int, int, int, int]], block: int
) -> None:
    """Any clips, at any sample, in blocks of any size."""
    path, sound = noisy
    padded = np.concatenate([np.zeros((40_000, 2)), sound, np.zeros((40_000, 2))])
    expected = np.zeros((36_000, 2))
    placed = []
    for start, length, source, gain in clips:
        placed.append(
            clip_of(
                path,
                Fraction(start, RATE),
                Fraction(length, RATE),
                Fraction(source, RATE),
                gain=gain / 4,
            )
        )
        seen = max(0, min(length, 36_000 - start))
        expected[start : start + seen] += padded[40_000 + source :][:seen] * gain / 4
    out = mixed(edit_of(Fraction(3, 4), sound=placed), block)
    assert out.dtype == np.float32
    np.testing.assert_allclose(out, expected, atol=1e-5)


def test_length_and_blocks(noisy: tuple[Path, Array]) -> None:
    edit = edit_of(Fraction(1001 * 7, 24000), rate=None, sound=[clip_of(noisy[0], 0, 1)])
    blocks = list(mix_sound(edit, block=1000))
    assert {len(block) for block in blocks[:-1]} == {1000}
    assert sum(map(len, blocks)) == round(edit.duration * RATE)
    assert list(mix_sound(edit_of(0))) == []


def tone_level(sound: Array, hertz: float, rate: int = RATE) -> float:
    """RMS of what is at this frequency, by projection on a sine."""
    turns = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / rate)
    return float(np.abs(turns @ sound) / len(sound) * 2**0.5)


@pytest.mark.parametrize(("rate", "codec"), [(8000, "pcm_s16le"), (44100, "flac"), (96000, "flac")])
def test_any_rate_mono_goes_to_both_sides(tmp_path: Path, rate: int, codec: str) -> None:
    name = "tone.flac" if codec == "flac" else "tone.wav"
    path = write_sound(tmp_path / name, sine(440, 2, rate), rate, codec)
    out = mixed(edit_of(2, sound=[clip_of(path, 0, 2)]))
    assert np.array_equal(out[:, 0], out[:, 1])
    assert tone_level(out[4800:-4800, 0], 440) == pytest.approx(0.1 / 2**0.5, rel=1e-3)
    expected = sine(440, 2)[:, 0]
    np.testing.assert_allclose(out[4800:-4800, 0], expected[4800:-4800], atol=2e-3)


@pytest.mark.parametrize(
    ("channels", "gains"),
    [
        (6, [(1, 0), (0, 1), (0.7071, 0.7071), (0, 0), (0.7071, 0), (0, 0.7071)]),
        (8, [(1, 0), (0, 1), (0.7071, 0.7071), (0, 0)] + [(0.7071, 0), (0, 0.7071)] * 2),
    ],
)
def test_surround_is_mixed_down(
    tmp_path: Path, channels: int, gains: list[tuple[float, float]]
) -> None:
    sound = noise(4800, channels)
    path = write_sound(tmp_path / "surround.wav", sound)
    out = mixed(edit_of(Fraction(1, 8), sound=[clip_of(path, 0, Fraction(1, 10))]))
    np.testing.assert_allclose(out[:4800], sound @ np.array(gains), atol=1e-4)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.mp4", "aac"),
        ("a.mkv", "aac"),
        ("o.webm", "libopus"),
        ("o.ogg", "libopus"),
        ("m.mp3", "libmp3lame"),
        ("p.wav", "pcm_s24le"),
    ],
)
def test_seeking_lands_on_the_sample(tmp_path: Path, name: str, codec: str) -> None:
    """Reading anywhere gives what reading through gives; a clock of 1 ms may err by 2 samples."""
    times = np.arange(20 * RATE) / RATE
    sweep = (0.3 * np.sin(2 * np.pi * (200 + 20 * times) * times)).astype(np.float32)
    path = write_sound(tmp_path / name, np.stack([sweep, sweep], 1), RATE, codec)
    assert_seeks(path, 2 if name.endswith(("webm", "mkv")) else 0)


@pytest.mark.parametrize(
    "name",
    ["film/sintel_trailer.mp4", "film/big_buck_bunny_0_30.webm", "speech/198-209-0000.ogg"],
)
def test_seeking_in_real_files(shared_data: Path, name: str) -> None:
    assert_seeks(shared_data / name, 2 if name.endswith("webm") else 0)


def assert_seeks(path: Path, slack: int) -> None:
    through = SoundReader(path)
    whole = through.read(0, 20 * through.rate)
    through.close()
    for start in (600_000, 250_003, 123, 500_001):
        reader = SoundReader(path)
        piece = reader.read(start, 3000)
        reader.close()
        shifts = [max(0, start + k) for k in range(-slack, slack + 1)]
        errors = [
            np.abs(piece[: len(whole) - at] - whole[at : at + 3000]).max(initial=0) for at in shifts
        ]
        assert min(errors) < 0.02


def test_contiguous_clips_have_no_seam_and_share_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_sound(tmp_path / "a.m4a", sine(330, 12, 44100), 44100, "aac")
    opened: list[Path] = []

    def counting(path: Path) -> SoundReader:
        opened.append(path)
        return SoundReader(path)

    monkeypatch.setattr(readers, "SoundReader", counting)
    length = Fraction(1, 4)
    parts = [clip_of(path, k * length, length, 1 + k * length) for k in range(40)]
    whole = mixed(edit_of(10, sound=[clip_of(path, 0, 10, 1)]))
    opened.clear()
    np.testing.assert_allclose(mixed(edit_of(10, sound=parts)), whole, atol=1e-5)
    assert len(opened) == 1


def test_retimes_move_the_pitch(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "tone.wav", sine(440, 4))
    for speed, hertz in ((Fraction(1, 2), 220), (Fraction(2), 880), (Fraction(-1), 440)):
        source = 4 if speed < 0 else 0
        out = mixed(edit_of(2, sound=[clip_of(path, 0, 2, source, speed=speed)]))
        level = tone_level(out[4800:-4800, 0], hertz)
        assert level == pytest.approx(0.1 / 2**0.5, rel=1e-3)


def test_reverse_is_the_sound_backwards(noisy: tuple[Path, Array]) -> None:
    path, sound = noisy
    clip = clip_of(path, 0, Fraction(20_000, RATE), Fraction(20_000, RATE), speed=Fraction(-1))
    out = mixed(edit_of(Fraction(1, 2), sound=[clip]), 777)
    np.testing.assert_allclose(out[:20_000], sound[::-1], atol=1e-6)


@pytest.mark.parametrize("speed", [Fraction(0), Fraction(1, 100_000)])
def test_freeze_is_silent(noisy: tuple[Path, Array], speed: Fraction) -> None:
    out = mixed(edit_of(1, sound=[clip_of(noisy[0], 0, 1, speed=speed)]))
    assert not out.any()


def test_fades_keep_the_power_of_a_crossfade(noisy: tuple[Path, Array]) -> None:
    path, sound = noisy
    fade = Fraction(4800, RATE)
    clip = clip_of(path, 0, Fraction(14_400, RATE), fade_in=fade, fade_out=fade)
    out = mixed(edit_of(Fraction(3, 8), sound=[clip]), 1000)
    gain = out[:14_400] / np.where(np.abs(sound[:14_400]) > 1e-3, sound[:14_400], np.inf)
    assert gain[4800:9600].max() == pytest.approx(1, abs=1e-4)
    for at in (100, 2400, 4000):
        rising, falling = np.abs(gain[at]).max(), np.abs(gain[9600 + at]).max()
        assert rising**2 + falling**2 == pytest.approx(1, abs=1e-3)


def test_late_sound_keeps_its_distance(tmp_path: Path) -> None:
    click = np.zeros((RATE, 1), np.float32)
    click[24_000] = 0.9
    path = write_film(
        tmp_path / "late.mkv",
        72,
        sound=click,
        sound_codec="pcm_s16le",
        sound_start=Fraction(1, 2),
    )
    out = mixed(edit_of(3, sound=[clip_of(path, 0, 3)]))
    assert int(np.abs(out[:, 0]).argmax()) == RATE


def test_what_cannot_be_heard_is_told(noisy: tuple[Path, Array], tmp_path: Path) -> None:
    empty = tmp_path / "empty.wav"
    empty.write_bytes(b"")
    silent = write_film(tmp_path / "silent.mp4", 24)
    clips: list[Clip] = [
        clip_of("/nowhere/사라진.wav", 0, 1, missing=True),
        clip_of("/nowhere/gone.wav", 0, 1),
        clip_of("/nowhere/gone.wav", 1, 1),
        clip_of(empty, 0, 1),
        clip_of(silent, 0, 1),
        clip_of(noisy[0], 1, 2),
    ]
    mix = mix_sound(edit_of(4, sound=clips))
    assert sum(map(len, mix)) == 4 * RATE
    told = {remark.where: remark for remark in mix.remarks}
    assert told["사라진.wav"].code == "sound-missing"
    assert told["gone.wav"].message.endswith("2 clips of it cannot be heard.")
    assert told["empty.wav"].code == told["silent.mp4"].code == "sound-unreadable"
    assert told["noise 🎧.wav"].code == "sound-short"
    assert sum(remark.skipped for remark in mix.remarks) == 4


def test_other_sound_streams_are_told(tmp_path: Path) -> None:
    path = tmp_path / "dual mono.mov"
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("pcm_s16le", rate=RATE, layout="mono") for _ in range(2)]
        for stream in streams:
            frame = AudioFrame.from_ndarray(np.full((1, RATE), 8000, np.int16), "s16", "mono")
            frame.sample_rate = RATE
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    mix = mix_sound(edit_of(1, sound=[clip_of(path, 0, 1)]))
    assert np.concatenate(list(mix)).max() == pytest.approx(8000 / 32768)
    assert [remark.code for remark in mix.remarks] == ["sound-streams"]


def test_damaged_packets_cost_themselves(tmp_path: Path) -> None:
    path = write_sound(tmp_path / "a.mka", noise(5 * RATE), RATE, "flac")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = bytes(4000)
    path.write_bytes(data)
    mix = mix_sound(edit_of(5, sound=[clip_of(path, 0, 5)]))
    out = np.concatenate(list(mix))
    assert "sound-damaged" in {remark.code for remark in mix.remarks}
    assert np.abs(out[:RATE]).max() > 0.4
    assert np.abs(out[-RATE // 2 :]).max() > 0.4


def test_seeking_beside_a_gap_lands_where_reading_through_does(tmp_path: Path) -> None:
    """A clock of 1 ms, and packets that are lost before, at and after what is looked for."""
    path = write_sound(tmp_path / "구멍.mkv", noise(20 * RATE), RATE, "flac")
    data = bytearray(path.read_bytes())
    for share, size in ((0.35, 3000), (0.5, 400_000)):
        at = int(len(data) * share)
        data[at : at + size] = b"\x55" * size
    path.write_bytes(data)
    through = SoundReader(path)
    whole = through.read(0, 20 * RATE)
    through.close()
    assert through.damage.count
    for start in range(6 * RATE, 15 * RATE, RATE // 2 + 1):
        reader = SoundReader(path)
        piece = reader.read(start, 3000)
        reader.close()
        assert np.array_equal(piece, whole[start : start + 3000]), start / RATE


def test_sound_after_a_gap_lies_where_a_coarse_clock_says_in_the_mean(tmp_path: Path) -> None:
    """Of packets 21⅓ ms long, a clock of 1 ms may say that one begins half a one away."""
    whole, holed = tmp_path / "온전한.mka", tmp_path / "구멍난.mka"
    write_sound(whole, noise(8 * RATE), RATE, "aac")
    with av.open(str(whole)) as source, av.open(str(holed), "w") as target:
        stream = target.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.pts is not None and not 2 < packet.pts * packet.time_base < 3.35:
                packet.stream = stream
                target.mux(packet)
    readers = [SoundReader(path) for path in (whole, holed)]
    before, after = (reader.read(0, 8 * RATE)[4 * RATE :] for reader in readers)
    for reader in readers:
        reader.close()
    assert np.abs(before - after).max() < 0.05


def test_cancelling_stops_between_blocks(noisy: tuple[Path, Array]) -> None:
    job = Job()
    blocks = iter(mix_sound(edit_of(5, sound=[clip_of(noisy[0], 0, 5)]), job=job))
    next(blocks)
    job.cancel()
    with pytest.raises(Cancelled):
        next(blocks)


def test_real_reel_in_blocks_of_any_size(shared_data: Path) -> None:
    film = shared_data / "film" / "sintel_trailer.mp4"
    clips = [clip_of(film, k, 1, (k * 7) % 50, speed=Fraction(k % 3, 2)) for k in range(12)]
    edit = edit_of(12, sound=clips)
    np.testing.assert_allclose(mixed(edit, 48_000), mixed(edit, 4_999), atol=1e-6)


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_a_sample_that_is_no_number_costs_nothing_but_itself(tmp_path: Path, wrong: float) -> None:
    sound = noise(4000)
    sound[1000] = wrong
    path = tmp_path / "깨진 소리.wav"
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    length = Fraction(4000, RATE)
    left = mixed(edit_of(length, sound=[clip_of(path, 0, length)]))[:4000]
    sound[1000] = 0
    assert np.array_equal(left, sound)


@settings(max_examples=20, deadline=None)
@given(st.lists(placings, max_size=4), st.integers(0, 35_999), st.integers(500, 40_000))
def test_mix_from_anywhere_is_the_same(
    noisy: tuple[Path, Array], clips: list[tuple[int, int, int, int]], first: int, block: int
) -> None:
    placed = [
        clip_of(noisy[0], *(Fraction(each, RATE) for each in clip[:3]), gain=clip[3] / 4)
        for clip in clips
    ]
    mix = mix_sound(edit_of(Fraction(3, 4), sound=placed), block=block)
    whole = np.concatenate(list(mix.blocks()))
    np.testing.assert_array_equal(np.concatenate(list(mix.blocks(first))), whole[first:])
    mix.close()


@pytest.mark.parametrize("speed", [Fraction(1), Fraction(-1), Fraction(2), Fraction(-3, 4)])
def test_a_retimed_and_faded_clip_sounds_the_same_from_its_middle(
    tmp_path: Path, speed: Fraction
) -> None:
    path = write_sound(tmp_path / "tone.wav", sine(440, 3))
    begin = Fraction(5, 2) if speed < 0 else Fraction(0)
    clip = clip_of(path, Fraction(1, 4), Fraction(1), begin, speed=speed, fade_in=Fraction(1, 2))
    mix = mix_sound(edit_of(2, sound=[clip]), block=4096)
    whole = np.concatenate(list(mix.blocks()))
    inside = np.concatenate(list(mix.blocks(30_001)))
    assert np.abs(inside - whole[30_001:]).max() < 0.02  # a retimed one's samples lie between
    mix.close()
