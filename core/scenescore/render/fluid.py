"""FluidSynth through its library: a SoundFont loaded once, and a fresh synth for each rendering.

pyfluidsynth finds and opens libfluidsynth; the calls that it does not wrap (`fluid_synth_process`,
sharing a loaded SoundFont between synths) are made through ctypes on the same library.

A synth that was reset is not a new synth: `fluid_synth_system_reset` leaves the reverb's and the
envelopes' state behind, and the next rendering differs audibly. A new synth costs a millisecond, so
every rendering gets its own; what is slow to load and is kept is the SoundFont.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from ctypes import c_char_p, c_double, c_int, c_void_p
from enum import IntEnum
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from scenescore.errors import RenderFailed, ToolMissing
from scenescore.timebase import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 64
"""Samples that FluidSynth computes at a time; an event takes effect where a block begins."""

MAX_CHANNELS = 256

_BANK_MELODIC, _BANK_DRUMS = 0, 128

_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "new_fluid_settings": (c_void_p, ()),
    "delete_fluid_settings": (None, (c_void_p,)),
    "fluid_settings_setint": (c_int, (c_void_p, c_char_p, c_int)),
    "fluid_settings_setnum": (c_int, (c_void_p, c_char_p, c_double)),
    "new_fluid_synth": (c_void_p, (c_void_p,)),
    "delete_fluid_synth": (None, (c_void_p,)),
    "fluid_synth_sfload": (c_int, (c_void_p, c_char_p, c_int)),
    "fluid_synth_get_sfont_by_id": (c_void_p, (c_void_p, c_int)),
    "fluid_synth_add_sfont": (c_int, (c_void_p, c_void_p)),
    "fluid_synth_remove_sfont": (c_int, (c_void_p, c_void_p)),
    "fluid_synth_program_select": (c_int, (c_void_p, c_int, c_int, c_int, c_int)),
    "fluid_synth_noteon": (c_int, (c_void_p, c_int, c_int, c_int)),
    "fluid_synth_noteoff": (c_int, (c_void_p, c_int, c_int)),
    "fluid_synth_cc": (c_int, (c_void_p, c_int, c_int, c_int)),
    "fluid_synth_process": (c_int, (c_void_p, c_int, c_int, c_void_p, c_int, c_void_p)),
    "fluid_set_log_function": (c_void_p, (c_int, c_void_p, c_void_p)),
}

_REVERB = {
    # A scoring stage of about two seconds, dark enough not to hiss under speech.
    "synth.reverb.room-size": 0.72,
    "synth.reverb.damp": 0.35,
    "synth.reverb.width": 0.9,
    "synth.reverb.level": 0.9,
}


@lru_cache(maxsize=1)
def library() -> ctypes.CDLL:
    """libfluidsynth with its calls declared. Raises `ToolMissing` where it is not installed."""
    # The first libsndfile of a process decodes compressed SoundFonts for FluidSynth, too, and two
    # versions of it differ by -113 dB: it is the same one whatever was read before.
    import soundfile  # noqa: F401

    try:
        # With CI set in the environment pyfluidsynth prints where it found the library.
        with redirect_stdout(io.StringIO()):
            import fluidsynth
    except (ImportError, OSError, AttributeError) as error:
        raise ToolMissing(
            "FluidSynth, which turns the score into sound, is not installed.",
            "Install it: apt install libfluidsynth3, brew install fluid-synth, "
            "or choco install fluidsynth.",
            str(error),
        ) from error
    found = ctypes.CDLL(fluidsynth.lib)
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(found, name)
        function.restype, function.argtypes = result, arguments
    for level in range(5):
        found.fluid_set_log_function(level, None, None)
    return found


class Action(IntEnum):
    """What an event does; within a block note-offs come first and note-ons last."""

    NOTE_OFF = 0
    CONTROL = 1
    NOTE_ON = 2


class LoadedFont:
    """A SoundFont in memory, shared by the synths that play from it one after another."""

    def __init__(self, path: str) -> None:
        self._library = library()
        self.lock = Lock()
        self._settings, self._keeper = _new_synth(groups=1, channels=16)
        number = self._library.fluid_synth_sfload(self._keeper, path.encode(), 0)
        if number < 0:
            raise RenderFailed(
                f"The SoundFont {path} cannot be read.", "Install it again, or choose another one."
            )
        self.handle: int = self._library.fluid_synth_get_sfont_by_id(self._keeper, number)


@lru_cache(maxsize=1)
def loaded(path: str) -> LoadedFont:
    """The SoundFont at `path`, read the first time it is asked for and kept."""
    return LoadedFont(path)


class Player:
    """A synth with one stereo output for each stem; channel c sounds on stem c % stems.

    Each stem has its own reverb, returned onto the same output, so that the stems add up to what
    one synth with one output would have played.
    """

    def __init__(self, handle: int, sound_font: int, stems: int) -> None:
        self._synth, self._font, self._library = handle, sound_font, library()
        self._stems = stems
        self._effects = np.zeros(stems * 4, np.uintp)

    def program(self, channel: int, program: int, drums: bool) -> bool:
        """Choose the instrument of a channel; False when the SoundFont does not have it."""
        bank = _BANK_DRUMS if drums else _BANK_MELODIC
        select = self._library.fluid_synth_program_select
        return bool(select(self._synth, channel, self._font, bank, program) == 0)

    def send(self, action: Action, channel: int, number: int, value: int) -> None:
        """A note (pitch and velocity) or controller (number and value), from the next block on."""
        if action is Action.NOTE_ON:
            self._library.fluid_synth_noteon(self._synth, channel, number, value)
        elif action is Action.NOTE_OFF:
            self._library.fluid_synth_noteoff(self._synth, channel, number)
        else:
            self._library.fluid_synth_cc(self._synth, channel, number, value)

    def play(self, out: NDArray[np.float32], start: int, samples: int) -> None:
        """Add `samples` (a multiple of 64) to `out`, shape (2 × stems, length), from `start` on."""
        step = out.strides[0]
        rows = out.ctypes.data + np.arange(out.shape[0], dtype=np.uintp) * np.uintp(step)
        dry = (rows + np.uintp(start * out.itemsize)).astype(np.uintp)
        # In FluidSynth's order: reverb left, right, chorus left, right; no buffer for no chorus.
        self._effects[0::4], self._effects[1::4] = dry[0::2], dry[1::2]
        failed = self._library.fluid_synth_process(
            self._synth,
            samples,
            len(self._effects),
            self._effects.ctypes.data,
            len(dry),
            dry.ctypes.data,
        )
        if failed:
            raise RenderFailed("FluidSynth stopped while playing.", "Try another SoundFont.")


@contextmanager
def player(font: LoadedFont, stems: int, channels: int) -> Iterator[Player]:
    """A fresh synth over a loaded SoundFont, alone on it for the length of the block."""
    if channels > MAX_CHANNELS:
        raise RenderFailed(
            f"The score has {channels} parts in its largest family; {MAX_CHANNELS} can play.",
            "Choose a smaller palette.",
        )
    lib = library()
    with font.lock:
        settings, synth = _new_synth(stems, channels)
        number = lib.fluid_synth_add_sfont(synth, font.handle)
        try:
            yield Player(synth, number, stems)
        finally:
            # Or the synth would take the shared SoundFont with it.
            lib.fluid_synth_remove_sfont(synth, font.handle)
            lib.delete_fluid_synth(synth)
            lib.delete_fluid_settings(settings)


def _new_synth(groups: int, channels: int) -> tuple[int, int]:
    lib = library()
    settings = lib.new_fluid_settings()
    whole = {
        "synth.cpu-cores": 1,  # with more, reverb differs from run to run
        "synth.chorus.active": 0,  # at its default it can add 10 dB
        "synth.reverb.active": 1,
        "synth.polyphony": 512,
        "synth.midi-channels": -(-channels // 16) * 16,
        "synth.audio-channels": groups,
        "synth.audio-groups": groups,
        "synth.effects-groups": groups,
    }
    for name, value in whole.items():
        lib.fluid_settings_setint(settings, name.encode(), value)
    real = {"synth.sample-rate": float(SAMPLE_RATE), "synth.gain": 0.4, **_REVERB}
    for name, number in real.items():
        lib.fluid_settings_setnum(settings, name.encode(), number)
    synth = lib.new_fluid_synth(settings)
    if not synth:
        raise RenderFailed("FluidSynth could not be started.", "Install FluidSynth 2.1 or newer.")
    return settings, synth
