"""Our lanes alone as FCPXML: a project with an empty storyline and the music connected to it.

To be imported beside the edit and copied over: connected clips keep their place. FCPXML 1.10, which
Final Cut Pro 10.6 and DaVinci Resolve 18 and their successors read.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from scenescore.edit.frame_size import frame_size
from scenescore.edit.lane_files import HANDLE, file_start
from scenescore.edit.scored_tracks import CREDIT, credit_of, hit_name, in_order
from scenescore.edit.xml_out import xml_file
from scenescore.model import Edit, Lane
from scenescore.timebase import SAMPLE_RATE, to_seconds

_VERSION = "1.10"
_FORMAT = "r1"


def lanes_as_fcpxml(edit: Edit, lanes: Sequence[Lane], name: str) -> bytes:
    """A project called `name` that holds the lanes and nothing else, at the edit's timecode.

    Raises ValueError where lanes of one track overlap.
    """
    tracks = list(dict.fromkeys(lane.track for lane in lanes))
    root = Element("fcpxml", {"version": _VERSION})
    resources = SubElement(root, "resources")
    resources.append(_format(edit))
    event = SubElement(SubElement(root, "library"), "event", {"name": CREDIT})
    gap = _empty_storyline(SubElement(event, "project", {"name": name}), edit)
    number = 1
    for depth, track in enumerate(tracks, start=1):
        for lane in in_order(track, [each for each in lanes if each.track == track]):
            number += 1
            resources.append(_asset(f"r{number}", lane, edit))
            gap.append(_clip(f"r{number}", lane, edit, -depth))
    return xml_file(root, doctype="fcpxml")


def _format(edit: Edit) -> Element:
    width, height = frame_size(edit)
    size = {"width": str(width), "height": str(height)}
    return Element("format", {"id": _FORMAT, "frameDuration": _time(edit.rate.frame), **size})


def _empty_storyline(project: Element, edit: Edit) -> Element:
    """The sequence with a gap over its whole length, to which sounds are connected."""
    length = _time(edit.duration)
    sequence = SubElement(
        project,
        "sequence",
        {
            "format": _FORMAT,
            "tcStart": _time(to_seconds(edit.start_frame, edit.rate)),
            "tcFormat": "DF" if edit.drop_frame else "NDF",
            "duration": length,
            "audioLayout": "stereo",
            "audioRate": "48k",
        },
    )
    begin = _time(to_seconds(edit.start_frame, edit.rate))
    said = {"name": "Gap", "offset": begin, "start": "0s", "duration": length}
    return SubElement(SubElement(sequence, "spine"), "gap", said)


def _asset(id: str, lane: Lane, edit: Edit) -> Element:
    asset = Element(
        "asset",
        {
            "id": id,
            "name": lane.name,
            "start": _time(file_start(lane, edit)),
            "duration": _time(Fraction(lane.samples, SAMPLE_RATE)),
            "hasAudio": "1",
            "audioSources": "1",
            "audioChannels": "2",
            "audioRate": str(SAMPLE_RATE),
        },
    )
    url = Path(lane.path).absolute().as_uri()
    SubElement(asset, "media-rep", {"kind": "original-media", "src": url})
    return asset


def _clip(asset: str, lane: Lane, edit: Edit, depth: int) -> Element:
    begin = file_start(lane, edit) + HANDLE
    clip = Element(
        "asset-clip",
        {
            "ref": asset,
            "lane": str(depth),
            "offset": _time(to_seconds(lane.start_frame, edit.rate)),
            "name": lane.name,
            "start": _time(begin),
            "duration": _time(to_seconds(lane.end_frame - lane.start_frame, edit.rate)),
            "audioRole": f"music.{lane.track}",
        },
    )
    SubElement(clip, "note").text = credit_of(lane.cue)
    for hit in lane.hits:
        if lane.start_frame <= hit.frame < lane.end_frame:
            at = begin + to_seconds(hit.frame - lane.start_frame, edit.rate)
            said = {"start": _time(at), "duration": _time(edit.rate.frame), "value": hit_name(hit)}
            SubElement(clip, "marker", said)
    return clip


def _time(seconds: Fraction) -> str:
    """Seconds as FCPXML writes them: a whole number, or a fraction."""
    if seconds.denominator == 1:
        return f"{seconds.numerator}s"
    return f"{seconds.numerator}/{seconds.denominator}s"
