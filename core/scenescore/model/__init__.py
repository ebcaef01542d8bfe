"""The few frozen types that travel between rooms.

Times are exact seconds from the start of the edit (`Span`, `Fraction`), or integer frames where the
name ends in `_frame`. Musical time is beats (quarter notes) as `Fraction`. Nothing here has
behaviour beyond small derived properties, and everything is small and picklable: paths and hashes,
never sample arrays.
"""

from scenescore.model.analysis import (
    Abstention,
    Contradiction,
    Evidence,
    FoundMusic,
    Heard,
    LoudnessTrack,
    Mood,
    MoodCurve,
    Phrase,
    Picture,
    Scene,
    Seen,
    Shot,
    SoundSpan,
    Speech,
    Voice,
    Word,
)
from scenescore.model.cue import Cue, Hit, HitKind, MoodPoint, ThemeOrder
from scenescore.model.edit import Clip, Cut, CutKind, Edit, Marker, Media, Track
from scenescore.model.report import EngineUse, Remark
from scenescore.model.score import (
    Bar,
    Chord,
    Control,
    Note,
    Part,
    Score,
    ScoreHit,
    ScoreKey,
    TempoMap,
    ThemeUse,
)
from scenescore.model.sound import GainCurve, HeardHit, Lane, Loudness, Recording, SoundFont, Stem

__all__ = [
    "Abstention",
    "Bar",
    "Chord",
    "Clip",
    "Contradiction",
    "Control",
    "Cue",
    "Cut",
    "CutKind",
    "Edit",
    "EngineUse",
    "Evidence",
    "FoundMusic",
    "GainCurve",
    "Heard",
    "HeardHit",
    "Hit",
    "HitKind",
    "Lane",
    "Loudness",
    "LoudnessTrack",
    "Marker",
    "Media",
    "Mood",
    "MoodCurve",
    "MoodPoint",
    "Note",
    "Part",
    "Phrase",
    "Picture",
    "Recording",
    "Remark",
    "Scene",
    "Score",
    "ScoreHit",
    "ScoreKey",
    "Seen",
    "Shot",
    "SoundFont",
    "SoundSpan",
    "Speech",
    "Stem",
    "TempoMap",
    "ThemeOrder",
    "ThemeUse",
    "Track",
    "Voice",
    "Word",
]
