"""Where a cue comes from: what cue sheet, report and clearance need to know of it."""

from __future__ import annotations

import hashlib
from typing import Any

from scenescore import __version__
from scenescore.cache import to_json
from scenescore.model import Cue, Score, SoundFont

DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
"""IPTC's term for media made by an algorithm that was not trained on others' works."""

TOOL = "SceneScore"


def provenance_of(cue: Cue, score: Score, soundfont: SoundFont | None) -> dict[str, Any]:
    """Tool, version, seed, the score's hash, and the instrument with its licence.

    `score_sha256` is of the score as JSON: it proves later which music a rendering holds.
    """
    return {
        "tool": TOOL,
        "tool_version": __version__,
        "digital_source_type": DIGITAL_SOURCE_TYPE,
        "method": "composed by rules and seeded chance, played by a SoundFont",
        "seed": score.seed,
        "style": score.style or cue.style,
        "score_sha256": hashlib.sha256(to_json(score).encode()).hexdigest(),
        "soundfont": soundfont_facts(soundfont),
        "human_contribution": "",
    }


def soundfont_facts(soundfont: SoundFont | None) -> dict[str, str] | None:
    """Name, hash and licence of the instrument, or None where nothing was played."""
    if soundfont is None:
        return None
    return {
        "name": soundfont.name,
        "sha256": soundfont.sha256,
        "licence": soundfont.licence,
    }
