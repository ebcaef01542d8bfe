"""Pictures at no steady rate, turned, interlaced, or of high dynamic range."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from tests.media.making import Array, clip_of, edit_of, write_film

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.media import probe, sample_frames
from scenescore.media import write_film as conformed
from scenescore.model import Seen
from scenescore.timebase import Rate
from scenescore.watch import watch

from .door import analysed
from .scenes import RATE, SIZE, as_frames, shot, two_shots


def _seen(path: Path) -> Seen:
    return watch(read_edit(path), Job())


def test_cuts_fall_on_their_frames_at_a_variable_rate(tmp_path: Path) -> None:
    path = tmp_path / "화면 녹화.mp4"
    steps = [33, 34, 50] * 20 + [20, 21] * 30
    times = [0, *np.cumsum(steps).tolist()][: len(steps)]
    frames = two_shots(60)
    write_film(path, frames, rate=30, times=times, time_base=Fraction(1, 1000), size=SIZE)
    done = analysed(path)
    assert done.report["edit"]["rate"] == [30, 1]
    assert done.cuts() == [round(times[60] * 30 / 1000)]


def test_a_telephones_film_is_seen_upright(tmp_path: Path, shared_data: Path) -> None:
    film = shared_data / "film" / "sintel_trailer.mp4"
    ((_, face),) = sample_frames(film, [Fraction(14)], 320)
    height, width = face.shape[:2]
    lying = np.ascontiguousarray(np.rot90(face))
    upright = tmp_path / "upright.mp4"
    write_film(upright, as_frames([face] * 30), size=(width, height))
    turned = tmp_path / "세로 영상.mp4"
    write_film(turned, as_frames([lying] * 30), size=(height, width), rotation=-90)
    assert probe(turned).picture.shown == (width, height)  # type: ignore[union-attr]
    assert [picture.faces for picture in _seen(turned).pictures] == [1]
    assert [picture.faces for picture in _seen(upright).pictures] == [1]
    assert analysed(turned).codes == analysed(upright).codes


def _woven(fields: list[Array]) -> list[Array]:
    """Pictures of which the even lines are one moment and the odd lines the next."""
    pictures = []
    for even, odd in zip(fields[::2], fields[1::2], strict=True):
        picture = even.copy()
        picture[1::2] = odd[1::2]
        pictures.append(picture)
    return pictures


def _interlaced(path: Path, pictures: list[Array]) -> Path:
    with av.open(str(path), "w") as container:
        options = {"flags": "+ildct+ilme", "b": "6M"}
        stream = container.add_stream("mpeg2video", rate=25, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for number, frame in enumerate(as_frames(pictures)):
            frame.pts = number
            frame.time_base = Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_combs_of_interlaced_film_neither_move_nor_cut(tmp_path: Path) -> None:
    fields = [*shot(1, 75, step=1.5), *shot(2, 75, step=1.5)]  # the cut is between two fields
    combed = _interlaced(tmp_path / "방송 녹화.mkv", _woven(fields))
    done = analysed(combed)
    assert "one field" in done.told("picture-interlaced")
    assert done.cuts() == [38]
    plain = _seen(write_film(tmp_path / "plain.mp4", as_frames(fields[::2]), rate=25, size=SIZE))
    for ours, theirs in zip(_seen(combed).pictures, plain.pictures, strict=True):
        assert ours.motion == pytest.approx(theirs.motion, rel=0.15, abs=0.01)
        assert ours.action == theirs.action == 0


def _pq(nits: Array) -> Array:
    """SMPTE ST 2084."""
    power = (nits / 10_000) ** (2610 / 16384)
    return np.asarray(
        ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)
    )


def _hlg(nits: Array) -> Array:
    """ITU-R BT.2100, on a screen of 1000 cd/m²."""
    scene = (nits / 1000) ** (1 / 1.2)
    upper = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), upper)


def _hdr(path: Path, greys: list[Array], code: Callable[[Array], Array], transfer: str) -> Path:
    """Grey pictures as a standard screen shows them, coded in ten bits as `transfer`."""
    tags = f"log-level=error:colorprim=bt2020:colormatrix=bt2020nc:transfer={transfer}"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx265", rate=25, options={"x265-params": tags})
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p10le"
        for number, grey in enumerate(greys):
            nits = 203 * (grey / 255.0) ** 2.4
            planes = np.full((SIZE[1] * 3 // 2, SIZE[0]), 512, np.uint16)
            planes[: SIZE[1]] = np.rint(64 + 876 * code(nits))
            frame = VideoFrame.from_ndarray(planes, format="yuv420p10le")
            frame.pts = number
            frame.time_base = Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("code", "transfer", "name"), [(_pq, "smpte2084", "PQ"), (_hlg, "arib-std-b67", "HLG")]
)
def test_high_dynamic_range_is_as_bright_as_the_same_film_in_standard(
    tmp_path: Path, code: Callable[[Array], Array], transfer: str, name: str
) -> None:
    greys = [np.minimum(image[:, :, 1], 190) for image in (*shot(1, 15), *shot(2, 15))]
    standard = write_film(
        tmp_path / "sdr.mp4",
        as_frames([np.repeat(grey[:, :, None], 3, axis=2) for grey in greys]),
        rate=25,
        size=SIZE,
    )
    path = _hdr(tmp_path / f"휴대폰 {name}.mp4", greys, code, transfer)
    done = analysed(path)
    assert name in done.told("picture-hdr")
    assert done.cuts() == [15]
    for ours, theirs in zip(_seen(path).pictures, _seen(standard).pictures, strict=True):
        assert ours.brightness == pytest.approx(theirs.brightness, abs=0.03)
        assert ours.contrast == pytest.approx(theirs.contrast, abs=0.06)
        assert ours.lighting_key == pytest.approx(theirs.lighting_key, abs=0.1)
        assert ours.saturation < 0.02


def test_an_edit_of_high_dynamic_range_is_seen_and_shown_as_in_standard(tmp_path: Path) -> None:
    grey = np.full((SIZE[1], SIZE[0]), 108, np.uint8)
    path = _hdr(tmp_path / "clip.mp4", [grey] * 25, _pq, "smpte2084")
    edit = edit_of(1, picture=[clip_of(path, 0, 1)], rate=Rate.of(25))
    seen = watch(edit, Job())
    assert [remark.code for remark in seen.remarks] == ["picture-hdr"]
    assert seen.pictures[0].brightness == pytest.approx(108 / 255, abs=0.02)
    out = tmp_path / "preview.mp4"
    conformed(edit, iter([np.zeros((RATE, 2), np.float32)]), out, Job())
    with av.open(str(out)) as film:
        picture = next(film.decode(video=0)).to_ndarray(format="gray")
    assert picture.mean() == pytest.approx(16 + 108 / 255 * 219, abs=4)


def test_film_none_of_whose_pictures_can_be_decoded_is_told(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", two_shots(), rate=25, size=SIZE)
    content = bytearray(path.read_bytes())
    start, end = content.find(b"mdat") + 4, content.find(b"moov") - 4
    content[start:end] = bytes(end - start)
    path.write_bytes(content)
    done = analysed(path)
    assert done.code == 0
    assert "between 0.0 and 2.0 s" in done.told("picture-damaged")
    assert max(done.report["mood"]["confidence"]) == 0


def test_damage_under_an_edit_is_told(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mkv", two_shots(100), rate=25, size=SIZE)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = bytes(range(250)) * 8
    path.write_bytes(content)
    seen = watch(edit_of(8, picture=[clip_of(path, 0, 8)], rate=Rate.of(25)), Job())
    assert [remark.code for remark in seen.remarks] == ["picture-damaged"]
