"""Rules of bringing clips into a timeline and out of it."""

from __future__ import annotations

import pytest

from scenescore.errors import LanesRefused
from scenescore.timebase import Rate

from ..resolve_double import Misuse
from ..resolve_double.timeline import Track
from ..stage import CLOCKS, PLAIN
from .bench import Bench, double, host

# --- where a clip comes to lie --------------------------------------------------------------------


@double("append.recordFrame.absolute")
def _(bench: Bench) -> None:
    bench.append(recordFrame=5 * 25)
    assert len(bench.on("audio", 2)) == 1  # dropped: an hour before the start
    bench.append()
    assert bench.on("audio", 2)[-1].GetStart() == bench.inner.start + 5 * 25


@host("append.recordFrame.absolute", "start.frame")
def _(bench: Bench) -> None:
    for clock in CLOCKS[:2]:
        bench.rig.open(bench.stage.reel(clock))
        bench.scores()


@double("append.endFrame.exclusive")
def _(bench: Bench) -> None:
    bench.append(startFrame=25, endFrame=35)
    assert bench.on("audio", 2)[-1].GetDuration() == 10


@host("append.endFrame.exclusive")
def _(bench: Bench) -> None:
    lane = bench.stage.lane("1m07", "Score A", 11, 12, PLAIN.rate)  # one frame
    (laid,) = bench.scores((lane,)).ours
    assert (laid.start_frame, laid.end_frame) == (11, 12)


@double("append.integers")
def _(bench: Bench) -> None:
    for key in ("recordFrame", "endFrame"):
        before = len(bench.on("audio", 2))
        value = bench.inner.start + 125 if key == "recordFrame" else 35
        bench.append(**{key: value + 0.5})
        assert (len(bench.on("audio", 2)) > before) == (bench.version < (21,))
        bench.inner.tracks["audio"][1].items[1:] = []


@host("append.integers")
def _(bench: Bench) -> None:
    ntsc = next(clock for clock in CLOCKS if clock.rate == Rate.of("23.976"))
    bench.rig.open(bench.stage.reel(ntsc))
    bench.scores()


@double("append.overlap.dropped")
def _(bench: Bench) -> None:
    bench.append()
    assert bench.append(recordFrame=bench.inner.start + 130)  # it says so
    assert len(bench.on("audio", 2)) == 2  # and has not done it


@host("append.overlap.dropped")
def _(bench: Bench) -> None:
    """A full track of the editor's has the very name that ours want."""
    bench.inner.tracks["audio"][0].name = "Score A"
    bench.scores()


@double("append.mixedfps.floor")
def _(bench: Bench) -> None:
    bench.program.project.rate = Rate.of(24)
    bench.append(endFrame=25 + 23)  # 23.96 frames
    assert bench.on("audio", 2)[-1].GetDuration() == 23


@host("append.mixedfps.floor", "import.wav.fps.freeze")
def _(bench: Bench) -> None:
    """Sounds count in the project's frames; where no number of them fits, all is as it was."""
    bench.program.project.rate = Rate.of(30)
    after = bench.scores()
    assert all(each.source == 1 for each in after.ours)
    bench.rig.host.write(bench.read(), ())
    bench.program.project.rate = Rate.of("12.5")
    before = bench.rig.world()
    with pytest.raises(LanesRefused):
        bench.rig.host.write(bench.read(), bench.stage.lanes(PLAIN.rate))
    assert bench.rig.world() == before


@double("append.video.with.audio")
def _(bench: Bench) -> None:
    film = bench.inner.tracks["video"][0].items[0].media
    assert film is not None
    item = next(
        each
        for folder in bench.pool.GetRootFolder().GetSubFolderList()
        for each in folder.GetClipList()
        if each.GetUniqueId() == film.id
    )
    bench.pool.SetSelectedClip(item)
    info = {"mediaPoolItem": item, "startFrame": 0, "endFrame": 10, "trackIndex": 2}
    info["recordFrame"] = bench.inner.start + 140
    counts = [len(bench.on(kind, 2)) for kind in ("video", "audio")]
    bench.pool.AppendToTimeline([{**info, "mediaType": 2}])
    assert [len(bench.on(kind, 2)) for kind in ("video", "audio")] == [counts[0], counts[1] + 1]
    bench.inner.tracks["audio"][1].items.pop()
    bench.pool.AppendToTimeline([info])
    assert [len(bench.on(kind, 2)) for kind in ("video", "audio")] == [counts[0] + 1, counts[1] + 1]


@host("append.video.with.audio", "append.track.must.exist")
def _(bench: Bench) -> None:
    bench.scores()  # compares the editor's own tracks, too
    assert [track.name for track in bench.inner.tracks["audio"][2:]] == ["Score A", "Score B"]


# --- tracks ---------------------------------------------------------------------------------------


@double("append.track.must.exist")
def _(bench: Bench) -> None:
    for number in (0, 3):
        assert bench.append(trackIndex=number) == []


@double("append.locked.empty")
def _(bench: Bench) -> None:
    item = bench.sound()
    bench.timeline.SetTrackLock("audio", 2, True)
    assert bench.append(mediaPoolItem=item) == []
    assert len(bench.on("audio", 2)) == 1


