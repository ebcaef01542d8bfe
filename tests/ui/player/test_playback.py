"""Playing through a sink: the clock, the ends, and devices that are not there or go away."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.media.making import write_sound
from tests.ui.player.conftest import along, noise, sounding

from scenescore.media import Sound
from scenescore.timebase import SAMPLE_RATE
from scenescore_ui.player.playback import Playback
from scenescore_ui.player.programme import Library, Programme
from scenescore_ui.player.sinks import DeviceSink, NoSoundDevice, NullSink, Pull

LENGTH = 2 * SAMPLE_RATE


class Clock:
    """Seconds that pass when they are told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Recorded(NullSink):
    """A silent sink that keeps what it was given."""

    def __init__(self, pull: Pull, clock: Clock) -> None:
        self.pieces: list[Sound] = []
        self.events: list[str] = []
        super().__init__(lambda count: self._keep(pull(count)), clock)

    def _keep(self, sound: Sound) -> Sound:
        self.pieces.append(sound)
        return sound

    @property
    def sound(self) -> Sound:
        return np.concatenate(self.pieces)

    def start(self) -> None:
        if self._began is None:
            self.events.append("start")
        super().start()

    def stop(self) -> None:
        self.events.append("stop")
        super().stop()


class Studio:
    """A playback in a test's hand: time passes in steps, and nothing runs beside it."""

    def __init__(self, edit_sound: Sound, folder: Path) -> None:
        self.clock, self.told = Clock(), list[tuple[str, str]]()
        self.playback = Playback(lambda *told: self.told.append(told), self._open, thread=False)
        self.playback.load(Programme(sounding(folder, edit_sound)))
        self.sinks: list[Recorded] = []
        self.broken = False

    def _open(self, pull: Pull) -> Recorded:
        if self.broken:
            raise NoSoundDevice("nothing is plugged in")
        self.sinks.append(Recorded(pull, self.clock))
        return self.sinks[-1]

    def pass_time(self, seconds: float, step: float = 0.01) -> None:
        for _ in range(round(seconds / step)):
            self.playback.step()
            self.clock.now += step


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(noise(LENGTH), tmp_path)
    yield made
    made.playback.close()


def test_the_position_is_what_is_heard(studio: Studio) -> None:
    playback = studio.playback
    assert playback.position() is None
    playback.play(along(LENGTH, 5000))
    assert playback.position() == 5000
    for _ in range(60):
        studio.pass_time(0.01)
        (sink,) = studio.sinks
        out, position = sink.heard(), playback.position()
        assert position is not None
        heard = sink.sound[:out]
        if out > 1000:
            begin = len(heard) - 100
            expected = noise(LENGTH)[position - 100 : position]
            np.testing.assert_allclose(heard[begin:], expected, atol=1e-6)
    assert position == pytest.approx(5000 + 0.59 * SAMPLE_RATE, abs=0.03 * SAMPLE_RATE)


def test_the_end_is_reached_when_it_is_heard(studio: Studio) -> None:
    studio.playback.play(along(24_000))
    studio.pass_time(0.4)
    assert not studio.playback.ended
    studio.pass_time(0.2)
    assert studio.playback.ended
    assert studio.playback.position() == 23_999


def test_a_pause_lets_what_was_put_out_be_heard_and_frees_the_device(studio: Studio) -> None:
    studio.playback.play(along(LENGTH))
    studio.pass_time(0.3)
    studio.playback.stop()
    studio.pass_time(0.3)
    (sink,) = studio.sinks
    assert sink.events == ["start", "stop"]
    assert not studio.playback.step()
    end = np.flatnonzero(sink.sound.any(axis=1))[-1]
    assert abs(sink.sound[end]).max() < 0.01
    studio.playback.play(along(LENGTH, 1000))
    studio.pass_time(0.1)
    assert sink.events == ["start", "stop", "start"]
    assert 1000 < (studio.playback.position() or 0) < 7000


def test_without_a_device_time_goes_on_and_that_is_told_once(studio: Studio) -> None:
    studio.broken = True
    studio.playback.play(along(LENGTH))
    for _ in range(3):
        studio.playback.step()
    assert studio.told == [("player_silent", "")]
    assert studio.playback.silent_clock
    studio.playback.stop()
    studio.playback.play(along(LENGTH))
    studio.playback.step()
    assert len(studio.told) == 1
    studio.broken = False
    studio.playback.look_again()
    studio.pass_time(0.3)
    assert not studio.playback.silent_clock
    assert studio.playback.position() == pytest.approx(0.3 * SAMPLE_RATE, abs=3000)


