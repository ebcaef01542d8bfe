"""Lanes written into FCP7 XML: the text of the original stays to the byte."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio
import pytest
from defusedxml import ElementTree

from scenescore.edit.fcp7_lanes import add_lanes_to_xml
from scenescore.edit.lanes import write_scored
from scenescore.errors import EditUnreadable
from scenescore.model import Edit, Hit, Lane
from scenescore.timebase import Rate, frames_to_samples

XML = """<?xml version="1.0" encoding="{encoding}"?>
<!DOCTYPE xmeml>
<xmeml version="4">
\t<!-- 편집 by hand -->
\t<sequence id="s"><name>편집 &amp; more</name>
\t\t<rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate>
\t\t<media>
\t\t\t<video><track/></video>{audio}
\t\t</media>
\t</sequence>
</xmeml>
"""
AUDIO = """
\t\t\t<audio>
\t\t\t\t<track a='x > y'>
\t\t\t\t\t<clipitem id="c"><name>theirs</name>
\t\t\t\t\t\t<file id="f"><pathurl>sub/a%20b.wav</pathurl></file></clipitem>
\t\t\t\t</track>
\t\t\t</audio>"""
RATE = Rate.of("29.97")


def edit_of(source: Path, **more: object) -> Edit:
    values: dict[str, object] = {"name": "편집 & more", "rate": RATE, "duration_frames": 900}
    return Edit(
        start_frame=0,
        drop_frame=False,
        source=str(source),
        format="fcp7",
        identity="x",
        **(values | more),  # type: ignore[arg-type]
    )


def lane(start: int, end: int, track: str = "Score A", rate: Rate = RATE) -> Lane:
    hits = (Hit(start, "entry", 1, "scene"), Hit(start + 5, "hard", 0.8, "cut", label="door"))
    samples = frames_to_samples(end - start, rate) + 96_000
    path = f"/results/음악 {start}/c{start}.wav"
    return Lane(track, f"c{start}", f"uid{start}", path, samples, start, end, hits)


def sequence_of(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content).find("sequence")


LANES = [lane(12, 250), lane(300, 350), lane(240, 310, "Score B")]


@pytest.mark.parametrize("encoding", ["UTF-8", "EUC-KR", "UTF-16"])
@pytest.mark.parametrize("audio", [AUDIO, "", "\n\t\t\t<audio/>"], ids=["audio", "none", "empty"])
def test_all_else_stays_to_the_byte(tmp_path, encoding, audio):
    text = XML.format(encoding=encoding, audio=audio)
    content = text.encode(encoding)
    edit = edit_of(tmp_path / "x.xml")
    scored = add_lanes_to_xml(content, edit, LANES)
    again = add_lanes_to_xml(scored, edit, LANES)
    assert again == scored
    cleared = add_lanes_to_xml(scored, edit, []).decode(encoding)
    absolute = text.replace("sub/a%20b.wav", (tmp_path / "sub" / "a b.wav").as_uri())
    # Where the sequence had no audio part, an empty one is all that is left of ours.
    assert "".join(cleared.split()).replace("<audio></audio>", "").replace("<audio/>", "") == (
        "".join(absolute.split()).replace("<audio/>", "")
    )
    if audio == AUDIO:
        assert cleared == absolute


def test_a_lane_is_a_linked_pair_of_tracks(tmp_path):
    content = XML.format(encoding="UTF-8", audio=AUDIO).encode()
    scored = add_lanes_to_xml(content, edit_of(tmp_path / "x.xml"), LANES)
    tracks = sequence_of(scored).findall("media/audio/track")
    assert [t.get("MZ.TrackName") for t in tracks] == [None, *["Score A"] * 2, *["Score B"] * 2]
    ids = {clip.get("id") for track in tracks for clip in track.findall("clipitem")}
    assert len(ids) == 7
    for number, track in enumerate(tracks, start=1):
        for index, clip in enumerate(track.findall("clipitem"), start=1):
            links = [
                (int(x.findtext("trackindex")), int(x.findtext("clipindex")))
                for x in clip.findall("link")
            ]
            assert not links or (number, index) in links
            assert {x.findtext("linkclipref") for x in clip.findall("link")} <= ids


def test_times_are_exact_in_frames_and_ticks(tmp_path):
    content = XML.format(encoding="UTF-8", audio="").encode()
    scored = add_lanes_to_xml(content, edit_of(tmp_path / "x.xml"), LANES[:1])
    clip = sequence_of(scored).find("media/audio/track/clipitem")
    number = {tag: int(clip.findtext(tag)) for tag in ("start", "end", "in", "out")}
    assert number == {"start": 12, "end": 250, "in": 30, "out": 268}
    # 254 016 000 000 ticks a second; 8 475 667 200 in a frame of 29.97.
    assert int(clip.findtext("pproTicksIn")) == 254_016_000_000
    assert int(clip.findtext("pproTicksOut")) == 254_016_000_000 + 238 * 8_475_667_200
    assert clip.findtext("file/pathurl").startswith("file://localhost/results/%EC")
    assert [(m.findtext("name"), m.findtext("in")) for m in clip.findall("marker")] == [
        ("HIT entry", "30"),
        ("HIT hard door", "35"),
    ]


def test_a_clip_the_editor_laid_on_our_lane_stays(tmp_path):
    content = XML.format(encoding="UTF-8", audio="").encode()
    edit = edit_of(tmp_path / "x.xml")
    scored = add_lanes_to_xml(content, edit, LANES[:1]).decode()
    foley = '<clipitem id="door"><name>door</name></clipitem>'
    mixed = scored.replace("</clipitem>", "</clipitem>" + foley, 1).encode()
    audio = sequence_of(add_lanes_to_xml(mixed, edit, LANES[1:2])).find("media/audio")
    names = [[c.findtext("name") for c in t.findall("clipitem")] for t in audio.findall("track")]
    assert names == [["door"], ["c300"], ["c300"]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<xmeml>",
        b"<xmeml/>",
        b'<?xml version="1.0" encoding="nonsense"?><xmeml/>',
        b"<xmeml><sequence><name>x</name></sequence></xmeml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xmeml>&a;</xmeml>',
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, content):
    with pytest.raises(EditUnreadable):
        add_lanes_to_xml(content, edit_of(tmp_path / "x.xml"), LANES)


def test_the_named_one_of_several_sequences(tmp_path):
    one = "<sequence><name>{}</name><media/></sequence>"
    content = f"<xmeml><bin><children>{one.format('a')}{one.format('b')}</children></bin></xmeml>"
    scored = add_lanes_to_xml(content.encode(), edit_of(tmp_path / "x", timeline="b"), LANES)
    counts = [
        len(s.findall("media/audio/track")) for s in ElementTree.fromstring(scored).iter("sequence")
    ]
    assert counts == [0, 4]
    with pytest.raises(EditUnreadable, match="2 timelines"):
        add_lanes_to_xml(content.encode(), edit_of(tmp_path / "x", name="c"), LANES)


@pytest.mark.parametrize("name", ["hiero_xml_export", "premiere_generators"])
def test_real_xml_stays_to_the_byte_and_reads_back(shared_data, tmp_path, name):
    source = shared_data / "edits" / "fcp7_xml" / f"{name}.xml"
    timeline = otio.adapters.read_from_file(str(source))
    rate = Rate.of(timeline.duration().rate)
    edit = edit_of(source, name=timeline.name, rate=rate)
    lanes = [lane(12, 250, rate=rate), lane(240, 300, "Score B", rate=rate)]
    otio_path, xml_path = write_scored(edit, lanes, tmp_path / "출력")
    assert add_lanes_to_xml(xml_path.read_bytes(), edit, []).split() == source.read_bytes().split()
    before = len(timeline.audio_tracks())
    for path in (otio_path, xml_path):
        ours = otio.adapters.read_from_file(str(path)).audio_tracks()[before:]
        clips = [track.find_clips()[0] for track in ours]
        assert [c.range_in_parent().start_time.to_frames() for c in clips] == [12, 240]
        assert [c.range_in_parent().duration.to_frames() for c in clips] == [238, 60]
        assert len(clips[0].markers) == 2
    # Our lanes are known again in what the adapter makes of our XML, too.
    rescored = write_scored(edit_of(xml_path, name=timeline.name, rate=rate), [], tmp_path / "two")
    assert len(otio.adapters.read_from_file(str(rescored[0])).audio_tracks()) == before
