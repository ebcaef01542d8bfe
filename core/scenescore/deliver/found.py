"""The music that the edit already holds, as the report tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenescore.model import FoundMusic

_DIGITS = 6


def found_music(music: FoundMusic) -> Mapping[str, Any]:
    """One stretch as an entry of report.json; its beats are many and are left out."""
    return {
        "start": round(float(music.span.start), _DIGITS),
        "end": round(float(music.span.end), _DIGITS),
        "tempo_bpm": music.tempo_bpm,
        "beat": None if music.beat is None else round(float(music.beat), _DIGITS),
        "key": music.key,
        "loudness_lufs": music.loudness_lufs,
        "energy": music.energy,
        "families": list(music.families),
        "vocal": music.vocal,
        "valence": music.valence,
        "arousal": music.arousal,
        "confidence": music.confidence,
    }
