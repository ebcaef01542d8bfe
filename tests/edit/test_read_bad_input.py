"""Whatever is in a file: an edit, or one sentence and a hint; never a traceback, crash or hang."""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.edit import make_edits as make

from scenescore.edit import load_timeline, read_edit
from scenescore.errors import BadArgument, EditUnreadable, MediaUnreadable, ScoreError


def refused(path: Path, match: str, **options: str) -> ScoreError:
    with pytest.raises(ScoreError, match=match) as caught:
        read_edit(path, **options)
    error = caught.value
    assert error.exit_code == 2
    assert error.hint
    assert error.message.count(". ") == 0
    assert error.message.endswith(".")
    assert "Traceback" not in error.message
    return error


def read_or_refused(path: Path) -> None:
    """Damage may leave an edit readable; then it has a length, else the refusal has a hint."""
    outcome: object
    try:
        outcome = read_edit(path).duration_frames
    except ScoreError as error:
        outcome = error.hint
    assert outcome


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


ENDINGS = ["otio", "otioz", "fcpxml", "xml", "edl", "aaf", "mp4", "mkv", "wav", "mp3"]
BINARY = bytes(range(256)) * 40


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_there(tmp_path: Path, ending: str) -> None:
    refused(tmp_path / f"편집 🎬.{ending}", "is not there")


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file(tmp_path: Path, ending: str) -> None:
    refused(written(tmp_path, f"a b.{ending}", b""), "empty")


@pytest.mark.parametrize("ending", ENDINGS)
def test_bytes_that_mean_nothing(tmp_path: Path, ending: str) -> None:
    refused(written(tmp_path, f"x.{ending}", BINARY), "cannot be read|is XML|damaged")


def test_a_folder_and_an_unknown_ending(tmp_path: Path) -> None:
    refused(tmp_path, "is a folder")
    refused(written(tmp_path, "notes.txt", "hello"), "no known format")


