"""Files that are damaged, cut off, empty, of one frame, or that promise more than they hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.stream import Disposition
from tests.media.making import Array, write_film

from .door import analysed, scored
from .scenes import RATE, SIZE, as_frames, shot, speech, two_shots


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Four seconds of two shots and noise-like speech, in several containers."""
    folder = tmp_path_factory.mktemp("films")
    rng = np.random.default_rng(1)
    sound = rng.normal(0, 0.05, (4 * RATE, 1)).astype(np.float32)
    return {
        kind: write_film(folder / f"film.{kind}", two_shots(50), rate=25, size=SIZE, sound=sound)
        for kind in ("mp4", "mkv")
    }


def _copy(path: Path, folder: Path, content: bytes) -> Path:
    copy = folder / f"사본 🎬{path.suffix}"
    copy.write_bytes(content)
    return copy


def test_damage_in_the_middle_is_told_with_count_and_time(
    film: dict[str, Path], tmp_path: Path
) -> None:
    content = bytearray(film["mp4"].read_bytes())
    middle, length = len(content) // 2, len(content) // 10
    rng = np.random.default_rng(2)
    content[middle : middle + length] = rng.integers(0, 256, length, np.uint8).tobytes()
    done = analysed(_copy(film["mp4"], tmp_path, bytes(content)))
    assert done.code == 0
    for code in ("picture-damaged", "sound-damaged"):
        words = done.told(code).split()
        first, last = (float(words[words.index(word) + 1]) for word in ("between", "and"))
        assert 0.5 < first < last < 3.5
    assert done.report["edit"]["duration_frames"] == 100


def test_half_a_film_is_a_film_of_what_is_there(film: dict[str, Path], tmp_path: Path) -> None:
    content = film["mkv"].read_bytes()
    done = analysed(_copy(film["mkv"], tmp_path, content[: len(content) // 2]))
    assert 30 < done.report["edit"]["duration_frames"] < 70
    assert "earlier than the file says" in done.told("picture-short")


def test_ten_hours_that_are_promised_are_not_waited_for(
    film: dict[str, Path], tmp_path: Path
) -> None:
    content = film["mkv"].read_bytes()
    assert content.count(b"00:00:04.") == 2
    done = analysed(_copy(film["mkv"], tmp_path, content.replace(b"00:00:04.", b"10:00:04.")))
    assert done.report["edit"]["duration_frames"] == 100
    assert "36000.0 s" in done.told("picture-short")


def test_one_picture_is_a_film(tmp_path: Path) -> None:
    path = write_film(tmp_path / "한 장.mp4", as_frames(shot(1, 1)), rate=25, size=SIZE)
    done = analysed(path)
    assert done.code == 0
    assert done.report["edit"]["duration_frames"] == 1
    assert len(done.report["mood"]["times"]) == 1


def test_one_picture_takes_no_music(tmp_path: Path) -> None:
    path = write_film(tmp_path / "한 장.mp4", as_frames(shot(1, 1)), rate=25, size=SIZE)
    out = tmp_path / "음악 없는 영화.mp4"
    done = scored(path, "--film", out)
    assert done.code == 3
    assert not done.report["cues"]
    with av.open(str(out)) as film:
        assert len(list(film.decode(video=0))) == 1


def test_pictures_alone_are_told(tmp_path: Path) -> None:
    done = analysed(write_film(tmp_path / "mute.mp4", two_shots(), rate=25, size=SIZE))
    assert "no sound" in done.told("film-silent")
    assert done.kinds() == {"silence": 2}


def test_a_cover_is_no_film(tmp_path: Path, shared_data: Path) -> None:
    path = tmp_path / "노래.m4a"
    _with_cover(path, speech(shared_data, 3))
    done = analysed(path)
    assert done.report["edit"]["format"] == "sound"
    assert done.report["speech"]
    assert done.codes == {"no-picture"}


def _with_cover(path: Path, sound: Array) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        heard = container.add_stream("aac", rate=RATE, layout="mono")
        cover = container.add_stream("png", rate=1)
        cover.width, cover.height, cover.pix_fmt = *SIZE, "rgb24"
        cover.disposition = Disposition.attached_pic
        (picture,) = as_frames(shot(1, 1), "rgb24")
        container.mux(cover.encode(picture))
        container.mux(cover.encode(None))
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), "fltp", "mono")
        frame.sample_rate = RATE
        container.mux(heard.encode(frame))
        container.mux(heard.encode(None))


@pytest.mark.parametrize("content", [b"", b"\0" * 4096, b"RIFF\xff\xff\xff\xffAVI LIST"])
def test_what_is_no_film_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "영화 🎬.mp4"
    path.write_bytes(content)
    done = analysed(path)
    assert done.code == 2
    assert path.name in done.said
    assert "Traceback" not in done.said
    assert len(done.said.strip().splitlines()) == 2
    assert not done.report


@pytest.mark.parametrize("encoding", ["cp949", "euc-kr"])
def test_captions_of_an_old_encoding_are_hangul(
    film: dict[str, Path], tmp_path: Path, encoding: str
) -> None:
    line = "우리는 모두 집으로 돌아갔다."
    path = shutil.copy(film["mp4"], tmp_path / "film.mp4")
    captions = tmp_path / "자막.srt"
    captions.write_bytes(f"1\r\n00:00:01,000 --> 00:00:03,000\r\n{line}\r\n".encode(encoding))
    done = analysed(path, "--captions", captions)
    assert [said["text"] for said in done.report["speech"] if said["text"]] == [line]
    assert "자막.srt" in done.told("captions-encoding")


def test_weights_that_are_not_there_are_told(film: dict[str, Path], tmp_path: Path) -> None:
    path = shutil.copy(film["mp4"], tmp_path / "film.mp4")
    done = analysed(path, "--words", tmp_path / "없음.pt")
    assert done.code == 2
    assert "없음.pt" in done.said
    assert len(done.said.strip().splitlines()) == 2
