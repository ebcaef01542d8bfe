"""What is told: in the language of the moment, with what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from pytestqt.qtbot import QtBot

from scenescore.model import Remark
from scenescore.settings import Existing
from scenescore.words import LANGUAGES
from scenescore_ui.app import make_window
from scenescore_ui.strings import Strings, sentence, worded
from scenescore_ui.texts import Texts
from scenescore_ui.window import MainWindow
from scenescore_ui.window.notice import Notice, Way

MUSIC = Remark(
    "music-in-edit",
    "There is music in the edit already, which will sound together with ours: 00:00:10:00.",
    "--existing avoid writes no cue there, follow takes its tempo, replace takes it out.",
)


@pytest.fixture
def notice(qtbot: QtBot) -> Notice:
    made = Notice(Texts(Strings("en")))
    qtbot.addWidget(made)
    return made


@pytest.fixture(params=LANGUAGES)
def window(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(request.param)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def _buttons(notice: Notice) -> list[str]:
    return [button.text() for button in notice.buttons if button.isVisibleTo(notice)]


def test_what_waits_is_said_in_the_language_that_is_chosen_now(window: MainWindow) -> None:
    notice = window.notice
    notice.tell(worded("edit_missing", name="편집.otio"), worded("edit_missing_hint"))
    notice.tell(sentence("No timeline is open in DaVinci Resolve."), worded("stopped_hint"))
    for language in reversed(LANGUAGES):
        window.speak(language)
        say = Strings(language)
        assert notice.message.text() == say.sentence("No timeline is open in DaVinci Resolve.")
        assert notice.hint.text() == say("stopped_hint")
        assert notice.count.text() == say("more_messages", count=1)
    notice.dismiss()
    assert notice.message.text() == Strings(LANGUAGES[0])("edit_missing", name="편집.otio")


def test_a_way_is_gone_once_it_is_taken(notice: Notice) -> None:
    taken: list[str] = []
    notice.tell(worded("stopped"), worded("stopped_hint"))
    ways = [Way(key, lambda key=key: taken.append(key)) for key in ("analyse_again", "show_files")]
    notice.tell(worded("stopped"), worded("edit_missing_hint"), *ways)
    assert _buttons(notice) == [Strings("en")(way.key) for way in ways]
    notice.buttons[1].click()
    assert taken == ["show_files"]
    assert notice.hint.text() == Strings("en")("stopped_hint")
    assert _buttons(notice) == []


def test_the_same_is_not_told_twice(notice: Notice) -> None:
    for _ in range(2):
        notice.tell(worded("stopped"), worded("stopped_hint"))
    assert len(notice.waiting) == 1


@pytest.mark.parametrize(("place", "existing", "scores"), [(0, "avoid", 1), (2, "replace", 0)])
def test_music_that_is_there_is_dealt_with_at_once(
    window: MainWindow, place: int, existing: str, scores: int
) -> None:
    say, asked = window.texts.strings, []
    window.session.edits.set_existing = asked.append  # type: ignore[method-assign]
    scored: list[int] = []
    window.session.noted.emit(asdict(MUSIC), lambda: scored.append(1))
    ways = ("avoid", "follow", "replace")
    assert _buttons(window.notice) == [say(f"music_there_{way}") for way in ways]
    assert window.notice.hint.text() == say("music_there_hint")
    window.notice.buttons[place].click()
    assert (asked, len(scored)) == ([Existing(existing)], scores)
    assert not window.notice.isVisible()


def test_other_remarks_are_only_told(window: MainWindow) -> None:
    remark = Remark("no-cue", "“x” is too short for music.", "Choose a longer edit.")
    window.session.noted.emit(asdict(remark), lambda: None)
    assert window.notice.message.text() == window.texts.strings.sentence(remark.message)
    assert _buttons(window.notice) == []
