"""Films written: pictures copied or conformed, counted exactly, in sync with their sound."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.media.making import STEPS, clip_of, edit_of, number_in, numbered, write_film

from scenescore.errors import Cancelled, OutputUnwritable
from scenescore.job import Job
from scenescore.media import mix_sound, probe
from scenescore.media import write_film as write_scored_film
from scenescore.media.layers import Layers
from scenescore.model import Clip, Cut, Edit
from scenescore.timebase import Rate, Span, to_seconds

SIZE = (64, 48)


def lumas(path: Path) -> list[float]:
    """Mean luma of every picture of a film."""
    with av.open(str(path)) as film:
        frames = [frame.to_ndarray() for frame in film.decode(video=0)]
    return [float(pixels[: len(pixels) * 2 // 3].mean()) for pixels in frames]


def numbers(path: Path) -> list[int]:
    return [number_in(luma) for luma in lumas(path)]


def silence(seconds: Fraction | int) -> list[np.ndarray]:
    return [np.zeros((int(seconds * 48000), 2), np.float32)]


def digest(path: Path) -> list[tuple[Fraction, str]]:
    """Time and content of every packet of the picture, in the order shown."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        packets = [p for p in film.demux(stream) if p.pts is not None]
        said = [(p.pts * p.time_base, hashlib.sha256(bytes(p)).hexdigest()) for p in packets]
    return sorted(said)


def film_edit(path: Path) -> Edit:
    info = probe(path)
    assert info.picture is not None
    rate, length = info.picture.rate, info.picture.duration
    whole = clip_of(path, 0, length)
    return edit_of(length, picture=[whole], rate=rate, source=path, format="film")


# --- a film's own picture -------------------------------------------------------------------------


@pytest.mark.parametrize(("rotation", "variable"), [(0, False), (90, False), (0, True)])
def test_a_films_picture_is_copied(tmp_path: Path, rotation: int, variable: bool) -> None:
    times = [k * 25 + (7 if k % 3 == 1 else 0) for k in range(48)] if variable else None
    base = Fraction(1, 600) if variable else None
    source = write_film(
        tmp_path / "영화 🎬.mp4", 48, times=times, time_base=base, rotation=rotation, sound=click()
    )
    out = tmp_path / "out.mp4"
    assert write_scored_film(film_edit(source), silence(2), out, Job()) == ()
    assert digest(out) == digest(source)
    before, after = probe(source).picture, probe(out).picture
    assert before is not None
    assert after is not None
    assert (after.rotation, after.rate, after.start) == (before.rotation, before.rate, 0)


def test_from_matroska_the_packets_stay(tmp_path: Path) -> None:
    source = write_film(tmp_path / "film.mkv", 48)
    write_scored_film(film_edit(source), silence(2), tmp_path / "out.mp4", Job())
    before, after = digest(source), digest(tmp_path / "out.mp4")
    assert [content for _, content in after] == [content for _, content in before]
    assert all(abs(a - b) < Fraction(1, 500) for (a, _), (b, _) in zip(after, before, strict=True))


def test_a_codec_that_mp4_cannot_hold_is_encoded(tmp_path: Path) -> None:
    source = write_film(tmp_path / "film.webm", 48, codec="libvpx")
    remarks = write_scored_film(film_edit(source), silence(2), tmp_path / "out.mp4", Job())
    assert [remark.code for remark in remarks] == ["picture-transcoded"]
    assert numbers(tmp_path / "out.mp4") == list(range(48))


# --- an edit's picture ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("소스 src") / "source é.mp4", STEPS, rate=24)


def conformed(edit: Edit, folder: Path) -> Path:
    out = folder / "conform.mp4"
    write_scored_film(edit, silence(edit.duration), out, Job())
    return out


def frames(start: int, end: int) -> tuple[Fraction, Fraction]:
    """Start and duration in seconds, at 24 frames."""
    return Fraction(start, 24), Fraction(end - start, 24)


