"""Files for other programs: what each wants to find, and the lanes on their frames in all."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from defusedxml import ElementTree
from tests.media.making import sine, write_film, write_sound

from scenescore.edit import lanes_in, read_edit, write_exchange, write_scored
from scenescore.edit.exchange import files_of
from scenescore.edit.exchange_files import FILES
from scenescore.media import WavWriter
from scenescore.model import Edit, Hit, Lane
from scenescore.settings import Exchange
from scenescore.timebase import Rate, frames_to_samples, to_seconds

from .make_edits import audio, clip, saved, span, timeline, video

RATE = Rate.of("23.976")
FPS = float(RATE.fps)
START = 86_400


def lane(start: int, end: int, folder: Path, track: str = "Score A") -> Lane:
    samples = frames_to_samples(end - start, RATE) + 96_000
    hits = (Hit(start, "entry", 1, "scene"), Hit(end - 2, "hard", 0.75, "cut", label="문 닫힘"))
    path = folder / f"음악 {start} #1.wav"
    return Lane(track, f"1m{start:02}", f"uid{start}", str(path), samples, start, end, hits)


@pytest.fixture
def edit(tmp_path: Path) -> Edit:
    """A film with a start timecode of its own, a retime, a sound in mono, a file that is gone."""
    film = write_film(
        tmp_path / "원본 🎬.mov",
        200,
        rate=RATE.fps,
        codec="mpeg4",
        tags={"timecode": "10:00:00:00"},
    )
    write_sound(tmp_path / "mono.wav", sine(300, 9), codec="pcm_s16le")
    shots = (
        clip("원본 🎬", 48, 36_000 * 24 + 10, rate=FPS, url=film.name, begin=36_000 * 24),
        clip("원본 🎬", 24, 36_000 * 24 + 80, rate=FPS, url=film.name, begin=36_000 * 24, speed=2),
        clip("gone", 24, 5, rate=FPS, url="gone.mov"),
    )
    sound = otio.schema.Clip("mono", otio.schema.ExternalReference("mono.wav"), span(12, 60, FPS))
    made = timeline(video(*shots), audio(sound, name="대사"), start=START, rate=FPS)
    return read_edit(saved(tmp_path, made, "편집 1.otio"))


def written(edit: Edit, folder: Path, *kinds: Exchange) -> tuple[list[Lane], dict[str, Path]]:
    lanes = [lane(7, 60, folder), lane(70, 90, folder), lane(50, 80, folder, "Score B")]
    (scored,) = write_scored(edit, lanes, folder)
    paths = write_exchange(scored, edit, lanes, folder, kinds)
    return lanes, {path.name: path for path in paths}


@pytest.mark.parametrize("kind", list(Exchange))
def test_lanes_lie_on_their_frames_in_every_file(
    edit: Edit, tmp_path: Path, kind: Exchange
) -> None:
    lanes, paths = written(edit, tmp_path / "out", kind)
    assert tuple(paths) == files_of([kind]) == tuple(FILES[kind])
    for path in paths.values():
        laid = lanes_in(path, RATE)
        places = [
            [(x.track, x.name, x.cue, x.path, x.start_frame, x.end_frame) for x in each]
            for each in (sorted(laid, key=lambda x: (x.track, x.start_frame)), lanes)
        ]
        assert places[0] == places[1]
        assert all(abs(x.source - 1) < Fraction(1, 500) for x in laid)


def test_hits_come_back_from_what_was_written(edit: Edit, tmp_path: Path) -> None:
    lanes, paths = written(edit, tmp_path / "out", Exchange.LANES)
    assert [x.hits for x in lanes_in(paths["lanes.otio"], RATE)] == [x.hits for x in lanes]


@pytest.mark.parametrize(
    ("kind", "key"), [(Exchange.RESOLVE, "Resolve_OTIO"), (Exchange.PREMIERE, "PremierePro_OTIO")]
)
def test_what_all_programs_want_is_there(
    edit: Edit, tmp_path: Path, kind: Exchange, key: str
) -> None:
    _, paths = written(edit, tmp_path / "out", kind)
    names = set()
    for path in paths.values():
        tree = json.loads(path.read_text(encoding="utf-8"))
        names.add(tree["name"])
        assert tree["global_start_time"] == {
            "OTIO_SCHEMA": "RationalTime.1",
            "rate": FPS,
            "value": START,
        }
        assert key in tree["metadata"]
        for track in tree["tracks"]["children"]:
            assert track["enabled"] is True
            for item in track["children"]:
                if item["OTIO_SCHEMA"].startswith("Gap"):
                    continue
                assert item["OTIO_SCHEMA"] == "Clip.2"
                assert item["active_media_reference_key"] == "DEFAULT_MEDIA"
                assert key in item["metadata"]
                media = item["media_references"]["DEFAULT_MEDIA"]
                whole, used = media["available_range"], item["source_range"]
                for time in (*whole.values(), *used.values()):
                    assert isinstance(time, str) or time["value"] == int(time["value"])
                assert whole["start_time"]["value"] <= used["start_time"]["value"]
    # Resolve imports no timeline whose name is there already.
    assert edit.name not in names
    assert len(names) == 2


def test_resolve_gets_bare_paths_and_the_media_s_own_timecode(edit: Edit, tmp_path: Path) -> None:
    lanes, paths = written(edit, tmp_path / "out", Exchange.RESOLVE)
    full = otio.adapters.read_from_file(str(paths["resolve.otio"]))
    picture, sound, first, _ = full.tracks
    media = picture[0].media_reference
    assert media.target_url == str(tmp_path / "원본 🎬.mov")
    assert media.available_range.start_time.value == 36_000 * 24
    assert picture[0].source_range.start_time.value == 36_000 * 24 + 10
    assert picture[1].effects[0].time_scalar == 2
    assert sound.metadata["Resolve_OTIO"]["Audio Type"] == "Mono"
    assert len(sound[0].metadata["Resolve_OTIO"]["Channels"]) == 1
    assert first.metadata["Resolve_OTIO"]["Audio Type"] == "Stereo"
    ours = next(iter(first.find_clips()))
    assert len(ours.metadata["Resolve_OTIO"]["Channels"]) == 2
    # The file's own clock is its BWF time reference: the lane begins at its place in the edit.
    assert ours.source_range.start_time.value == START + lanes[0].start_frame
    assert ours.metadata["scenescore"]["uid"] == lanes[0].cue
    links = [x.metadata["Resolve_OTIO"]["Link Group ID"] for x in full.find_clips()]
    assert len(set(links)) == len(links)


def test_premiere_gets_urls_and_the_facts_of_its_sequence(edit: Edit, tmp_path: Path) -> None:
    _, paths = written(edit, tmp_path / "out", Exchange.PREMIERE)
    full = otio.adapters.read_from_file(str(paths["premiere.otio"]))
    facts = full.tracks.metadata["PremierePro_OTIO"]
    assert dict(facts["VideoResolution"]) == {"width": 64, "height": 48}
    assert (facts["VideoFrameRate"], facts["AudioFrameRate"]) == (FPS, 48_000)
    assert all(x.media_reference.target_url.startswith("file:///") for x in full.find_clips())
    ours = list(full.tracks[2].find_clips())
    assert ours[0].metadata["PremierePro_OTIO"]["AudioChannels"]["ChannelType"] == "Stereo"
    assert ours[0].effects[0].metadata["PremierePro_OTIO"]["MatchName"] == "Internal Volume Stereo"


def test_what_a_program_wrote_itself_is_kept(tmp_path: Path) -> None:
    own = {"Channels": [{"Source Channel ID": 3, "Source Track ID": 1}], "Link Group ID": 77}
    sound = clip("a", 48, rate=FPS)
    sound.metadata["Resolve_OTIO"] = own
    edit = read_edit(saved(tmp_path, timeline(audio(sound), start=START, rate=FPS)))
    _, paths = written(edit, tmp_path / "out", Exchange.RESOLVE)
    full = otio.adapters.read_from_file(str(paths["resolve.otio"]))
    kept = next(iter(full.tracks[0].find_clips())).metadata["Resolve_OTIO"]
    assert kept["Link Group ID"] == 77
    assert kept["Channels"][0]["Source Channel ID"] == 3


def test_the_lanes_alone_hold_nothing_else(edit: Edit, tmp_path: Path) -> None:
    _, paths = written(edit, tmp_path / "out", *Exchange)
    for name in ("lanes.otio", "resolve-lanes.otio", "premiere-lanes.otio"):
        alone = otio.adapters.read_from_file(str(paths[name]))
        assert [track.name for track in alone.tracks] == ["Score A", "Score B"]
        assert alone.global_start_time.value == START


def test_fcpxml_of_the_lanes(edit: Edit, tmp_path: Path) -> None:
    lanes, paths = written(edit, tmp_path / "out", Exchange.FCPXML)
    root = ElementTree.parse(paths["lanes.fcpxml"]).getroot()
    frame = Fraction(root.find("resources/format").get("frameDuration").removesuffix("s"))
    assert frame == RATE.frame
    sequence = root.find("library/event/project/sequence")
    assert Fraction(sequence.get("tcStart").removesuffix("s")) == to_seconds(START, RATE)
    clips = sequence.findall("spine/gap/asset-clip")
    assert [x.get("lane") for x in clips] == ["-1", "-1", "-2"]
    for one, laid in zip(clips, lanes, strict=True):
        offset, length = (Fraction(one.get(k).removesuffix("s")) for k in ("offset", "duration"))
        assert (offset / frame, (offset + length) / frame) == (laid.start_frame, laid.end_frame)
        assert one.findtext("note") == f"SceneScore {laid.cue}"
        assert [m.get("value") for m in one.findall("marker")] == ["HIT entry", "HIT hard 문 닫힘"]
    # Exported again by the program, they are known as ours and not heard as the edit's sound.
    again = read_edit(saved_fcpxml(paths["lanes.fcpxml"], edit, tmp_path))
    assert [clip.name for clip in again.sound] == ["theirs"]


def saved_fcpxml(lanes: Path, edit: Edit, folder: Path) -> Path:
    """The lanes as Final Cut would export them again, beside a sound of the editor's."""
    theirs = (
        '<asset id="t" name="t" start="0s" duration="9s" hasAudio="1">'
        f'<media-rep src="{(folder / "mono.wav").as_uri()}"/></asset>'
    )
    clip = '<asset-clip ref="t" lane="-3" name="theirs" offset="1s" duration="2s"/>'
    text = lanes.read_text(encoding="utf-8").replace("</resources>", f"{theirs}</resources>")
    path = folder / "wieder.fcpxml"
    path.write_text(text.replace("</gap>", f"{clip}</gap>"), encoding="utf-8")
    return path


