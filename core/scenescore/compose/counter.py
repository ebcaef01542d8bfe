"""Counter-melody: a second voice in the rests and long notes of the first.

It enters with the second phrase or with arousal, moves against the melody where it can, never
along with it in fifths or octaves, and while the melody develops a theme it hides that theme,
broadened, in the middle of the texture.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from scenescore.compose.development import Treatment
from scenescore.compose.form import Phrase
from scenescore.compose.openings import beside_hit, covered
from scenescore.compose.pitching import Neighbour, sing
from scenescore.compose.players import takes_part
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.tempo import Plan
from scenescore.compose.tones import Ladder, Tone, Voice, Wish
from scenescore.compose.variation import stretched
from scenescore.model import Bar
from scenescore.palettes import Palette, Player

_SHARE = 0.22
"""Share of the emotion's onsets that fall to the counter-melody."""

_BUSIEST = 3
"""Notes a bar at most: it is the second voice."""

_AT_ONCE = 0.35
"""Arousal from which it is there from the first phrase on."""

_BELOW = 9
"""Semitones that it lies under the melody's centre."""

_SPAN = 8
_LONGEST = Fraction(4)
_HIDDEN = frozenset({"development", "ostinato", "fragment"})
"""What the melody does where the counter-melody hides the theme."""

_HIDDEN_PRICE = 4.0


def write_counter(
    plan: Plan,
    treatments: Sequence[Treatment],
    ladder: Ladder,
    melody: Sequence[Tone],
    speech: SpeechWindows,
    palette: Palette,
) -> tuple[Tone, ...]:
    """The counter-melody of a cue; empty for palettes without a player for it."""
    company = Beside(melody)
    tones: list[Tone] = []
    for treatment in treatments:
        phrase = treatment.phrase
        player = _player(palette, phrase)
        if player is None or phrase.goal == "final" or not _enters(phrase):
            continue
        wishes = _hidden(plan, treatment, speech) or _between(plan, phrase, company, speech)
        before = tones[-1].pitch if tones else None
        pitches = sing(wishes, _voice(phrase, player, company), ladder, before, company)
        named = treatment.theme.name if treatment.use in _HIDDEN else ""
        tones += [
            Tone(wish.beat, wish.beats, pitch, phrase.index, player.name, named)
            for wish, pitch in zip(wishes, pitches, strict=True)
        ]
    return tuple(_let_go(tone, ladder) for tone in tones)


def _player(palette: Palette, phrase: Phrase) -> Player | None:
    players = [player for player in palette.role("counter") if takes_part(player, phrase)]
    return players[phrase.section % len(players)] if players else None


def _enters(phrase: Phrase) -> bool:
    return phrase.index > 0 or phrase.feel.arousal >= _AT_ONCE


def _voice(phrase: Phrase, player: Player, company: Beside) -> Voice:
    low, high = player.pitches
    middle = company.middle(phrase) or phrase.feel.centre
    half = min(_SPAN, (high - low) // 2)
    centre = round(min(high - half, max(low + half, middle - _BELOW)))
    return Voice(max(low, centre - _SPAN), min(high, centre + _SPAN), centre)


def _hidden(plan: Plan, treatment: Treatment, speech: SpeechWindows) -> list[Wish]:
    """The theme twice as slow from the phrase's first beat, if nothing is in its way."""
    if treatment.use not in _HIDDEN:
        return []
    phrase = treatment.phrase
    motif = stretched(treatment.theme.motif, Fraction(2))
    beats = [phrase.start + onset for onset in motif.onsets]
    if beats[-1] >= phrase.end or any(
        covered(beat, length, speech) or beside_hit(beat, plan)
        for beat, length in zip(beats, motif.rhythm, strict=True)
    ):
        return []
    return [
        Wish(
            beat=beat,
            beats=min(length, phrase.end - beat),
            move=step,
            price=_HIDDEN_PRICE,
            strong=(beat - phrase.start) % 2 == 0,
            height=0.0,
        )
        for beat, length, step in zip(beats, motif.rhythm, (None, *motif.steps), strict=True)
    ]


def _between(plan: Plan, phrase: Phrase, company: Beside, speech: SpeechWindows) -> list[Wish]:
    """Onsets where the melody rests or holds, each held until the next."""
    beats = [
        beat
        for bar in plan.bars[phrase.first : phrase.last]
        for beat in _places(plan, phrase, bar, company)
        if not covered(beat, Fraction(1), speech) and not beside_hit(beat, plan)
    ]
    wishes = []
    for beat, following in pairwise([*beats, phrase.end]):
        until = min(following, beat + _LONGEST, speech.next_start(beat) or following)
        strong = beat in (plan.bars[plan.bar_index(beat)].beat,) or until - beat >= 2
        wishes.append(Wish(beat, until - beat, None, 0.0, strong, 0.0))
    return wishes


def _places(plan: Plan, phrase: Phrase, bar: Bar, company: Beside) -> list[Fraction]:
    """Beats of a bar that the melody leaves free, those first where it leaves most room."""
    beats = [bar.beat + n for n in range(int(bar.beats))]
    free = [beat for beat in beats if not company.begins(beat)]
    if not free:
        return [bar.beat]
    seconds = float(plan.seconds(bar.beat + bar.beats) - plan.seconds(bar.beat))
    wanted = min(_BUSIEST, max(1, round(_SHARE * phrase.feel.onsets * seconds)))
    roomy = sorted(free, key=lambda beat: (-company.room(beat), beat))
    return sorted(roomy[:wanted])


def _let_go(tone: Tone, ladder: Ladder) -> Tone:
    """A held tone ends where a chord comes that it does not belong to."""
    chords = ladder.harmony.chords
    end = tone.beat + tone.beats
    for chord in chords[ladder.index(tone.beat) + 1 :]:
        if chord.beat >= end:
            break
        if tone.pitch % 12 not in chord.pitch_classes:
            return Tone(
                tone.beat, chord.beat - tone.beat, tone.pitch, tone.phrase, tone.player, tone.theme
            )
    return tone


class Beside:
    """The melody as the second voice hears it."""

    def __init__(self, melody: Sequence[Tone]) -> None:
        self._tones = melody
        self._beats = [tone.beat for tone in melody]

    def begins(self, beat: Fraction) -> bool:
        place = bisect_left(self._beats, beat)
        return place < len(self._beats) and self._beats[place] == beat

    def room(self, beat: Fraction) -> float:
        """Beats since the melody's last onset, up to one, and to its next one, up to two."""
        place = bisect_right(self._beats, beat)
        since = beat - self._beats[place - 1] if place else Fraction(1)
        until = self._beats[place] - beat if place < len(self._beats) else Fraction(2)
        return float(min(since, Fraction(1)) + min(until, Fraction(2)))

    def middle(self, phrase: Phrase) -> float | None:
        """Mean pitch of the melody in a phrase."""
        first = bisect_left(self._beats, phrase.start)
        last = bisect_left(self._beats, phrase.end)
        tones = self._tones[first:last]
        return sum(tone.pitch for tone in tones) / len(tones) if tones else None

    def at(self, beat: Fraction) -> Neighbour:
        """The melody at an onset of the second voice."""
        place = bisect_right(self._beats, beat) - 1
        if place < 0:
            return Neighbour(None, None, None)
        above = self._tones[place]
        sounding = above.pitch if above.beat + above.beats > beat else None
        if place == 0 or above.beat != beat:
            return Neighbour(sounding, None, None)
        return Neighbour(sounding, above.pitch, self._tones[place - 1].pitch)