@host("append.locked.empty")
def _(bench: Bench) -> None:
    """The editor locked a track of ours, and one of theirs."""
    bench.scores()
    bench.inner.tracks["audio"][2].locked = bench.inner.tracks["audio"][0].locked = True
    bench.scores(bench.stage.lanes(PLAIN.rate, take="b"))
    assert bench.inner.tracks["audio"][0].locked


@double("append.audio.trackIndex.bug")
def _(bench: Bench) -> None:
    bench.timeline.AddTrack("audio", "stereo")
    assert bool(bench.append(trackIndex=3)) == (bench.version >= (20, 2, 2))


@host("append.audio.trackIndex.bug")
def _(bench: Bench) -> None:
    bench.inner.tracks["audio"].append(Track("Foley", "stereo"))
    bench.scores()
    assert len(bench.inner.tracks["video"]) == 2


@double("append.no.selection.bug")
def _(bench: Bench) -> None:
    item = bench.sound()
    bench.program.project.pool.selected = []
    assert bool(bench.append(mediaPoolItem=item)) == (bench.version >= (20, 3, 2))


@host("append.no.selection.bug")
def _(bench: Bench) -> None:
    pool = bench.program.project.pool
    pool.selected = []
    bench.scores()
    pool.selected = chosen = [pool.root.folders[0].clips[0]]
    bench.scores()
    assert pool.selected == chosen


@double("addtrack.mono")
def _(bench: Bench) -> None:
    assert bench.timeline.AddTrack("audio") is True  # no number
    assert bench.timeline.GetTrackSubType("audio", bench.timeline.GetTrackCount("audio")) == "mono"


@host("addtrack.mono")
def _(bench: Bench) -> None:
    bench.scores()
    ours = [(track.name, track.sub_type) for track in bench.inner.tracks["audio"][2:]]
    assert ours == [("Score A", "stereo"), ("Score B", "stereo")]


# --- what a call says, and what it did ------------------------------------------------------------


@double("append.return.untrusted")
def _(bench: Bench) -> None:
    (told,) = bench.append()
    assert told.GetUniqueId() == ""
    assert bench.on("audio", 2)[-1].GetUniqueId()
    sound = bench.sound()
    bench.program.lays = 1
    info = {"mediaPoolItem": sound, "startFrame": 0, "endFrame": 2, "trackIndex": 1}
    first = {**info, "recordFrame": bench.inner.start + 140}
    second = {**info, "recordFrame": bench.inner.start + 145}
    assert bench.pool.AppendToTimeline([first, second]) == []
    there = len(bench.on("audio", 1))
    bench.resolve.GetProjectManager().SaveProject()
    assert len(bench.on("audio", 1)) == there - 1


@host("append.return.untrusted")
def _(bench: Bench) -> None:
    before = bench.rig.world()
    edit = bench.read()
    for laid in (0, 1, 2):
        bench.program.lays = laid
        with pytest.raises(LanesRefused):
            bench.rig.host.write(edit, bench.stage.lanes(PLAIN.rate))
        assert bench.rig.world() == before
    assert bench.program.saves


@double("deleteclips.page")
def _(bench: Bench) -> None:
    bench.append()
    item = bench.on("audio", 2)[-1]
    picture = bench.inner.tracks["video"][0].items[0]
    bench.inner.tracks["audio"][1].items[-1].linked = [picture]
    bench.resolve.OpenPage("fairlight")
    assert bench.timeline.DeleteClips([item]) is False
    bench.resolve.OpenPage("edit")
    assert bench.timeline.DeleteClips([item]) is True
    assert picture in bench.inner.tracks["video"][0].items


@host("deleteclips.page")
def _(bench: Bench) -> None:
    for page in ("fairlight", "color", "media"):
        bench.program.page = page
        bench.scores()
        assert bench.program.page == page


# --- media ----------------------------------------------------------------------------------------


@double("import.current.folder")
def _(bench: Bench) -> None:
    bench.pool.SetCurrentFolder(bench.pool.GetRootFolder())
    item = bench.sound()
    assert item in bench.pool.GetRootFolder().GetClipList()


@host("import.current.folder")
def _(bench: Bench) -> None:
    bench.scores()
    root = bench.program.project.pool.root
    assert [folder.name for folder in root.folders] == ["내 빈", "SceneScore"]
    assert len(root.folders[1].clips) == 3
    bench.scores(())
    assert [folder.name for folder in root.folders] == ["내 빈"]


@double("import.wav.fps.freeze")
def _(bench: Bench) -> None:
    bench.program.project.rate = Rate.of(24)
    item = bench.sound()
    bench.program.project.rate = Rate.of(30)
    assert item.GetClipProperty("FPS") == 24.0


@double("overloads.deprecated")
def _(bench: Bench) -> None:
    path = str(bench.stage.sound())
    if bench.version >= (21, 1):
        for old in (lambda: bench.pool.ImportMedia([path]), lambda: bench.timeline.GetSetting("x")):
            with pytest.raises(Misuse):
                old()
    else:
        assert bench.pool.ImportMedia([path])
        with pytest.raises(Misuse):
            bench.timeline.GetSettings()


@host("overloads.deprecated")
def _(bench: Bench) -> None:
    bench.scores()
