"""The player as the window uses it: what it plays, where it is, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from tests.media.making import STEPS, write_sound
from tests.ui.player.conftest import clicking_edit, noise, number_of, sounding

from scenescore.model import Edit
from scenescore.timebase import SAMPLE_RATE, Rate
from scenescore.words import LANGUAGES
from scenescore_ui.player import (
    EDIT,
    NullSink,
    Picture,
    Player,
    Side,
    TakeSound,
    act,
)
from scenescore_ui.player.sinks import NoSoundDevice, Pull
from scenescore_ui.strings import Strings, Telling

RATE = Rate.of(25)
FRAMES = 100


@pytest.fixture(scope="module")
def edit(tmp_path_factory: pytest.TempPathFactory) -> Edit:
    return clicking_edit(tmp_path_factory.mktemp("편집"), RATE, 50, 2)


class Seen:
    """What a player told."""

    def __init__(self, player: Player) -> None:
        self.frames: list[int] = []
        self.pictures: list[Picture] = []
        self.told: list[tuple[Telling, Telling]] = []
        self.changes = 0
        player.moved.connect(self.frames.append)
        player.pictured.connect(lambda picture: picture and self.pictures.append(picture))
        player.told.connect(lambda *said: self.told.append(said))
        player.changed.connect(self._count)

    def _count(self) -> None:
        self.changes += 1


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    made = Player(device=NullSink)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def seen(player: Player, edit: Edit, qtbot: QtBot) -> Seen:
    """Of the player that has the edit open and shows its first frame."""
    found = Seen(player)
    player.open(edit)
    qtbot.waitUntil(lambda: bool(found.pictures))
    return found


def test_it_shows_the_first_frame_before_anything_is_played(player: Player, seen: Seen) -> None:
    assert (player.frame, player.frames, player.second, player.playing) == (0, FRAMES, 25, False)
    assert number_of(seen.pictures[0]) == 0
    assert seen.frames == []


def test_it_plays_and_pauses_where_it_is(player: Player, seen: Seen, qtbot: QtBot) -> None:
    player.toggle()
    assert player.playing
    qtbot.waitUntil(lambda: player.frame >= 8)
    player.toggle()
    stood = player.frame
    assert not player.playing
    assert seen.frames == sorted(set(seen.frames))
    qtbot.waitUntil(lambda: seen.pictures[-1].frame == stood)
    qtbot.wait(100)
    assert player.frame == stood
    for picture in seen.pictures:
        assert number_of(picture) == picture.frame % 50 % STEPS
    assert seen.told == []


def test_it_stops_at_the_end_and_begins_anew(player: Player, seen: Seen, qtbot: QtBot) -> None:
    player.play(90)
    qtbot.waitUntil(lambda: not player.playing)
    assert player.frame == FRAMES - 1
    player.play()
    qtbot.waitUntil(lambda: 0 < player.frame < 50)
    player.play(40, 45)
    qtbot.waitUntil(lambda: not player.playing)
    assert player.frame == 44


def test_a_loop_goes_round_its_range(player: Player, seen: Seen, qtbot: QtBot) -> None:
    player.range = (20, 26)
    player.loop = True
    player.seek(23)
    player.play()
    qtbot.waitUntil(lambda: seen.frames.count(20) >= 3)
    assert set(seen.frames) <= set(range(20, 26))
    player.loop = False
    qtbot.waitUntil(lambda: player.frame > 30)
    player.loop = True
    qtbot.waitUntil(lambda: player.frame in range(20, 26))
    player.range = (60, 70)
    qtbot.waitUntil(lambda: player.frame in range(60, 70))
    player.range = (5, 5)
    assert player.range is None


def test_j_k_l(player: Player, seen: Seen, qtbot: QtBot) -> None:
    player.seek(50)
    assert act(player, "forward")
    assert act(player, "forward")
    assert player.speed == 2
    qtbot.waitUntil(lambda: player.frame > 60)
    assert act(player, "backward")
    assert player.speed == -1
    qtbot.waitUntil(lambda: seen.frames[-1] < max(seen.frames) - 3)
    for _ in range(5):
        player.shuttle(-1)
    assert player.speed == -8
    qtbot.waitUntil(lambda: not player.playing)
    assert player.frame == 0
    assert act(player, "forward")
    assert act(player, "pause")
    assert player.speed == 0
    assert not act(player, "mark_in")


def test_keys_step_and_stay_inside(player: Player, seen: Seen, qtbot: QtBot) -> None:
    steps = ["frame_on", "frame_on", "second_on", "frame_back", "end", "frame_on", "second_back"]
    found = []
    for step in steps:
        assert act(player, step)
        found.append(player.frame)
    assert found == [1, 2, 27, 26, 99, 99, 74]
    assert act(player, "start")
    assert act(player, "frame_back")
    assert player.frame == 0
    qtbot.waitUntil(lambda: seen.pictures[-1].frame == 0)


def test_a_seek_while_it_plays_goes_on_from_there(player: Player, seen: Seen, qtbot: QtBot) -> None:
    player.play()
    qtbot.waitUntil(lambda: player.frame > 3)
    player.seek(70)
    assert player.frame == 70
    qtbot.waitUntil(lambda: player.frame > 75)
    assert min(seen.frames[seen.frames.index(70) :]) == 70


def test_takes_may_come_while_it_plays(
    player: Player, seen: Seen, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [write_sound(tmp_path / f"{n}.wav", noise(SAMPLE_RATE, n)) for n in range(2)]
    one, other = (TakeSound.at(10, RATE, {"strings": path}) for path in paths)
    assert one.first == 10 * SAMPLE_RATE // 25 - SAMPLE_RATE
    player.play()
    qtbot.waitUntil(lambda: player.frame > 3)
    player.set_takes({"cue": one})
    assert player.stems == ("strings",)
    assert not player.has_sides
    before = seen.changes
    player.set_takes({"cue": one})
    assert seen.changes == before
    player.set_takes({"cue": one}, {"cue": other})
    assert player.has_sides
    player.hear(Side.B)
    player.mute("strings", True)
    player.solo(EDIT.stem, True)
    player.set_level(-6)
    desk = player.desk
    assert (desk.side, desk.level_db) == (Side.B, -6)
    assert (desk.muted, desk.soloed) == ({"strings"}, {EDIT.stem})
    player.solo(EDIT.stem, False)
    assert player.desk.soloed == frozenset()
    qtbot.waitUntil(lambda: player.frame > 15)
    assert seen.told == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_device_it_plays_in_silence_and_says_so_once(
    language: str, edit: Edit, qtbot: QtBot
) -> None:
    def none(pull: Pull) -> NullSink:
        raise NoSoundDevice("nothing is plugged in")

    say = Strings(language)
    player = Player(device=none)
    seen = Seen(player)
    player.open(edit)
    for _ in range(2):
        player.play(0, 10)
        qtbot.waitUntil(lambda: player.frame >= 5)
        player.pause()
    assert player.silent
    assert [[each(say) for each in told] for told in seen.told] == [
        [say("player_silent"), say("player_silent_hint")]
    ]
    player.close()


def test_edits_come_and_go(player: Player, seen: Seen, qtbot: QtBot, tmp_path: Path) -> None:
    player.play()
    qtbot.waitUntil(lambda: player.frame > 3)
    player.open(None)
    assert (player.frame, player.frames, player.playing) == (0, 0, False)
    player.play()
    player.shuttle(1)
    player.seek(5)
    assert not player.playing
    assert player.frame == 0
    player.open(replace(sounding(tmp_path, noise(SAMPLE_RATE)), rate=RATE, duration_frames=25))
    player.play()
    qtbot.waitUntil(lambda: not player.playing)
    assert player.frame == 24


def test_a_player_may_be_closed_while_it_plays(edit: Edit, qtbot: QtBot) -> None:
    player = Player(device=NullSink)
    player.open(edit)
    player.play()
    qtbot.waitUntil(lambda: player.frame > 2)
    player.close()
    player.close()
    player.seek(5)
