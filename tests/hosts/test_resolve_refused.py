"""Resolve says no in the middle: nothing of the editor's is touched, and a sentence says why."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from scenescore.errors import EditUnreadable, ScoreError

from .resolve_double.pool import MediaPool, MediaPoolItem
from .resolve_double.timeline import Timeline
from .resolve_rig import EDITIONS, ResolveRig, edition_name
from .resolve_rules import Bench
from .stage import PLAIN, Stage

STUDIOS = [edition for edition in EDITIONS if edition[1]]


@pytest.fixture(params=STUDIOS, ids=edition_name)
def bench(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Bench:
    return Bench(ResolveRig(*request.param), stage, tmp_path)


@pytest.mark.parametrize(
    ("kind", "method", "gives"),
    [
        (Timeline, "AddTrack", False),
        (MediaPool, "SetCurrentFolder", False),
        (MediaPool, "ImportMedia", []),
        (MediaPoolItem, "SetThirdPartyMetadata", False),
        (MediaPool, "AppendToTimeline", []),
    ],
)
def test_a_call_that_does_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: type, method: str, gives: object
) -> None:
    bench.scores()
    edit, before = bench.read(), bench.rig.world()
    monkeypatch.setattr(kind, method, lambda *_: gives)
    if kind is MediaPoolItem:  # the other place for our tag, too
        monkeypatch.setattr(kind, "SetMetadata", lambda *_: gives)
    with pytest.raises(ScoreError) as caught:
        bench.rig.host.write(edit, bench.stage.lanes(PLAIN.rate, take="b"))
    assert caught.value.hint
    monkeypatch.undo()
    assert bench.rig.world() == before
    bench.scores(bench.stage.lanes(PLAIN.rate, take="c"))


def test_a_count_that_comes_late_costs_no_sound(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = MediaPoolItem.GetClipProperty

    def late(item: MediaPoolItem, key: str | None = None) -> object:
        return "0" if key == "Usage" else asked(item, key)

    monkeypatch.setattr(MediaPoolItem, "GetClipProperty", late)
    bench.scores()


@pytest.mark.parametrize(
    ("kind", "method", "gives"),
    [
        (Timeline, "GetSetting", "fast"),
        (Timeline, "GetSettings", {"timelineFrameRate": "fast"}),
        (MediaPoolItem, "GetClipProperty", {"FPS": "many"}),
    ],
)
def test_an_answer_that_nobody_understands_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: type, method: str, gives: object
) -> None:
    bench.read()
    if method not in dir(kind):
        pytest.skip("not in this version")
    monkeypatch.setattr(kind, method, lambda *_: gives)
    with suppress(EditUnreadable):  # and nothing else; a version may not ask this
        bench.read()
    assert isinstance(bench.rig.host.check().said, str)


@pytest.mark.parametrize("calls", [60, 120, 200, 320, 400])
def test_a_window_that_opens_in_the_middle(bench: Bench, calls: int) -> None:
    """From some call on everything gives False; no track of the editor's goes for it."""
    bench.scores()
    edit, before = bench.read(), bench.rig.world()
    bench.program.calls.clear()
    bench.program.modal_after = calls
    with suppress(ScoreError):
        bench.rig.host.write(edit, bench.stage.lanes(PLAIN.rate, take="b"))
    bench.program.modal_after, bench.program.modal = None, False
    assert bench.rig.world().theirs == before.theirs
    bench.scores()
