"""Our lanes as a written file has them, to be held against what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from scenescore.edit.clips import is_ours, length_of
from scenescore.edit.loading import load_timeline
from scenescore.edit.media_paths import spelled_path
from scenescore.edit.otio_times import seconds
from scenescore.edit.scored_tracks import TAG, cue_in
from scenescore.hosting import Laid
from scenescore.model import Hit
from scenescore.timebase import Rate

MLT = ".mlt"


def lanes_in(path: Path, rate: Rate, timeline: str | None = None) -> tuple[Laid, ...]:
    """Every clip of ours in an edit file, or in MLT XML that we wrote, in the order of its tracks.

    Frames count in `rate` from the start of the edit. Raises EditUnreadable.
    """
    if path.suffix == MLT:
        return tuple(_in_mlt(path, rate))
    return tuple(_in_timeline(load_timeline(path, timeline), rate))


def _in_timeline(timeline: Any, rate: Rate) -> Iterator[Laid]:
    import opentimelineio as otio

    origin, _ = length_of(timeline.tracks)
    for track in timeline.tracks:
        reached = -origin
        for item in track if isinstance(track, otio.schema.Track) else ():
            if isinstance(item, otio.schema.Transition):
                continue
            _, length = length_of(item)
            if isinstance(item, otio.schema.Clip) and is_ours(item):
                yield _laid(item, track.name, reached * rate.fps, length * rate.fps)
            reached += length


def _laid(clip: Any, track: str, start: Fraction, frames: Fraction) -> Laid:
    reference = clip.media_reference
    zero = reference.available_range.start_time if reference.available_range else None
    return Laid(
        track=_own(clip.metadata).get("track") or track,
        name=clip.name,
        cue=_cue_of(clip.metadata),
        path=spelled_path(getattr(reference, "target_url", "")),
        start_frame=start,
        end_frame=start + frames,
        source=seconds(clip.source_range.start_time) - (seconds(zero) if zero else 0),
        hits=tuple(_hit(marker) for marker in clip.markers if TAG in marker.metadata),
    )


def _hit(marker: Any) -> Hit:
    own = marker.metadata[TAG]
    label = marker.name.removeprefix("HIT").strip().partition(" ")[2]
    return Hit(own["frame"], own["kind"], own["weight"], own["source"], label=label)


def _cue_of(metadata: Mapping[str, Any]) -> str:
    """The uid of the cue, by our tag or by the description that FCP7 XML keeps."""
    if TAG in metadata:
        return str(_own(metadata).get("uid", ""))
    return cue_in(metadata["fcp_xml"]["logginginfo"]["description"]) or ""


def _own(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    own = metadata.get(TAG)
    return own if isinstance(own, Mapping) else {}


def _in_mlt(path: Path, rate: Rate) -> Iterator[Laid]:
    from defusedxml import ElementTree

    root = ElementTree.parse(path).getroot()
    files = {
        producer.get("id"): producer.findtext("property[@name='resource']", "")
        for producer in root.iterfind("producer")
    }
    for playlist in root.iterfind("playlist"):
        track = playlist.findtext("property[@name='shotcut:name']", "")
        reached = 0
        for item in playlist:
            if item.tag == "blank":
                reached += int(item.get("length", "0"))
            elif item.tag == "entry":
                first, last = int(item.get("in", "0")), int(item.get("out", "0"))
                frames = last - first + 1
                cue = item.findtext("property[@name='scenescore:cue']")
                if cue is not None:
                    yield Laid(
                        track=track,
                        name=item.findtext("property[@name='scenescore:name']", ""),
                        cue=cue,
                        path=files[item.get("producer")],
                        start_frame=reached,
                        end_frame=reached + frames,
                        source=first / rate.fps,
                    )
                reached += frames
