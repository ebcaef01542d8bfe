"""MIDI files that say what the score says: at the same times, with the same names."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import groupby

import mido
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pretty_midi import PrettyMIDI
from tests.compose.compose_cues import cue_of

from scenescore.compose import compose
from scenescore.deliver.midi import to_pretty_midi, write_midi
from scenescore.deliver.midi_file import midi_file
from scenescore.deliver.midi_parts import channels_of
from scenescore.deliver.midi_time import PPQ
from scenescore.model import Bar, Note, TempoMap
from scenescore.tempomap import seconds_at

from .factory import make_cue, make_part, make_score, tempo_map

F = Fraction
GOLDEN = """
0 track_name 1m01
0 text cue uid-1
0 text Composed by an algorithm (SceneScore X), seed 7, style strings
0 copyright The writer's line is the user's to fill in: see cue-sheet.csv
0 key_signature Dm
0 time_signature 4/4
0 set_tempo 500000
0 marker HIT entry frame 100
0 marker THEME 소피
7680 set_tempo 503504
7680 marker HIT hard 문 frame 196
11520 time_signature 3/4
14400 time_signature 4/4
14400 marker THEME 소피
15360 marker HIT soft frame 250
15360 end_of_track
""".strip()


def read_back(path) -> mido.MidiFile:
    return mido.MidiFile(str(path), charset="utf-8")


def ticked(track):
    tick = 0
    for message in track:
        tick += message.time
        yield tick, message


def clock(file: mido.MidiFile):
    """Exact seconds of a tick by the file's own tempo map."""
    changes = [(t, m.tempo) for t, m in ticked(file.tracks[0]) if m.type == "set_tempo"]

    def seconds(tick: int) -> F:
        total = F(0)
        for index, (start, tempo) in enumerate(changes):
            end = changes[index + 1][0] if index + 1 < len(changes) else tick
            total += F(max(0, min(tick, end) - start) * tempo, PPQ * 1_000_000)
        return total

    return seconds


def describe(tick: int, message: mido.MetaMessage) -> str:
    known = {
        "time_signature": lambda m: f"{m.numerator}/{m.denominator}",
        "set_tempo": lambda m: str(m.tempo),
        "key_signature": lambda m: m.key,
        "track_name": lambda m: m.name,
        "end_of_track": lambda m: "",
    }
    value = known.get(message.type, lambda m: m.text)(message)
    return f"{tick} {message.type} {value}".strip()


def test_the_conductor_track_reads_as_written(tmp_path, monkeypatch):
    monkeypatch.setattr("scenescore.deliver.midi_file.__version__", "X")
    path = tmp_path / "큐 🎼.mid"
    cue = make_cue()
    write_midi(make_score(cue), cue, path)
    lines = [describe(*each) for each in ticked(read_back(path).tracks[0])]
    assert "\n".join(lines) == GOLDEN


PACES = st.fractions(F(1, 4), F(2), max_denominator=48_000)
STEPS = st.lists(st.tuples(st.integers(1, 12), PACES), min_size=1, max_size=60)


@settings(deadline=None)
@given(STEPS)
def test_the_files_clock_never_drifts_from_the_score(steps):
    score = make_score(tempo=tempo_map(*steps))
    seconds = clock(midi_file(score))
    for beat, exact in score.tempo.knots:
        longest = max(beats for beats, _ in steps)
        assert abs(seconds(int(beat * PPQ)) - exact) <= F(longest, 2_000_000)


@settings(deadline=None)
@example([(1, F(1, 4)), (1, F(1))], 283)
@given(STEPS, st.integers(0, 400))
def test_knots_off_the_tick_grid_stay_within_a_millisecond(steps, offset):
    knots = tuple(
        (b + F(offset, 997) * (i > 0), s) for i, (b, s) in enumerate(tempo_map(*steps).knots)
    )
    tempo = TempoMap(knots)
    seconds = clock(midi_file(make_score(tempo=tempo)))
    for beat in (F(0), F(7, 3), knots[-1][0], knots[-1][0] + 5):
        assert abs(seconds(round(beat * PPQ)) - seconds_at(tempo, beat)) < F(1, 1000) + F(1, PPQ)


def test_hit_markers_are_on_the_hits_time():
    score = make_score()
    file = midi_file(score)
    seconds = clock(file)
    markers = [t for t, m in ticked(file.tracks[0]) if m.type == "marker" and "HIT" in m.text]
    for tick, hit in zip(sorted(markers), score.hits, strict=True):
        assert abs(seconds(tick) - seconds_at(score.tempo, hit.beat)) < F(1, 1000)


def test_parts_carry_name_sound_balance_and_channel(tmp_path):
    cue = make_cue()
    path = tmp_path / "a.mid"
    write_midi(make_score(cue), cue, path)
    violins, timpani = read_back(path).tracks[1:]
    assert (violins.name, timpani.name) == ("Violins", "Timpani")
    assert {m.channel for m in timpani if hasattr(m, "channel")} == {9}
    controls = [(m.control, m.value) for m in violins if m.type == "control_change"]
    assert controls == [(7, 100), (10, 33), (91, 38), (11, 90), (11, 110)]
    assert [m.program for m in violins if m.type == "program_change"] == [48]


