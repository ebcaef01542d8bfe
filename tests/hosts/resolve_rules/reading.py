"""Rules of asking a timeline and what lies on it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scenescore.timebase import Rate
from scenescore_plugin.hosts.resolve.desk import ResolveDesk

from ..comparing import cuts_of, expected_cuts, expected_picture, expected_sound, places_of
from ..resolve_double import Misuse
from ..resolve_double.items import TimelineItem
from ..resolve_double.pool import MediaPoolItem
from ..stage import CLOCKS, PLAIN
from .bench import Bench, double, host


def _exact(bench: Bench) -> None:
    """The stage's edit is read as it was laid, to the frame."""
    edit, told = bench.read().edit, bench.stage.reel(PLAIN)
    assert (edit.duration_frames, cuts_of(edit)) == expected_cuts(PLAIN)
    assert places_of(edit.picture, edit) == expected_picture(told, PLAIN)
    assert places_of(edit.sound, edit) == expected_sound(told)


# --- where things lie -----------------------------------------------------------------------------


@double("start.frame")
def _(bench: Bench) -> None:
    assert bench.timeline.GetStartFrame() == 90_000


@double("item.start.absolute")
def _(bench: Bench) -> None:
    for item in bench.on("video", 1):
        assert item.GetStart() >= bench.timeline.GetStartFrame()
        assert item.GetEnd() == item.GetStart() + item.GetDuration()


@double("item.leftoffset")
def _(bench: Bench) -> None:
    item = bench.on("video", 2)[0]
    bench.inner.tracks["video"][1].items[0].start += 1
    assert item.GetSourceStartFrame() == item.GetLeftOffset() + 1


host("item.start.absolute", "item.leftoffset")(_exact)


@double("item.audio.source.rate")
def _(bench: Bench) -> None:
    slow = MediaPoolItem(bench.program, str(bench.stage.sound()), Rate.of("12.5"), "Audio")
    item = TimelineItem(bench.program, "audio", "s", bench.inner.start + 250, 50, slow, 25)
    assert bench.inner.put("audio", 2, item)
    assert bench.on("audio", 2)[-1].GetSourceStartFrame() == 25  # two seconds of the media


@host("item.audio.source.rate")
def _(bench: Bench) -> None:
    bench.inner.tracks["audio"][1].enabled = True
    slow = MediaPoolItem(bench.program, str(bench.stage.sound()), Rate.of("12.5"), "Audio")
    item = TimelineItem(bench.program, "audio", "느린 것", bench.inner.start + 110, 20, slow, 25)
    assert bench.inner.put("audio", 2, item)
    read = next(clip for clip in bench.read().edit.sound if clip.name == "느린 것")
    assert (read.source_start, read.speed) == (Fraction(2), 1)


@double("markers.relative")
def _(bench: Bench) -> None:
    frames = list(bench.timeline.GetMarkers())
    assert frames == [75, 25]
    assert isinstance(frames[0], float) == (bench.version < (21,))
    assert bench.timeline.AddMarker(25, "Blue", "again", "", 1) is False


@host("markers.relative")
def _(bench: Bench) -> None:
    bench.timeline.AddMarker(50, "Red", "Marker 3", "HIT 총성", 10)
    found = [(m.text, m.span.start * 25, m.span.duration * 25) for m in bench.read().edit.markers]
    assert found == [("IN", 25, 0), ("HIT 총성", 50, 10), ("HIT 문이 닫힌다", 75, 0)]


@double("markinout.relative")
def _(bench: Bench) -> None:
    if bench.version < (20,):
        assert "GetMarkInOut" not in dir(bench.timeline)
        with pytest.raises(Misuse):
            bench.timeline.GetMarkInOut()
        return
    assert bench.timeline.GetMarkInOut()["video"] == {"in": 25, "out": 124}
    bench.timeline.ClearMarkInOut()
    assert bench.timeline.GetMarkInOut() == {}


@host("markinout.relative")
def _(bench: Bench) -> None:
    known = bench.version >= (20,)
    state = bench.read().state
    assert (state.mark_in, state.mark_out) == ((25, 125) if known else (None, None))
    bench.inner.marks = {"in": 10}
    state = bench.scores().state
    assert (state.mark_in, state.mark_out) == ((10, None) if known else (None, None))
    bench.inner.marks = {}
    assert bench.scores().state.mark_in is None


# --- what lies there ------------------------------------------------------------------------------


def _transition(bench: Bench) -> None:
    """A dissolve over the first cut."""
    item = TimelineItem(bench.program, "video", "Cross Dissolve", bench.inner.start + 45, 10)
    item.properties = {}
    bench.inner.tracks["video"][0].items.insert(1, item)


