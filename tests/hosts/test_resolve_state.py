"""What the editor has before them in Resolve, where our own tracks and bin are part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .resolve_double.timeline import Track
from .resolve_rig import EDITIONS, ResolveRig, edition_name
from .resolve_rules import Bench
from .stage import PLAIN, Stage

STUDIOS = [edition for edition in EDITIONS if edition[1]]


@pytest.fixture(params=STUDIOS, ids=edition_name)
def bench(request: pytest.FixtureRequest, stage: Stage, tmp_path: Path) -> Bench:
    return Bench(ResolveRig(*request.param), stage, tmp_path)


def test_a_track_of_ours_that_was_muted_stays_so(bench: Bench) -> None:
    bench.scores()
    bench.inner.tracks["audio"][2].enabled = False
    bench.scores(bench.stage.lanes(PLAIN.rate, take="b"))  # compares what is muted
    assert [t.name for t in bench.inner.tracks["audio"] if not t.enabled] == ["현장음", "Score A"]


def test_a_muted_track_behind_ours_keeps_its_mute(bench: Bench) -> None:
    """Its number changes when ours go."""
    bench.scores()
    bench.inner.tracks["audio"].append(Track("Foley", "stereo", enabled=False))
    bench.inner.tracks["audio"].append(Track("Room", "stereo"))
    bench.scores(())
    found = [(track.name, track.enabled) for track in bench.inner.tracks["audio"][2:]]
    assert found == [("Foley", False), ("Room", True)]


def test_tracks_of_one_name_are_told_apart(bench: Bench) -> None:
    """One of three is muted; ours was, and comes back muted."""
    bench.scores()
    picture, sound = bench.inner.tracks["video"], bench.inner.tracks["audio"]
    for track in (picture[0], sound[0], sound[1]):
        track.name, track.enabled = "대사", track is sound[1]
    next(track for track in sound if track.name == "Score A").enabled = False
    before = [track.enabled for track in (picture[0], sound[0], sound[1])]
    bench.scores(bench.stage.lanes(PLAIN.rate, take="b"))
    assert [track.enabled for track in (picture[0], sound[0], sound[1])] == before
    assert not next(track for track in sound if track.name == "Score A").enabled


def test_a_track_of_the_editors_stays_when_our_music_on_it_goes(bench: Bench) -> None:
    """They put it on a track of their own, as in a template; undoing puts it there again."""
    bench.scores()
    sound = bench.inner.tracks["audio"]
    sound.insert(0, Track("MX 1", "stereo"))
    old = next(track for track in sound if track.name == "Score A")
    sound[0].items, old.items = old.items, []
    sound.remove(old)
    receipt = bench.rig.host.write(bench.read(), bench.stage.lanes(PLAIN.rate, take="b"))
    assert (sound[0].name, sound[0].items) == ("MX 1", [])
    bench.rig.host.remove(receipt)
    assert [track.name for track in sound].count("MX 1") == 1
    assert sound[0].items
    assert not any(track.name == "Score A" for track in sound)


def test_our_bin_stays_while_it_is_open(bench: Bench) -> None:
    bench.scores()
    pool = bench.program.project.pool
    pool.current = next(folder for folder in pool.root.folders if folder.name == "SceneScore")
    bench.scores(bench.stage.lanes(PLAIN.rate, take="b"))
    bench.rig.host.write(bench.read(), ())
    assert pool.current in pool.root.folders
    assert pool.current.clips == []


def test_music_laid_again_as_it_lies_is_left_alone(bench: Bench) -> None:
    first = bench.scores().ours
    bench.program.calls.clear()
    assert bench.scores().ours == first  # with the same ids
    assert not bench.called("MediaPool.AppendToTimeline")
    assert not bench.called("Timeline.DeleteClips")


def test_only_tracks_that_differ_are_laid_anew(bench: Bench) -> None:
    lanes = bench.stage.lanes(PLAIN.rate)
    first = {each.name: each.id for each in bench.scores(lanes).ours}
    other = bench.stage.lane("1m03", "Score B", 30, 90, PLAIN.rate, "c")
    after = {each.name: each.id for each in bench.scores((*lanes[:2], other)).ours}
    assert (after["1m01"], after["1m02"]) == (first["1m01"], first["1m02"])
    assert after["1m03"] != first["1m03"]
