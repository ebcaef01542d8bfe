"""Optional engines: heavy models that a run works without, each behind a small protocol.

Rooms import this package and nothing inside it: an engine is chosen and opened by the registry, so
that a run without torch never meets it. `resources/models.toml` lists them all.
"""

from scenescore.engines.protocols import (
    Mono,
    PictureReader,
    PictureReading,
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
    open_picture_reader,
    open_separator,
    open_transcriber,
    open_voice_reader,
)
from scenescore.engines.tables import Descriptor, ModelFile, Task, descriptors, engine_named

__all__ = [
    "NO_ENGINE",
    "Choice",
    "Descriptor",
    "ModelFile",
    "Mono",
    "PictureReader",
    "PictureReading",
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
    "open_picture_reader",
    "open_separator",
    "open_transcriber",
    "open_voice_reader",
]
