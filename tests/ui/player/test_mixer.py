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
from scenescore_ui.player.desk import EDIT, MUSIC, Desk, Side
from scenescore_ui.player.mixer import RAMP, Mixer
from scenescore_ui.player.programme import Library, Programme, TakeSound
from scenescore_ui.player.tape import AHEAD, Tape

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


def test_a_take_without_stems_yet_is_heard_where_one_of_them_may_be(tmp_path: Path) -> None:
    desk = Desk()
    assert desk.is_open(MUSIC)
    assert desk.with_solo("strings", True).is_open(MUSIC)
    assert not desk.with_solo(EDIT.stem, True).is_open(MUSIC)
    making = Programme(None, {"cue": TakeSound(0, {MUSIC: tmp_path / "a.f32"})})
    assert making.stems == ()


def test_side_b_is_side_a_where_there_is_no_other(tmp_path: Path) -> None:
    one, two, three = (TakeSound(n, {"strings": tmp_path / str(n)}) for n in range(3))
    programme = Programme(None, {"x": one, "y": two}, {"y": three})
    assert programme.on(Side.B) == {"x": one, "y": three}
    assert programme.on(Side.A) == {"x": one, "y": two}
    assert len(programme.tracks) == 3
    assert len(Programme(None, {"x": one}).tracks) == 2


def test_a_take_is_heard_while_it_is_made(mixer: Mixer, library: Library, tmp_path: Path) -> None:
    made, path = noise(LENGTH, 5), tmp_path / "만드는 중.f32"
    path.write_bytes(made[:12_000].tobytes())
    programme = Programme(None, {"cue": TakeSound(0, {MUSIC: path})})
    tape = Tape(programme, along(LENGTH))
    mixer.cue(tape)

    def fill() -> None:
        while tape.fill(library):
            pass

    fill()
    assert 4800 <= tape.ahead <= 12_000
    heard = [mixer.pull(5000)]
    path.write_bytes(made.tobytes())
    fill()
    assert tape.ahead >= AHEAD
    heard.append(mixer.pull(40_000))
    sound = np.concatenate(heard)
    np.testing.assert_allclose(sound[SETTLED:], made[SETTLED : len(sound)], atol=1e-6)


def test_the_old_take_sounds_until_the_new_one_has_come_so_far(
    mixer: Mixer, play: Play, library: Library, tmp_path: Path
) -> None:
    old, new = noise(LENGTH, 1), noise(LENGTH, 2)
    path = tmp_path / "새 테이크.f32"
    path.write_bytes(new[:4000].tobytes())
    mixer.cue(Tape(Programme(None, {"cue": take(tmp_path, strings=old)}), along(LENGTH)))
    before = play(mixer, 12_000)
    mixer.change(Programme(None, {"cue": TakeSound(0, {MUSIC: path})}))
    before = np.concatenate([before, play(mixer, 12_000)])
    np.testing.assert_allclose(before[SETTLED:], old[SETTLED:24_000], atol=1e-6)
    path.write_bytes(new[:60_000].tobytes())
    after = play(mixer, 60_000)
    np.testing.assert_allclose(after[4000:30_000], new[28_000:54_000], atol=1e-6)
    assert not after[40_000:].any()  # and is silent where it has not come, but does not stop
    assert mixer.starved == 0


def test_changes_that_follow_one_another_quickly_do_not_pile_up(
    mixer: Mixer, play: Play, tmp_path: Path
) -> None:
    sound = noise(LENGTH)
    edit = sounding(tmp_path, sound)
    mixer.cue(Tape(Programme(edit), along(LENGTH)))
    play(mixer, 1000)
    for count in range(40):
        mixer.change(Programme(edit, {str(count): TakeSound(0, {})}))
        mixer.pull(300)
    (coming, playing) = mixer.tapes()
    assert coming.follows is not None
    assert coming.follows > playing.taken
    heard = play(mixer, 12_000)
    np.testing.assert_allclose(heard, sound[13_000:25_000], atol=1e-6)


def test_what_is_not_made_in_time_is_silent_and_not_waited_for(
    mixer: Mixer, play: Play, tmp_path: Path
) -> None:
    path = tmp_path / "느림.f32"
    path.write_bytes(noise(6000).tobytes())
    edit = sounding(tmp_path, tone(100, LENGTH))
    mixer.cue(Tape(Programme(edit, {"cue": TakeSound(0, {MUSIC: path})}), along(LENGTH)))
    heard = play(mixer, 30_000)
    np.testing.assert_allclose(heard[12_000:], tone(100, LENGTH)[12_000:30_000], atol=1e-6)
    assert mixer.starved == 0


def test_files_that_are_gone_or_no_sound_are_silent_and_told_once(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []
    library = Library(lambda key, name: told.append((key, name)))
    (tmp_path / "글.wav").write_text("no sound")
    stems = {"strings": tmp_path / "없음.wav", "drums": tmp_path / "글.wav"}
    programme = Programme(None, {"cue": TakeSound(0, stems)})
    for _ in range(3):
        assert not library.read(programme, 0, 100).any()
    assert told == [("player_unreadable", "없음.wav"), ("player_unreadable", "글.wav")]
    made = write_sound(stems["strings"], noise(100))
    again = library.read(replace(programme, others={}), 0, 100)
    np.testing.assert_array_equal(again[1], noise(100))
    assert made.is_file()
    assert len(told) == 2
    library.close()


def test_a_long_score_is_read_where_it_sounds(library: Library, tmp_path: Path) -> None:
    """Of 100 cues with three stems each, those far away are not even opened again and again."""
    one = write_sound(tmp_path / "one.wav", noise(1000))
    stems = dict.fromkeys(("strings", "winds", "brass"), one)
    takes = {str(n): TakeSound(n * 2000, stems) for n in range(100)}
    later = {"late": TakeSound(500_000, {"strings": tmp_path / "아직 없음.wav"})}
    programme = Programme(None, {**takes, **later})
    sound = library.read(programme, 100_100, 500)
    for row in sound[1:]:
        np.testing.assert_array_equal(row, noise(1000)[100:600])
    assert not library.read(programme, 101_000, 1000).any()


def test_starving_is_silence_that_takes_no_time_of_the_edit(
    mixer: Mixer, library: Library, tmp_path: Path
) -> None:
    sound = noise(LENGTH)
    tape = Tape(Programme(sounding(tmp_path, sound)), along(LENGTH))
    mixer.cue(tape)
    while not tape.ready:
        tape.fill(library)
    there = tape.ahead
    mixer.pull(there)
    assert not mixer.pull(1000).any()
    assert mixer.starved == 1000
    assert mixer.position(mixer.pulled) == there - 1
    tape.fill(library)
    np.testing.assert_allclose(mixer.pull(100), sound[there : there + 100], atol=1e-6)
    assert mixer.position(mixer.pulled - 1) == there + 99
