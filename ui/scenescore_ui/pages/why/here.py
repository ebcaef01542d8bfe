"""What lies at a moment of the edit: scene, shot, what is said, what is heard, music."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scenescore.timebase import to_seconds
from scenescore.words import scene_summary
from scenescore_ui.pages.why.section import Line, Section, percent, term
from scenescore_ui.strings import Strings
from scenescore_ui.work.report import MusicFacts, Report, SpeechFacts


def what_is_here(report: Report, frame: int, seconds: float, say: Strings) -> Section:
    """A line for each thing that lies at this frame."""
    lines = [
        *_scene(report, frame, say),
        *_shot(report, frame, say),
        *(_spoken(each, say) for each in report.speech if each.start <= seconds < each.end),
        *_heard(report, seconds, say),
        *(_music(each, say) for each in report.music if each.start <= seconds < each.end),
    ]
    return Section(say("why_here"), tuple(lines) or (Line(say("why_nothing_here")),))


def _scene(report: Report, frame: int, say: Strings) -> Iterator[Line]:
    for scene in report.scenes:
        if scene.start_frame <= frame < scene.end_frame:
            summary = scene_summary(scene.summary, say.language)
            yield Line(_dotted((say("scene", number=scene.id), summary)), term("scene", say))


def _shot(report: Report, frame: int, say: Strings) -> Iterator[Line]:
    for number, shot in enumerate(report.shots, start=1):
        if shot.start_frame <= frame < shot.end_frame:
            seconds = float(to_seconds(shot.end_frame - shot.start_frame, report.edit.fps))
            count = say("why_shot", number=number, count=len(report.shots))
            length = say("seconds", seconds=f"{seconds:.1f}")
            begins = say(f"why_begins_{shot.cut}") if number > 1 else ""
            yield Line(_dotted((count, shot.clip, length, begins)), say("why_shot_head"))


def _spoken(phrase: SpeechFacts, say: Strings) -> Line:
    if not phrase.text:
        return Line(say("why_wordless"), term("speech", say))
    emotion = say(f"emotion_{phrase.emotion}") if phrase.emotion else say("why_no_emotion")
    sure = percent(phrase.confidence)
    return Line(f"“{phrase.text}”", term("speech", say), _dotted((emotion, sure)))


def _heard(report: Report, seconds: float, say: Strings) -> Iterator[Line]:
    kinds = [each.kind for each in report.sound if each.start <= seconds < each.end]
    if kinds:
        yield Line(", ".join(term(kind, say) for kind in dict.fromkeys(kinds)), term("sound", say))


def _music(found: MusicFacts, say: Strings) -> Line:
    tempo = f"{found.tempo_bpm:.0f} BPM" if found.tempo_bpm else ""
    level = f"{found.loudness_lufs:.0f} LUFS".replace("-", "−") if found.loudness_lufs else ""
    sung = term("sung", say) if found.vocal else ""
    facts = _dotted((say.music(found.key or ""), tempo, level, sung))
    return Line(facts or say("why_music_unknown"), term("music_there", say))


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
