"""The options of the command line, each with its help; several commands share most of them.

`docs/score-an-edit.md` says more of each. The helps are in Korean in `strings/usage.ko.toml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from scenescore.settings import Exchange, Existing, Lanes, LoudnessPreset

Input = Annotated[Path, typer.Argument(help="An edit, a film, or sound alone.", metavar="INPUT")]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="The folder for the results.")
]

# What is written
Style = Annotated[
    str | None, typer.Option(metavar="NAME", help="Palette; see `scenescore styles`.")
]
Mood = Annotated[
    str | None,
    typer.Option(
        metavar="NAME[:0..1]", help="The mood, in full or in part; see `scenescore moods`."
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="Another seed gives another piece.")]
Scene = Annotated[int | None, typer.Option(metavar="N", help="Score only this scene.")]
From = Annotated[str | None, typer.Option("--from", metavar="TC", help="Score from here.")]
To = Annotated[str | None, typer.Option("--to", metavar="TC", help="Score up to here.")]
ExistingMusic = Annotated[Existing, typer.Option(help="Music already there.")]
Themes = Annotated[
    list[str] | None, typer.Option(metavar="NAME=FILE", help="A theme of yours, as MIDI.")
]
Takes = Annotated[
    int, typer.Option(min=1, max=20, metavar="N", help="Different takes of each cue.")
]

# What is read
Captions = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Words of the dialogue, .srt or .vtt.")
]
Words = Annotated[
    str | None, typer.Option(metavar="ENGINE", help="Engine for the words; none: do without.")
]
Evidence = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A table of evidence of your own, .toml.")
]
Rate = Annotated[
    str | None, typer.Option(metavar="R", help="Frame rate, where the format says none.")
]
Timeline = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which timeline, where there are several.")
]

# What is kept of an earlier run
FromScores = Annotated[
    Path | None, typer.Option(metavar="DIR", help="An earlier run to keep from.")
]
Lock = Annotated[list[str] | None, typer.Option(metavar="CUE:WHAT", help="What to keep of it.")]
Take = Annotated[list[str] | None, typer.Option(metavar="CUE=N", help="The take to place.")]
More = Annotated[
    list[str] | None,
    typer.Option(metavar="CUE:DIAL[=0..1]", help="More energy, density, brightness or tension."),
]
Less = Annotated[
    list[str] | None, typer.Option(metavar="CUE:DIAL[=0..1]", help="Less of the same.")
]

# How it is delivered
Loudness = Annotated[LoudnessPreset, typer.Option(help="How loud the film is.")]
Film = Annotated[Path | None, typer.Option(metavar="FILE.mp4", help="Also write the film (.mp4).")]
LaneKind = Annotated[Lanes, typer.Option(help="A lane a cue, or a lane a stem.")]
ExchangeFiles = Annotated[
    list[Exchange] | None,
    typer.Option("--exchange", help="Also files for this program, or the lanes alone."),
]
Dry = Annotated[bool, typer.Option("--dry", help="Also cues before yielding to dialogue.")]
Font = Annotated[
    Path | None, typer.Option(metavar="FILE", help="SoundFont to play with (.sf2, .sf3).")
]
Report = Annotated[Literal["json", "html", "both"], typer.Option(help="Which reports to write.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress bar.")]
JsonProgress = Annotated[bool, typer.Option("--json", help="Progress as JSON lines on stderr.")]

# Of `compose`
Seconds = Annotated[float, typer.Option(metavar="S", help="How long the music lasts.")]
MidiOutput = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE.mid", help="The MIDI file to write.")
]
Hits = Annotated[str, typer.Option(metavar="S[:KIND],…", help="Moments to hit: 3.2,7.5:soft.")]
Wav = Annotated[Path | None, typer.Option(metavar="FILE.wav", help="Also render to this file.")]

# Of `styles` and `moods`
Listen = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write a few seconds of each style into this folder."),
]
Table = Annotated[
    bool, typer.Option("--table", help="Also print what each evidence does to the music.")
]

# Before the command
Verbose = Annotated[bool, typer.Option("--verbose", help="Details of what happens.")]
