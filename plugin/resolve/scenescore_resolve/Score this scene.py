"""Score this scene: Workspace > Scripts in DaVinci Resolve.

Starts SceneScore's engine for one request and ends with it. All that is decided is decided there:
this script passes the engine's calls on to Resolve and its answers back, one JSON object a line. It
runs in the Python that Resolve finds (3.6 or newer), imports nothing of ours, and leaves nothing
running.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ENGINE = "engine.json"  # written beside this script by `scenescore hosts --place`

WORDS = {
    "no_engine": (
        "SceneScore's engine is not found. Run in a terminal: scenescore hosts --place",
        "SceneScore 엔진을 찾을 수 없습니다. 터미널에서 실행하세요: scenescore hosts --place",
    ),
    "died": (
        "SceneScore's engine ended without an answer. Run in a terminal: scenescore doctor",
        "SceneScore 엔진이 응답 없이 끝났습니다. 터미널에서 실행하세요: scenescore doctor",
    ),
}

FOLDERS = {
    "darwin": "~/Library/Application Support/Blackmagic Design/DaVinci Resolve",
    "win32": "~/AppData/Roaming/Blackmagic Design/DaVinci Resolve/Support",
}
KOREAN_WINDOWS = 0x12  # the primary language of LANGIDs such as 0x0412
NO_CONSOLE = 0x08000000
CALLS_FAIL = (AttributeError, TypeError, ValueError, LookupError, RuntimeError, OSError)


def language():
    """The user's language: "ko" or "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "ko" if os.environ[name].startswith("ko") else "en"
    if sys.platform == "win32":
        import ctypes

        found = ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF
        return "ko" if found == KOREAN_WINDOWS else "en"
    if sys.platform == "darwin":
        said = subprocess.run(["defaults", "read", "-g", "AppleLanguages"], stdout=subprocess.PIPE)
        return "ko" if said.stdout.lstrip(b'( \n"').startswith(b"ko") else "en"
    return "en"


def engine_python(script=""):
    """The engine's Python, as the file beside the script says; "" where there is none.

    Resolve may run a script without telling it where it lies.
    """
    support = Path(FOLDERS.get(sys.platform, "~/.local/share/DaVinciResolve")).expanduser()
    usual = support / "Fusion" / "Scripts" / "Utility"
    for folder in [Path(script).parent, usual] if script else [usual]:
        try:
            python = json.loads((folder / ENGINE).read_text(encoding="utf-8"))["python"]
        except (OSError, ValueError, KeyError):
            continue
        if Path(python).is_file():
            return python
    return ""


def note(text):
    """Say something in the console, whose encoding may lack its signs."""
    with suppress(ValueError, OSError):
        print(text)


def show(text):
    """Say something where the editor sees it: in a window of the system, and in the console."""
    note(text)
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(0, text, "SceneScore", 0x40)
        return
    said = ["on run argv", 'display dialog (item 1 of argv) with title "SceneScore" buttons {"OK"}']
    windows = (
        ["osascript", "-e", said[0], "-e", said[1], "-e", "end run", text],
        ["zenity", "--info", "--no-markup", "--title=SceneScore", "--text", text],
        ["kdialog", "--title", "SceneScore", "--msgbox", text],
        ["notify-send", "SceneScore", text],
    )
    for command in windows:
        if shutil.which(command[0]):
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            return


class Relay:
    """Resolve's objects by number: the engine names them so."""

    def __init__(self, resolve):
        self.things = [resolve]

    def answer(self, message):
        """What comes of one wish of the engine's, ready for JSON."""
        thing = self.things[message["on"]]
        try:
            if "do" not in message:
                return {"value": [name for name in dir(thing) if not name.startswith("_")]}
            if message["do"].startswith("_"):
                raise ValueError(message["do"])
            arguments = [self.taken(each) for each in message["with"]]
            return {"value": self.given(getattr(thing, message["do"])(*arguments))}
        except CALLS_FAIL as error:
            return {"error": repr(error)}

    def given(self, value):
        """A value of Resolve's as JSON: objects by number, dictionaries as pairs."""
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, (list, tuple)):
            return [self.given(each) for each in value]
        if isinstance(value, dict):
            return {"pairs": [[self.given(k), self.given(v)] for k, v in value.items()]}
        self.things.append(value)
        return {"thing": len(self.things) - 1}

    def taken(self, value):
        """The other way round."""
        if isinstance(value, list):
            return [self.taken(each) for each in value]
        if isinstance(value, dict) and "thing" in value:
            return self.things[value["thing"]]
        if isinstance(value, dict):
            return {key: self.taken(each) for key, each in value["pairs"]}
        return value


def start(python, tongue):
    """The engine, for one request. Resolve's own Python must not lead it astray."""
    return subprocess.Popen(
        [python, "-X", "utf8", "-u", "-m", "scenescore_plugin.hosts.resolve.request", tongue],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        creationflags=NO_CONSOLE if sys.platform == "win32" else 0,
    )


def score(resolve, script="", tell=show, note=note):
    """One request, from its start to its end; returns whether music lies there now."""
    tongue = language()
    korean = tongue == "ko"
    python = engine_python(script)
    if not python:
        tell(WORDS["no_engine"][korean])
        return False
    relay, over = Relay(resolve), None
    try:
        engine = start(python, tongue)
    except OSError:  # it is there and cannot be run
        tell(WORDS["died"][korean])
        return False
    try:
        for line in engine.stdout:
            message = json.loads(line.decode("utf-8"))
            if "say" in message:
                note(message["say"])
            elif "over" in message:
                over = message
            else:
                engine.stdin.write(json.dumps(relay.answer(message)).encode("ascii") + b"\n")
                engine.stdin.flush()
    except OSError:
        pass  # it ended in between: what it said last tells
    finally:
        with suppress(OSError):
            engine.stdin.close()
        engine.wait()
        engine.stdout.close()
    tell(over["over"] if over else WORDS["died"][korean])
    return bool(over and over["well"])


if "resolve" in globals():  # as Resolve runs it
    score(globals()["resolve"], globals().get("__file__", ""))