def test_cuts_retimes_reverse_and_freeze(source: Path, tmp_path: Path) -> None:
    clips = [
        clip_of(source, *frames(0, 6), Fraction(10, 24)),
        clip_of(source, *frames(6, 12), Fraction(20, 24), speed=Fraction(1, 2)),
        clip_of(source, *frames(12, 18), Fraction(30, 24), speed=Fraction(-1)),
        clip_of(source, *frames(18, 24), Fraction(7, 24), speed=Fraction(0)),
        clip_of(source, *frames(24, 30), Fraction(0), speed=Fraction(3)),
    ]
    out = conformed(edit_of(Fraction(30, 24), picture=clips), tmp_path)
    assert numbers(out) == [
        *range(10, 16),
        *(20, 20, 21, 21, 22, 22),
        *range(30, 24, -1),
        *[7] * 6,
        *range(0, 18, 3),
    ]


def test_other_rates_are_shown_at_the_edits(tmp_path: Path) -> None:
    fast = write_film(tmp_path / "60.mp4", 40, rate=60)
    out = conformed(edit_of(Fraction(1, 2), picture=[clip_of(fast, 0, 1)]), tmp_path)
    assert numbers(out) == [int(k * 60 / 24) for k in range(12)]


@pytest.mark.parametrize("fps", ["23.976", "25", "29.97", "59.94"])
def test_frames_are_counted_exactly(source: Path, tmp_path: Path, fps: str) -> None:
    rate = Rate.of(fps)
    edit = edit_of(to_seconds(37, rate), picture=[clip_of(source, 0, 2)], rate=rate)
    picture = probe(conformed(edit, tmp_path)).picture
    assert picture is not None
    assert (picture.frames, picture.rate) == (37, rate)
    assert abs(picture.duration - edit.duration) < Fraction(1, 1000)


def test_a_dissolve_mixes_both_sides(source: Path, tmp_path: Path) -> None:
    dark, bright = Fraction(0), Fraction(40, 24)
    clips = [
        clip_of(source, *frames(0, 12), dark, speed=Fraction(0)),
        clip_of(source, *frames(12, 24), bright, speed=Fraction(0)),
    ]
    cut = Cut(12, "dissolve", Span(Fraction(8, 24), Fraction(16, 24)))
    seen = lumas(conformed(edit_of(1, picture=clips, cuts=[cut]), tmp_path))
    expected = [20 + 160 * min(max((k + 0.5 - 8) / 8, 0), 1) for k in range(24)]
    expected[7], expected[16] = 20, 180
    assert seen == pytest.approx(expected, abs=3)


def test_gaps_are_black_and_missing_media_a_slate(source: Path, tmp_path: Path) -> None:
    clips = [
        clip_of(source, *frames(0, 6), Fraction(40, 24), speed=Fraction(0)),
        clip_of("/nowhere/없음.mov", *frames(12, 18), missing=True),
        clip_of("/nowhere/gone.mov", *frames(18, 24)),
    ]
    edit, out = edit_of(1, picture=clips), tmp_path / "out.mp4"
    remarks = write_scored_film(edit, silence(1), out, Job())
    seen = lumas(out)
    assert seen[6:12] == pytest.approx([16] * 6, abs=2)
    assert seen[12:] == pytest.approx([40] * 12, abs=2)
    assert {remark.code for remark in remarks} == {"picture-missing", "picture-unreadable"}


def test_other_shapes_are_letterboxed(source: Path, tmp_path: Path) -> None:
    wide = write_film(tmp_path / "wide.mp4", [numbered(40, (64, 16))] * 24, size=(64, 16))
    clips = [clip_of(source, 0, 2), clip_of(wide, 2, 1)]
    out = conformed(edit_of(3, picture=clips), tmp_path)
    with av.open(str(out)) as film:
        last = [frame.to_ndarray() for frame in film.decode(video=0)][-1][:48]
    assert last[:12].mean() == pytest.approx(16, abs=3)
    assert last[18:30].mean() == pytest.approx(180, abs=3)
    assert last[36:48].mean() == pytest.approx(16, abs=3)


