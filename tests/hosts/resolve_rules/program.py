"""Rules of the program itself: editions, windows in front, saving, what there is no call for."""

from __future__ import annotations

import json

import pytest

from scenescore.errors import ScoreError
from scenescore_plugin.hosts.resolve import ResolveHost

from ..resolve_double import Misuse
from ..resolve_double.program import Hung
from ..resolve_double.signatures import signatures
from ..resolve_rig import DoubleDoor
from ..stage import PLAIN
from .bench import Bench, double, host

# --- files, which the host leaves alone -----------------------------------------------------------


@double("export.enum")
def _(bench: Bench) -> None:
    out, resolve = bench.folder / "릴.otio", bench.resolve
    assert bench.timeline.Export(str(out), "EXPORT_OTIO", "EXPORT_NONE") is False
    assert not out.exists()
    assert bench.timeline.Export(str(out), resolve.EXPORT_OTIO, resolve.EXPORT_NONE) is True
    assert out.exists()


@double("import.timeline.none")
def _(bench: Bench) -> None:
    path = bench.folder / "릴.otio"
    path.write_text(json.dumps({"name": "새 릴", "metadata": {}}), encoding="utf-8")
    assert bench.pool.ImportTimelineFromFile(str(path)) is None  # in nobody's shape
    shaped = {"name": bench.inner.name, "metadata": {"Resolve_OTIO": {}}}
    path.write_text(json.dumps(shaped), encoding="utf-8")
    assert bench.pool.ImportTimelineFromFile(str(path)) is None  # a name that is there
    options = {"timelineName": "새 릴", "importSourceClips": False}
    assert bench.pool.ImportTimelineFromFile(str(path), options)
    assert bench.program.project.timelines[-1].offline


@host("export.enum", "import.timeline.none")
def _(bench: Bench) -> None:
    """The open timeline is walked and added to; no file goes through Resolve."""
    bench.scores()
    assert not bench.called("Timeline.Export")
    assert not bench.called("MediaPool.ImportTimelineFromFile")
    assert len(bench.program.project.timelines) == 1


# --- windows, saving ------------------------------------------------------------------------------


@double("studio.modal")
def _(bench: Bench) -> None:
    assert bench.timeline.CreateSubtitlesFromAudio() is bench.program.studio
    assert (bench.timeline.GetTrackCount("audio") is False) == (not bench.program.studio)


@host("studio.modal")
def _(bench: Bench) -> None:
    """It opens no such window; where one is open, it says what to do."""
    bench.scores()
    assert not bench.program.modal
    edit, before = bench.read(), bench.rig.world()
    bench.program.modal = True
    for ask in (
        lambda: bench.read(),
        lambda: bench.rig.host.write(edit, bench.stage.lanes(PLAIN.rate)),
    ):
        with pytest.raises(ScoreError) as caught:
            ask()
        assert caught.value.hint
    assert not bench.rig.host.check().answers
    bench.program.modal = False
    assert bench.rig.world() == before


@double("save.untitled")
def _(bench: Bench) -> None:
    manager = bench.resolve.GetProjectManager()
    assert manager.SaveProject() is True
    bench.program.project.name = "Untitled Project"
    assert manager.SaveProject() is False
    bench.program.no_gui = True
    with pytest.raises(Hung):
        manager.SaveProject()


@host("save.untitled")
def _(bench: Bench) -> None:
    bench.program.project.name = "Untitled Project"
    bench.program.no_gui = True
    bench.scores()


# --- what is there, and what is not ---------------------------------------------------------------


@double("dir.not.hasattr")
def _(bench: Bench) -> None:
    folder = bench.pool.GetRootFolder()
    assert hasattr(folder, "GetMarkInOut")  # a timeline's
    assert "GetMarkInOut" not in dir(folder)
    with pytest.raises(Misuse):
        folder.GetMarkInOut()


@host("dir.not.hasattr")
def _(bench: Bench) -> None:
    """Before 21.0.4 only the pool knows GetSelectedClips, and `hasattr` of a timeline lies."""
    assert hasattr(bench.timeline, "GetSelectedClips")
    assert bool(bench.scores().state.selection) == (bench.version >= (21, 0, 4))


@double("scriptapp.none")
def _(bench: Bench) -> None:
    program = bench.program
    assert (program.scriptapp("Resolve") is not None) == program.studio
    for closed in ("running", "open_outside"):
        setattr(program, closed, False)
        assert program.scriptapp("Resolve") is None
        setattr(program, closed, True)


@host("scriptapp.none")
def _(bench: Bench) -> None:
    program = bench.program
    for there, running, open_outside, said in (
        (False, False, False, "DaVinci Resolve is not found."),
        (True, False, True, "DaVinci Resolve is not running."),
        (True, True, False, "DaVinci Resolve is open and takes no scripts from outside"),
    ):
        program.running, program.open_outside = running, open_outside
        outside = ResolveHost(DoubleDoor(program, there))
        answer = outside.check()
        assert not answer.answers
        assert answer.said.startswith(said)
        assert answer.cure.endswith(".")
        with pytest.raises(ScoreError, match=said):
            outside.read(bench.folder)


@double("free.21_1")
def _(bench: Bench) -> None:
    free_before = not bench.program.studio and bench.version < (21, 1)
    assert (bench.program.menu() is not None) == (bench.program.studio or free_before)


@host("free.21_1")
def _(bench: Bench) -> None:
    """All other editions take the music; the closed one has a test of its own."""
    assert bench.rig.host.capabilities().write
    assert bench.rig.host.capabilities().why == ""


@double("no.api")
def _(bench: Bench) -> None:
    for name in ("Trim", "Razor", "InsertClip", "AddContextMenu", "SetKeyframe", "MoveClip"):
        for thing in (bench.timeline, bench.on("video", 1)[0], bench.resolve):
            with pytest.raises(Misuse):
                getattr(thing, name)
    with pytest.raises(Misuse):
        face = bench.resolve.GetProjectManager().GetCurrentProject()
        face.GetTimelineByName("릴")


@host("no.api")
def _(bench: Bench) -> None:
    """Every call is one that its object has; anything else would have ended the test."""
    receipt = bench.rig.host.write(bench.read(), bench.stage.lanes(PLAIN.rate))
    bench.rig.host.remove(receipt)
    known = {f"{kind}.{s.name}" for kind, each in signatures().items() for s in each}
    assert set(bench.program.calls) <= known
