"""Lanes written into an edit: exact in frames and samples, and nothing else touched."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.edit import read_edit
from scenescore.edit.lanes import refuse_overwriting, write_scored
from scenescore.edit.scored_tracks import Ruler, score_tracks
from scenescore.edit.scored_tree import absolute_url, without_lanes
from scenescore.errors import EditUnreadable, OutputUnwritable
from scenescore.media.mp4 import encoded_sound, mp4_file, mux, sound_track
from scenescore.model import Clip, Cut, Edit, Hit, Lane, Media
from scenescore.timebase import Rate, Span, frames_to_samples

RATES = ("24", "25", "30", "23.976", "29.97", "59.94", "12.5")


def lane(start: int, end: int, rate: Rate, track: str = "Score A", **more: object) -> Lane:
    values: dict[str, object] = {
        "name": f"cue{start}",
        "cue": f"uid{start}",
        "path": f"/results/cue {start} 음악 🎬/c#1%.wav",
        "samples": frames_to_samples(end - start, rate) + 96_000,
    }
    return Lane(track=track, start_frame=start, end_frame=end, **(values | more))  # type: ignore[arg-type]


def edit_of(source: Path, rate: Rate, **more: object) -> Edit:
    values: dict[str, object] = {
        "name": source.stem,
        "start_frame": 0,
        "duration_frames": 240,
        "drop_frame": False,
        "format": "otio",
        "identity": "x",
    }
    return Edit(rate=rate, source=str(source), **(values | more))  # type: ignore[arg-type]


def simple_otio(path: Path, url: str = "film.mov", rate: float = 24.0) -> Path:
    """A small edit with what OTIO would change on its way through: old, new, unknown schemas."""
    tree = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"studio": {"물음": "값", "half": 0.1, "big": 12345678901234567890}},
        "name": "reel",
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "name": "tracks",
            "children": [
                {
                    "OTIO_SCHEMA": "Sequence.1",
                    "kind": "Video",
                    "name": "V1",
                    "children": [
                        {
                            "OTIO_SCHEMA": "Clip.1",
                            "name": "one",
                            "media_reference": {
                                "OTIO_SCHEMA": "ExternalReference.1",
                                "target_url": url,
                            },
                            "source_range": {
                                "OTIO_SCHEMA": "TimeRange.1",
                                "start_time": {
                                    "OTIO_SCHEMA": "RationalTime.1",
                                    "rate": rate,
                                    "value": 0,
                                },
                                "duration": {
                                    "OTIO_SCHEMA": "RationalTime.1",
                                    "rate": rate,
                                    "value": 240,
                                },
                            },
                        },
                        {"OTIO_SCHEMA": "StudioThing.7", "x": [1, {"OTIO_SCHEMA": "Marker.3"}]},
                    ],
                }
            ],
        },
    }
    path.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    return path


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def our_tracks(path: Path) -> list[otio.schema.Track]:
    timeline = otio.adapters.read_from_file(str(path))
    return [t for t in timeline.tracks if "scenescore" in t.metadata]


@given(
    st.sampled_from(RATES),
    st.lists(st.integers(0, 5000), min_size=2, max_size=12, unique=True),
)
def test_clips_lie_exactly_where_they_should(rate_text, bounds):
    rate = Rate.of(rate_text)
    bounds = sorted(bounds)
    lanes = [
        lane(a, b, rate, hits=(Hit(a, "entry", 1, "scene"), Hit(b - 1, "hard", 1, "cut")))
        for a, b in zip(bounds[::2], bounds[1::2], strict=False)
    ]
    (tree,) = score_tracks(lanes, Ruler(rate, float(rate.fps)))
    track = otio.adapters.read_from_string(json.dumps(tree), "otio_json")
    for clip, wanted in zip(track.find_clips(), lanes, strict=True):
        place = clip.range_in_parent()
        assert place.start_time.rate == place.duration.rate == float(rate.fps)
        assert place.start_time.value == wanted.start_frame
        assert place.duration.value == wanted.end_frame - wanted.start_frame
        assert clip.source_range.start_time.to_seconds() == 1
        assert clip.available_range().duration.value == wanted.samples
        assert clip.available_range().end_time_exclusive() >= clip.source_range.end_time_exclusive()
        for marker, hit in zip(clip.markers, wanted.hits, strict=True):
            moment = clip.transformed_time(marker.marked_range.start_time, track)
            frame = moment.rescaled_to(float(rate.fps)).value
            assert int(frame + 1e-9) == hit.frame
            assert abs(frame - hit.frame) < float(rate.fps) / 48_000 + 1e-6


def test_the_rest_stays_identical(tmp_path):
    source = simple_otio(tmp_path / "편집 🎞.otio")
    before = source.read_bytes()
    rate = Rate.of(24)
    (path,) = write_scored(edit_of(source, rate), [lane(10, 50, rate)], tmp_path / "out")
    expected = read(source)
    clip = expected["tracks"]["children"][0]["children"][0]
    clip["media_reference"]["target_url"] = (tmp_path / "film.mov").as_uri()
    scored = read(path)
    assert scored["tracks"]["children"][-1]["metadata"]["scenescore"]
    assert without_lanes(scored, None) == expected
    assert source.read_bytes() == before


def test_lanes_open_where_the_editor_works(tmp_path):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "a.otio")
    (path,) = write_scored(edit_of(source, rate), [lane(0, 50, rate)], tmp_path / "out")
    track = read(path)["tracks"]["children"][-1]
    url = track["children"][0]["media_references"]["DEFAULT_MEDIA"]["target_url"]
    assert url.startswith("file:///")
    assert " " not in url
    assert otio.url_utils.filepath_from_url(url) == "/results/cue 0 음악 🎬/c#1%.wav"


def test_a_second_run_replaces_only_our_lanes(tmp_path):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "a.otio")
    first = write_scored(
        edit_of(source, rate),
        [lane(0, 50, rate), lane(40, 60, rate, "Score B")],
        tmp_path / "one",
    )[0]
    # Hosts may write our lanes in another order, or with tracks of the editor's between.
    tree = read(first)
    theirs = {"OTIO_SCHEMA": "Track.1", "kind": "Audio", "name": "Foley", "children": []}
    tree["tracks"]["children"].insert(0, tree["tracks"]["children"].pop())
    tree["tracks"]["children"].insert(1, theirs)
    first.write_text(json.dumps(tree), encoding="utf-8")
    second = write_scored(edit_of(first, rate), [lane(5, 30, rate)], tmp_path / "two")[0]
    names = [t.get("name") for t in read(second)["tracks"]["children"]]
    assert names == ["Foley", "Score A", "V1"]
    assert without_lanes(read(second), None) == without_lanes(copy.deepcopy(tree), None)


def test_what_the_editor_laid_on_our_lane_stays_theirs(tmp_path):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "a.otio")
    first = write_scored(edit_of(source, rate), [lane(10, 50, rate)], tmp_path / "one")[0]
    tree = read(first)
    foley = {
        "OTIO_SCHEMA": "Clip.2",
        "name": "door",
        "metadata": {},
        "source_range": Ruler(rate, 24.0).range(0, 12),
    }
    tree["tracks"]["children"][-1]["children"].append(foley)
    first.write_text(json.dumps(tree), encoding="utf-8")
    second = write_scored(edit_of(first, rate), [lane(0, 5, rate)], tmp_path / "two")[0]
    kept, new = read(second)["tracks"]["children"][1:]
    assert [(c["OTIO_SCHEMA"], c["name"]) for c in kept["children"]] == [
        ("Gap.1", ""),
        ("Gap.1", ""),
        ("Clip.2", "door"),
    ]
    assert new["children"][0]["name"] == "cue0"


def test_the_edits_own_spelling_of_the_rate_is_kept(tmp_path):
    source = simple_otio(tmp_path / "a.otio", rate=23.98)
    rate = Rate.of("23.976")
    (path,) = write_scored(edit_of(source, rate), [lane(7, 50, rate)], tmp_path / "out")
    rates = {
        thing["duration"]["rate"]
        for child in read(path)["tracks"]["children"][-1]["children"]
        for thing in [child["source_range"]]
    }
    assert rates == {23.98}


def test_a_trimmed_stack_moves_the_lanes_with_it(tmp_path):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "a.otio")
    tree = read(source)
    tree["tracks"]["source_range"] = Ruler(rate, 24.0).range(48, 100)
    source.write_text(json.dumps(tree), encoding="utf-8")
    (path,) = write_scored(edit_of(source, rate), [lane(0, 50, rate)], tmp_path / "out")
    gap = read(path)["tracks"]["children"][-1]["children"][0]
    assert gap["source_range"]["duration"]["value"] == 48


def test_one_of_several_timelines(tmp_path):
    rate = Rate.of(24)
    inner = read(simple_otio(tmp_path / "a.otio"))
    both = {
        "OTIO_SCHEMA": "SerializableCollection.1",
        "children": [{**copy.deepcopy(inner), "name": name} for name in ("one", "two")],
    }
    source = tmp_path / "both.otio"
    source.write_text(json.dumps(both), encoding="utf-8")
    edit = edit_of(source, rate, timeline="two")
    (path,) = write_scored(edit, [lane(0, 50, rate)], tmp_path / "out")
    counts = [len(t["tracks"]["children"]) for t in read(path)["children"]]
    assert counts == [1, 2]
    with pytest.raises(EditUnreadable, match="2 timelines"):
        write_scored(edit_of(source, rate), [lane(0, 50, rate)], tmp_path / "out")


@pytest.mark.parametrize(
    ("bounds", "why"),
    [([(0, 10), (9, 20)], "overlaps"), ([(5, 5)], "no frame"), ([(-3, 5)], "overlaps")],
)
def test_lanes_that_cannot_lie_on_one_track_are_refused(tmp_path, bounds, why):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "a.otio")
    lanes = [Lane("Score A", "c", "u", "/x.wav", 0, a, b) for a, b in bounds]
    with pytest.raises(ValueError, match=why):
        write_scored(edit_of(source, rate), lanes, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_input_is_never_overwritten(tmp_path):
    rate = Rate.of(24)
    source = simple_otio(tmp_path / "scored.otio")
    before = source.read_bytes()
    with pytest.raises(OutputUnwritable, match="never overwritten"):
        write_scored(edit_of(source, rate), [lane(0, 9, rate)], tmp_path)
    assert source.read_bytes() == before
    refuse_overwriting(edit_of(source, rate), tmp_path / "elsewhere")


def test_no_film_is_written_over_the_edit_or_its_media(tmp_path, shared_data):
    film = tmp_path / "film.mp4"
    film.write_bytes((shared_data / "film" / "friday.mp4").read_bytes())
    edit = read_edit(film)
    for path in (film, tmp_path / "." / "film.mp4"):
        with pytest.raises(OutputUnwritable, match="never overwritten"):
            refuse_overwriting(edit, tmp_path / "out", path)
    refuse_overwriting(edit, tmp_path / "out", tmp_path / "scored.mp4")


def test_no_film_of_somebody_elses_is_written_over(tmp_path, shared_data):
    edit = edit_of(simple_otio(tmp_path / "edit.otio"), Rate.of(24))
    other = tmp_path / "다른 영화 🎬.mp4"
    for content in ((shared_data / "film" / "friday.mp4").read_bytes(), b"no film at all", b""):
        other.write_bytes(content)
        with pytest.raises(OutputUnwritable, match="did not write it"):
            refuse_overwriting(edit, tmp_path / "out", other)
    other.unlink()
    with mp4_file(other) as container:
        sound = sound_track(container, 48_000)
        mux(container, encoded_sound(sound, [np.zeros((4800, 2), np.float32)], 48_000))
    refuse_overwriting(edit, tmp_path / "out", other)  # an earlier run's film gives way


def test_an_input_that_went_away_is_told(tmp_path):
    with pytest.raises(EditUnreadable, match="went away"):
        write_scored(edit_of(tmp_path / "gone.otio", Rate.of(24)), [], tmp_path / "out")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("film.mov", "film.mov"),
        ("my%20film.mov", "my film.mov"),
        ("100%25.mov", "100%25.mov"),
        ("sub\\영화.mov", "sub/영화.mov"),
        ("./sub/../film.mov", "film.mov"),
    ],
)
def test_relative_urls_find_their_file(tmp_path, url, name):
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_bytes(b"")
    assert absolute_url(url, tmp_path) == (tmp_path / name).as_uri()


@pytest.mark.parametrize(
    "url",
    [
        "file:///a/b.mov",
        "/a/b.mov",
        "C:\\a\\b.mov",
        "C:/a/b.mov",
        "\\\\server\\b.mov",
        "https://x/y",
    ],
)
def test_absolute_urls_stay_as_written(tmp_path, url):
    source = simple_otio(tmp_path / "a.otio", url)
    (path,) = write_scored(edit_of(source, Rate.of(24)), [], tmp_path / "out")
    assert read(path) == read(source)


def test_a_bundle_brings_its_media_along(tmp_path):
    film = tmp_path / "영화 1.mov"
    film.write_bytes(b"not really a film")
    clip = otio.schema.Clip(
        "c",
        otio.schema.ExternalReference(film.as_uri()),
        otio.opentime.TimeRange(
            otio.opentime.RationalTime(0, 24), otio.opentime.RationalTime(48, 24)
        ),
    )
    timeline = otio.schema.Timeline("t")
    timeline.tracks.append(otio.schema.Track("V1", [clip]))
    source = tmp_path / "묶음.otioz"
    otio.adapters.write_to_file(timeline, str(source))
    rate = Rate.of(24)
    edit = edit_of(source, rate, format="otioz")
    staging, final = tmp_path / "staging", tmp_path / "final"
    (path,) = write_scored(edit, [lane(0, 48, rate)], staging, final)
    url = read(path)["tracks"]["children"][0]["children"][0]["media_references"]["DEFAULT_MEDIA"][
        "target_url"
    ]
    assert url == (final / "scored-media" / film.name).as_uri()
    assert (staging / "scored-media" / film.name).read_bytes() == film.read_bytes()


def film_edit(path: Path, rate: Rate, cuts: tuple[int, ...]) -> Edit:
    media = Media(str(path), path.name)
    bounds = (0, *cuts, 240)
    picture = tuple(
        Clip(f"shot {i}", media, Span.of_frames(a, b, rate), Span.of_frames(a, b, rate).start)
        for i, (a, b) in enumerate(pairwise(bounds))
    )
    sound = (Clip("sound", media, Span.of_frames(0, 240, rate), Fraction(0)),)
    return edit_of(
        path, rate, format="film", picture=picture, sound=sound, cuts=tuple(map(Cut, cuts))
    )


def test_a_film_becomes_an_edit_with_its_cuts(tmp_path):
    film = tmp_path / "영화 🎥.mp4"
    film.write_bytes(b"")
    rate = Rate.of("29.97")
    (path,) = write_scored(film_edit(film, rate, (50, 77)), [lane(3, 99, rate)], tmp_path / "out")
    timeline = otio.adapters.read_from_file(str(path))
    picture, sound, score = timeline.tracks
    starts = [c.range_in_parent().start_time.to_frames() for c in picture]
    assert starts == [0, 50, 77]
    assert [c.source_range.start_time.to_frames() for c in picture] == [0, 50, 77]
    assert picture[0].media_reference.target_url == film.as_uri()
    assert sound.kind == score.kind == "Audio"
    assert score[1].range_in_parent().start_time.value == 3


@pytest.mark.parametrize("name", ["sintel_trailer", "mixed_sources", "reel10"])
def test_real_edits_stay_identical(shared_data, tmp_path, name):
    source = shared_data / "edits" / "real" / f"{name}.otio"
    rate = Rate.of("23.976" if name == "reel10" else "24")
    (path,) = write_scored(edit_of(source, rate), [lane(12, 480, rate)], tmp_path / "out")
    (track,) = our_tracks(path)
    assert track[1].range_in_parent().start_time.value == 12
    scored = read(path)
    text = json.dumps(without_lanes(scored, None))
    film = (shared_data / "film").resolve().as_uri()
    assert json.loads(text.replace(film, "../../film")) == read(source)
