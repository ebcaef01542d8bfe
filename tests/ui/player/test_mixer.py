"""What is heard: sample by sample what lies on disk, and no click where something is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.media.making import Array, write_sound
from tests.ui.player.conftest import Play, along, noise, sounding, tone

from scenescore.media import Sound
from scenescore.timebase import SAMPLE_RATE
from scenescore_ui.player.desk import EDIT, Desk, Side
from scenescore_ui.player.mixer import RAMP, Mixer
from scenescore_ui.player.programme import Programme, TakeSound
from scenescore_ui.player.tape import Tape

LENGTH = 2 * SAMPLE_RATE
SETTLED = RAMP
"""Samples until a beginning has faded in."""


def take(folder: Path, first: int = 0, **stems: Array) -> TakeSound:
    paths = {name: write_sound(folder / f"{name} 스템.wav", sound) for name, sound in stems.items()}
    return TakeSound(first, paths)


def steepest(sound: Sound) -> float:
    return float(np.abs(np.diff(sound, axis=0)).max())


@pytest.fixture
def mixer() -> Mixer:
    return Mixer()


def test_edit_and_stems_are_heard_sample_by_sample(
    mixer: Mixer, play: Play, tmp_path: Path
) -> None:
    said, strings, drums = noise(LENGTH, 1), noise(30_000, 2), noise(30_000, 3)
    taken = take(tmp_path, 20_000, strings=strings, drums=drums)
    early = take(tmp_path, -10_000, keys=noise(15_000, 4))
    mixer.cue(Tape(Programme(sounding(tmp_path, said), {"a": taken, "b": early}), along(LENGTH)))
    heard = play(mixer, LENGTH)
    expected = said.copy()
    expected[20_000:50_000] += strings + drums
    expected[:5000] += noise(15_000, 4)[10_000:]
    inside = slice(SETTLED, LENGTH - SETTLED)
    np.testing.assert_allclose(heard[inside], expected[inside], atol=1e-6)
    assert mixer.starved == 0


def test_it_begins_and_ends_without_a_click(mixer: Mixer, play: Play, tmp_path: Path) -> None:
    loud = np.full((LENGTH, 2), 0.5, np.float32)
    mixer.cue(Tape(Programme(sounding(tmp_path, loud)), along(9600)))
    heard = play(mixer, 12_000)
    assert heard.max() == pytest.approx(0.5)
    assert steepest(heard) <= 0.5 * 200 / SAMPLE_RATE + 1e-6
    assert not heard[9600:].any()
    assert mixer.ended(9600)
    assert not mixer.ended(9599)
    assert mixer.silent


@pytest.mark.parametrize("moment", [1000, 4410, 7777])
def test_switching_sides_makes_no_click_and_no_gap(
    mixer: Mixer, play: Play, tmp_path: Path, moment: int
) -> None:
    one, other = tone(220, LENGTH), tone(330, LENGTH)
    programme = Programme(
        sounding(tmp_path, tone(110, LENGTH, 0.1)),
        {"cue": take(tmp_path, strings=one)},
        {"cue": take(tmp_path, winds=other)},
    )
    mixer.cue(Tape(programme, along(LENGTH)))
    before = play(mixer, moment)
    mixer.desk = Desk(side=Side.B)
    after = play(mixer, 12_000 - moment)
    heard = np.concatenate([before, after])[SETTLED:]
    said = tone(110, LENGTH, 0.1)[SETTLED:12_000]
    at = moment - SETTLED
    np.testing.assert_allclose(heard[:at], (said + one[SETTLED:12_000])[:at], atol=1e-6)
    switched = at + RAMP
    expected = (said + other[SETTLED:12_000])[switched:]
    np.testing.assert_allclose(heard[switched:], expected, atol=1e-6)
    both = steepest(one) + steepest(tone(110, LENGTH, 0.1))
    both = max(both, steepest(other) + steepest(tone(110, LENGTH, 0.1)))
    assert steepest(heard) <= both + 2 * 0.3 / RAMP


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(500, 40_000), st.integers(64, 3000), st.data())
def test_another_programme_goes_on_at_the_very_sample(
    play: Play, tmp_path: Path, moment: int, block: int, data: st.DataObject
) -> None:
    """The same sound in another programme is heard as if nothing had happened."""
    edit = sounding(tmp_path, noise(LENGTH))
    mixer = Mixer()
    mixer.cue(Tape(Programme(edit), along(LENGTH)))
    pieces = [play(mixer, moment)]
    mixer.change(Programme(edit, {"x": TakeSound(0, {})}))
    if data.draw(st.booleans()):  # changed again, or looped otherwise, before that was heard
        pieces.append(play(mixer, 100, block))
        mixer.change(Programme(edit), lambda sample: along(LENGTH + 7, sample, loop=True))
    pieces.append(play(mixer, 20_000, block))
    heard = np.concatenate(pieces)
    expected = noise(LENGTH)[: len(heard)]
    np.testing.assert_allclose(heard[SETTLED:], expected[SETTLED:], atol=1e-6)
    assert mixer.position(mixer.pulled - 1) == mixer.pulled - 1


def test_a_jump_is_a_fade_and_is_where_it_leads_at_once(
    mixer: Mixer, play: Play, tmp_path: Path
) -> None:
    programme = Programme(sounding(tmp_path, tone(200, LENGTH)))
    mixer.cue(Tape(programme, along(LENGTH)))
    before = play(mixer, 5000)
    mixer.cue(Tape(programme, along(LENGTH, 60_003)))
    assert mixer.position(4000) == 60_003
    heard = np.concatenate([before, play(mixer, 5000)])
    assert mixer.position(7000) == 62_003
    assert mixer.position(5000) == 60_003
    np.testing.assert_allclose(heard[6000:], tone(200, LENGTH)[61_003:65_003], atol=1e-6)
    assert steepest(heard) < steepest(tone(200, LENGTH)) + 2 * 0.3 / RAMP


def test_a_loop_goes_round(mixer: Mixer, play: Play, tmp_path: Path) -> None:
    sound = noise(LENGTH)
    edit = sounding(tmp_path, sound)
    mixer.cue(Tape(Programme(edit), replace(along(0), start=3000, low=2000, high=5000, loop=True)))
    heard = play(mixer, 10_000)
    np.testing.assert_allclose(heard[2300:4700], sound[2300:4700], atol=1e-6)
    np.testing.assert_allclose(heard[5300:7700], sound[2300:4700], atol=1e-6)
    assert [mixer.position(out) for out in (0, 1999, 2000, 4999, 5000)] == [
        3000,
        4999,
        2000,
        4999,
        2000,
    ]
    assert abs(heard[[1999, 2000, 4999, 5000]]).max() < 0.01


@pytest.mark.parametrize("speed", [-1, 2, 4, -2])
def test_it_shuttles(mixer: Mixer, play: Play, tmp_path: Path, speed: int) -> None:
    sound = noise(LENGTH)
    edit = sounding(tmp_path, sound)
    start = LENGTH // 2
    mixer.cue(Tape(Programme(edit), along(LENGTH, start, speed=speed)))
    heard = play(mixer, 6000)
    step = abs(speed)
    for out in (1000, 5500):
        first = start + speed * out
        mean = sound[min(first, first + speed + 1) :][:step].mean(axis=0)
        np.testing.assert_allclose(heard[out], mean, atol=1e-6)
    assert mixer.position(5500) == start + speed * 5500


def test_mute_solo_and_level(mixer: Mixer, play: Play, tmp_path: Path) -> None:
    said, strings, drums = noise(LENGTH, 1), noise(LENGTH, 2), noise(LENGTH, 3)
    taken = take(tmp_path, strings=strings, drums=drums)
    mixer.cue(Tape(Programme(sounding(tmp_path, said), {"a": taken}), along(LENGTH)))
    plain = Desk()
    cases = [
        (plain.with_mute("drums", True), said + strings),
        (plain.with_mute(EDIT.stem, True), strings + drums),
        (plain.with_solo("drums", True), drums),
        (plain.with_solo("drums", True).with_mute("drums", True), 0 * said),
        (plain.with_solo(EDIT.stem, True).with_solo("drums", True), said + drums),
        (plain.with_solo("drums", True).with_solo("drums", False), said + strings + drums),
        (replace(plain, level_db=-6.0), said + (strings + drums) * 10 ** (-6 / 20)),
    ]
    for desk, expected in cases:
        mixer.desk = desk
        play(mixer, 2000)
        begin = mixer.pulled
        heard = play(mixer, 1000)
        np.testing.assert_allclose(heard, expected[begin : begin + 1000], atol=1e-5)
