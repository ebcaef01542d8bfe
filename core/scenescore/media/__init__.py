"""Sound and picture on disk: decoding, mixing, measuring, writing."""

from scenescore.media.canvas import Canvas, Size
from scenescore.media.conform import Conform
from scenescore.media.downmix import to_stereo
from scenescore.media.drawing import Image, View
from scenescore.media.film import write_film
from scenescore.media.frames import (
    FrameObserver,
    Stretch,
    Told,
    look_again,
    sample_frames,
    sample_views,
    watch_film,
)
from scenescore.media.index import PictureIndex, picture_index
from scenescore.media.loudness import (
    PowerMeter,
    integrated,
    integrated_over,
    loudness_of,
    lufs,
    power_of,
    short_term,
)
from scenescore.media.mix import SoundMix, mix_sound
from scenescore.media.mp4 import is_our_film
from scenescore.media.pictures import number_at
from scenescore.media.probe import MediaInfo, PictureInfo, SoundInfo, probe
from scenescore.media.runs import Sound
from scenescore.media.subtitles import Subtitles, read_subtitles
from scenescore.media.truepeak import TruePeakMeter, true_peak
from scenescore.media.wav import WavInfo, WavWriter, read_wav_blocks, wav_info

__all__ = [
    "Canvas",
    "Conform",
    "FrameObserver",
    "Image",
    "MediaInfo",
    "PictureIndex",
    "PictureInfo",
    "PowerMeter",
    "Size",
    "Sound",
    "SoundInfo",
    "SoundMix",
    "Stretch",
    "Subtitles",
    "Told",
    "TruePeakMeter",
    "View",
    "WavInfo",
    "WavWriter",
    "integrated",
    "integrated_over",
    "is_our_film",
    "look_again",
    "loudness_of",
    "lufs",
    "mix_sound",
    "number_at",
    "picture_index",
    "power_of",
    "probe",
    "read_subtitles",
    "read_wav_blocks",
    "sample_frames",
    "sample_views",
    "short_term",
    "to_stereo",
    "true_peak",
    "watch_film",
    "wav_info",
    "write_film",
]
