"""What the worker keeps between orders: the analysis of the edit at hand, and the SoundFont."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from threading import Lock

from scenescore.analysis import Analysis, analyse_edit, read_input
from scenescore.cache import BUNDLED, fingerprint, source_identity
from scenescore.compose import Motif, load_themes
from scenescore.job import Job
from scenescore.model import Edit, Marker, SoundFont
from scenescore.render import find_soundfont, load_soundfont
from scenescore.settings import Settings
from scenescore.stages import Stages
from scenescore.timebase import Span
from scenescore.worker.feeling import felt
from scenescore.worker.orders import Feeling, Source, Studio


@dataclass(slots=True)
class Workshop:
    """One edit's analysis at a time; a file that changed on disk is read again."""

    _key: str = ""
    _analysis: Analysis | None = None
    _lock: Lock = field(default_factory=Lock)

    def analysis(self, source: Source, job: Job, *, anew: bool = False) -> Analysis:
        """What is known of the edit, from memory where nothing changed. Raises ScoreError.

        `anew` looks again, for engines may have come or gone since.
        """
        with self._lock:
            key = _key_of(source)
            if anew or self._analysis is None or key != self._key:
                self._analysis = _analysed(source, Stages(job))
                self._key = key
            return self._analysis

    def bent(self, source: Source, feeling: Feeling, job: Job) -> Analysis:
        """The analysis with its mood as the editor wants it."""
        analysis = self.analysis(source, job)
        return replace(analysis, mood=felt(analysis.mood, feeling, analysis.edit.rate))

    def font(self, studio: Studio) -> SoundFont:
        """The SoundFont, in memory. Raises ToolMissing, RenderFailed."""
        font, _ = find_soundfont(studio.soundfont)
        load_soundfont(font)
        return font

    def themes(self, studio: Studio) -> dict[str, Motif]:
        return dict(load_themes(studio.themes))


def settings_of(source: Source) -> Settings:
    """How the edit is read, as a run has it."""
    return Settings(
        captions=source.captions,
        words=source.words,
        without=source.without,
        rate=source.rate,
        timeline=source.timeline,
    )


def _analysed(source: Source, stages: Stages) -> Analysis:
    settings = settings_of(source)
    edit = read_input(source.path, settings, stages)
    return analyse_edit(_marked(edit, source), settings, stages)


def _marked(edit: Edit, source: Source) -> Edit:
    """The edit with the panel's markers beside its own."""
    added = tuple(
        Marker(each.text, Span.of_frames(each.start_frame, each.end_frame, edit.rate))
        for each in source.markers
    )
    return replace(edit, markers=(*edit.markers, *added))


def _key_of(source: Source) -> str:
    """Changes with the file and with how it is read; a file that is gone is told by its reader."""
    named = (path for path in (source.path, source.captions) if path)
    there = (path for path in named if path.is_file() or (path / BUNDLED).is_file())
    return fingerprint(source, *map(source_identity, there))
