"""Optional engines: heavy models that a run works without, each behind a small protocol.

Rooms import this package and nothing inside it: an engine is chosen and opened by the registry, so
that a run without torch never meets it. `resources/models.toml` lists them all.
"""

from scenescore.engines.fetching import fetch
from scenescore.engines.places import (
    folder_of,
    how_to_get,
    is_present,
    kept_of,
    models_folder,
    remove,
)
from scenescore.engines.protocols import (
    Mono,
    PictureReader,
    SaidWord,
    Segment,
    Separator,
    Stems,
    Stereo,
    Transcriber,
    VoiceReader,
    VoiceReading,
)
from scenescore.engines.registry import (
    NO_ENGINE,
    Choice,
    choose,
    how_to_install,
    missing_packages,
    open_picture_reader,
    open_separator,
    open_transcriber,
    open_voice_reader,
    suggested,
)
from scenescore.engines.tables import Descriptor, ModelFile, Task, descriptors, engine_named

__all__ = [
    "NO_ENGINE",
    "Choice",
    "Descriptor",
    "ModelFile",
    "Mono",
    "PictureReader",
    "SaidWord",
    "Segment",
    "Separator",
    "Stems",
    "Stereo",
    "Task",
    "Transcriber",
    "VoiceReader",
    "VoiceReading",
    "choose",
    "descriptors",
    "engine_named",
    "fetch",
    "folder_of",
    "how_to_get",
    "how_to_install",
    "is_present",
    "kept_of",
    "missing_packages",
    "models_folder",
    "open_picture_reader",
    "open_separator",
    "open_transcriber",
    "open_voice_reader",
    "remove",
    "suggested",
]
