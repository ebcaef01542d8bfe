"""The few frozen types that travel between rooms.

Times are exact seconds from the start of the edit (`Span`, `Fraction`), or integer frames where the
name ends in `_frame`. Musical time is beats (quarter notes) as `Fraction`. Nothing here has
behaviour beyond small derived properties, and everything is small and picklable: paths and hashes,
never sample arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import TYPE_CHECKING, Literal

from scenescore.timebase import Rate, Span, to_seconds

if TYPE_CHECKING:
    from pretty_midi import PrettyMIDI

# --- what is said about a run ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Remark:
    """One entry of the report's `notes`: something skipped or doubtful, and what to do about it.

    `skipped` marks parts that are missing from the result; they make the exit code 3.
    """

    code: str
    message: str
    hint: str = ""
    where: str = ""
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Which engine did a task, and what would have been better and is missing."""

    task: str
    used: str
    why: str = ""


# --- the edit -------------------------------------------------------------------------------------

CutKind = Literal["hard", "dissolve", "fade"]


@dataclass(frozen=True, slots=True)
class Media:
    """A file behind a clip. `path` is absolute on this machine; `url` is as the edit has it.

    `start` is the source timecode of its first frame in seconds; clips have it subtracted already.
    """

    path: str
    url: str
    missing: bool = False
    start: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Clip:
    """Media placed in the edit.

    At record time t the media shows `source.start + (t - record.start) * speed` seconds from its
    first frame; speed is 1 normally, 0 for a freeze, negative in reverse (then `source.start` is the
    moment shown first, which is the latest). The formula also holds a little beyond `record`, for
    dissolves. `fade_in` and `fade_out` are seconds of audio fade inside `record`.
    """

    name: str
    media: Media | None
    record: Span
    source_start: Fraction
    speed: Fraction = Fraction(1)
    track: int = 0
    gain: float = 1.0
    fade_in: Fraction = Fraction(0)
    fade_out: Fraction = Fraction(0)

    def source_at(self, moment: Fraction) -> Fraction:
        """Seconds into the media at record time `moment`."""
        return self.source_start + (moment - self.record.start) * self.speed


@dataclass(frozen=True, slots=True)
class Track:
    """A track as the editor sees it. `ours` is true for lanes that SceneScore wrote earlier."""

    name: str
    kind: Literal["video", "audio"]
    enabled: bool = True
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A change of picture: the first frame of the new picture, or the middle of a dissolve."""

    frame: int
    kind: CutKind = "hard"
    span: Span | None = None  # of the dissolve or fade


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker of the editor's. Markers are orders when their text says so."""

    text: str
    span: Span
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as the house sees it, flattened to what is seen and what is heard.

    `picture` holds what is seen: the topmost enabled picture at every moment, in order and without
    overlap (clips of a dissolve meet at its middle). `sound` holds every enabled audio clip but our
    own lanes; they may overlap. `cuts` are the changes inside `picture`; for a film they are found by
    `watch`. `source` is the file it came from, so that writing back can keep everything else.
    """

    name: str
    rate: Rate
    start_frame: int
    duration_frames: int
    drop_frame: bool
    source: str
    format: str  # otio, otioz, fcpxml, fcp7, edl, aaf, film, sound
    identity: str  # hash of the content, for caches
    picture: tuple[Clip, ...] = ()
    sound: tuple[Clip, ...] = ()
    cuts: tuple[Cut, ...] = ()
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    timeline: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def duration(self) -> Fraction:
        return to_seconds(self.duration_frames, self.rate)


# --- what is heard and seen -----------------------------------------------------------------------


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
    """How a phrase is spoken, without its words."""

    arousal: float
    syllables_per_s: float
    pitch_hz: float
    loudness_lufs: float


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of one caption or one stretch of speech. `emotions` follow `settings.EMOTIONS`."""

    span: Span
    text: str | None = None
    language: str | None = None
    emotions: tuple[float, ...] | None = None
    confidence: float = 1.0
    voice: Voice | None = None


