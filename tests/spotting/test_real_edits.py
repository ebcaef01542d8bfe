"""Real edits through the rooms before spotting: what must hold whatever those rooms find."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from scenescore.edit import read_edit
from scenescore.job import Job
from scenescore.listen import listen
from scenescore.model import Cue, Edit, Heard, LoudnessTrack, Remark, Seen, Shot
from scenescore.mood import feel
from scenescore.settings import Settings
from scenescore.spotting import spot
from scenescore.watch import group_scenes, watch

HARD_CUTS = {336, 398, 422, 573, 623, 660, 674}


def spotted(edit: Edit, seen: Seen, heard: Heard) -> tuple[tuple[Cue, ...], tuple[Remark, ...]]:
    scenes = group_scenes(edit, seen, heard.speech)
    return spot(edit, seen, scenes, heard, feel(edit, seen, scenes, heard, None), Settings())


@pytest.fixture
def real(shared_data: Path) -> Path:
    return shared_data / "edits" / "real"


def test_trailer_is_hit_on_its_marker_and_on_three_of_its_hard_cuts(real: Path) -> None:
    edit = read_edit(real / "sintel_trailer.otio")
    cues, _ = spotted(edit, watch(edit, Job()), listen(edit, None, Job()))
    hits = {hit.frame: hit for cue in cues for hit in cue.hits}
    assert (hits[770].kind, hits[770].ordered) == ("hard", True)
    assert sum(hits[f].kind == "hard" for f in HARD_CUTS if f in hits) >= 3
    scored = sum(cue.out_frame - cue.in_frame for cue in cues)
    assert scored >= 0.5 * edit.duration_frames
    assert cues[-1].out_frame < edit.duration_frames


def test_orders_of_the_reel_are_followed_on_their_frames(real: Path) -> None:
    edit = read_edit(real / "reel10.otio")
    starts = [0, *(cut.frame for cut in edit.cuts)]
    ends = [*starts[1:], edit.duration_frames]
    seen = Seen(edit.cuts, tuple(map(Shot, starts, ends)), ())
    heard = Heard((), (), (), LoudnessTrack(Fraction(1, 10), ()))
    cues, remarks = spotted(edit, seen, heard)
    assert not [r for r in remarks if r.skipped]
    hits = {hit.frame: hit for cue in cues for hit in cue.hits}
    assert hits[1439].ordered
    assert hits[7912].ordered
    assert {hits[f].kind for f in (1439, 7912)} <= {"hard", "entry"}
    assert not any(cue.in_frame < 4795 + 480 and cue.out_frame > 4795 for cue in cues)
    (stopped,) = [cue for cue in cues if cue.ending == "stop"]
    assert stopped.out_frame == 9590
    (themed,) = [cue for cue in cues if cue.themes]
    assert [(t.name, t.frame) for t in themed.themes] == [("sintel", 10070)]
    (sad,) = [cue for cue in cues if cue.in_frame <= 5900 < cue.out_frame]
    at = float(sad.seconds_at(5900))
    assert min(sad.moods, key=lambda p: abs(p.seconds - at)).mood.emotion == "sad"
