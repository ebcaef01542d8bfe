"""Media found by every way of writing a path; missing files told once."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import quote

import opentimelineio as otio
import pytest
from tests.edit import make_edits as make

from scenescore.edit import load_timeline, read_edit
from scenescore.edit.media_paths import base_name, find_file, presumed_path, spelled_path
from scenescore.model import Media

NAMES = [
    "plain.wav",
    "with space.wav",
    "한국어 대사.wav",
    "日本語.wav",
    "عربي.wav",
    "🎬 take #1 (50%).wav",
    "a+b&c?d.wav",
    "100%25.wav",
    "über.wav",
]


def media_of(folder: Path, url: str) -> Media:
    path = make.saved(folder, make.timeline(make.video(make.clip("a", 20, url=url))))
    media = read_edit(path).picture[0].media
    assert media is not None
    assert media.url == url
    return media


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "spell",
    [
        lambda p, folder: p.relative_to(folder).as_posix(),
        lambda p, folder: quote(p.relative_to(folder).as_posix()),
        lambda p, folder: str(p),
        lambda p, folder: p.as_uri(),
        lambda p, folder: "file://localhost" + quote(str(p)),
        lambda p, folder: str(p.relative_to(folder)).replace("/", "\\"),
    ],
    ids=["relative", "encoded", "absolute", "uri", "localhost", "backslashes"],
)
def test_a_file_is_found_however_it_is_written(tmp_path: Path, name: str, spell: object) -> None:
    assert callable(spell)
    folder = tmp_path / "편집 🎞"
    file = make.tone(folder / "미디어 dir" / name, 0.1)
    media = media_of(folder, spell(file, folder))
    assert Path(media.path) == file.resolve()
    assert not media.missing


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_decomposed_korean_is_the_same_name(tmp_path: Path, form: str) -> None:
    other = {"NFC": "NFD", "NFD": "NFC"}[form]
    name = "대사 한글.wav"
    file = make.tone(tmp_path / unicodedata.normalize(form, name), 0.1)  # type: ignore[arg-type]
    url = unicodedata.normalize(other, name)  # type: ignore[arg-type]
    assert Path(media_of(tmp_path, url).path).samefile(file)


@pytest.mark.parametrize(
    "url",
    [
        "E:/x/y/take 1.wav",
        "C:\\films\\take 1.wav",
        "file:///D:/media/take%201.wav",
        "file://localhost/D%3a/media/take%201.wav",
        "file://D:/media/take 1.wav",
        "\\\\server\\share\\take 1.wav",
        "file://server/share/take%201.wav",
        "/Volumes/Media/take 1.wav",
    ],
)
def test_a_file_of_that_name_beside_the_edit_is_taken(tmp_path: Path, url: str) -> None:
    assert media_of(tmp_path, url).missing
    file = make.tone(tmp_path / "take 1.wav", 0.1)
    assert Path(media_of(tmp_path, url).path) == file.resolve()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("E:/x/y.mp4", "E:/x/y.mp4"),
        ("C:\\x\\y.mp4", "C:\\x\\y.mp4"),
        ("file:///D:/x/y%20z.mp4", "D:/x/y z.mp4"),
        ("file://localhost/D%3a/x.mov", "D:/x.mov"),
        ("file://localhost/Volumes/x.mov", "/Volumes/x.mov"),
        ("file:///Volumes/a%23b.mov", "/Volumes/a#b.mov"),
        ("file://server/share/x.mov", "//server/share/x.mov"),
        ("\\\\server\\share\\x.mov", "\\\\server\\share\\x.mov"),
        ("file:/Volumes/x.mov", "/Volumes/x.mov"),
    ],
)
def test_urls_are_spelled_out_as_paths(url: str, path: str) -> None:
    assert spelled_path(url) == path


@pytest.mark.parametrize("url", ["", "\x00", "a" * 5000, "file://[bad", "http://x.org/a.mp4", "."])
def test_no_url_is_too_strange(tmp_path: Path, url: str) -> None:
    assert find_file(url, tmp_path) is None
    assert isinstance(presumed_path(url, tmp_path), str)
    assert isinstance(base_name(url), str)


def test_each_missing_file_is_told_once(tmp_path: Path) -> None:
    clips = [make.clip(f"c{n}", 10, url=f"{'ab'[n % 2]}.mov") for n in range(6)]
    sounds = [make.clip(f"s{n}", 10, url="a.mov") for n in range(3)]
    edit = read_edit(make.saved(tmp_path, make.timeline(make.video(*clips), make.audio(*sounds))))
    told = [r for r in edit.remarks if r.code == "media-missing"]
    assert sorted(r.message.split()[0] for r in told) == ["a.mov", "b.mov"]
    assert all(r.skipped for r in told)
    assert len(edit.cuts) == 5


def test_media_on_the_net_is_told_as_such(tmp_path: Path) -> None:
    edit = read_edit(
        make.saved(
            tmp_path, make.timeline(make.video(make.clip("a", 9, url="https://x.org/a.mp4")))
        )
    )
    assert [r.code for r in edit.remarks] == ["media-remote"]


def test_another_reference_stands_in_for_a_missing_one(tmp_path: Path) -> None:
    make.tone(tmp_path / "proxy.wav", 1)
    clip = make.clip("a", 20, 5)
    references = clip.media_references()
    references["proxy"] = otio.schema.ExternalReference("proxy.wav", make.span(0, 100))
    clip.set_media_references(references, "DEFAULT_MEDIA")
    edit = read_edit(make.saved(tmp_path, make.timeline(make.video(clip))))
    media = edit.picture[0].media
    assert media is not None
    assert Path(media.path).name == "proxy.wav"
    assert not edit.remarks[1:]


def test_image_sequences_are_told_to_be_out_of_reach(tmp_path: Path) -> None:
    reference = otio.schema.ImageSequenceReference("plates/", "shot.", ".exr", 1001, 1, 24, 4)
    clip = otio.schema.Clip("shot", reference, make.span(0, 20))
    edit = read_edit(make.saved(tmp_path, make.timeline(make.video(clip))))
    assert [r.code for r in edit.remarks] == ["media-missing"]


def test_a_clip_without_range_of_its_media_asks_the_file(shared_data: Path, tmp_path: Path) -> None:
    film = shared_data / "film" / "friday.mp4"
    reference = otio.schema.ExternalReference(str(film))
    clip = otio.schema.Clip("a", reference, make.span(30, 60, 30))
    edit = read_edit(make.saved(tmp_path, make.timeline(make.video(clip))))
    assert edit.picture[0].source_start == 1  # friday.mp4 has no timecode


def bundle(folder: Path) -> Path:
    clip = make.clip("a", 24, url="media/대사 1.wav")
    content = make.saved(folder, make.timeline(make.video(clip))).read_bytes()
    sound = make.tone(folder / "away" / "대사 1.wav", 1)
    path = folder / "bundle 묶음.otioz"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.otio", content)
        packed.write(sound, "media/대사 1.wav")
    return path


def test_media_in_a_bundle_is_unpacked_once(tmp_path: Path) -> None:
    path = bundle(tmp_path)
    media = read_edit(path).picture[0].media
    assert media is not None
    file = Path(media.path)
    assert (file.name, media.missing) == ("대사 1.wav", False)
    before = file.stat().st_mtime_ns
    assert read_edit(path).sound[0].media == media
    assert file.stat().st_mtime_ns == before
    url = load_timeline(path).tracks[0][0].media_reference.target_url
    assert Path(otio.url_utils.filepath_from_url(url)) == file