SAMPLES = [
    "real/sintel_trailer.otio",
    "fcpx/fcpx_project.fcpxml",
    "fcp7_xml/premiere_example.xml",
    "edl/speed_effects_small.edl",
    "aaf/simple.aaf",
]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_cut_off_anywhere(shared_data: Path, tmp_path: Path, name: str) -> None:
    content = (shared_data / "edits" / name).read_bytes()
    for part in (1, 7, 33, 50, 80, 99):
        path = written(tmp_path, Path(name).name, content[: len(content) * part // 100])
        read_or_refused(path)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_samples_with_bytes_changed(shared_data: Path, tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(SAMPLES))
    content = bytearray((shared_data / "edits" / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = written(tmp_path, Path(name).name, bytes(content))
    read_or_refused(path)


# --- OTIO -----------------------------------------------------------------------------------------


def otio_with(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A small edit whose first clip was changed in the JSON."""
    edit = make.timeline(make.video(make.clip("a", 20), make.dissolve(4, 4), make.clip("b", 20)))
    path = make.saved(folder, edit)
    tree = json.loads(path.read_text(encoding="utf-8"))
    change(tree)
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


def first_range(tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tree["tracks"]["children"][0]["children"][0]["source_range"]
    return found


def test_an_edit_without_clips(tmp_path: Path) -> None:
    refused(make.saved(tmp_path, make.timeline()), "holds no clip")
    refused(make.saved(tmp_path, make.timeline(make.video(make.gap(20)))), "holds no clip")


def test_clips_of_no_length_alone(tmp_path: Path) -> None:
    refused(make.saved(tmp_path, make.timeline(make.video(make.clip("a", 0)))), "holds no clip")


def test_clips_of_no_length_among_others_are_not_seen(tmp_path: Path) -> None:
    cut = make.video(make.clip("a", 20), make.clip("flash", 0), make.clip("b", 20))
    edit = read_edit(make.saved(tmp_path, make.timeline(cut)))
    assert [c.name for c in edit.picture] == ["a", "b"]


@pytest.mark.parametrize(
    ("key", "value", "match"),
    [
        ("rate", 0, "rate of 0"),
        ("rate", -24, "rate of -24"),
        ("rate", float("nan"), "not a number"),
        ("value", -5, "negative"),
        ("value", float("inf"), "not a number"),
        ("value", 1e300, "beyond 100 hours"),
    ],
)
def test_impossible_lengths(tmp_path: Path, key: str, value: float, match: str) -> None:
    path = otio_with(tmp_path, lambda tree: first_range(tree)["duration"].update({key: value}))
    refused(path, match)


def test_a_start_that_is_no_number(tmp_path: Path) -> None:
    path = otio_with(
        tmp_path, lambda tree: first_range(tree)["start_time"].update({"value": float("nan")})
    )
    refused(path, "not a number")
    path = otio_with(tmp_path, lambda tree: tree["global_start_time"].update(rate=0, value=9))
    refused(path, "rate of 0")


@pytest.mark.parametrize("scalar", [float("nan"), float("inf"), 1e12])
def test_a_speed_that_is_none(tmp_path: Path, scalar: float) -> None:
    fast = make.timeline(make.video(make.clip("a", 20, speed=scalar)))
    refused(make.saved(tmp_path, fast), "is no speed")


def nested(levels: int) -> str:
    start, end = '{"OTIO_SCHEMA":"Stack.1","children":[', "]}"
    return f'{{"OTIO_SCHEMA":"Timeline.1","tracks":{start * levels}{end * levels}}}'


@pytest.mark.parametrize("levels", [100, 300, 5_000, 100_000])
def test_absurd_nesting(tmp_path: Path, levels: int) -> None:
    refused(written(tmp_path, "deep.otio", nested(levels)), "nested|nests")


def test_objects_that_refer_to_one_another(tmp_path: Path) -> None:
    text = (
        '{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","OTIO_REF_ID":"s",'
        '"children":[{"OTIO_SCHEMA":"SerializableObjectRef.1","id":"s"}]}}'
    )
    refused(written(tmp_path, "circle.otio", text), "circles")


@pytest.mark.parametrize("text", ["[]", "{}", "17", '{"OTIO_SCHEMA": 3}', '{"OTIO_SCHEMA": "X.1"}'])
def test_json_that_is_no_edit(tmp_path: Path, text: str) -> None:
    refused(written(tmp_path, "x.otio", text), "not OTIO|holds no timeline|damaged")


def test_a_schema_newer_than_all(tmp_path: Path) -> None:
    def newer(tree: dict[str, Any]) -> None:
        tree["tracks"]["children"][0]["children"][0]["OTIO_SCHEMA"] = "Clip.9"

    refused(otio_with(tmp_path, newer), "newer program: it uses Clip.9")


def test_unknown_schemas_leave_the_rest_readable(tmp_path: Path) -> None:
    def unknown(tree: dict[str, Any]) -> None:
        first, _, second = tree["tracks"]["children"][0]["children"]
        first["effects"] = [{"OTIO_SCHEMA": "GlowPlus.3", "amount": 4}]
        first["metadata"]["house"] = {"OTIO_SCHEMA": "Ticket.7", "id": 1}
        second["OTIO_SCHEMA"] = "HoloClip.1"

    path = otio_with(tmp_path, unknown)
    edit = read_edit(path)
    assert edit.duration_frames == 40
    assert [c.name for c in edit.picture] == ["a"]
    assert sorted(r.message.split()[3] for r in edit.remarks if r.code == "schema-unknown") == [
        "GlowPlus.3,",
        "HoloClip.1,",
    ]
    clip = load_timeline(path).tracks[0][0]
    kept = clip.effects[0].metadata["scenescore_unknown_schema"]
    assert (kept.original_schema_name, kept.original_schema_version) == ("GlowPlus", 3)
    assert "house" in clip.metadata


# --- XML ------------------------------------------------------------------------------------------

BOMB = """<?xml version="1.0"?><!DOCTYPE fcpxml [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<fcpxml version="1.9"><x>&c;</x></fcpxml>"""
FILE_ENTITY = """<?xml version="1.0"?><!DOCTYPE xmeml [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<xmeml version="4"><sequence><name>&f;</name></sequence></xmeml>"""


@pytest.mark.parametrize("text", [BOMB, FILE_ENTITY])
@pytest.mark.parametrize("name", ["x.xml", "x.fcpxml"])
def test_entities_are_not_expanded(tmp_path: Path, text: str, name: str) -> None:
    refused(written(tmp_path, name, text), "entities")


def test_xml_of_something_else(tmp_path: Path) -> None:
    refused(written(tmp_path, "x.xml", "<html><body/></html>"), "neither FCPXML nor")


@pytest.mark.parametrize("root", ["fcpxml", "xmeml"])
def test_xml_that_nests_without_end(tmp_path: Path, root: str) -> None:
    text = f"<{root}>" + "<spine>" * 100_000 + "</spine>" * 100_000 + f"</{root}>"
    refused(written(tmp_path, "x.xml", text), "nests")


COMPOUND = """<fcpxml version="1.9"><resources><format id="f" frameDuration="1/25s"/>
{media}</resources><project name="p"><sequence format="f"><spine>
<ref-clip ref="m0" duration="10s"/></spine></sequence></project></fcpxml>"""


def compound(number: int, inside: int, times: int) -> str:
    clips = f'<ref-clip ref="m{inside}" duration="1s"/>' * times
    return (
        f'<media id="m{number}"><sequence format="f" duration="10s"><spine>{clips}</spine>'
        "</sequence></media>"
    )


def test_a_compound_that_holds_itself(tmp_path: Path) -> None:
    media = compound(0, 1, 1) + compound(1, 0, 1)
    refused(written(tmp_path, "x.fcpxml", COMPOUND.format(media=media)), "contains itself")


def test_compounds_that_unfold_without_end(tmp_path: Path) -> None:
    media = "".join(compound(n, n + 1, 10) for n in range(9))
    before = time.monotonic()
    refused(written(tmp_path, "x.fcpxml", COMPOUND.format(media=media)), "unfold")
    assert time.monotonic() - before < 60  # 10^9 compounds would take days


def sequence(number: int, inside: int, times: int) -> str:
    clip = "<clipitem><start>0</start><end>9</end><in>0</in><out>9</out>{}</clipitem>"
    inner = clip.format(f'<sequence id="s{inside}"/>') * times
    return (
        f'<sequence id="s{number}"><name>n</name><rate><timebase>25</timebase></rate>'
        f"<media><video><track>{inner}</track></video></media></sequence>"
    )


def test_a_sequence_that_holds_itself(tmp_path: Path) -> None:
    inside = "".join(sequence(n, 1 - n, 1) for n in range(2))
    text = f'<xmeml version="4"><bin><children>{inside}</children></bin></xmeml>'
    refused(written(tmp_path, "x.xml", text), "contains itself")


def test_sequences_that_unfold_without_end(tmp_path: Path) -> None:
    inside = "".join(sequence(n, n + 1, 10) for n in range(9))
    text = f'<xmeml version="4"><bin><children>{inside}</children></bin></xmeml>'
    refused(written(tmp_path, "x.xml", text), "unfold")


# --- options, films, bundles ----------------------------------------------------------------------


@pytest.mark.parametrize("rate", ["fast", "0", "-24", "1000", "nan", "1/0"])
def test_rates_that_are_none(tmp_path: Path, rate: str) -> None:
    path = make.saved(tmp_path, make.timeline(make.video(make.clip("a", 20))))
    with pytest.raises(BadArgument, match="is not a frame rate"):
        read_edit(path, rate=rate)


def test_a_film_cut_off_in_its_header(shared_data: Path, tmp_path: Path) -> None:
    content = (shared_data / "film" / "friday.mp4").read_bytes()
    for length in (60, 2000):  # nothing of it, or no index of its picture and no data of its sound
        with pytest.raises(MediaUnreadable, match=r"cut\.mp4"):
            read_edit(written(tmp_path, "cut.mp4", content[:length]))


def test_a_bundle_that_would_write_outside(tmp_path: Path) -> None:
    inside = make.timeline(make.video(make.clip("a", 20, url="../../evil.mov")))
    content = make.saved(tmp_path, inside).read_bytes()
    path = tmp_path / "x.otioz"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("content.otio", content)
        bundle.writestr("../../evil.mov", b"evil")
    edit = read_edit(path)
    assert edit.picture[0].media is not None
    assert edit.picture[0].media.missing
    assert not list(tmp_path.parent.rglob("evil.mov"))


def test_a_zip_that_is_no_bundle(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.otioz", "w") as bundle:
        bundle.writestr("readme.txt", "hello")
    refused(tmp_path / "x.otioz", "holds no content.otio")


def test_reading_leaves_the_input_alone(shared_data: Path, tmp_path: Path) -> None:
    for name in SAMPLES:
        path = Path(shutil.copy(shared_data / "edits" / name, tmp_path))
        before = path.read_bytes()
        read_edit(path)
        assert path.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {Path(name).name for name in SAMPLES}


def test_a_film_is_no_edit_to_load(shared_data: Path) -> None:
    with pytest.raises(EditUnreadable, match="is a film"):
        load_timeline(shared_data / "film" / "friday.mp4")
