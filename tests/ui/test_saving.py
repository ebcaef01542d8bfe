"""The work comes back from disk as it was, wherever it is moved, whatever befell it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ui.test_work import CUES, SOURCE, WORK

from scenescore.model import Hit
from scenescore.settings import Lanes, LoudnessPreset
from scenescore.strokes import AXES, Stroke
from scenescore.worker.orders import LocksOrder, Source
from scenescore_ui.work import changes
from scenescore_ui.work.model import Selection, View, Work
from scenescore_ui.work.places import places_of, source_of
from scenescore_ui.work.saving import VERSION, Document, WorkUnreadable, load, save

Change = Callable[[Work], Work]

uids = st.sampled_from([cue.uid for cue in CUES])
frames = st.integers(0, 2000)
values = st.floats(-1, 1)
texts = st.text(min_size=1, max_size=20)


def _stroke(axis: str, points: dict[float, float]) -> Stroke:
    return Stroke(axis, tuple(sorted(points.items())))  # type: ignore[arg-type]


strokes = st.builds(
    _stroke,
    st.sampled_from(AXES),
    st.dictionaries(st.floats(0, 90, allow_nan=False), values, min_size=1, max_size=5),
)
locks = st.builds(
    LocksOrder,
    theme=st.booleans(),
    chords=st.booleans(),
    parts=st.tuples(texts),
    bars=st.tuples(st.tuples(st.integers(1, 9), st.integers(9, 20))),
)
hits = st.builds(
    Hit,
    frames,
    st.sampled_from(["hard", "soft", "stop", "swell"]),
    st.floats(0, 1),
    texts,
    st.booleans(),
    texts,
)
done = st.one_of(
    st.builds(
        lambda u, d, v: lambda w: changes.turned(w, u, d, v),
        uids,
        st.sampled_from(changes.DIALS),
        values,
    ),
    st.builds(lambda u: lambda w: changes.kept_take(changes.new_take(w, u), u), uids),
    st.builds(lambda u, a, b: lambda w: changes.moved_edges(w, u, a, a + b), uids, frames, frames),
    st.builds(lambda u, h: lambda w: changes.with_hit(w, u, h), uids, hits),
    st.builds(lambda u, x, t: lambda w: changes.locked(w, u, x, t), uids, locks, texts),
    st.builds(lambda s: lambda w: changes.bent(w, s), strokes),
    st.builds(lambda a, b: lambda w: changes.mood_ordered(w, a, a + b, "fear"), frames, frames),
    st.builds(lambda a, b: lambda w: changes.without_music(w, a, a + b), frames, frames),
    st.builds(lambda a: lambda w: changes.joined(w, a), frames),
    st.builds(lambda u: lambda w: changes.without_cue(w, u), uids),
    st.builds(
        lambda p, t: (
            lambda w: replace(
                w,
                lanes=Lanes.STEMS,
                studio=w.studio.model_copy(
                    update={"loudness": p, "themes": ((t, Path("/t") / "주제.mid"),)}
                ),
            )
        ),
        st.sampled_from(LoudnessPreset),
        texts,
    ),
)
views = st.builds(
    View,
    frames,
    st.none()
    | st.builds(Selection, frames, frames, st.none() | st.integers(1, 9), st.none() | uids),
    st.none() | st.tuples(st.floats(0, 1e6), st.floats(0, 1e6)),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(done, max_size=8), view=views, identity=texts)
def test_a_work_is_opened_as_it_was_saved(
    tmp_path: Path, steps: list[Change], view: View, identity: str
) -> None:
    work = WORK
    for step in steps:
        work = step(work)
    source = Source(path=tmp_path / "편집 🎬.otio", captions=Path("/자막.srt"), rate="23.976")
    document = Document(source, work, view, identity)
    save(document, tmp_path / "편집 🎬.otio.scenescore")
    assert load(tmp_path / "편집 🎬.otio.scenescore") == document


def test_a_work_moves_with_its_edit(tmp_path: Path) -> None:
    here, there = tmp_path / "여기", tmp_path / "저기 🎬"
    here.mkdir()
    there.mkdir()
    save(Document(Source(path=here / "a.otio", captions=here / "a.srt")), here / "a.scenescore")
    (here / "a.scenescore").rename(there / "a.scenescore")
    moved = load(there / "a.scenescore").source
    assert (moved.path, moved.captions) == (there / "a.otio", there / "a.srt")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda d: "{", "work_damaged"),
        (lambda d: "[]", "work_damaged"),
        (lambda d: json.dumps({**d, "format": "x"}), "work_damaged"),
        (lambda d: json.dumps({**d, "version": VERSION + 1}), "work_newer"),
        (lambda d: json.dumps({**d, "version": "1"}), "work_damaged"),
        (lambda d: json.dumps({**d, "work": {"cues": 3}}), "work_damaged"),
        (lambda d: json.dumps({k: v for k, v in d.items() if k != "source"}), "work_damaged"),
        (lambda d: "\ud800", "work_damaged"),
    ],
)
def test_a_damaged_or_newer_work_is_told(
    tmp_path: Path, change: Callable[[dict[str, object]], str], key: str
) -> None:
    path = tmp_path / "a.scenescore"
    save(Document(SOURCE, WORK), path)
    text = change(json.loads(path.read_text(encoding="utf-8")))
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(WorkUnreadable) as caught:
        load(path)
    assert caught.value.key == key
    with pytest.raises(WorkUnreadable):
        load(tmp_path / "none")


def test_an_older_work_is_brought_up_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "a.scenescore"
    save(Document(SOURCE, WORK), path)
    migrations = {
        VERSION: lambda d: {**d, "identity": "second"},
        VERSION + 1: lambda d: {**d, "identity": d["identity"] + ", third"},
    }
    assert load(path, migrations) == Document(SOURCE, WORK, identity="second, third")


def test_places_lie_beside_the_edit(tmp_path: Path) -> None:
    edit = tmp_path / "편집 1.otio"
    places = places_of(edit)
    assert places.file == tmp_path / "편집 1.otio.scenescore"
    assert places.folder.parent == tmp_path
    assert source_of(places.file) == edit
    assert source_of(edit) == edit