@dataclass(frozen=True, slots=True)
class SoundSpan:
    """What kind of sound is there."""

    span: Span
    kind: Literal["dialogue", "music", "effects", "silence"]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LoudnessTrack:
    """K-weighted power of a sound over time (ITU-R BS.1770-4), the base of every loudness figure.

    `power[i]` is the channel-weighted mean square of the hop that starts at `i * hop` seconds;
    loudness of a stretch is -0.691 + 10 log10(mean power). `peak[i]` is the largest absolute sample.
    """

    hop: Fraction
    power: tuple[float, ...]
    peak: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """All that listening found."""

    speech: tuple[Speech, ...]
    phrases: tuple[Phrase, ...]
    sound: tuple[SoundSpan, ...]
    loudness: LoudnessTrack
    engines: tuple[EngineUse, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """All that watching found. `cuts` are the edit's, or those detected in a film."""

    cuts: tuple[Cut, ...]
    shots: tuple[Shot, ...]
    pictures: tuple[Picture, ...]
    engines: tuple[EngineUse, ...] = ()
    remarks: tuple[Remark, ...] = ()


# --- feeling --------------------------------------------------------------------------------------


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
class MoodCurve:
    """Feeling over time, sampled at 4 Hz; every tuple is as long as `times`.

    Valence, arousal and tension in [-1, 1]; `emotions` maps each of the seven to probabilities that
    sum to 1 at each moment; confidence 0…1; `evidence` is what the curve was fused from.
    """

    times: tuple[float, ...]
    valence: tuple[float, ...]
    arousal: tuple[float, ...]
    tension: tuple[float, ...]
    emotions: dict[str, tuple[float, ...]]
    confidence: tuple[float, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Mood:
    """Feeling of one stretch: the mean of a curve, or an order."""

    valence: float
    arousal: float
    tension: float
    emotion: str


# --- spotting -------------------------------------------------------------------------------------

HitKind = Literal["hard", "soft", "entry", "stop", "swell"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A moment of the picture that the music meets.

    `frame` counts from the start of the edit. `weight` 0…1 ranks it; `ordered` is true for the
    user's markers, which are never moved. `source` says what it is: marker, scene, fade, dissolve,
    action, cut.
    """

    frame: int
    kind: HitKind
    weight: float
    source: str
    ordered: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """Mood at a moment, in seconds from the cue's in point."""

    seconds: float
    mood: Mood


@dataclass(frozen=True, slots=True)
class ThemeOrder:
    """A theme to be heard from a frame on."""

    name: str
    frame: int


@dataclass(frozen=True, slots=True)
class Cue:
    """One piece of music: where it starts, what it follows, how it ends.

    Music is heard from the first frame `in_frame` and has resolved by `out_frame`; a ring-out may
    sound beyond it. `hits` include the entry and lie in order. `dialogue` are the spans of speech in
    edit time inside the cue. `ending`: "ring" (last chord rings over), "stop" (cut dead on the out
    frame), "fade" (dies away into the out frame).
    """

    id: str
    uid: str
    in_frame: int
    out_frame: int
    rate: Rate
    scene: int
    style: str
    mood: Mood
    moods: tuple[MoodPoint, ...]
    hits: tuple[Hit, ...]
    dialogue: tuple[Span, ...]
    ending: Literal["ring", "stop", "fade"] = "ring"
    themes: tuple[ThemeOrder, ...] = ()
    seed: int = 0

    @property
    def span(self) -> Span:
        return Span.of_frames(self.in_frame, self.out_frame, self.rate)

    def seconds_at(self, frame: int) -> Fraction:
        """Seconds from the cue's in point to a frame of the edit."""
        return to_seconds(frame - self.in_frame, self.rate)


# --- the score ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TempoMap:
    """Beats against seconds from the cue's in point: knots, straight between them.

    At least two knots, both coordinates strictly rising; beyond the last knot its tempo goes on,
    before the first (pre-roll) the first tempo. Between two knots the tempo is constant, so that a
    MIDI tempo map can say the same thing exactly.
    """

    knots: tuple[tuple[Fraction, Fraction], ...]  # (beat, seconds)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar line with its metre: starts at `beat`, `numerator`/`denominator`."""

    beat: Fraction
    numerator: int
    denominator: int = 4

    @property
    def beats(self) -> Fraction:
        """Quarter notes in the bar."""
        return Fraction(self.numerator * 4, self.denominator)


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the score in beats. `shift` is the player's own timing in seconds.

    `accent` marks notes of a hit: they carry no human timing, and rendering starts them early by
    the sound's measured attack, so that they are heard on the frame.
    """

    beat: Fraction
    beats: Fraction
    pitch: int
    velocity: int
    shift: float = 0.0
    accent: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """A MIDI controller value at a beat."""

    beat: Fraction
    number: int
    value: int


@dataclass(frozen=True, slots=True)
class Part:
    """One player: a General MIDI program (0-127), or a drum kit; `stem` is its family.

    `role`: melody, counter, pad, bass, accompaniment, pulse, percussion, accent.
    """

    name: str
    stem: str
    role: str
    program: int
    notes: tuple[Note, ...]
    controls: tuple[Control, ...] = ()
    drums: bool = False
    pan: float = 0.0  # -1 left … 1 right
    gain_db: float = 0.0
    reverb: float = 0.3


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord symbol over a stretch: root pitch class 0-11, pitch classes from the bass up."""

    beat: Fraction
    beats: Fraction
    root: int
    quality: str
    pitch_classes: tuple[int, ...]
    numeral: str = ""


@dataclass(frozen=True, slots=True)
class ScoreHit:
    """A hit of the cue where it fell in the music: `bar` counts from 1."""

    beat: Fraction
    bar: int
    hit: Hit
    on_barline: bool


@dataclass(frozen=True, slots=True)
class ThemeUse:
    """A theme heard in some bars (counted from 1)."""

    name: str
    bars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The music of one cue, complete and without sound. Beat 0 is the cue's in point."""

    cue: str  # uid
    tonic: int  # pitch class of the key
    mode: str  # ionian, dorian, phrygian, lydian, mixolydian, aeolian, …
    tempo: TempoMap
    bars: tuple[Bar, ...]
    chords: tuple[Chord, ...]
    parts: tuple[Part, ...]
    hits: tuple[ScoreHit, ...]
    themes: tuple[ThemeUse, ...] = ()
    style: str = ""
    seed: int = 0
    version: int = 1

    def to_pretty_midi(self) -> PrettyMIDI:
        """The score for those who go on in pretty_midi; notes in seconds, tempo map kept."""
        # Looked up when called: the model must not import the room that writes MIDI.
        made: PrettyMIDI = import_module("scenescore.deliver").to_pretty_midi(self)
        return made


# --- the sound ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GainCurve:
    """Gain in decibels over time, straight between points; constant beyond both ends.

    Seconds count from the first sample of the file that it belongs to.
    """

    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stem:
    """Sound on disk: a WAV file of `samples` frames at 48 kHz."""

    name: str
    path: str
    samples: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness and true peak of a sound; -inf loudness is given as -120."""

    integrated_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class HeardHit:
    """A hit of the score and where it is heard: milliseconds after the first new frame.

    None where no onset stands out within 200 ms (soft hits may have none).
    """

    hit: ScoreHit
    error_ms: float | None


@dataclass(frozen=True, slots=True)
class Recording:
    """A cue rendered: its files and what was measured on them.

    The file starts one second (the handle) before `lane_start_frame`.
    """

    cue: str
    lane_start_frame: int
    lane_end_frame: int
    samples: int
    mix: Stem
    stems: tuple[Stem, ...]
    dry: Stem | None
    duck: GainCurve
    loudness: Loudness
    power: LoudnessTrack
    hits: tuple[HeardHit, ...]


@dataclass(frozen=True, slots=True)
class SoundFont:
    """The instrument that played: recorded for clearance."""

    name: str
    path: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One clip of music to place in the edit, on the lane (track) of that name."""

    track: str
    name: str
    cue: str
    path: str
    samples: int
    start_frame: int
    end_frame: int
    hits: tuple[Hit, ...] = ()
