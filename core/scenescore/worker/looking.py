"""The orders that make no music: analysing, warming up, engines, the doctor."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from scenescore import doctor
from scenescore.cache import to_json, write_text
from scenescore.deliver import write_report
from scenescore.engines import (
    Descriptor,
    descriptors,
    engine_named,
    folder_of,
    how_to_get,
    how_to_install,
    is_present,
    kept_of,
    missing_packages,
)
from scenescore.engines import fetch as fetch_weights
from scenescore.engines import remove as remove_weights
from scenescore.job import Job
from scenescore.stages import Stages
from scenescore.staging import staged
from scenescore.worker.answers import (
    ANALYSED,
    Analysed,
    Engines,
    EngineSaid,
    Examined,
    Fetched,
    FindingSaid,
    Removed,
    Warmed,
)
from scenescore.worker.orders import (
    AnalyseOrder,
    DoctorOrder,
    EnginesOrder,
    FetchOrder,
    RemoveOrder,
    WarmOrder,
)
from scenescore.worker.protocol import Playable
from scenescore.worker.workshop import Workshop

Tell = Callable[[Playable], None]


def analyse(order: AnalyseOrder, shop: Workshop, job: Job, tell: Tell) -> Analysed:
    """Hear, see and feel an edit; what is known stays in memory for the music."""
    analysis = shop.analysis(order.source, job, anew=True)
    loudness = analysis.heard.loudness
    with Stages(job).at("write"), staged(order.folder) as staging:
        (report,) = write_report(analysis.as_run(), staging.folder, ("json",))
        result = Analysed(
            report=report.name,
            edit="edit.json",
            waveform="waveform.f32",
            waveform_hz=float(1 / loudness.hop),
            stills={still.shot: Path(still.path) for still in analysis.seen.stills},
        )
        write_text(staging.folder / result.edit, to_json(analysis.edit))
        (staging.folder / result.waveform).write_bytes(array("f", loudness.peak).tobytes())
        write_text(staging.folder / ANALYSED, result.model_dump_json())
    return result


def warm(order: WarmOrder, shop: Workshop, job: Job, tell: Tell) -> Warmed:
    """Load what the first music would wait for."""
    with Stages(job).at("render"):
        font = shop.font(order.studio)
    if order.source:
        shop.analysis(order.source, job)
    return Warmed(soundfont=font.name)


def fetch(order: FetchOrder, shop: Workshop, job: Job, tell: Tell) -> Fetched:
    """Fetch an engine's weights. Raises ModelMissing for those that cannot be verified."""
    engine = engine_named(order.engine)
    fetch_weights(engine, job.at("fetch"))
    return Fetched(folder=folder_of(engine))


def remove(order: RemoveOrder, shop: Workshop, job: Job, tell: Tell) -> Removed:
    """Throw away an engine's weights. Raises OutputUnwritable where the system holds them."""
    return Removed(mb=remove_weights(engine_named(order.engine)) / 1e6)


def engines(order: EnginesOrder, shop: Workshop, job: Job, tell: Tell) -> Engines:
    """Every optional engine, and what is missing of it."""
    return Engines(engines=tuple(_said(each) for each in descriptors().values()))


def examine(order: DoctorOrder, shop: Workshop, job: Job, tell: Tell) -> Examined:
    """Look whether everything is installed that a run needs."""
    checks = doctor.checks()
    found = [
        FindingSaid(**asdict(finding))
        for check in job.at("doctor").track(checks, len(checks))
        for finding in check()
    ]
    return Examined(findings=tuple(found))


def _said(engine: Descriptor) -> EngineSaid:
    missing, present = missing_packages(engine), is_present(engine)
    how = how_to_install(engine) if missing else "" if present else how_to_get(engine)
    return EngineSaid(
        id=engine.id,
        title=engine.title,
        task=engine.task,
        mb=engine.mb,
        licence=engine.licence,
        commercial=engine.commercial,
        page=engine.page,
        folder=folder_of(engine),
        present=present,
        fetchable=engine.fetchable,
        usable=present and not missing,
        how=how,
        rank=engine.rank,
        suggested=engine.suggested,
        ram_mb=engine.ram_mb,
        packages=missing,
        extra=engine.extra,
        fetched_mb=0.0 if present else kept_of(engine) / 1e6,
    )
