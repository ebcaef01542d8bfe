"""The scenes of an analysed edit, for a client that has room for a list."""

from __future__ import annotations

from scenescore.errors import BadArgument
from scenescore.words import scene_summary
from scenescore_plugin.bridge.opened import Opened
from scenescore_plugin.bridge.protocol import SceneSaid, ScenesFound
from scenescore_ui.work.report import Report, read_report
from scenescore_ui.work.saving import WorkUnreadable

REPORT = "report.json"


def find_scenes(id: str, opened: Opened | None, language: str) -> ScenesFound:
    """What the last analysis of the opened edit found. Raises BadArgument where there was none."""
    try:
        report = read_report(opened.folder / REPORT) if opened else None
    except WorkUnreadable:
        report = None
    if report is None:
        raise BadArgument("The edit is not analysed yet.", "Analyse it first.")
    return ScenesFound(id=id, name=report.edit.name, scenes=_scenes(report, language))


def _scenes(report: Report, language: str) -> tuple[SceneSaid, ...]:
    return tuple(
        SceneSaid(
            number=scene.id,
            start_frame=scene.start_frame,
            end_frame=scene.end_frame,
            start=report.edit.timecode(scene.start_frame),
            seconds=float((scene.end_frame - scene.start_frame) / report.edit.fps.fps),
            summary=scene_summary(scene.summary, language),
        )
        for scene in report.scenes
    )
