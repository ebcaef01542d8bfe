"""Themes: drawn, given, written down, found again in clip names and in the music."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenescore.compose.theme import FEWEST, MOST, Motif, theme_of, themes_in
from scenescore.compose.theme_midi import theme_from_midi
from scenescore.compose.themefile import load_themes, read_themes, write_themes
from scenescore.compose.variation import (
    filled,
    fitted,
    head,
    inverted,
    lifted,
    moved,
    retrograde,
    stretched,
    turned,
    veered,
)
from scenescore.errors import BadArgument, OutputUnwritable

lengths = st.integers(1, 16).map(lambda quarter: Fraction(quarter, 4))
motifs = st.lists(st.tuples(st.integers(-7, 14), lengths), min_size=FEWEST, max_size=MOST).map(
    lambda notes: Motif(tuple(d for d, _ in notes), tuple(r for _, r in notes))
)


@given(st.integers(0, 10_000), st.text(max_size=8))
def test_a_drawn_theme_can_be_sung_and_answers_a_hit(seed: int, name: str) -> None:
    motif = theme_of(seed, name).motif
    assert FEWEST <= len(motif.degrees) <= MOST
    assert motif.beats == 4
    assert motif.onsets[-1] < 3, "fits a bar of three"
    assert motif.rhythm[0] >= Fraction(3, 4)
    assert max(motif.degrees) - min(motif.degrees) <= 6


def test_a_theme_belongs_to_its_name_in_any_spelling() -> None:
    assert theme_of(3, "Mina") == theme_of(3, "Mina")
    assert theme_of(3, "MINA ").motif == theme_of(3, "mina").motif
    assert theme_of(3, "미나").motif == theme_of(3, normalize("NFD", "미나")).motif
    assert len({theme_of(seed, "Mina").motif for seed in range(40)}) > 35


def test_a_given_theme_stands_above_the_drawn_one() -> None:
    mine = Motif((0, 4, 7), (Fraction(1), Fraction(1), Fraction(2)))
    assert theme_of(0, "Mina", {"mina": mine}).motif == mine


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mina_walks_home.mov", ("Mina",)),
        ("KITCHEN mina+joon", ("Mina", "Joon")),
        ("planning.mov", ()),
        ("민아가 웃는다.mp4", ("민아",)),
        ("", ()),
    ],
)
def test_names_are_heard_in_clip_names(text: str, names: tuple[str, ...]) -> None:
    assert themes_in([text], ("Mina", "Joon", "Ann", "민아", "")) == names


@given(motifs)
def test_what_is_done_to_a_motif_keeps_it_a_motif(motif: Motif) -> None:
    assert inverted(inverted(motif)) == motif
    assert retrograde(retrograde(motif)) == motif
    assert moved(moved(motif, 3), -3) == motif
    assert stretched(motif, Fraction(2)).beats == 2 * motif.beats
    assert inverted(motif).steps == tuple(-step for step in motif.steps)
    middle = (len(motif.degrees) - 1) // 2
    assert veered(motif).rhythm == motif.rhythm
    assert veered(motif).degrees[: middle + 1] == motif.degrees[: middle + 1]
    assert veered(veered(motif)) == motif
    assert lifted(motif).rhythm == motif.rhythm
    assert lifted(motif).degrees[: middle + 1] == motif.degrees[: middle + 1]
    tails = zip(motif.degrees[middle + 1 :], lifted(motif).degrees[middle + 1 :], strict=True)
    assert all(high == low + 2 for low, high in tails)
    assert turned(motif).beats == motif.beats
    assert turned(motif).steps[: len(motif.steps)] == motif.steps
    assert turned(motif).onsets[: len(motif.onsets)] == motif.onsets
    for notes in range(1, len(motif.degrees) + 1):
        assert head(motif, notes).beats == motif.beats
    for beats in (Fraction(1), Fraction(3), Fraction(4)):
        short = fitted(motif, beats)
        assert short.beats == beats
        assert min(short.rhythm) > 0
        fuller = filled(short, 6)
        assert fuller.beats == beats
        assert set(short.onsets) <= set(fuller.onsets)


@given(st.dictionaries(st.text(min_size=1, max_size=12), motifs, max_size=5))
def test_a_themes_file_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, themes: dict[str, Motif]
) -> None:
    path = tmp_path_factory.mktemp("시즌 1 🎬") / "테마 themes.json"
    write_themes(path, themes)
    assert read_themes(path) == themes


def test_a_themes_file_reads_as_a_musician_counts(tmp_path: Path) -> None:
    path = tmp_path / "themes.json"
    write_themes(path, {"민아": Motif((4, 7, -1), (Fraction(1), Fraction(1, 2), Fraction(5, 2)))})
    assert '"민아": {"degrees": [5, 8, 0], "rhythm": ["1", "1/2", "5/2"]}' in path.read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 2, "themes": {}}',
        '{"version": 1, "themes": {"a": {"degrees": [1, 2], "rhythm": ["1", "1"]}}}',
        '{"version": 1, "themes": {"a": {"degrees": [1, 2, 3], "rhythm": ["1"]}}}',
        '{"version": 1, "themes": {"a": {"degrees": [1, 2, 3], "rhythm": ["1", "0", "1"]}}}',
        '{"version": 1, "themes": {"a": {"degrees": [1, 2, 3], "rhythm": ["x", "1", "1"]}}}',
    ],
)
def test_a_damaged_themes_file_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "themes.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadArgument) as refusal:
        read_themes(path)
    assert refusal.value.hint


def test_a_themes_file_that_cannot_be_reached(tmp_path: Path) -> None:
    with pytest.raises(BadArgument):
        read_themes(tmp_path / "none.json")
    with pytest.raises(OutputUnwritable):
        write_themes(tmp_path / "no folder" / "themes.json", {})


def _midi(
    path: Path, notes: list[tuple[float, float, int]], *, channel: int = 0, ppq: int = 480
) -> Path:
    """A file of one track; notes as (beat, beats, pitch)."""
    events = [(beat, 1, pitch) for beat, _, pitch in notes]
    events += [(beat + beats, 0, pitch) for beat, beats, pitch in notes]
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Melody")])
    now = 0
    for beat, on, pitch in sorted(events):
        ticks = round(beat * ppq)
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, note=pitch, velocity=80, channel=channel, time=ticks - now))
        now = ticks
    file = mido.MidiFile(ticks_per_beat=ppq)
    file.tracks.append(track)
    file.save(path)
    return path


TUNE = [(0, 1, 67), (1, 0.5, 72), (1.5, 0.5, 71), (2, 2, 67), (5, 1, 65), (6, 1, 64), (7, 1, 60)]


@pytest.mark.parametrize("by", [0, 2, -5])
def test_a_theme_is_read_from_midi_in_any_key(tmp_path: Path, by: int) -> None:
    tune = [(beat, beats, pitch + by) for beat, beats, pitch in TUNE]
    motif = theme_from_midi(_midi(tmp_path / "민아 theme 🎵.mid", tune))
    assert motif.degrees == (4, 7, 6, 4)
    assert motif.rhythm == (Fraction(1), Fraction(1, 2), Fraction(1, 2), Fraction(2))


def test_a_theme_played_by_hand_is_quantised(tmp_path: Path) -> None:
    loose = [(b + 0.04 * (-1) ** i, d * 0.93, p) for i, (b, d, p) in enumerate(TUNE[1:], 1)]
    motif = theme_from_midi(_midi(tmp_path / "loose.mid", [(0.02, 0.9, 67), *loose]))
    assert motif.degrees == (4, 7, 6, 4)
    assert motif.onsets == (0, 1, Fraction(3, 2), 2)


def test_the_melody_is_the_top_of_chords(tmp_path: Path) -> None:
    chords = [(beat, beats, pitch - 16) for beat, beats, pitch in TUNE]
    assert theme_from_midi(_midi(tmp_path / "chords.mid", TUNE + chords)).degrees == (4, 7, 6, 4)


def test_what_holds_no_theme_is_refused_in_a_sentence(tmp_path: Path) -> None:
    text = tmp_path / "song.mid"
    text.write_text("not MIDI")
    cases = [
        tmp_path / "missing.mid",
        text,
        _midi(tmp_path / "empty.mid", []),
        _midi(tmp_path / "two.mid", TUNE[:2]),
        _midi(tmp_path / "drums.mid", TUNE, channel=9),
    ]
    for path in cases:
        with pytest.raises(BadArgument) as refusal:
            theme_from_midi(path)
        assert path.name in refusal.value.message


def test_themes_are_loaded_by_name_from_either_kind_of_file(tmp_path: Path) -> None:
    midi = _midi(tmp_path / "a.mid", TUNE)
    shared = tmp_path / "season.json"
    write_themes(shared, {"Joon": theme_of(1, "Joon").motif})
    loaded = load_themes([("Mina", midi), ("Joon", shared)])
    assert loaded == {"Mina": theme_from_midi(midi), "Joon": theme_of(1, "Joon").motif}
    with pytest.raises(BadArgument, match="Nobody"):
        load_themes([("Nobody", shared)])


def test_a_whole_themes_file_is_taken_and_a_theme_named_beside_it_stands(tmp_path: Path) -> None:
    midi = _midi(tmp_path / "a.mid", TUNE)
    season = {name: theme_of(1, name).motif for name in ("민아", "Joon")}
    write_themes(tmp_path / "themes.json", season)
    loaded = load_themes([("Joon", midi), ("", tmp_path / "themes.json")])
    assert loaded == {"민아": season["민아"], "Joon": theme_from_midi(midi)}
