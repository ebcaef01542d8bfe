"""Films of other sizes and lengths, made of the sample films, for `bench/analysis.py`."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import opentimelineio as otio

_GAP = Fraction(1, 4)  # seconds between one turn and the next: packets must not overlap

HEIGHTS = {"480p": 480, "1080p": 1080}


def rescaled(film: Path, height: int, folder: Path) -> Path:
    """The film as H.264 at another height and a width of 16:9, with stereo sound."""
    path = folder / f"{film.stem} {height}p.mp4"
    with av.open(str(film)) as source, av.open(str(path), "w") as target:
        picture, sound = source.streams.video[0], source.streams.audio[0]
        rate = picture.average_rate
        drawn = target.add_stream("libx264", rate=rate, options={"preset": "fast", "crf": "21"})
        drawn.width, drawn.height, drawn.pix_fmt = round(height * 16 / 18) * 2, height, "yuv420p"
        kept = target.add_stream("aac", rate=48000, layout="stereo")
        for packet in source.demux(picture, sound):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    frame = frame.reformat(drawn.width, drawn.height, "yuv420p")
                    frame.pict_type = 0
                    target.mux(drawn.encode(frame))
                else:
                    target.mux(kept.encode(frame))
        for stream in (drawn, kept):
            target.mux(stream.encode(None))
    return path


def repeated(film: Path, hours: float, folder: Path) -> Path:
    """The film over and over until it lasts `hours`, without encoding it again."""
    path = folder / f"{film.stem} for {hours:g} h.mp4"
    with av.open(str(film)) as source:
        length = Fraction(source.duration, av.time_base) + _GAP
    with av.open(str(path), "w") as target:
        tracks: dict[int, av.stream.Stream] = {}
        for turn in range(round(hours * 3600 / length)):
            with av.open(str(film)) as source:
                streams = (source.streams.video[0], source.streams.audio[0])
                for stream in streams:
                    if stream.index not in tracks:
                        tracks[stream.index] = target.add_stream_from_template(stream)
                for packet in source.demux(*streams):
                    if packet.dts is None:
                        continue
                    shift = int(turn * length / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = tracks[packet.stream.index]
                    target.mux(packet)
    return path


def relinked(edit: Path, films: dict[str, Path], folder: Path, name: str) -> Path:
    """The edit with its media replaced by those of the same stem."""
    timeline = otio.adapters.read_from_file(str(edit))
    for clip in timeline.find_clips():
        url = getattr(clip.media_reference, "target_url", "")
        if url:
            clip.media_reference.target_url = films[Path(url).stem].as_uri()
    path = folder / f"{edit.stem} {name}.otio"
    otio.adapters.write_to_file(timeline, str(path))
    return path