@pytest.mark.parametrize("fading", [False, True])
def test_a_device_that_goes_away_leaves_a_silent_clock_at_the_same_place(
    studio: Studio, fading: bool
) -> None:
    studio.playback.play(along(LENGTH))
    studio.pass_time(0.5)
    before = studio.playback.position()

    def gone() -> None:
        raise NoSoundDevice("unplugged")

    studio.sinks[0].pump = gone  # type: ignore[method-assign]
    if fading:
        studio.playback.stop()
        studio.playback.mixer.pull(1000)
    studio.playback.step()
    assert studio.told == [("player_silent", "")]
    after = studio.playback.position()
    assert before is not None
    assert after is not None
    assert abs(after - before) < 4000
    assert studio.sinks[0].events[-1] == "stop"


def test_what_breaks_is_told_and_ends_and_can_be_played_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    playback = Playback(lambda key, name: told.append(key), NullSink)
    playback.load(Programme(sounding(tmp_path, noise(LENGTH))))
    with monkeypatch.context() as broken:
        broken.setattr(Library, "read", lambda *_: 1 / 0)
        playback.play(along(9600))
        wait_for(lambda: playback.ended)
    assert told == ["player_broke"]
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    playback.play(along(9600))
    wait_for(lambda: playback.position() == 9599)
    playback.close()
    assert told == ["player_broke"]


def wait_for(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_files_of_an_edit_that_is_gone_are_closed(studio: Studio, tmp_path: Path) -> None:
    studio.playback.play(along(LENGTH))
    studio.pass_time(0.1)
    held = studio.playback._library
    assert held._edit_sound is not None
    studio.playback.load(Programme())
    studio.playback.stop()
    studio.pass_time(0.3)
    assert held._edit_sound is None


def test_a_thread_plays_by_itself_and_ends(tmp_path: Path) -> None:
    told: list[str] = []
    playback = Playback(lambda key, name: told.append(key), NullSink)
    playback.load(Programme(sounding(tmp_path, noise(LENGTH))))
    playback.play(along(9600))
    wait_for(lambda: playback.ended)
    playback.close()
    assert not told
    assert playback.position() == 9599
    assert all(thread.name != "playback" for thread in threading.enumerate())


PORTAUDIO = """
import sys, time
from pathlib import Path
from scenescore.edit import read_edit
from scenescore_ui.player.playback import Playback
from scenescore_ui.player.programme import Programme
from scenescore_ui.player.route import Route

told = []
playback = Playback(lambda *each: told.append(each))
playback.load(Programme(read_edit(Path(sys.argv[1]))))
for _ in range(2):
    playback.play(Route(0, 0, 48000))
    end = time.monotonic() + 60
    while not playback.ended and time.monotonic() < end:
        time.sleep(0.01)
    print(playback.ended, playback.position(), playback.silent_clock, told)
    playback.stop()
    time.sleep(0.1)
playback.close()
"""
NULL_DEVICE = """
</usr/share/alsa/alsa.conf>
pcm.!default { type null }
"""


def _by_portaudio(tmp_path: Path, configuration: str) -> list[str]:
    """What a process of its own says, whose ALSA has another configuration."""
    alsa = tmp_path / "asound.conf"
    alsa.write_text(configuration)
    sound = write_sound(tmp_path / "소리 🎧.wav", noise(SAMPLE_RATE))
    run = subprocess.run(
        [sys.executable, "-c", PORTAUDIO, str(sound)],
        env={**os.environ, "ALSA_CONFIG_PATH": str(alsa)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return run.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA's null device is Linux's")
def test_a_device_of_portaudio_plays_to_the_end(tmp_path: Path) -> None:
    """Through PortAudio and ALSA, into a device that throws away what it gets at once."""
    pytest.importorskip("sounddevice", exc_type=OSError)
    assert _by_portaudio(tmp_path, NULL_DEVICE) == ["True 47999 False []"] * 2


@pytest.mark.skipif(Path("/dev/snd").exists(), reason="this computer has a sound device")
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there may be a device")
def test_without_any_device_portaudio_is_silent_and_says_so(tmp_path: Path) -> None:
    said = _by_portaudio(tmp_path, "</usr/share/alsa/alsa.conf>\n")
    assert said == ["True 47999 True [('player_silent', '')]"] * 2


def test_without_portaudio_there_is_no_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(NoSoundDevice):
        DeviceSink(lambda count: np.zeros((count, 2), np.float32))
