"""Our lanes as OTIO tracks: clips placed by frame, sounds ranged by sample, hits marked.

Written as the JSON that OTIO reads, because they are added to the edit's own JSON (`scored_tree`).
Schema versions are the oldest that hold what we say, so that older readers open them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, TypeAlias

from scenescore import __version__
from scenescore.model import Hit, Lane
from scenescore.timebase import SAMPLE_RATE, Rate, to_seconds

TAG = "scenescore"
"""Key in an object's metadata by which a later run knows it as ours."""

CREDIT = "SceneScore"
"""First word of a clip's description in formats without metadata, to know it again by."""

HANDLE_SAMPLES = SAMPLE_RATE
"""Sound before a lane's first frame in its file: one second."""

HIT_COLOURS = {
    "entry": "GREEN",
    "hard": "RED",
    "soft": "YELLOW",
    "stop": "PURPLE",
    "swell": "CYAN",
}

Tree: TypeAlias = dict[str, Any]
"""A JSON object, as parsed."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """The edit's rate, and the number by which its file calls it (23.98 stays 23.98)."""

    rate: Rate
    written: float

    def range(self, start: int, frames: int) -> Tree:
        return _range(_time(start, self.written), _time(frames, self.written))

    def sample_of(self, frames: int) -> int:
        """The first whole sample inside frame `frames`, so that both rounding and truncating it
        back to frames give the same frame, also where a frame is no whole number of samples."""
        return ceil(to_seconds(frames, self.rate) * SAMPLE_RATE)


def is_ours(metadata: object) -> bool:
    """Whether the metadata of a clip or track says that SceneScore wrote it.

    Known by our tag, or by the description that FCP7 XML carries through the editing program.
    """
    if not isinstance(metadata, Mapping):
        return False
    logged = _inner(_inner(metadata, "fcp_xml"), "logginginfo").get("description")
    return TAG in metadata or (isinstance(logged, str) and logged.startswith(CREDIT))


def credit_of(cue: str) -> str:
    """The text by which a clip of ours is known where there is no metadata: description, note."""
    return f"{CREDIT} {cue}"


def cue_in(text: object) -> str | None:
    """The uid of the cue in such a text, or None for anybody else's."""
    if not isinstance(text, str):
        return None
    credit, _, cue = text.strip().partition(" ")
    return cue.strip() or None if credit == CREDIT else None


def _inner(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = holder.get(key)
    return value if isinstance(value, Mapping) else {}


def score_tracks(lanes: Sequence[Lane], ruler: Ruler, origin: int = 0) -> list[Tree]:
    """One track a lane name, in order of first appearance; `origin` is the frame of edit time 0.

    Raises ValueError where lanes of one track overlap, are empty, or start before the edit.
    """
    names = list(dict.fromkeys(lane.track for lane in lanes))
    return [_track(name, [x for x in lanes if x.track == name], ruler, origin) for name in names]


def in_order(track: str, lanes: Sequence[Lane]) -> list[Lane]:
    """The lanes of one track as they follow each other. Raises ValueError if they cannot."""
    ordered = sorted(lanes, key=lambda lane: lane.start_frame)
    reached = 0
    for lane in ordered:
        if lane.end_frame <= lane.start_frame:
            raise ValueError(f"{lane.name} holds no frame: {lane.start_frame} … {lane.end_frame}")
        if lane.start_frame < reached:
            raise ValueError(f"{lane.name} overlaps what lies before it on {track}")
        reached = lane.end_frame
    return ordered


def _track(name: str, lanes: Sequence[Lane], ruler: Ruler, origin: int) -> Tree:
    children: list[Tree] = []
    reached = -origin
    for lane in in_order(name, lanes):
        if lane.start_frame > reached:
            children.append(gap(ruler.range(0, lane.start_frame - reached)))
        children.append(_clip(lane, ruler))
        reached = lane.end_frame
    return {
        "OTIO_SCHEMA": "Track.1",
        **item(name, {"kind": "lane", "version": __version__}, None),
        "children": children,
        "kind": "Audio",
    }


def gap(source_range: Tree) -> Tree:
    """Nothing, for as long as `source_range` lasts."""
    return {"OTIO_SCHEMA": "Gap.1", **item("", None, source_range)}


def _clip(lane: Lane, ruler: Ruler) -> Tree:
    frames = lane.end_frame - lane.start_frame
    source = _range(_time(HANDLE_SAMPLES, SAMPLE_RATE), _time(frames, ruler.written))
    own = {"kind": "cue", "uid": lane.cue, "id": lane.name, "version": __version__}
    return {
        "OTIO_SCHEMA": "Clip.2",
        **item(lane.name, own, source),
        "markers": [_marker(hit, lane, ruler) for hit in lane.hits if _inside(hit, lane)],
        "media_references": {"DEFAULT_MEDIA": _reference(lane)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def _reference(lane: Lane) -> Tree:
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": Path(lane.path).name,
        "available_range": _range(_time(0, SAMPLE_RATE), _time(lane.samples, SAMPLE_RATE)),
        "available_image_bounds": None,
        "target_url": Path(lane.path).absolute().as_uri(),
    }


def _inside(hit: Hit, lane: Lane) -> bool:
    return lane.start_frame <= hit.frame < lane.end_frame


def hit_name(hit: Hit) -> str:
    """What a hit's marker is called: "HIT hard", with the label the user gave it."""
    return f"HIT {hit.kind} {hit.label}".rstrip()


def _marker(hit: Hit, lane: Lane, ruler: Ruler) -> Tree:
    """A marker of one frame in the clip's own time, on the first new frame of the hit."""
    sample = HANDLE_SAMPLES + ruler.sample_of(hit.frame - lane.start_frame)
    own = {"kind": hit.kind, "frame": hit.frame, "weight": hit.weight, "source": hit.source}
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {TAG: own},
        "name": hit_name(hit),
        "color": HIT_COLOURS[hit.kind],
        "marked_range": _range(_time(sample, SAMPLE_RATE), _time(1, ruler.written)),
        "comment": f"{hit.source}, weight {hit.weight:.2f}",
    }


def item(name: str, own: Tree | None, source_range: Tree | None) -> Tree:
    """What all tracks, clips and gaps have in common; `own` is our tag's content."""
    return {
        "metadata": {TAG: own} if own else {},
        "name": name,
        "source_range": source_range,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _time(value: float | Fraction, rate: float) -> Tree:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(value)}


def _range(start: Tree, duration: Tree) -> Tree:
    return {"OTIO_SCHEMA": "TimeRange.1", "duration": duration, "start_time": start}
