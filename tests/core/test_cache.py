"""Results are kept whole or not at all, under a key that is the same in every process."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore import cache
from scenescore.errors import OutputUnwritable
from scenescore.model import Clip, LoudnessTrack, Media, MoodCurve, Remark
from scenescore.settings import LoudnessPreset, MoodOrder, Settings
from scenescore.timebase import Rate, Span

NAMES = ["plain.json", "with space.json", "장면 1.json", "雨のシーン.json", "🎬.json", "مشهد.json"]


@dataclass(frozen=True)
class Counted:
    value: int
    ratio: Fraction


class Maker:
    """Makes a value and remembers how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Counted:
        self.calls += 1
        return Counted(self.calls, Fraction(1, 3))


# --- JSON -----------------------------------------------------------------------------------------

fractions = st.fractions()
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(fractions, fractions, st.text(st.characters(exclude_categories=["Cs"])), finite)
def test_a_clip_survives_json(one: Fraction, two: Fraction, name: str, gain: float) -> None:
    clip = Clip(name, Media("/a", name), Span(min(one, two), max(one, two)), two, one, 3, gain)
    assert cache.from_json(cache.to_json(clip), Clip) == clip


@given(st.lists(finite).map(tuple), st.integers(1, 48_000))
def test_measurements_survive_json_bit_for_bit(values: tuple[float, ...], hop: int) -> None:
    track = LoudnessTrack(Fraction(1, hop), values, values)
    assert cache.from_json(cache.to_json(track), LoudnessTrack) == track


def test_every_kind_of_setting_survives_json() -> None:
    settings = Settings(
        mood=MoodOrder("sad", 0.5),
        captions=Path("자막 1.srt"),
        loudness=LoudnessPreset.NETFLIX,
        themes=(("sintel", Path("a b.mid")),),
    )
    assert cache.from_json(cache.to_json(settings), Settings) == settings


def test_tuples_and_dictionaries_survive_json() -> None:
    curve = MoodCurve((0.0,), (0.1,), (0.2,), (0.3,), {"happy": (1.0,)})
    text = cache.to_json((curve, curve), tuple[MoodCurve, ...])
    assert cache.from_json(text, tuple[MoodCurve, ...]) == (curve, curve)


@pytest.mark.parametrize("text", ["", "{", "null", '{"hop": "1/0", "power": []}', b"\xff\xfe"])
def test_json_that_does_not_fit_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match="validation error"):
        cache.from_json(text, LoudnessTrack)


# --- keys -----------------------------------------------------------------------------------------


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    code = (
        "from fractions import Fraction; from scenescore.timebase import Rate;"
        "from scenescore.cache import fingerprint;"
        "print(fingerprint('감정', 1.5, Rate(Fraction(24000, 1001)), (Fraction(1, 3), 'x')))"
    )
    here = cache.fingerprint("감정", 1.5, Rate(Fraction(24000, 1001)), (Fraction(1, 3), "x"))
    for hash_seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        run = [sys.executable, "-c", code]
        there = subprocess.run(run, capture_output=True, text=True, check=True, env=environment)
        assert there.stdout.strip() == here


def test_a_fingerprint_tells_parts_apart() -> None:
    prints = [
        cache.fingerprint("ab", "c"),
        cache.fingerprint("a", "bc"),
        cache.fingerprint("abc"),
        cache.fingerprint("abc", ""),
        cache.fingerprint(Remark("a", "b")),
        cache.fingerprint(Remark("a", "c")),
    ]
    assert len(set(prints)) == len(prints)


def test_a_name_that_is_no_unicode_has_a_fingerprint() -> None:
    assert cache.fingerprint("/films/\udcff.mov") != cache.fingerprint("/films/\udcfe.mov")


@pytest.mark.parametrize("size", [0, 10, 1 << 20, (1 << 20) + 5, 3 << 20])
@pytest.mark.parametrize("place", ["first", "last"])
def test_identity_sees_the_beginning_and_the_end(tmp_path: Path, size: int, place: str) -> None:
    film = tmp_path / "film.mov"
    content = bytearray(size)
    film.write_bytes(content)
    os.utime(film, ns=(1, 1))
    before = cache.file_identity(film)
    assert cache.file_identity(film) == before
    if size == 0:
        content = bytearray(1)
    else:
        content[0 if place == "first" else -1] ^= 1
    film.write_bytes(content)
    os.utime(film, ns=(1, 1))
    assert cache.file_identity(film) != before


