"""What is heard, seen and felt."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scenescore.model.edit import Cut, CutKind
from scenescore.model.report import EngineUse, Remark
from scenescore.timebase import Span


@dataclass(frozen=True, slots=True)
class Shot:
    """What lies between two cuts; `cut` is how it begins ("hard" for the first)."""

    start_frame: int
    end_frame: int
    clip: str = ""
    cut: CutKind = "hard"


@dataclass(frozen=True, slots=True)
class Picture:
    """Light, colour and motion of one shot, each 0…1 but `warmth` (-1 blue … 1 orange).

    `action_frame` is the moment of the strongest sudden movement, if one stands out, with its
    strength 0…1. `colours` are the shares of coarse hues and greys, which tell shots of one scene.
    `lighting_key` is -1 low key … 1 high key; `camera` and `subject` are the parts of the motion
    that the camera and what it shows make; `faces` are the most faces seen at once and `face` the
    height of the largest as a share of the picture's.
    """

    shot: int
    brightness: float
    contrast: float
    saturation: float
    warmth: float
    motion: float
    action_frame: int | None = None
    action: float = 0.0
    colours: tuple[float, ...] = ()
    lighting_key: float = 0.0
    camera: float = 0.0
    subject: float = 0.0
    faces: int = 0
    face: float = 0.0


@dataclass(frozen=True, slots=True)
class Still:
    """A small picture (JPEG on disk) of a shot, for the report; the file may be gone."""

    shot: int
    path: str


@dataclass(frozen=True, slots=True)
class Scene:
    """Shots that belong together: indices into the list of shots."""

    id: int
    start_frame: int
    end_frame: int
    shots: tuple[int, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch in which somebody speaks."""

    span: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Voice:
    """How a phrase is spoken, without its words: arousal of the delivery -1…1, and what tells it.

    `pitch_range_st` is the spread of the pitch in semitones, `pauses` the share of silence within.
    """

    arousal: float
    syllables_per_s: float
    pitch_hz: float
    loudness_lufs: float
    pitch_range_st: float = 0.0
    pauses: float = 0.0


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a transcription."""

    span: Span
    text: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one caption or one stretch of speech. `emotions` follow `settings.EMOTIONS`.

    `english` is a translation from the sound, where the language is another; `words` are there when
    an engine timed them.
    """

    span: Span
    text: str | None = None
    language: str | None = None
    emotions: tuple[float, ...] | None = None
    confidence: float = 1.0
    voice: Voice | None = None
    english: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class SoundSpan:
    """One kind of sound that is there; kinds overlap where there is music under dialogue."""

    span: Span
    kind: Literal["dialogue", "music", "effects", "silence"]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class FoundMusic:
    """A stretch of music that the edit already holds, and what it is like.

    `key` as in "D minor", `energy` 0…1, `beat` the second of its first beat and `beats` of all,
    `families` of instruments by likelihood; valence and arousal -1…1. None where it could not be
    told.
    """

    span: Span
    loudness_lufs: float
    energy: float
    tempo_bpm: float | None = None
    beat: Fraction | None = None
    key: str | None = None
    families: tuple[str, ...] = ()
    valence: float | None = None
    arousal: float | None = None
    vocal: bool = False
    confidence: float = 1.0
    beats: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LoudnessTrack:
    """K-weighted power of a sound over time (ITU-R BS.1770-4), the base of every loudness figure.

    `power[i]` is the channel-weighted mean square of the hop that starts at `i * hop` seconds;
    loudness of a stretch is -0.691 + 10 log10(mean power). `peak[i]` is the largest
    absolute sample.
    """

    hop: Fraction
    power: tuple[float, ...]
    peak: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """All that listening found. `replaced` is music that was taken out for the score to replace."""

    speech: tuple[Speech, ...]
    phrases: tuple[Phrase, ...]
    sound: tuple[SoundSpan, ...]
    loudness: LoudnessTrack
    engines: tuple[EngineUse, ...] = ()
    remarks: tuple[Remark, ...] = ()
    music: tuple[FoundMusic, ...] = ()
    replaced: tuple[FoundMusic, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """All that watching found. `cuts` are the edit's, or those detected in a film."""

    cuts: tuple[Cut, ...]
    shots: tuple[Shot, ...]
    pictures: tuple[Picture, ...]
    engines: tuple[EngineUse, ...] = ()
    remarks: tuple[Remark, ...] = ()
    stills: tuple[Still, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one observer says of one stretch. Values -1…1; None where it has no opinion."""

    source: str
    span: Span
    valence: float | None = None
    arousal: float | None = None
    tension: float | None = None
    emotions: tuple[float, ...] | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Abstention:
    """A stretch of which a witness (light, words, voice …) says nothing; `why` is a short code."""

    witness: str
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A stretch in which two sides (picture, words …) say the opposite, `low` what is less.

    Values are means of their opinions, each -1…1.
    """

    span: Span
    axis: Literal["valence", "arousal", "tension"]
    low: str
    low_value: float
    high: str
    high_value: float


@dataclass(frozen=True, slots=True)
class MoodCurve:
    """Feeling over time, sampled at 4 Hz; every tuple is as long as `times`.

    Valence, arousal and tension in [-1, 1]; `emotions` maps each of the seven to probabilities that
    sum to 1 at each moment; confidence 0…1. `evidence` is what the curve was fused from;
    `abstained` tells who said nothing where, and why, `contradictions` where they could not agree.
    """

    times: tuple[float, ...]
    valence: tuple[float, ...]
    arousal: tuple[float, ...]
    tension: tuple[float, ...]
    emotions: dict[str, tuple[float, ...]]
    confidence: tuple[float, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    abstained: tuple[Abstention, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class Mood:
    """Feeling of one stretch: the mean of a curve, or an order."""

    valence: float
    arousal: float
    tension: float
    emotion: str
