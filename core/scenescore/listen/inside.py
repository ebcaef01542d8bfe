"""Captions that an edit brings itself, or that lie inside its films, at the edit's times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scenescore.listen.captions import Captions, language_of, spoken_text
from scenescore.media import Subtitles, read_subtitles
from scenescore.model import Clip, Edit, Phrase
from scenescore.timebase import Span, merge_spans


def captions_of_edit(edit: Edit) -> Captions:
    """What the captions of the edit itself say is spoken: without markup, sounds and songs."""
    said = ((each, spoken_text(each.text)) for each in edit.captions)
    phrases = (
        Phrase(each.span, text, language_of(text) or each.language) for each, text in said if text
    )
    return Captions(tuple(_apart(sorted(phrases, key=lambda phrase: phrase.span))))


def captions_inside(edit: Edit) -> Captions:
    """What the subtitle streams of the edit's films say where the edit uses them.

    They follow the sound: its clips tell what is heard when. Clips in reverse or frozen say
    nothing. A caption of which the cut leaves less than half is left out; one that two clips bring
    at the same time is said once.
    """
    clips = edit.sound or edit.picture
    paths = {clip.media.path for clip in clips if clip.media and not clip.media.missing}
    written = {path: found for path in sorted(paths) if (found := read_subtitles(Path(path)))}
    phrases = {
        (phrase.span, phrase.text): phrase
        for clip in clips
        if clip.media and clip.media.path in written
        for phrase in _in_clip(clip, written[clip.media.path])
    }
    return Captions(tuple(_apart(sorted(phrases.values(), key=lambda phrase: phrase.span))))


def _in_clip(clip: Clip, written: Subtitles) -> Iterator[Phrase]:
    if clip.speed <= 0:
        return
    for source, marked in written.lines:
        start = clip.record.start + (source.start - clip.source_start) / clip.speed
        said = Span(start, start + source.duration / clip.speed)
        text = spoken_text(marked)
        heard = said.clip_to(clip.record)
        if text and heard and heard.duration * 2 >= said.duration:
            yield Phrase(heard, text, language_of(text) or written.language)


def _apart(phrases: list[Phrase]) -> Iterator[Phrase]:
    """Without those that say again what an overlapping one says: stereo pairs, multicam sound."""
    latest: dict[str, Span] = {}
    for phrase in phrases:
        before = latest.get(phrase.text or "")
        if before is None or not before.overlaps(phrase.span):
            yield phrase
            before = None
        joined = merge_spans([phrase.span, *([before] if before else [])])
        latest[phrase.text or ""] = joined[-1]
