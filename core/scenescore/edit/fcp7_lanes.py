"""Our lanes in FCP7 XML, added to the text of the original so that all else stays to the byte.

A stereo lane is written as Premiere writes one: two tracks, one a channel, linked with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from scenescore.edit.fcp7_lanes_xml import Change, Element, changed, decoded, parse
from scenescore.edit.scored_tracks import CREDIT, HANDLE_SAMPLES, credit_of, hit_name, in_order
from scenescore.edit.scored_tree import absolute_url, chosen, is_relative
from scenescore.edit.xml_out import xml_text
from scenescore.errors import EditUnreadable
from scenescore.model import Edit, Lane
from scenescore.timebase import SAMPLE_RATE, Rate, round_half_up, to_frames

_TICKS = 254_016_000_000
"""Premiere's ticks a second: a whole number of them in every frame and every sample."""

_CHANNELS = (1, 2)


def add_lanes_to_xml(content: bytes, edit: Edit, lanes: Sequence[Lane]) -> bytes:
    """The XML file with our audio tracks in the edit's sequence, in place of those of earlier runs.

    Relative media URLs become absolute. Raises EditUnreadable for XML that holds no such sequence.
    """
    text, encoding = decoded(content)
    root = parse(text)
    media = _sequence(root, edit).first("media")
    if media is None:
        raise EditUnreadable("The sequence holds no media.", "Export it again with its clips.")
    existing = media.first("audio")
    tracks = existing.all("track") if existing else []
    kept = [track for track in tracks if _of_ours(track) != [track]]
    new = _tracks(lanes, edit.rate, before=len(kept))
    changes = [
        *(_removal(element, text) for track in tracks for element in _of_ours(track)),
        *_absolute_urls(root, text, Path(edit.source).parent),
        *_insertion(media, new, text),
    ]
    return changed(text, changes).decode("utf-8").encode(encoding)


# --- where ----------------------------------------------------------------------------------------


def _sequence(root: Element, edit: Edit) -> Element:
    """The sequence that was scored: at the top of the file or in a bin, of the edit's name."""
    found = root.all("sequence")
    for holder in (element for element in root.walk() if element.tag == "children"):
        found += holder.all("sequence")
    names = [sequence.words("name") for sequence in found]
    wanted = edit.timeline if edit.timeline or edit.name not in names else edit.name
    return found[chosen(names, wanted)]


def _of_ours(track: Element) -> list[Element]:
    """What an earlier run left: the whole track, or its clips where the editor added others."""
    clips = track.all("clipitem")
    ours = [x for x in clips if x.words("logginginfo", "description").startswith(CREDIT)]
    return [track] if ours and ours == clips else ours


def _removal(element: Element, text: bytes) -> Change:
    """An element and the white space before it."""
    return Change(len(text[: element.start].rstrip()), element.end)


def _insertion(media: Element, tracks: list[ElementTree.Element], text: bytes) -> list[Change]:
    """The new tracks after the last audio track; the audio part is made where there is none."""
    if not tracks:
        return []
    audio = media.first("audio")
    if audio is None:
        made = ElementTree.Element("audio")
        made.extend(tracks)
        return [_appended(media, media.children[-1:], [made], text)]
    return [_appended(audio, audio.all("track")[-1:] or audio.children[-1:], tracks, text)]


def _appended(
    parent: Element, after: list[Element], elements: list[ElementTree.Element], text: bytes
) -> Change:
    """The elements inside `parent`, behind the one in `after` if there is one."""
    indent = _indent(parent, text)
    body = _written(elements, indent + "\t", text)
    if after:
        return Change(after[0].end, after[0].end, body)
    closing = f"{_newline(text)}{indent}</{parent.tag}>"
    if parent.inner_end == parent.start:
        slash = text.rindex(b"/", parent.start, parent.end)
        return Change(slash, parent.end, f">{body}{closing}")
    return Change(parent.inner_end, parent.end, f"{body}{closing}")


def _indent(element: Element, text: bytes) -> str:
    line = text[text.rfind(b"\n", 0, element.start) + 1 : element.start]
    return line.decode("utf-8") if not line.strip() else ""


def _written(elements: list[ElementTree.Element], indent: str, text: bytes) -> str:
    lines: list[str] = []
    for element in elements:
        ElementTree.indent(element, "\t")
        lines += xml_text(element).splitlines()
    return "".join(f"{_newline(text)}{indent}{line}" for line in lines)


def _newline(text: bytes) -> str:
    return "\r\n" if b"\r\n" in text else "\n"


