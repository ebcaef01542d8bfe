"""Files looked at in pieces: every moment is in one, and what is seen hangs on none."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from shutil import copy
from typing import Any

import av
import numpy as np
import pytest
from av.video.frame import VideoFrame
from hypothesis import given
from hypothesis import strategies as st
from tests.media.making import clip_of, edit_of, write_film

from scenescore.errors import Cancelled
from scenescore.job import Job, Progress
from scenescore.media import sample_views
from scenescore.model import Cut, Seen
from scenescore.watch import pieces, sampled, watch
from scenescore.watch.glances import STEP
from scenescore.watch.pieces import pieces_of

moments = st.sets(st.integers(0, 400).map(lambda k: k * STEP), min_size=1, max_size=60)


@given(st.dictionaries(st.sampled_from(["a.mp4", "나.mov"]), moments, min_size=1))
def test_every_moment_is_in_a_piece_and_those_that_follow_it_know_it(
    wanted: dict[str, set[Fraction]],
) -> None:
    found = list(pieces_of(wanted))
    for path, times in wanted.items():
        mine = [piece.moments for piece in found if piece.path == path]
        assert set().union(*mine) == times
        assert all(list(part) == sorted(set(part)) for part in mine)
        for before, after in pairwise(mine):
            if after[0] == before[-1]:  # in both: the next is told how it moved
                assert after[1] - after[0] == STEP
            else:
                assert after[0] - before[-1] > STEP


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds that grow lighter while they move, with a key frame a second."""
    rng = np.random.default_rng(3)
    scene = rng.integers(0, 120, (90, 480, 3)).astype(np.uint8)
    views = (scene[:, k : k + 160] + np.uint8(k // 3) for k in range(288))
    frames = (VideoFrame.from_ndarray(np.ascontiguousarray(v), format="bgr24") for v in views)
    path = tmp_path_factory.mktemp("조각") / "밝아지는 🎬.mp4"
    return write_film(path, frames, size=(160, 90), options={"crf": "12", "g": "24", "bf": "2"})


def _seen(path: Path) -> Seen:
    clips = [clip_of(path, at, 3, source) for at, source in ((0, 8), (3, 0), (6, 4))]
    return watch(edit_of(9, picture=clips, cuts=[Cut(72), Cut(144)]), Job())


_TOLD = ("brightness", "contrast", "saturation", "warmth", "lighting_key", "camera", "subject")


def test_what_is_seen_hangs_on_no_piece(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only some glances tell may come from others, as they begin anew with a piece."""
    parted = _seen(film)
    monkeypatch.setattr(pieces, "_PARTED", 0)
    whole = _seen(film)
    assert len(parted.pictures) == 3
    for one, other in zip(parted.pictures, whole.pictures, strict=True):
        assert one.motion == other.motion
        assert [getattr(one, name) for name in _TOLD] == pytest.approx(
            [getattr(other, name) for name in _TOLD], abs=0.02
        )
    assert parted.remarks == whole.remarks == ()


def test_cancelling_stops_every_piece(film: Path) -> None:
    def stop(progress: Progress) -> None:
        job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        watch(edit_of(9, picture=[clip_of(film, 0, 9)]), job)


def test_once_cancelled_no_other_file_is_opened(
    tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def views(path: Path, *args: Any, **options: Any) -> Any:
        opened.append(path)
        return sample_views(path, *args, **options)

    monkeypatch.setattr(sampled, "sample_views", views)
    films = [Path(copy(film, tmp_path / f"{k} 본.mp4")) for k in range(6)]
    job = Job(lambda progress: job.cancel())
    with pytest.raises(Cancelled):
        watch(edit_of(6, picture=[clip_of(each, k, 1) for k, each in enumerate(films)]), job)
    assert len(opened) <= pieces.AT_ONCE


def test_damage_that_two_pieces_decode_is_counted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without key frames on the way every piece begins at the beginning."""
    rng = np.random.default_rng(3)
    scene = rng.integers(0, 120, (90, 460, 3)).astype(np.uint8)
    views = (np.ascontiguousarray(scene[:, k : k + 160]) for k in range(288))
    frames = (VideoFrame.from_ndarray(view, format="bgr24") for view in views)
    path = write_film(tmp_path / "긁힌.mp4", frames, size=(160, 90), options={"g": "288"})
    with av.open(str(path)) as film:
        hurt = [
            p
            for p in film.demux(video=0)
            if p.pts is not None and 48 <= p.pts * p.time_base * 24 < 56
        ]
    data = bytearray(path.read_bytes())
    for packet in hurt:
        data[packet.pos + 4 : packet.pos + packet.size] = b"\xff" * (packet.size - 4)
    path.write_bytes(data)
    edit = edit_of(12, picture=[clip_of(path, 0, 12)])
    parted = watch(edit, Job()).remarks
    monkeypatch.setattr(pieces, "_PARTED", 0)
    assert parted == watch(edit, Job()).remarks
    assert [remark.code for remark in parted] == ["picture-damaged"]


def test_what_is_wrong_with_a_file_is_told_once(tmp_path: Path) -> None:
    broken = tmp_path / "망가진.mp4"
    broken.write_bytes(b"no film at all")
    seen = watch(edit_of(9, picture=[clip_of(broken, 0, 9)]), Job())
    assert [remark.code for remark in seen.remarks] == ["picture-unreadable"]
