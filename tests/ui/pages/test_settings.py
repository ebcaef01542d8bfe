"""The settings: each choice is remembered, and touches the open edit so that it can be undone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot
from tests.ui.pages.conftest import PATIENCE_MS, Make, button, said
from tests.worker.conftest import SMALL_FONT

from scenescore.settings import Existing, LoudnessPreset
from scenescore_ui.pages import Desk, SettingsPage
from scenescore_ui.pages.settings import listening
from scenescore_ui.pages.settings.choice import Choice, Value
from scenescore_ui.preferences import Preferences
from scenescore_ui.strings import Strings
from scenescore_ui.work.start import Start, captions_beside

Got = Callable[[Desk], object]


@pytest.fixture
def page(make: Make) -> SettingsPage:
    page = make("settings")
    assert isinstance(page, SettingsPage)
    return page


CHOICES: list[tuple[str, str | None, Got, Got]] = [
    (
        "loudness",
        "netflix",
        lambda desk: desk.session.work.studio.loudness,
        lambda desk: desk.preferences.start.studio.loudness,
    ),
    (
        "style",
        "intimate_piano",
        lambda desk: desk.session.work.style,
        lambda desk: desk.preferences.start.style,
    ),
    (
        "existing",
        "avoid",
        lambda desk: desk.session.work.existing,
        lambda desk: desk.preferences.start.existing,
    ),
]


def _pick(choice: Choice, value: Value) -> None:
    """Choose as a person does."""
    choice.show_value(value)
    choice.box.activated.emit(choice.box.currentIndex())


def test_choices_touch_the_open_edit_are_undone_and_remembered(
    page: SettingsPage, desk: Desk, own_film: Path, qtbot: QtBot
) -> None:
    assert desk.session.open(own_film)
    before = [worked(desk) for _, _, worked, _ in CHOICES]
    for name, value, worked, remembered in CHOICES:
        _pick(page.choices[name], value)
        assert worked(desk) == remembered(desk) == value
    again = Preferences().start
    assert (again.studio.loudness, again.style, again.existing) == (
        LoudnessPreset.NETFLIX,
        "intimate_piano",
        Existing.AVOID,
    )
    assert desk.session.start == again
    for _ in CHOICES:
        desk.session.undo.undo()
    assert [worked(desk) for _, _, worked, _ in CHOICES] == before
    style = page.choices["style"]
    qtbot.waitUntil(lambda: style.value is None)  # the page shows what the edit has now
    desk.session.close()
    qtbot.waitUntil(lambda: style.value == "intimate_piano")  # and what the next one begins with
    assert desk.session.open(own_film)
    assert desk.session.work.style is None


def test_a_new_edit_begins_as_its_user_likes_it(
    page: SettingsPage, desk: Desk, own_film: Path, say: Strings
) -> None:
    _pick(page.choices["existing"], "follow")
    _pick(page.choices["words"], "none")
    _pick(page.choices["captions"], "ko")
    beside = own_film.with_suffix(".ko.srt")
    beside.write_text("1\n00:00:01,000 --> 00:00:02,000\n안녕\n", encoding="utf-8")
    assert desk.session.open(own_film)
    assert desk.session.work.existing is Existing.FOLLOW
    source = desk.session.source
    assert source is not None
    assert (source.words, source.captions) == ("none", beside)
    _pick(page.choices["words"], None)
    _pick(page.choices["voice"], "none")
    _pick(page.choices["picture"], "none")
    _pick(page.choices["voice"], None)
    source = desk.session.source
    assert source is not None
    assert (source.words, source.without) == (None, ("picture",))
    assert Preferences().start.without == ("picture",)
    assert page.choices["picture"].value == "none"


def test_every_choice_has_a_sentence_in_the_users_language(
    page: SettingsPage, desk: Desk, say: Strings, other: Strings
) -> None:
    desk.texts.speak(other)
    for name, choice in page.choices.items():
        assert choice.title.text() == other(f"settings_{name}")
        for at in range(choice.box.count()):
            choice.box.setCurrentIndex(at)
            choice.show_value(choice.value)
            assert choice.sentence.text(), (name, choice.value)


def test_the_language_is_chosen_or_left_to_the_system(
    page: SettingsPage, desk: Desk, other: Strings, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    page.language_chosen.connect(spoken.append)
    _pick(page.choices["language"], other.language)
    assert Preferences().chosen_language == other.language
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    _pick(page.choices["language"], "")
    assert Preferences().chosen_language == ""
    assert spoken == [other.language, "ko"]


def test_accepted_music_goes_beside_the_edit_or_into_a_folder(
    page: SettingsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = tmp_path / "편집 1.otio"
    assert desk.preferences.start.target(edit) == tmp_path / "편집 1 scored"
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *a: str(tmp_path / "음악 🎵"))
    )
    page.choose_folder()
    assert page.choices["folder"].value == tmp_path / "음악 🎵"
    assert Preferences().start.target(edit).parent == tmp_path / "음악 🎵"
    assert desk.session.start == Preferences().start
    _pick(page.choices["folder"], None)
    assert Preferences().start.folder is None


@pytest.mark.parametrize("say", ["ko"], indirect=True)
def test_a_soundfont_of_the_users_own_is_chosen_and_one_that_is_none_is_refused(
    page: SettingsPage,
    desk: Desk,
    say: Strings,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own, wrong = tmp_path / "내 악기 🎻.sf2", tmp_path / "wrong.sf2"
    shutil.copy2(SMALL_FONT, own)
    wrong.write_bytes(b"nothing")
    names = [own, wrong]
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *a: (str(names.pop()), ""))
    )
    qtbot.mouseClick(page.browse_font, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.told.text()), timeout=PATIENCE_MS)
    assert "wrong.sf2" in page.told.text()
    assert desk.preferences.start.studio.soundfont is None
    qtbot.mouseClick(page.browse_font, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.choices["font"].value == own, timeout=PATIENCE_MS)
    assert "GPL-2.0" in page.choices["font"].sentence.text()
    assert page.told.text() == ""
    own.unlink()
    page._fonts = ()
    desk.texts.speak(say)
    assert page.choices["font"].sentence.text() == say("settings_font_gone")


@pytest.mark.parametrize("say", ["en"], indirect=True)
def test_a_sample_is_made_and_heard_or_said_not_to_be(
    page: SettingsPage, desk: Desk, say: Strings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Path] = []
    page.sounds.connect(heard.append)
    _pick(page.choices["style"], "intimate_piano")
    page._set_font(str(SMALL_FONT))
    monkeypatch.setattr(listening, "played", lambda path: path.is_file())
    qtbot.mouseClick(button(page, say("settings_hear")), Qt.MouseButton.LeftButton)
    assert say("settings_making") in said(page)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    assert heard[0].name == "intimate_piano.wav"
    assert page.told.text() == ""
    monkeypatch.setattr(listening, "played", lambda path: False)
    page.hear.click()
    qtbot.waitUntil(lambda: page.told.text() == say("settings_silent"), timeout=PATIENCE_MS)
    page._set_font("/없는 곳/a.sf2")
    page.hear.click()
    qtbot.waitUntil(lambda: "a.sf2" in page.told.text(), timeout=PATIENCE_MS)


def test_only_the_last_sample_that_was_asked_for_is_told(
    page: SettingsPage, desk: Desk, say: Strings, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Path] = []
    page.sounds.connect(heard.append)
    monkeypatch.setattr(listening, "played", lambda path: True)
    failures: list[object] = []
    page._listening.silent.connect(failures.append)
    page._listening.hear(Path("/없는 곳/a.sf2"), "intimate_piano")
    page._listening.hear(SMALL_FONT, "intimate_piano")
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    assert failures == []


def test_what_cannot_be_played_is_silent(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound")
    assert not listening.played(tmp_path / "a.wav")
    assert not listening.played(tmp_path / "none.wav")


def test_the_wheel_over_a_choice_scrolls_the_page(page: SettingsPage, qtbot: QtBot) -> None:
    box: QComboBox = page.choices["loudness"].box
    at = box.currentIndex()
    buttons, held = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    middle = QPointF(box.rect().center())
    turn = QWheelEvent(middle, middle, QPoint(), QPoint(0, -120), buttons, held, phase, False)
    box.wheelEvent(turn)
    assert not turn.isAccepted()
    assert box.currentIndex() == at


def test_captions_beside_an_edit_by_language(tmp_path: Path) -> None:
    edit = tmp_path / "편집 1.otio"
    assert captions_beside(edit, "ko") is None
    plain, korean = tmp_path / "편집 1.srt", tmp_path / "편집 1.ko.vtt"
    for path in (plain, korean):
        path.write_text("", encoding="utf-8")
    assert captions_beside(edit, "ko") == korean
    assert captions_beside(edit, "ja") == plain
    assert captions_beside(edit, "") == plain
    given = tmp_path / "given.srt"
    assert Start(captions="ko").source(edit, given).captions == given


def test_preferences_that_nobody_understands_count_as_none() -> None:
    preferences = Preferences()
    for key in ("loudness", "existing", "lanes", "language"):
        preferences._settings.setValue(key, "kazoo")
    preferences.save()
    assert Preferences().start == Start()
    assert Preferences().chosen_language == ""