def _absolute_urls(root: Element, text: bytes, folder: Path) -> list[Change]:
    changes = []
    for url in (element for element in root.walk() if element.tag == "pathurl"):
        if is_relative(url.text.strip()):
            start = text.index(b">", url.start) + 1
            changes.append(Change(start, url.inner_end, absolute_url(url.text.strip(), folder)))
    return changes


# --- what -----------------------------------------------------------------------------------------


def _tracks(lanes: Sequence[Lane], rate: Rate, before: int) -> list[ElementTree.Element]:
    """Two tracks a lane name; `before` audio tracks stand above them."""
    tracks: list[ElementTree.Element] = []
    for name in dict.fromkeys(lane.track for lane in lanes):
        first = before + len(tracks) + 1
        ordered = in_order(name, [lane for lane in lanes if lane.track == name])
        for channel in _CHANNELS:
            track = ElementTree.Element(
                "track",
                {
                    "MZ.TrackName": name,
                    "currentExplodedTrackIndex": str(channel - 1),
                    "totalExplodedTrackCount": str(len(_CHANNELS)),
                    "premiereTrackType": "Stereo",
                },
            )
            for index, lane in enumerate(ordered, start=1):
                track.append(_clipitem(lane, rate, channel, first, index))
            _say(track, enabled="TRUE", locked="FALSE", outputchannelindex=channel)
            tracks.append(track)
    return tracks


def _clipitem(
    lane: Lane, rate: Rate, channel: int, first_track: int, index: int
) -> ElementTree.Element:
    frames = lane.end_frame - lane.start_frame
    handle = to_frames(Fraction(HANDLE_SAMPLES, SAMPLE_RATE), rate)
    ticks_in = _TICKS * HANDLE_SAMPLES // SAMPLE_RATE
    clip = ElementTree.Element(
        "clipitem", {"id": _clip_id(lane, channel), "premiereChannelType": "stereo"}
    )
    _say(clip, name=lane.name, enabled="TRUE", duration=_length(lane, rate))
    _rate(clip, rate)
    _say(clip, start=lane.start_frame, end=lane.end_frame)
    # Frames can say one second of handle only at whole rates; Premiere goes by the exact ticks.
    _say(clip, **{"in": handle, "out": handle + frames})
    _say(
        clip,
        pproTicksIn=ticks_in,
        pproTicksOut=ticks_in + round_half_up(frames * _TICKS / rate.fps),
    )
    _file(clip, lane, rate, whole=channel == _CHANNELS[0])
    _say(SubElement(clip, "sourcetrack"), mediatype="audio", trackindex=channel)
    for other in _CHANNELS:
        link = SubElement(clip, "link")
        _say(link, linkclipref=_clip_id(lane, other), mediatype="audio")
        _say(link, trackindex=first_track + other - 1, clipindex=index, groupindex=1)
    _say(SubElement(clip, "logginginfo"), description=credit_of(lane.cue))
    if channel == _CHANNELS[0]:
        _markers(clip, lane, handle)
    return clip


def _markers(clip: ElementTree.Element, lane: Lane, handle: int) -> None:
    for hit in lane.hits:
        if lane.start_frame <= hit.frame < lane.end_frame:
            marker = SubElement(clip, "marker")
            _say(marker, comment=f"{hit.source}, weight {hit.weight:.2f}", name=hit_name(hit))
            _say(marker, **{"in": handle + hit.frame - lane.start_frame, "out": -1})


def _file(clip: ElementTree.Element, lane: Lane, rate: Rate, whole: bool) -> None:
    """The sound behind the clip: described once, then referred to."""
    file = SubElement(clip, "file", {"id": f"scenescore-file-{lane.track}-{lane.name}"})
    if not whole:
        return
    path = Path(lane.path).absolute()
    _say(file, name=path.name, pathurl=path.as_uri().replace("file:///", "file://localhost/", 1))
    _rate(file, rate)
    _say(file, duration=_length(lane, rate))
    audio = SubElement(SubElement(file, "media"), "audio")
    _say(SubElement(audio, "samplecharacteristics"), depth=24, samplerate=SAMPLE_RATE)
    _say(audio, channelcount=len(_CHANNELS))


def _length(lane: Lane, rate: Rate) -> int:
    """Whole frames in the file."""
    return int(Fraction(lane.samples, SAMPLE_RATE) * rate.fps)


def _clip_id(lane: Lane, channel: int) -> str:
    return f"scenescore-{lane.track}-{lane.name}-{channel}"


def _rate(parent: ElementTree.Element, rate: Rate) -> None:
    ntsc = "TRUE" if rate.is_ntsc else "FALSE"
    _say(SubElement(parent, "rate"), timebase=rate.nominal, ntsc=ntsc)


def _say(parent: ElementTree.Element, **values: object) -> None:
    for tag, value in values.items():
        SubElement(parent, tag).text = str(value)
