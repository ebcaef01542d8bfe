"""Listening: the edit's sound and captions in, speech, words, kinds of sound and loudness out."""

from scenescore.listen.captions import Captions, language_of, read_captions
from scenescore.listen.hearing import listen
from scenescore.listen.kinds import KindMeter
from scenescore.listen.pieces import Piece
from scenescore.listen.spoken import gathered
from scenescore.listen.transcribing import Transcript, transcribe, with_transcript
from scenescore.listen.voice import Hysteresis, VoiceDetector, speech_spans

__all__ = [
    "Captions",
    "Hysteresis",
    "KindMeter",
    "Piece",
    "Transcript",
    "VoiceDetector",
    "gathered",
    "language_of",
    "listen",
    "read_captions",
    "speech_spans",
    "transcribe",
    "with_transcript",
]
