"""A timeline for what had none: a film as clips between its cuts, or a sound as one clip."""

from __future__ import annotations

from pathlib import Path

from scenescore.edit.scored_tracks import Ruler, Tree, gap, item
from scenescore.model import Clip, Edit
from scenescore.timebase import to_frames


def fresh_timeline(edit: Edit) -> Tree:
    """The edit of a film or sound file as an OTIO timeline: its shots, and its sound."""
    ruler = Ruler(edit.rate, float(edit.rate.fps))
    tracks = [
        _track("Video 1", "Video", edit.picture, ruler),
        _track("Audio 1", "Audio", edit.sound, ruler),
    ]
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": edit.name,
        "global_start_time": ruler.range(edit.start_frame, 0)["start_time"],
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            **item("tracks", None, None),
            "children": [track for track in tracks if track["children"]],
        },
    }


def _track(name: str, kind: str, clips: tuple[Clip, ...], ruler: Ruler) -> Tree:
    children: list[Tree] = []
    reached = 0
    for clip in clips:
        start, end = (to_frames(t, ruler.rate) for t in (clip.record.start, clip.record.end))
        if start > reached:
            children.append(gap(ruler.range(0, start - reached)))
        children.append(_clip(clip, end - start, ruler))
        reached = end
    return {"OTIO_SCHEMA": "Track.1", **item(name, None, None), "children": children, "kind": kind}


def _clip(clip: Clip, frames: int, ruler: Ruler) -> Tree:
    source = ruler.range(0, frames)
    source["start_time"]["value"] = float(clip.source_start * ruler.rate.fps)
    if clip.media is None:
        media: Tree = {"OTIO_SCHEMA": "MissingReference.1"}
    else:
        url = Path(clip.media.path).absolute().as_uri()
        media = {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url}
    media |= {"metadata": {}, "name": "", "available_range": None, "available_image_bounds": None}
    return {
        "OTIO_SCHEMA": "Clip.2",
        **item(clip.name, None, source),
        "media_references": {"DEFAULT_MEDIA": media},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
