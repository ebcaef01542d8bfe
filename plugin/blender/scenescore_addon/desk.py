# SPDX-License-Identifier: GPL-3.0-or-later
"""A Blender without a window that works on a .blend file for SceneScore, and leaves.

    blender --background --python desk.py

Reads one JSON object a line: `{"do": "laid", …}`; writes one line for each, `SCENESCORE` and JSON:
`{"result": …}` or `{"error": …}`. The end of its input ends it. A file that is not saved here is as
it was.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ANSWER = "SCENESCORE "
HERE = Path(__file__).resolve().parent


def main() -> None:
    """Do what each line asks until there are no more."""
    sys.path.insert(0, str(HERE.parent))
    deeds = make_deeds()
    for line in sys.stdin:
        sys.stdout.write(f"{ANSWER}{json.dumps(answer(deeds, line))}\n")
        sys.stdout.flush()


def answer(deeds: dict[str, Callable[..., Any]], line: str) -> dict[str, Any]:
    """Do what one line asks for."""
    try:
        asked = json.loads(line)
        return {"result": deeds[asked.pop("do")](**asked)}
    except Exception as error:  # noqa: BLE001 - the outermost loop: Blender's errors are of any kind
        return {"error": f"{type(error).__name__}: {error}"}


def make_deeds() -> dict[str, Callable[..., Any]]:
    """What can be asked for, by name."""
    import bpy

    from scenescore_addon import laying, looking, strips, telling

    def open_file(path: str) -> dict[str, Any]:
        # With its windows and workspaces: what is saved later must hold them as they were.
        bpy.ops.wm.open_mainfile(filepath=path, load_ui=True, use_scripts=False)
        versions = {"saved_by": list(bpy.data.version[:2]), "version": list(bpy.app.version[:2])}
        return {"scene": scene().name, **versions}

    def scene() -> Any:
        return strips.shown_scene(bpy.context)

    def save() -> None:
        bpy.ops.wm.save_mainfile()

    def write(path: str) -> str:
        return str(telling.write_edit(scene(), Path(path)))

    return {
        "open": open_file,
        "save": save,
        "write": write,
        "clock": lambda: strips.clock_of(scene()),
        "state": lambda: looking.state(scene()),
        "restore": lambda state: looking.restore(scene(), state),
        "laid": lambda: laying.laid(scene()),
        "swap": lambda lanes, going: laying.swap(scene(), lanes, going),
        "strips": lambda: len(strips.all_strips(scene())),
    }


if __name__ == "__main__":
    main()