def sounding(track) -> list[tuple[int, int, int]]:
    """(start, end, pitch) of every note; fails on a note that is not ended or ended twice."""
    open_notes: dict[int, int] = {}
    spans = []
    for tick, message in ticked(track):
        if message.type == "note_on":
            assert message.note not in open_notes
            open_notes[message.note] = tick
        elif message.type == "note_off":
            spans.append((open_notes.pop(message.note), tick, message.note))
    assert not open_notes
    return sorted(spans)


NOTES = st.builds(
    Note,
    beat=st.fractions(-2, 20, max_denominator=48),
    beats=st.fractions(0, 6, max_denominator=48),
    pitch=st.integers(60, 63),
    velocity=st.integers(0, 127),
    shift=st.floats(-0.05, 0.05),
)


@given(st.lists(NOTES, max_size=30))
def test_every_note_ends_once_and_none_before_the_start(notes):
    score = make_score(parts=(make_part(notes=tuple(notes)),))
    spans = sounding(midi_file(score).tracks[1])
    assert all(0 <= start < end for start, end, _ in spans)


def test_the_players_timing_goes_through_the_tempo_map():
    note = Note(F(10), F(2), 60, 80, shift=0.02)
    score = make_score(parts=(make_part(notes=(note,)),))
    file = midi_file(score)
    ((start, end, _),) = sounding(file.tracks[1])
    seconds = clock(file)
    for tick, beat in ((start, F(10)), (end, F(12))):
        assert abs(seconds(tick) - seconds_at(score.tempo, beat) - F("0.02")) < F(1, 1000)


def test_pre_roll_begins_at_the_in_point_or_stays_out():
    notes = (Note(F(-2), F(1), 60, 80), Note(F(-1), F(2), 62, 80))
    score = make_score(parts=(make_part(notes=notes),))
    assert sounding(midi_file(score).tracks[1]) == [(0, 960, 62)]


@pytest.mark.parametrize(
    ("count", "programs", "channels"), [(3, 3, 3), (15, 15, 15), (20, 5, 5), (40, 40, 1)]
)
def test_channels_are_shared_only_when_they_must_be(count, programs, channels):
    parts = [make_part(str(i), program=i % programs) for i in range(count)]
    *melodic, drums = channels_of([*parts, make_part("kit", drums=True)])
    assert drums == 9
    assert 9 not in melodic
    assert len(set(melodic)) == channels


@pytest.mark.parametrize(
    ("tonic", "mode", "key"),
    [
        (2, "dorian", "Dm"),
        (3, "ionian", "Eb"),
        (8, "aeolian", "G#m"),
        (6, "lydian", "F#"),
        (1, "phrygian", "C#m"),
    ],
)
def test_modes_are_named_by_the_nearest_key(tonic, mode, key):
    file = midi_file(make_score(tonic=tonic, mode=mode))
    assert [m.key for m in file.tracks[0] if m.type == "key_signature"] == [key]


def test_pretty_midi_reads_the_same_music():
    score = make_score(bars=(Bar(F(0), 6, 8),))
    pretty = to_pretty_midi(score)
    assert [i.name for i in pretty.instruments] == ["Violins", "Timpani"]
    starts = sorted(n.start for n in pretty.instruments[0].notes)
    expected = sorted(
        float(seconds_at(score.tempo, n.beat)) + n.shift for n in score.parts[0].notes
    )
    assert starts == pytest.approx(expected, abs=0.001)
    assert pretty.instruments[1].is_drum
    assert (
        pretty.time_signature_changes[0].numerator,
        pretty.time_signature_changes[0].denominator,
    ) == (6, 8)


@pytest.mark.parametrize("style", ["chamber_strings", "epic_trailer", "lo_fi"])
def test_a_composed_cue_opens_with_all_that_a_sequencer_shows(tmp_path, style):
    """Named tracks, key, metres, tempo map and hit markers, as mido and pretty_midi read them."""
    cue = cue_of(30, [7.3, (13.1, "soft"), 21.7], style=style, ordered=True, seed=4)
    score = compose(cue)
    path = tmp_path / "큐 1m01.mid"
    write_midi(score, cue, path)
    file, pretty = read_back(path), PrettyMIDI(str(path))
    names = [part.name for part in score.parts]
    assert [track.name for track in file.tracks[1:]] == names
    assert [each.name for each in pretty.instruments] == names
    conductor = [*ticked(file.tracks[0])]
    kinds = Counter(message.type for _, message in conductor)
    assert kinds["key_signature"] == len(pretty.key_signature_changes) == 1
    assert kinds["set_tempo"] == len(score.tempo.knots) - 1
    metres = [(bar.numerator, bar.denominator) for bar in score.bars]
    changes = [metre for metre, _ in groupby(metres)]
    read = [(each.numerator, each.denominator) for each in pretty.time_signature_changes]
    assert read == changes
    hits = [(t, m.text) for t, m in conductor if m.type == "marker" and m.text.startswith("HIT")]
    assert len(hits) == len(score.hits) == 4
    for (tick, text), met in zip(hits, score.hits, strict=True):
        assert met.hit.kind in text
        moment = float(cue.seconds_at(met.hit.frame))
        assert pretty.tick_to_time(tick) == pytest.approx(moment, abs=0.001)