@double("item.transitions.listed")
def _(bench: Bench) -> None:
    _transition(bench)
    item = bench.on("video", 1)[1]
    assert item.GetName() == "Cross Dissolve"
    assert not item.GetMediaPoolItem()
    if bench.version >= (21, 1):
        assert item.GetType() == "transition"
    else:
        assert item.GetProperty() == {}


@host("item.transitions.listed")
def _(bench: Bench) -> None:
    _transition(bench)
    edit = bench.read().edit
    assert edit.duration_frames == expected_cuts(PLAIN)[0]
    assert len(edit.picture) == len(expected_picture(bench.stage.reel(PLAIN), PLAIN))
    assert edit.cuts[0].kind == "dissolve"


def _title_and_timeline(bench: Bench) -> None:
    """A title, and a timeline within this one, behind the last shot."""
    start = bench.inner.start + 150
    nested = MediaPoolItem(bench.program, "", bench.inner.rate, "Timeline")
    bench.inner.put("video", 1, TimelineItem(bench.program, "video", "릴 2", start, 25, nested))
    bench.inner.put("video", 2, TimelineItem(bench.program, "video", "Text+", start, 25))


@double("item.mpi.none")
def _(bench: Bench) -> None:
    _title_and_timeline(bench)
    assert bench.on("video", 1)[-1].GetMediaPoolItem().GetClipProperty("File Path") == ""
    assert bench.on("video", 2)[-1].GetMediaPoolItem() is None


@host("item.mpi.none")
def _(bench: Bench) -> None:
    _title_and_timeline(bench)
    assert bench.read().edit.duration_frames == 175


@double("clipprops.strings")
def _(bench: Bench) -> None:
    item = bench.sound()
    assert item.GetClipProperty("Usage") == "0"
    assert isinstance(item.GetClipProperty("FPS"), float)
    assert item.GetClipProperty("Nothing") == ""
    assert item.GetClipProperty()["File Path"] == str(bench.stage.sound())


@host("clipprops.strings")
def _(bench: Bench) -> None:
    """Sounds of ours stay in the pool as long as another timeline plays them."""
    lanes = bench.stage.lanes(PLAIN.rate)
    bench.scores(lanes)
    bench.rig.open(bench.stage.reel(PLAIN, name="릴 4"))
    bench.scores(lanes)
    bench.scores(())
    ours = next(f for f in bench.program.project.pool.root.folders if f.name == "SceneScore")
    assert [len(bench.program.project.items_of(clip)) for clip in ours.clips] == [1, 1, 1]


# --- settings and properties ----------------------------------------------------------------------


@double("fps.type")
def _(bench: Bench) -> None:
    drop = next(clock for clock in CLOCKS if clock.drop_frame)
    bench.rig.open(bench.stage.reel(drop))
    if bench.version >= (21, 1):
        assert bench.timeline.GetSettings()["timelineFrameRate"] == 29.97
    elif bench.version >= (21,):
        assert bench.timeline.GetSetting("timelineFrameRate") == 29.97
    else:
        assert bench.timeline.GetSetting("timelineFrameRate") == "29.97 DF"


@host("fps.type")
def _(bench: Bench) -> None:
    bench.program.project.rate = Rate.of(60)
    for clock in CLOCKS:
        bench.rig.open(bench.stage.reel(clock))
        bench.program.project.rate = Rate.of(60)
        assert ResolveDesk(bench.resolve).clock() == clock


@double("audio.props")
def _(bench: Bench) -> None:
    item = bench.on("audio", 1)[0]
    if bench.version >= (21, 1):
        assert item.SetProperties({"AudioVolume": -6.0})
        assert item.SetFades({"FadeIn": 5, "FadeOut": 5})
    else:
        assert item.SetProperty("AudioVolume", -6.0) is False
        assert item.SetProperty("Volume", -6.0) is False
        assert item.SetProperty("Pan", 1.0)  # the picture's


@host("audio.props", "setproperties.atomic")
def _(bench: Bench) -> None:
    """Level and fades are in the sound itself; what the editor set is read where it can be."""
    if bench.version >= (21, 1):
        bench.inner.tracks["audio"][0].items[0].properties["AudioVolume"] = -6.0
        assert bench.read().edit.sound[0].gain == pytest.approx(0.501, abs=1e-3)
    bench.scores()
    for method in ("SetProperty", "SetProperties", "SetFades"):
        assert not bench.called(f"TimelineItem.{method}")


@double("setproperties.atomic")
def _(bench: Bench) -> None:
    item = bench.on("audio", 1)[0]
    if bench.version >= (21, 1):
        assert item.SetProperties({"AudioVolume": -6.0, "Loudness": 1}) is False
        assert item.GetProperties()["AudioVolume"] == 0.0
    else:
        with pytest.raises(Misuse):
            item.SetProperties({"AudioVolume": -6.0})
