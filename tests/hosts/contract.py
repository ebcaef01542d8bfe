"""What every host must do, whatever the program: subclass `HostContract` and give it a `rig`.

    class TestResolve(HostContract):
        @pytest.fixture
        def rig(self, stage: Stage) -> Rig: ...

A rig holds a host and its program, real or double, and looks into the program past the host.
A program that cannot be written to gets `RefusalContract` beside `ReadContract`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from scenescore.cache import from_json, to_json
from scenescore.edit import ToldEdit
from scenescore.errors import EditChanged, HostUnavailable, ScoreError
from scenescore.hosting import Clock, Host, HostEdit, Laid, Receipt, UserState, looked_at
from scenescore.model import Edit
from scenescore.timebase import to_frames

from .comparing import cuts_of, expected_cuts, expected_picture, expected_sound, places_of
from .stage import CLOCKS, PLAIN, Stage, by_place, clock_name, renamed


@dataclass(frozen=True)
class World:
    """All that there is in a program, asked past the host. Equal means: nothing has changed.

    `theirs` is everything but our clips and the tracks that hold only them: tracks, clips, markers,
    bins and media, settings; whatever can be compared. `resident` is what runs or listens there.
    """

    theirs: Any
    ours: tuple[Laid, ...]
    state: UserState
    resident: Any = None


class Rig(Protocol):
    """A host and its program on the test bench."""

    host: Host

    def cannot(self, clock: Clock) -> str:
        """Why the program has no such clock, or ""."""
        ...

    def open(self, told: ToldEdit) -> None:
        """Open this edit in the program, in place of any before, with all of the user's state set
        that the program has: a page, the playhead (`PLAYHEAD_S`), marks (`MARKS_S`), the second
        shot selected, tracks muted, a bin of their own."""
        ...

    def world(self) -> World: ...

    def fail_after(self, lanes: int) -> None:
        """Let the next write go wrong when this many lanes lie; the one after it is well."""
        ...

    def misplace(self) -> None:
        """Let the next write lay a lane one frame late while the program says that all is well."""
        ...


# --- reading --------------------------------------------------------------------------------------


class ReadContract:
    """Hosts that can be read."""

    def test_it_says_what_it_is(self, rig: Rig, stage: Stage) -> None:
        rig.open(stage.reel(PLAIN))
        answer, can = rig.host.check(), rig.host.capabilities()
        assert answer.answers
        assert answer.said.endswith(".")
        assert rig.host.id.isidentifier()
        assert rig.host.name
        assert can.read
        assert can.program
        assert all(f.well or f.cure.endswith(".") for f in answer.findings)

    @pytest.mark.parametrize("clock", CLOCKS, ids=clock_name)
    def test_the_edit_is_read_exactly(
        self, rig: Rig, stage: Stage, clock: Clock, tmp_path: Path
    ) -> None:
        _skip_without(rig, clock)
        told = stage.reel(clock)
        rig.open(told)
        read = rig.host.read(tmp_path / "읽은 것").edit
        assert read.rate == clock.rate
        assert (read.start_frame, read.drop_frame) == (clock.start_frame, clock.drop_frame)
        assert read.name == told.name
        assert (read.duration_frames, cuts_of(read)) == expected_cuts(clock)
        assert places_of(read.picture, read) == expected_picture(told, clock)
        assert places_of(read.sound, read) == expected_sound(told)
        assert [m.text for m in read.markers] == ["IN", "HIT 문이 닫힌다"]
        assert [to_frames(m.span.start, read.rate) for m in read.markers] == [
            read.rate.nominal,
            3 * read.rate.nominal,
        ]
        assert not any(track.ours for track in read.tracks)

    def test_reading_leaves_everything_as_found(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        read = rig.host.read(tmp_path)
        assert rig.world() == before
        assert read.state == before.state
        assert from_json(to_json(read), HostEdit) == read

    def test_what_the_editor_looks_at_is_known(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        state = rig.host.read(tmp_path).state
        if state == UserState():  # nobody looks at a file
            assert looked_at(state) is None
            return
        assert looked_at(state) == (2 * 25, 4 * 25)
        assert looked_at(replace(state, selection=())) in ((25, 125), (50, 51))

    def test_an_edit_can_be_read_where_names_are_of_every_kind(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(renamed(stage.reel(PLAIN), "편집 ‘최종_진짜’ é 🎞"))
        read = rig.host.read(tmp_path / "한글 폴더 🎬").edit
        assert read.name == "편집 ‘최종_진짜’ é 🎞"
        assert not any(clip.media is None or clip.media.missing for clip in read.picture)


# --- writing --------------------------------------------------------------------------------------


class WriteContract:
    """Hosts that can be written to."""

    @pytest.mark.parametrize("clock", CLOCKS, ids=clock_name)
    def test_lanes_lie_on_the_frame(
        self, rig: Rig, stage: Stage, clock: Clock, tmp_path: Path
    ) -> None:
        _skip_without(rig, clock)
        rig.open(stage.reel(clock))
        before = rig.world()
        lanes = stage.lanes(clock.rate)
        receipt = rig.host.write(rig.host.read(tmp_path), lanes)
        after = rig.world()
        assert by_place(after.ours) == by_place(lanes)
        assert by_place(receipt.laid) == by_place(lanes)
        assert all(abs(x.source - 1) * 2 <= clock.rate.frame for x in after.ours)
        assert (after.theirs, after.state) == (before.theirs, before.state)
        assert after.resident == before.resident

    def test_our_lanes_are_not_read_as_the_edits_own_sound(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        first = rig.host.read(tmp_path / "1")
        rig.host.write(first, stage.lanes(PLAIN.rate))
        again = rig.host.read(tmp_path / "2")
        assert places_of(again.edit.sound, again.edit) == places_of(first.edit.sound, first.edit)
        assert again.edit.duration_frames == first.edit.duration_frames
        assert again.key == first.key

    def test_a_second_write_replaces_our_lanes_only(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        edit = rig.host.read(tmp_path)
        rig.host.write(edit, stage.lanes(PLAIN.rate))
        lanes = stage.lanes(PLAIN.rate, take="b", track="Take")[:2]
        rig.host.write(edit, lanes)
        after = rig.world()
        assert by_place(after.ours) == by_place(lanes)
        assert (after.theirs, after.state) == (before.theirs, before.state)

    def test_no_lanes_clear_ours(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        edit = rig.host.read(tmp_path)
        rig.host.write(edit, stage.lanes(PLAIN.rate))
        rig.host.write(edit, ())
        assert rig.world() == before

    def test_a_write_can_be_undone(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        edit = rig.host.read(tmp_path)
        first = rig.host.write(edit, stage.lanes(PLAIN.rate))
        between = rig.world()
        second = rig.host.write(edit, stage.lanes(PLAIN.rate, take="b")[:1])
        rig.host.remove(second)
        _same_but_for_names(rig.world(), between)
        rig.host.remove(first)
        _same_but_for_names(rig.world(), before)

    def test_a_receipt_can_be_kept(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        kept = to_json(rig.host.write(rig.host.read(tmp_path), stage.lanes(PLAIN.rate)))
        rig.host.remove(from_json(kept, Receipt))
        assert rig.world() == before

    @pytest.mark.parametrize("laid", [0, 1, 2])
    @pytest.mark.parametrize("ours_before", [False, True], ids=["first", "again"])
    def test_a_failed_write_leaves_no_trace(
        self, rig: Rig, stage: Stage, tmp_path: Path, laid: int, ours_before: bool
    ) -> None:
        rig.open(stage.reel(PLAIN))
        edit = rig.host.read(tmp_path)
        if ours_before:
            rig.host.write(edit, stage.lanes(PLAIN.rate, take="b")[:2])
        before = rig.world()
        rig.fail_after(laid)
        with pytest.raises(ScoreError) as caught:
            rig.host.write(edit, stage.lanes(PLAIN.rate))
        assert caught.value.message.endswith(".")
        assert caught.value.hint
        _same_but_for_names(rig.world(), before)
        lanes = stage.lanes(PLAIN.rate)
        rig.host.write(edit, lanes)
        assert by_place(rig.world().ours) == by_place(lanes)

    def test_a_program_is_not_believed(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        edit = rig.host.read(tmp_path)
        before = rig.world()
        rig.misplace()
        with pytest.raises(ScoreError):
            rig.host.write(edit, stage.lanes(PLAIN.rate))
        assert rig.world() == before

    def test_lanes_go_only_where_they_were_made_for(
        self, rig: Rig, stage: Stage, tmp_path: Path
    ) -> None:
        rig.open(stage.reel(PLAIN))
        edit = rig.host.read(tmp_path)
        rig.open(stage.reel(PLAIN, name="다른 릴"))
        before = rig.world()
        with pytest.raises(EditChanged) as caught:
            rig.host.write(edit, stage.lanes(PLAIN.rate))
        assert caught.value.hint
        assert rig.world() == before

    def test_nothing_stays_running(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        threads, resident = set(threading.enumerate()), rig.world().resident
        edit = rig.host.read(tmp_path)
        rig.host.remove(rig.host.write(edit, stage.lanes(PLAIN.rate)))
        assert set(threading.enumerate()) <= threads
        assert rig.world().resident == resident


class HostContract(ReadContract, WriteContract):
    """Hosts that do everything."""


class RefusalContract:
    """Hosts that cannot be written to say so in a sentence, and offer files."""

    def test_a_write_is_refused_in_a_sentence(self, rig: Rig, stage: Stage, tmp_path: Path) -> None:
        rig.open(stage.reel(PLAIN))
        before = rig.world()
        can = rig.host.capabilities()
        assert not can.write
        assert can.why.endswith(".")
        assert can.exchange
        edit = HostEdit(_unread(stage, tmp_path), "timeline")
        with pytest.raises(HostUnavailable) as caught:
            rig.host.write(edit, stage.lanes(PLAIN.rate))
        assert caught.value.message.endswith(".")
        assert caught.value.hint
        assert rig.world() == before


def _unread(stage: Stage, folder: Path) -> Edit:
    from scenescore.edit import read_edit, write_told

    return read_edit(write_told(stage.reel(PLAIN), folder / "edit.otio"))


def _skip_without(rig: Rig, clock: Clock) -> None:
    if why := rig.cannot(clock):
        pytest.skip(why)


def _same_but_for_names(world: World, wanted: World) -> None:
    """The same world; what was put back may have got a new name of the host's."""
    assert by_place(world.ours) == by_place(wanted.ours)
    bare = replace(world, ours=())
    assert bare == replace(wanted, ours=())
