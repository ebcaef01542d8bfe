"""Stills: one of each shot, spread over the edit, in bounded memory, from its very pictures."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.media import View
from scenescore.model import Shot
from scenescore.timebase import Rate
from scenescore.watch import watch
from scenescore.watch.stills import MOST, StillTaker, jpeg, kept, shown


def _shots(lengths: list[int]) -> tuple[Shot, ...]:
    starts = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    return tuple(Shot(a, b) for a, b in pairwise(starts))


@given(st.lists(st.integers(1, 500), max_size=200))
def test_what_is_shown_is_spread_and_bounded(lengths: list[int]) -> None:
    shots = _shots(lengths)
    found = shown(shots)
    assert len(found) <= MOST
    assert found == sorted(set(found))
    if len(shots) <= MOST:
        assert found == list(range(len(shots)))


def test_a_long_film_keeps_few_pictures_and_still_one_a_shot() -> None:
    """Two hours at one frame a second: each shot's grey tells its number."""
    taker = StillTaker(Rate.of(25))
    for second in range(7200):
        grey = np.full((18, 32, 3), second // 120 * 4, np.uint8)
        taker.frame(second, Fraction(second), View(lambda g=grey: g, lambda g=grey: g))
    found = taker.of_shots(_shots([25 * 120] * 60))
    assert sorted(found) == list(range(60))
    for shot, data in found.items():
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert abs(float(image.mean()) - 4 * shot) < 3
    assert len(taker._taken) <= 481


def test_stills_of_real_edits_lie_on_disk_and_are_small(shared_data: Path) -> None:
    edit = read_edit(shared_data / "edits" / "real" / "sintel_trailer.otio")
    seen = watch(edit, Job())
    assert [still.shot for still in seen.stills] == list(range(len(seen.shots)))
    bright = {picture.shot: picture.brightness for picture in seen.pictures}
    told = []
    for still in seen.stills:
        data = Path(still.path).read_bytes()
        assert len(data) < 12_000
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert image.shape[1] == 160
        told.append((float(image.mean()) / 255, bright[still.shot]))
    light, measured = np.array(told).T
    assert np.corrcoef(light, measured)[0, 1] > 0.9


def test_a_cache_that_cannot_be_written_costs_the_stills_only(tmp_path: Path, monkeypatch) -> None:
    blocked = tmp_path / "파일 📁"
    blocked.write_text("no folder")
    monkeypatch.setenv("SCENESCORE_CACHE", str(blocked))
    assert kept("e", {0: jpeg(np.zeros((9, 16, 3), np.uint8))}) == ()
