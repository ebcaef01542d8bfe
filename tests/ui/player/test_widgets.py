"""The picture and the bar below it, as eyes, mouse, keys and screen readers meet them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.media.making import STEPS, clip_of, edit_of, level_of
from tests.ui.player.conftest import clicking_edit

from scenescore.model import Edit
from scenescore.timebase import Rate
from scenescore.words import LANGUAGES
from scenescore_ui.player import (
    EDIT,
    NullSink,
    PictureView,
    Player,
    Side,
    TakeSound,
    TransportBar,
)
from scenescore_ui.player.stem_menu import StemMenu, stem_name
from scenescore_ui.strings import Strings
from scenescore_ui.texts import Texts

RATE = Rate.of(25)


@dataclass
class Panel:
    """Picture and bar in a window."""

    player: Player
    texts: Texts
    view: PictureView
    bar: TransportBar
    window: QWidget

    def pixel(self, x: float, y: float) -> QColor:
        image = self.view.grab().toImage()
        return image.pixelColor(int(x * (image.width() - 1)), int(y * (image.height() - 1)))


@pytest.fixture(scope="module")
def edit(tmp_path_factory: pytest.TempPathFactory) -> Edit:
    return clicking_edit(tmp_path_factory.mktemp("편집"), RATE, 50, 2)


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Strings:
    return Strings(request.param)


@pytest.fixture
def panel(qtbot: QtBot, say: Strings) -> Iterator[Panel]:
    texts = Texts(say)
    player = Player(device=NullSink)
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    view, bar = PictureView(player, texts), TransportBar(player, texts)
    column.addWidget(view, 1)
    column.addWidget(bar)
    window.resize(640, 300)
    window.show()
    yield Panel(player, texts, view, bar, window)
    player.close()
    window.close()
    window.deleteLater()
    player.deleteLater()


def _open(panel: Panel, edit: Edit, qtbot: QtBot) -> None:
    with qtbot.waitSignals([panel.player.pictured] * 2, timeout=30_000):
        panel.player.open(edit)


def _grey(number: int) -> int:
    return round((level_of(number) - 16) * 255 / 219)


def test_the_picture_is_whole_between_black_bars(panel: Panel, edit: Edit, qtbot: QtBot) -> None:
    _open(panel, edit, qtbot)
    panel.player.seek(30)
    qtbot.waitUntil(lambda: abs(panel.pixel(0.5, 0.5).green() - _grey(30)) <= 3)
    assert panel.pixel(0.02, 0.5) == QColor("black")
    assert panel.pixel(0.5, 0.02).green() > 50


def test_what_there_is_not_is_said(panel: Panel, say: Strings, qtbot: QtBot) -> None:
    nothing = panel.view.grab().toImage()
    assert panel.view._line() == say("player_no_edit")
    panel.player.open(edit_of(1))
    assert panel.view._line() == say("player_no_picture")
    clip = clip_of("/없는 곳/빠짐.mov", 0, 1, missing=True)
    _open(panel, edit_of(1, picture=[clip]), qtbot)
    assert panel.view._line() == say("player_lacking", name="빠짐.mov")
    assert panel.view.grab().toImage() != nothing


def test_buttons_do_what_they_say(panel: Panel, edit: Edit, qtbot: QtBot) -> None:
    bar, player = panel.bar, panel.player
    assert not bar.play.isEnabled()
    _open(panel, edit, qtbot)
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(bar.on, left)
    qtbot.mouseClick(bar.on, left)
    qtbot.mouseClick(bar.back, left)
    assert player.frame == 1
    assert bar.timecode.text() == "00:00:00:01"
    qtbot.mouseClick(bar.loop, left)
    assert player.loop
    qtbot.mouseClick(bar.play, left)
    qtbot.waitUntil(lambda: player.frame > 4)
    assert player.playing
    qtbot.mouseClick(bar.play, left)
    assert not player.playing
    assert bar.timecode.text() == f"00:00:00:{player.frame:02}"
    bar.level.setValue(-9)
    assert player.desk.level_db == -9
    assert bar.decibels.text() == "-9 dB"
    bar.level.setValue(0)
    assert bar.decibels.text() == "0 dB"


def test_sides_can_be_chosen_where_there_are_two(
    panel: Panel, edit: Edit, qtbot: QtBot, tmp_path: Path
) -> None:
    bar, player = panel.bar, panel.player
    _open(panel, edit, qtbot)
    assert not bar.sides[Side.B].isEnabled()
    one, other = (TakeSound(0, {"strings": tmp_path / f"{n}.wav"}) for n in range(2))
    player.set_takes({"cue": one}, {"cue": other})
    qtbot.mouseClick(bar.sides[Side.B], Qt.MouseButton.LeftButton)
    assert player.desk.side is Side.B
    assert [bar.sides[side].isChecked() for side in Side] == [False, True]
    player.hear(Side.A)
    assert bar.sides[Side.A].isChecked()
    player.hear(Side.B)
    player.set_takes({"cue": one})
    assert player.desk.side is Side.A  # else nothing were heard, and nothing could be chosen
    assert [bar.sides[side].isChecked() for side in Side] == [True, False]


def test_stems_are_muted_and_soloed_in_the_menu(
    panel: Panel, say: Strings, edit: Edit, qtbot: QtBot, tmp_path: Path
) -> None:
    _open(panel, edit, qtbot)
    stems = {"strings": tmp_path / "a.wav", "kazoo": tmp_path / "b.wav"}
    panel.player.set_takes({"cue": TakeSound(0, stems)})
    menu = panel.bar.stems.menu()
    assert isinstance(menu, StemMenu)
    menu.refresh()
    labels = [label.text() for label in menu.findChildren(QLabel)][-3:]
    assert labels == [say("player_stem_edit"), say("player_stem_strings"), "kazoo"]
    buttons = {button.accessibleName(): button for button in menu.findChildren(QToolButton)}
    strings = stem_name("strings", say)
    buttons[say("player_mute", name=strings)].click()
    assert panel.player.desk.muted == {"strings"}
    buttons[say("player_solo", name=say("player_stem_edit"))].click()
    assert panel.player.desk.soloed == {EDIT.stem}
    buttons[say("player_mute", name=strings)].click()
    assert panel.player.desk.muted == frozenset()


def test_keys_reach_the_player(panel: Panel, edit: Edit, qtbot: QtBot) -> None:
    _open(panel, edit, qtbot)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(panel.view, key)
    assert panel.player.frame == 1
    qtbot.keyClick(panel.view, Qt.Key.Key_L)
    assert panel.player.playing
    qtbot.keyClick(panel.view, Qt.Key.Key_Space)
    assert not panel.player.playing


def test_everything_has_a_name_in_every_language(panel: Panel) -> None:
    for language in LANGUAGES:
        say = Strings(language)
        panel.texts.speak(say)
        assert panel.view.accessibleName() == say("player_picture")
        assert panel.bar.play.accessibleName() == say("player_play")
        for button in panel.bar.findChildren(QToolButton):
            if button.parent() is panel.bar:
                assert button.accessibleName()
                assert button.toolTip()


def test_pictures_fit_the_view(panel: Panel, edit: Edit, qtbot: QtBot) -> None:
    sizes: list[tuple[int, ...]] = []
    panel.player.pictured.connect(lambda each: each and sizes.append(each.pixels.shape[:2]))
    _open(panel, edit, qtbot)
    panel.window.resize(170, 130)
    qtbot.waitUntil(lambda: bool(sizes) and sizes[-1][0] <= panel.view.height())
    assert number_at(panel) == 0


def number_at(panel: Panel) -> int:
    """The number (modulo `STEPS`) that is on screen."""
    level = panel.pixel(0.5, 0.5).green() * 219 / 255 + 16
    return round((level - 20) / 4) % STEPS
