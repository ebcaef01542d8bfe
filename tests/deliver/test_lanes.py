"""Cues never meet on a lane, and a lane is used again as soon as it is free."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scenescore.deliver import lanes_of, place_works
from scenescore.edit.scored_tracks import in_order
from scenescore.settings import Lanes

from .factory import make_cue, make_recording, make_score

BOUNDS = st.lists(st.tuples(st.integers(100, 4000), st.integers(1, 900)), max_size=12)


def works_of(bounds, before=12, after=48):
    cues = [make_cue(n, start, start + length) for n, (start, length) in enumerate(bounds, 1)]
    scores = [make_score(cue) for cue in cues]
    recordings = [make_recording(s, c, before, after) for s, c in zip(scores, cues, strict=True)]
    return place_works(cues, scores, recordings)


@given(BOUNDS)
def test_no_two_meet_on_one_lane(bounds):
    works = works_of(bounds)
    for mode in Lanes:
        lanes = lanes_of(works, mode)
        for track in {lane.track for lane in lanes}:
            in_order(track, [lane for lane in lanes if lane.track == track])
    assert [work.cue.id for work in works] == [f"1m{n:02}" for n in range(1, len(bounds) + 1)]


def test_lanes_alternate_only_where_tails_overlap():
    works = works_of([(100, 200), (300, 200), (600, 100), (900, 100)])
    assert [w.lane for w in works] == ["Score A", "Score B", "Score A", "Score A"]
    touching = works_of([(100, 200), (300, 200)], before=0, after=0)
    assert [w.lane for w in touching] == ["Score A", "Score A"]


def test_three_at_once_take_three_lanes():
    works = works_of([(100, 500), (150, 500), (200, 500)])
    assert [w.lane for w in works] == ["Score A", "Score B", "Score C"]


def test_a_lane_says_where_its_sound_lies():
    (work,) = works_of([(100, 400)])
    (lane,) = lanes_of([work])
    recording = work.recording
    assert (lane.start_frame, lane.end_frame) == (88, 548)
    assert (lane.path, lane.samples) == (recording.mix.path, recording.samples)
    assert (lane.name, lane.cue) == ("1m01", "uid-1")
    assert lane.hits == work.cue.hits


def test_stems_get_a_lane_each_beside_one_another():
    lanes = lanes_of(works_of([(100, 200), (300, 200)]), Lanes.STEMS)
    assert list(dict.fromkeys(lane.track for lane in lanes)) == [
        "Score A percussion",
        "Score A strings",
        "Score B percussion",
        "Score B strings",
    ]
    assert all(a.start_frame <= b.start_frame for a, b in pairwise(lanes) if a.track == b.track)
    assert lanes[0].name == "1m01 percussion"
    assert lanes[0].path.endswith("/stems/percussion.wav")
