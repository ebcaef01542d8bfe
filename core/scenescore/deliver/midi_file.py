"""A MIDI file in memory: exact tempo map, metres, key, hit markers, one named track a part.

Tick 0 is the cue's in point, as a sequencer will lay it; notes that begin earlier (pre-roll) start
there, and those that also end earlier are left to the sound files.
"""

from __future__ import annotations

from mido import MetaMessage, MidiFile, MidiTrack

from scenescore import __version__
from scenescore.deliver.midi_parts import channels_of, part_events
from scenescore.deliver.midi_time import PPQ, Event, tempo_events, tick_of
from scenescore.deliver.notation import bar_beat, midi_key, runs
from scenescore.model import Cue, Edit, Score
from scenescore.timebase import format_timecode

_PROVENANCE = "Composed by an algorithm (SceneScore {version}), seed {seed}, style {style}"
_RIGHTS = "The writer's line is the user's to fill in: see cue-sheet.csv"


def midi_file(score: Score, cue: Cue | None = None, edit: Edit | None = None) -> MidiFile:
    """The file of a score; `cue` and `edit` give names and timecodes to the text in it."""
    file = MidiFile(type=1, ticks_per_beat=PPQ, charset="utf-8")
    file.tracks.append(_track(_conductor(score, cue, edit)))
    for part, channel in zip(score.parts, channels_of(score.parts), strict=True):
        file.tracks.append(_track(part_events(part, channel, score.tempo)))
    return file


def _conductor(score: Score, cue: Cue | None, edit: Edit | None) -> list[Event]:
    """Names, key, metres, tempo and markers."""
    title = f"{edit.name} {cue.id}" if edit and cue else (cue.id if cue else score.cue)
    provenance = _PROVENANCE.format(version=__version__, seed=score.seed, style=score.style)
    return [
        (0, MetaMessage("track_name", name=title)),
        (0, MetaMessage("text", text=f"cue {score.cue}")),
        (0, MetaMessage("text", text=provenance)),
        (
            0,
            MetaMessage("copyright", text=_RIGHTS),
        ),
        (0, MetaMessage("key_signature", key=midi_key(score))),
        *_metres(score),
        *tempo_events(score),
        *_hit_markers(score, edit),
        *_theme_markers(score),
    ]


def _metres(score: Score) -> list[Event]:
    """A time signature wherever the metre changes."""
    events: list[Event] = []
    sounding = None
    for bar in score.bars:
        metre = (bar.numerator, bar.denominator)
        if metre != sounding:
            message = MetaMessage("time_signature", numerator=metre[0], denominator=metre[1])
            events.append((tick_of(bar.beat), message))
        sounding = metre
    return events


def _hit_markers(score: Score, edit: Edit | None) -> list[Event]:
    events: list[Event] = []
    for met in score.hits:
        words = ["HIT", met.hit.kind, met.hit.label]
        if edit is None:
            words.append(f"frame {met.hit.frame}")
        else:
            frame = edit.start_frame + met.hit.frame
            words.append(format_timecode(frame, edit.rate, edit.drop_frame))
        marker = MetaMessage("marker", text=" ".join(filter(None, words)))
        events.append((tick_of(met.beat), marker))
    return events


def _theme_markers(score: Score) -> list[Event]:
    events: list[Event] = []
    for theme in score.themes:
        for first, _ in runs(theme.bars):
            beat = bar_beat(score, first)
            if beat is not None:
                marker = MetaMessage("marker", text=f"THEME {theme.name}")
                events.append((tick_of(beat), marker))
    return events


def _track(events: list[Event]) -> MidiTrack:
    """Events in order, each after the one before it by its ticks."""
    track = MidiTrack()
    reached = 0
    for tick, message in sorted(events, key=_order):
        track.append(message.copy(time=tick - reached))
        reached = tick
    track.append(MetaMessage("end_of_track"))
    return track


def _order(event: Event) -> tuple[int, int]:
    """At one tick, notes end before controllers move and new notes begin."""
    tick, message = event
    return tick, {"note_off": 0, "note_on": 2}.get(message.type, 1)
