"""What a run leaves behind: MIDI, cue sheet, report, and the lanes to place in the edit."""

from scenescore.deliver.cues import write_cue_sheet
from scenescore.deliver.lanes import lanes_of, place_works
from scenescore.deliver.midi import to_pretty_midi, write_midi
from scenescore.deliver.report import all_remarks, build_report, write_report
from scenescore.deliver.run import Run, StageTime, Work
from scenescore.deliver.score_file import read_score, write_score

__all__ = [
    "Run",
    "StageTime",
    "Work",
    "all_remarks",
    "build_report",
    "lanes_of",
    "place_works",
    "read_score",
    "to_pretty_midi",
    "write_cue_sheet",
    "write_midi",
    "write_report",
    "write_score",
]