def test_one_of_several_timelines_is_taken(edit: Edit, tmp_path: Path) -> None:
    source = Path(edit.source)
    one = otio.adapters.read_from_file(str(source))
    two = one.deepcopy()
    one.name, two.name = "하나", "둘"
    both = otio.schema.SerializableCollection("both", [one, two])
    chosen = read_edit(saved(tmp_path, both, "both.otio"), timeline="둘")
    _, paths = written(chosen, tmp_path / "out", Exchange.RESOLVE)
    full = otio.adapters.read_from_file(str(paths["resolve.otio"]))
    assert full.name == "둘 + SceneScore"


def test_lanes_that_overlap_are_refused_by_every_writer(edit: Edit, tmp_path: Path) -> None:
    good = [lane(7, 60, tmp_path)]
    (scored,) = write_scored(edit, good, tmp_path / "out")
    bad = [*good, replace(lane(50, 70, tmp_path), name="x")]
    for kind in (Exchange.LANES, Exchange.FCPXML, Exchange.MLT):
        with pytest.raises(ValueError, match="overlaps"):
            write_exchange(scored, edit, bad, tmp_path / "out", [kind])
    assert not list((tmp_path / "out").rglob(".scenescore-*"))


def test_a_film_can_be_exchanged_too(tmp_path: Path) -> None:
    film = write_film(
        tmp_path / "영화.mp4", 48, codec="mpeg4", sound=sine(200, 2).repeat(2, axis=1)
    )
    edit = read_edit(film)
    own = tmp_path / "m.wav"
    with WavWriter(own, channels=2) as out:
        out.write(sine(500, 3).repeat(2, axis=1))
    lanes = [Lane("Score A", "1m01", "u", str(own), 144_000, 0, 24)]
    (scored,) = write_scored(edit, lanes, tmp_path / "out")
    for path in write_exchange(scored, edit, lanes, tmp_path / "out", list(Exchange)):
        assert [x.start_frame for x in lanes_in(path, edit.rate)] == [0]


@pytest.mark.parametrize("kind", [Exchange.FCPXML, Exchange.MLT])
def test_names_that_xml_cannot_hold_spoil_no_file(
    edit: Edit, tmp_path: Path, kind: Exchange
) -> None:
    edit = replace(edit, name="밤\x0b & \x01“끝” <1>\ufffe")
    _, paths = written(edit, tmp_path, kind)
    for path in paths.values():
        names = [v for each in ElementTree.parse(path).iter() for v in each.attrib.values()]
        assert any("밤 & “끝” <1>" in name for name in names)
        assert lanes_in(path, edit.rate)