def test_identity_sees_a_newer_file(tmp_path: Path) -> None:
    film = tmp_path / "film.mov"
    film.write_bytes(b"x")
    os.utime(film, ns=(1, 1))
    before = cache.file_identity(film)
    os.utime(film, ns=(1, 2))
    assert cache.file_identity(film) != before


def test_sha256_is_of_the_whole_content(tmp_path: Path) -> None:
    file = tmp_path / "abc"
    file.write_bytes(b"abc")
    # FIPS 180-2, appendix B.1
    assert cache.file_sha256(file).startswith("ba7816bf8f01cfea414140de5dae2223")


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_text_is_written_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / "새 폴더" / name
    cache.write_text(path, "first")
    cache.write_text(path, "가나다\n")
    assert path.read_bytes() == "가나다\n".encode()
    assert [p.name for p in path.parent.iterdir()] == [name]


def test_a_file_is_open_to_whom_the_umask_lets(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    cache.write_text(tmp_path / "ours", "x")
    assert (tmp_path / "ours").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "score.mid"
    path.write_text("old")
    with pytest.raises(error), cache.atomic(path) as temporary:
        temporary.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_lies_beside_and_keeps_the_ending(tmp_path: Path) -> None:
    with cache.atomic(tmp_path / "film.mp4") as temporary:
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".mp4"


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputUnwritable) as caught:
        cache.write_text(tmp_path / "file" / "out.txt", "x")
    assert "out.txt" in caught.value.message
    assert "can be written to" in caught.value.hint


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "stem.wav"
    with pytest.raises(OutputUnwritable), cache.atomic(path):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_an_error_about_another_file_is_not_ours(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), cache.atomic(tmp_path / "out.wav"):
        (tmp_path / "missing.wav").open("rb")
    assert list(tmp_path.iterdir()) == []


# --- stages ---------------------------------------------------------------------------------------


def test_a_stage_is_made_once() -> None:
    make = Maker()
    first = cache.cached("listen", "key", Counted, make)
    again = cache.cached("listen", "key", Counted, make)
    assert first == (Counted(1, Fraction(1, 3)), False)
    assert again == (Counted(1, Fraction(1, 3)), True)
    assert cache.cached("listen", "other key", Counted, make)[1] is False
    assert cache.cached("watch", "key", Counted, make)[1] is False


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b'{"value": "x", "ratio": "1/3"}'])
def test_a_damaged_result_is_made_again(damage: bytes) -> None:
    make = Maker()
    cache.cached("listen", "key", Counted, make)
    (kept,) = (cache.cache_folder() / "listen").iterdir()
    kept.write_bytes(damage)
    assert cache.cached("listen", "key", Counted, make) == (Counted(2, Fraction(1, 3)), False)
    assert cache.cached("listen", "key", Counted, make)[1] is True


def test_a_cache_that_cannot_be_written_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SCENESCORE_CACHE", str(tmp_path / "file"))
    make = Maker()
    assert cache.cached("listen", "key", Counted, make)[0].value == 1
    assert cache.cached("listen", "key", Counted, make)[0].value == 2


def test_a_result_that_is_no_unicode_costs_only_time() -> None:
    media = Media("/films/\udcff.mov", "x")
    assert cache.cached("edit", "key", Media, lambda: media) == (media, False)


def test_what_no_json_can_say_is_never_read_back_as_something_else() -> None:
    track = LoudnessTrack(Fraction(1), (math.inf,))
    for _ in range(2):
        assert cache.cached("listen", "key", LoudnessTrack, lambda: track) == (track, False)


def test_the_cache_lies_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENESCORE_CACHE", "")
    assert cache.cache_folder().name == "scenescore"
    monkeypatch.setenv("SCENESCORE_CACHE", "elsewhere")
    assert cache.cache_folder() == Path("elsewhere")