def test_full_range_sources_keep_their_levels(tmp_path: Path) -> None:
    path = tmp_path / "full.mov"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=24)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuvj420p"
        for number in range(24):
            white = np.full((48, 64, 3), 255, np.uint8)
            frame = av.VideoFrame.from_ndarray(white, format="rgb24")
            frame = frame.reformat(format="yuvj420p", dst_color_range="JPEG")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    seen = lumas(conformed(edit_of(1, picture=[clip_of(path, 0, 1)]), tmp_path))
    assert seen == pytest.approx([235] * 24, abs=3)


# --- both -----------------------------------------------------------------------------------------


def click(at: int = 24_000, samples: int = 96_000) -> np.ndarray:
    sound = np.zeros((samples, 2), np.float32)
    sound[at : at + 48] = 0.8
    return sound


@pytest.mark.parametrize("kind", ["film", "otio"])
def test_click_and_flash_coincide(tmp_path: Path, kind: str) -> None:
    """A flash in picture 12 and a click at the same moment, through encoding and decoding."""
    pictures = [numbered(40 if k == 12 else 0, SIZE) for k in range(48)]
    path = write_film(tmp_path / "flash.mp4", pictures)
    edit = edit_of(2, picture=[clip_of(path, 0, 2)], source=path, format=kind)
    out = tmp_path / "out.mp4"
    write_scored_film(edit, [click()[:50_000], click()[50_000:]], out, Job())
    assert int(np.argmax(lumas(out))) == 12
    heard = np.concatenate(list(mix_sound(edit_of(2, sound=[clip_of(out, 0, 2)]))))
    first = int(np.argmax(np.abs(heard[:, 0]) > 0.4))
    assert abs(first - 24_000) <= 24
    info = probe(out)
    assert info.sound is not None
    assert info.sound.start == 0
    assert abs(info.sound.duration - 2) <= Fraction(1, 1000)


def test_stopping_leaves_nothing(source: Path, tmp_path: Path) -> None:
    job = Job(listener=lambda progress: job.cancel() if progress.fraction > 0.5 else None)
    with pytest.raises(Cancelled):
        write_scored_film(
            edit_of(2, picture=[clip_of(source, 0, 2)]), silence(2), tmp_path / "out.mp4", job
        )
    assert not list(tmp_path.iterdir())


def test_folder_that_cannot_be_written(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    edit = edit_of(1, picture=[clip_of(source, 0, 1)])
    with pytest.raises(OutputUnwritable):
        write_scored_film(edit, silence(1), tmp_path / "file" / "out.mp4", Job())


# --- layers ---------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.integers(2, 20), st.booleans()), min_size=1, max_size=6),
    st.integers(0, 4),
)
def test_shares_sum_to_one(lengths: list[tuple[int, bool]], half: int) -> None:
    clips: list[Clip] = []
    cuts: list[Cut] = []
    at = 0
    for length, gap in lengths:
        if not gap:
            clips.append(clip_of(f"{at}.mov", *frames(at, at + length)))
        if at and half:
            span = Span(Fraction(at - half, 24), Fraction(at + half, 24))
            cuts.append(Cut(at, "fade" if gap else "dissolve", span))
        at += length
    edit = edit_of(Fraction(at, 24), picture=clips, cuts=cuts)
    for number in range(at):
        shares = [layer.share for layer in Layers(edit).at(number)]
        assert sum(shares) == pytest.approx(1)
        assert min(shares) > 0


def test_a_fade_between_two_clips_goes_through_black() -> None:
    clips = [clip_of("a.mov", *frames(0, 12)), clip_of("b.mov", *frames(12, 24))]
    cut = Cut(12, "fade", Span(Fraction(8, 24), Fraction(16, 24)))
    layers = Layers(edit_of(1, picture=clips, cuts=[cut]))
    shown = [layer.clip.name if layer.clip else "" for layer in layers.at(9)]
    assert shown == ["a.mov", ""]
    assert {layer.clip.name for layer in layers.at(14) if layer.clip} == {"b.mov"}
