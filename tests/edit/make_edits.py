"""Small edits for the reading tests, built with OTIO itself, and an edit as readable text."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import soundfile

from scenescore.model import Clip, Edit

RATE = 24.0


def time(value: float, rate: float = RATE) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(value, rate)


def span(start: float, frames: float, rate: float = RATE) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(time(start, rate), time(frames, rate))


def clip(
    name: str,
    frames: float,
    start: float = 0,
    *,
    rate: float = RATE,
    url: str | None = None,
    begin: float = 0,
    speed: float | None = None,
    enabled: bool = True,
) -> otio.schema.Clip:
    """A clip of `frames` from `start`; its media begins at `begin` and is called `name`.mov."""
    reference = otio.schema.ExternalReference(
        target_url=f"{name}.mov" if url is None else url,
        available_range=span(begin, 100_000, rate),
    )
    made = otio.schema.Clip(name, reference, span(start, frames, rate))
    made.enabled = enabled
    if speed is not None:
        made.effects.append(otio.schema.LinearTimeWarp(time_scalar=speed))
    return made


def generator(kind: str, frames: float, name: str = "") -> otio.schema.Clip:
    reference = otio.schema.GeneratorReference(generator_kind=kind)
    return otio.schema.Clip(name or kind, reference, span(0, frames))


def gap(frames: float, rate: float = RATE) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=span(0, frames, rate))


def dissolve(before: float, after: float, rate: float = RATE) -> otio.schema.Transition:
    return otio.schema.Transition(
        transition_type="SMPTE_Dissolve",
        in_offset=time(before, rate),
        out_offset=time(after, rate),
    )


def track(kind: str, *items: Any, name: str = "", enabled: bool = True) -> otio.schema.Track:
    made = otio.schema.Track(name, items, kind=kind)
    made.enabled = enabled
    return made


def video(*items: Any, name: str = "", enabled: bool = True) -> otio.schema.Track:
    return track("Video", *items, name=name, enabled=enabled)


def audio(*items: Any, name: str = "", enabled: bool = True) -> otio.schema.Track:
    return track("Audio", *items, name=name, enabled=enabled)


def timeline(*tracks: Any, start: float | None = 0, rate: float = RATE) -> otio.schema.Timeline:
    made = otio.schema.Timeline("edit", tracks=list(tracks))
    if start is not None:
        made.global_start_time = time(start, rate)
    return made


def saved(folder: Path, edit: Any, name: str = "edit.otio") -> Path:
    path = folder / name
    otio.adapters.write_to_file(edit, str(path), "otio_json")
    return path


def tone(path: Path, seconds: float = 2.0) -> Path:
    """A WAV of a quiet sine, which is there and can be heard."""
    times = np.arange(round(seconds * 48_000)) / 48_000
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, 0.1 * np.sin(2 * np.pi * 440 * times), 48_000)
    return path


def described(edit: Edit) -> str:
    """An edit as text: one line a clip, cut, marker and remark; frames of the edit everywhere."""
    fps = edit.rate.fps
    lines = [
        f"{edit.format} {edit.name!r} rate {edit.rate} start {edit.start_frame}"
        f"{' drop' if edit.drop_frame else ''} frames {edit.duration_frames}"
    ]
    lines += [f"track {t.kind} {t.name!r}{'' if t.enabled else ' off'}" for t in edit.tracks]
    lines += [f"picture {_clip(c, fps)}" for c in edit.picture]
    for cut in edit.cuts:
        over = f" over {_span(cut.span.start, cut.span.end, fps)}" if cut.span else ""
        lines.append(f"cut {cut.frame} {cut.kind}{over}")
    lines += [f"sound {_clip(c, fps)}{_levels(c, fps)}" for c in edit.sound]
    lines += [f"marker {_number(m.span.start * fps)} {m.text!r} {m.colour}" for m in edit.markers]
    lines += [f"remark {r.code} {r.where}".rstrip() for r in edit.remarks]
    return "\n".join(lines) + "\n"


def _clip(one: Clip, fps: Fraction) -> str:
    speed = "" if one.speed == 1 else f" speed {one.speed}"
    record = _span(one.record.start, one.record.end, fps)
    return f"{record} track {one.track} from {_number(one.source_start * fps)}{speed} {one.name!r}"


def _levels(one: Clip, fps: Fraction) -> str:
    gain = "" if one.gain == 1 else f" gain {one.gain:.4g}"
    fades = (("fade in", one.fade_in), ("fade out", one.fade_out))
    return gain + "".join(f" {what} {_number(x * fps)}" for what, x in fades if x)


def _span(start: Fraction, end: Fraction, fps: Fraction) -> str:
    return f"{_number(start * fps)}–{_number(end * fps)}"


def _number(value: Fraction) -> str:
    return f"{float(value):.6g}" if value.denominator != 1 else str(value)
