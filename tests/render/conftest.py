"""A SoundFont to play from; rooms that render need a real one."""

from __future__ import annotations

import pytest

from scenescore.errors import ToolMissing
from scenescore.model import SoundFont
from scenescore.render import find_soundfont


@pytest.fixture(scope="session")
def font(tmp_path_factory: pytest.TempPathFactory) -> SoundFont:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCENESCORE_CACHE", str(tmp_path_factory.mktemp("fonts")))
        try:
            return find_soundfont(None)[0]
        except ToolMissing as error:
            pytest.skip(f"{error.message} {error.hint}")
