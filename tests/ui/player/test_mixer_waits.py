"""What is not there yet, or not any more, is silent and holds nothing up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import write_sound
from tests.ui.player.conftest import Play, along, noise, sounding, tone
from tests.ui.player.test_mixer import LENGTH, SETTLED, take

from scenescore_ui.player.desk import EDIT, MUSIC, Desk, Side
from scenescore_ui.player.mixer import Mixer
from scenescore_ui.player.programme import Library, Programme, TakeSound
from scenescore_ui.player.tape import AHEAD, Tape


@pytest.fixture
def mixer() -> Mixer:
    return Mixer()


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
