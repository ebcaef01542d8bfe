"""What is remembered about a work's takes is what would be told anew, whatever the editor does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from tests.ui.test_client import PYTHON, Loop
from tests.ui.test_work import CUES, SOURCE, WORK

from scenescore.model import Hit
from scenescore.settings import EMOTIONS
from scenescore.strokes import AXES, Stroke
from scenescore.worker.orders import Studio
from scenescore.worker.protocol import Failed
from scenescore_ui.controller.composing import Composing
from scenescore_ui.controller.gathering import Slowly
from scenescore_ui.controller.naming import Naming
from scenescore_ui.window.score import Heard, Known, lanes_of
from scenescore_ui.work import changes
from scenescore_ui.work.model import CueWork, Work
from scenescore_ui.work.ordering import compose_order
from scenescore_ui.work.takes import Takes
from scenescore_ui.worker import Client

UIDS = st.sampled_from([cue.uid for cue in CUES])
FRAMES = st.integers(0, 2000)
SECONDS = st.floats(0, 80, allow_nan=False)
ACTS = st.one_of(
    st.tuples(st.just("turned"), UIDS, st.sampled_from(changes.DIALS), st.floats(-1, 1)),
    st.tuples(st.just("new_take"), UIDS),
    st.tuples(st.just("kept_take"), UIDS),
    st.tuples(st.just("moved_edges"), UIDS, FRAMES, FRAMES),
    st.tuples(
        st.just("with_hit"),
        UIDS,
        st.builds(Hit, FRAMES, st.just("hard"), st.just(0.5), st.just("hand")),
    ),
    st.tuples(
        st.just("bent"),
        st.builds(
            lambda a, t, v: Stroke(a, ((t, v),)), st.sampled_from(AXES), SECONDS, st.floats(-1, 1)
        ),
    ),
    st.tuples(st.just("unbent"), SECONDS, SECONDS),
    st.tuples(st.just("mood_ordered"), FRAMES, FRAMES, st.sampled_from([*EMOTIONS, None])),
    st.tuples(st.just("without_cue"), UIDS),
    st.tuples(st.just("with_studio"), st.just(Studio(soundfont=Path("/다른.sf2")))),
)


def _name(work: Work, one: CueWork) -> str:
    return compose_order(SOURCE, work, Path("/files"), one).take


@settings(max_examples=60, deadline=None)
@given(st.lists(ACTS, max_size=8), st.data())
def test_names_are_what_they_would_be_anew(
    acts: list[tuple[object, ...]], data: st.DataObject
) -> None:
    naming, works = Naming(_name), [WORK]
    for name, *arguments in acts:
        works.append(getattr(changes, str(name))(works[-1], *arguments))
    order = [*works, *data.draw(st.permutations(works))]  # undoing, and undoing that
    for work in order:
        assert naming.of(work) == {one.uid: _name(work, one) for one in work.cues}
        for one in work.cues:
            assert naming.one(work, one) == _name(work, one)


def test_few_are_told_anew() -> None:
    told: list[str] = []

    def name(work: Work, one: CueWork) -> str:
        told.append(one.uid)
        return _name(work, one)

    naming = Naming(name)
    naming.of(WORK)
    assert len(told) == len(CUES)
    told.clear()
    second = changes.turned(WORK, "uid3", "energy", 0.5)
    naming.of(second)
    assert told == ["uid3"]
    told.clear()
    third = changes.new_take(second, "uid1")
    assert list(naming.coming(third)) == [None] * len(CUES)
    assert told == ["uid1"]
    told.clear()
    naming.of(third)
    assert told == []
    naming.forget()
    naming.of(third)
    assert len(told) == len(CUES)


def test_blocks_are_made_again_only_where_something_changed() -> None:
    rate, known = CUES[0].rate, Known()
    first = lanes_of([Heard(one, None, pending=True) for one in WORK.cues], rate, known)
    again = lanes_of([Heard(one, None, pending=True) for one in WORK.cues], rate, known)
    assert [a is b for a, b in zip(first[0].cues, again[0].cues, strict=True)] == [True] * 3
    moved = changes.moved_edges(WORK, "uid2", CUES[1].in_frame + 10, CUES[1].out_frame)
    after = lanes_of([Heard(one, None, pending=True) for one in moved.cues], rate, known)
    assert [a is b for a, b in zip(first[0].cues, after[0].cues, strict=True)] == [
        True,
        False,
        True,
    ]
    assert after[0].cues[1].start == CUES[1].in_frame + 10
    assert [cue.id for cue in after[0].cues] == ["1m01", "1m02", "1m03"]


def test_steps_leave_the_window_its_turns(qtbot: QtBot) -> None:
    parent, done = QObject(), []
    slowly, went = Slowly(parent), []
    slowly.run((went.append(number) for number in range(50)), lambda: done.append(len(went)))
    assert went == []  # not before the loop turns
    qtbot.waitUntil(lambda: bool(done))
    assert done == [50]
    slowly.run((went.append(number) for number in range(50)), lambda: done.append(0))
    slowly.stop()
    qtbot.wait(20)
    assert done == [50]


def test_what_comes_while_something_is_taken_up_is_taken_up_after_it(qtbot: QtBot) -> None:
    parent, done = QObject(), []
    slowly = Slowly(parent)
    for name in ("one", "two"):  # two scenes whose music is done together
        slowly.run(iter(range(50)), partial(done.append, name))
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["one", "two"]


def test_a_take_at_which_the_worker_died_is_tried_again(tmp_path: Path) -> None:
    loop, failed = Loop([*PYTHON, "raise SystemExit(3)"]), list[Failed]()
    client = Client(loop.transport, loop.later)
    composing = Composing(
        client, SOURCE, Takes(tmp_path), str, failed.append, lambda uid, sound: None
    )
    composing.keep_up(WORK)
    loop.until(lambda: len(failed) == len(CUES))
    assert not composing.busy
    composing.keep_up(WORK)
    assert composing.busy
    client.close()
