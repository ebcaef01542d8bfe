"""Harmony: keys, progressions towards each phrase's goal, and how every chord is sounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scenescore.compose.colours import Colour, colour_chords, colours_named, emotion_of, own_colours
from scenescore.compose.dress import Dress, Fitting, dress
from scenescore.compose.form import Cadence, Phrase
from scenescore.compose.grammar import grammar_of
from scenescore.compose.keys import Key, KeyPlan, key_of, plan_keys
from scenescore.compose.progression import Task, foreign, progression
from scenescore.compose.slots import Slot, plan_slots
from scenescore.compose.speech import SpeechWindows
from scenescore.compose.suspensions import suspend
from scenescore.compose.tempo import Plan
from scenescore.compose.tension import asked
from scenescore.compose.theme import NOTHING_STATED, Stated
from scenescore.model import Chord, Cue
from scenescore.modes import Mode, ModeChord, load_modes
from scenescore.seeds import stream

__all__ = ["Harmony", "Key", "Mode", "ModeChord", "Slot", "key_of", "load_modes", "plan_harmony"]

_CLOSED = frozenset({"plagal", "imperfect", "perfect"})


@dataclass(frozen=True, slots=True)
class Harmony:
    """Chords in order without a gap; `keys` and `phrases` say for each which key and phrase.

    `asked` is the tension that the scene wanted of each chord, 0…1.
    """

    chords: tuple[Chord, ...]
    keys: tuple[Key, ...]
    phrases: tuple[int, ...]
    asked: tuple[float, ...] = ()


@dataclass
class _Draft:
    """Harmony being written: what is there so far, and what of it is remembered."""

    chords: list[Chord] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    last: Dress | None = None
    arrived: Cadence | None = None
    foreign: tuple[int, int] = (0, 0)
    known: dict[tuple[object, ...], list[ModeChord]] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[ModeChord, ...]] = field(default_factory=dict)


def plan_harmony(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    speech: SpeechWindows,
    colours: Sequence[str] | None = None,
    keys: KeyPlan | None = None,
    themes: Stated = NOTHING_STATED,
) -> Harmony:
    """Chords for every phrase, about one a bar; none changes inside a line if that can be.

    `colours` names the film colours that may be used (resources/colours.toml); by default the cue
    draws its own. `keys` are those of music that is kept; by default the cue chooses them. `themes`
    says what themes will have where. Raises BadArgument for a colour that there is
    not.
    """
    if colours is not None:
        colours_named(colours)
    slots = plan_slots(plan, phrases, speech)
    keys = keys or plan_keys(cue, phrases)
    draft = _Draft()
    for phrase in phrases:
        mine = [slot for slot in slots if slot.phrase == phrase.index]
        if mine:
            own = own_colours(cue, phrase.feel, keys.keys[phrase.index].mode, colours)
            _write(draft, cue, plan, phrase, mine, keys, own, themes)
            draft.arrived = phrase.cadence if phrase.lands else None
    harmony = Harmony(
        tuple(draft.chords),
        tuple(draft.keys),
        tuple(slot.phrase for slot in slots),
        tuple(draft.asked),
    )
    return _suspended(cue, plan, phrases, speech, harmony, colours)


def _write(
    draft: _Draft,
    cue: Cue,
    plan: Plan,
    phrase: Phrase,
    slots: Sequence[Slot],
    keys: KeyPlan,
    colours: Sequence[Colour],
    themes: Stated,
) -> None:
    """The chords of one phrase: what it says, how it sounds, what stays in the bass."""
    key = keys.keys[phrase.index]
    wishes = tuple(_asked(cue, plan, phrase, slot) for slot in slots)
    task = Task(
        key,
        phrase,
        draft.arrived,
        keys.turns[phrase.index],
        draft.last.chord.numeral if draft.last and draft.keys[-1] == key else "",
        wishes,
        draft.foreign,
        _beyond(keys, phrase),
        draft.said.get((key.mode.name, phrase.material), ()),
        tuple(float(plan.seconds(slot.end) - plan.seconds(slot.start)) for slot in slots),
        tuple(_carried(slot, key, themes) for slot in slots),
        _echoes(slots, themes),
    )
    chords = _said(draft, cue, task, colours)
    draft.said.setdefault((key.mode.name, phrase.material), tuple(chords))
    count = foreign(chords, key)
    draft.foreign = (draft.foreign[0] + count[0], draft.foreign[1] + count[1])
    row = [
        Fitting(chord, wish, _plain(phrase, slot, place, len(slots)))
        for place, (chord, slot, wish) in enumerate(zip(chords, slots, wishes, strict=True))
    ]
    dressed = dress(row, key, colours, phrase.feel, draft.last)
    pedal = _pedal(cue, phrase, key, colours)
    draft.chords += [_chord(s, d, pedal) for s, d in zip(slots, dressed, strict=True)]
    draft.keys += [key] * len(slots)
    draft.asked += wishes
    draft.last = dressed[-1]


def _carried(slot: Slot, key: Key, themes: Stated) -> frozenset[int]:
    """Pitch classes of the themes' strong notes that begin while a chord lasts."""
    scale = key.mode.scale
    return frozenset(
        (key.tonic + scale[degree % len(scale)]) % 12
        for beat, degree in themes.tones.items()
        if slot.start <= beat < slot.end
    )


def _echoes(slots: Sequence[Slot], themes: Stated) -> tuple[int | None, ...]:
    """For each chord of a phrase the one that stands at its place in the phrase's first idea."""
    begun = [beat for beat in themes.begins if slots[0].start <= beat < slots[-1].end]
    places = {slot.start: index for index, slot in enumerate(slots)}
    found: list[int | None] = []
    for slot in slots:
        idea = max((beat for beat in begun[1:] if beat <= slot.start), default=None)
        found.append(None if idea is None else places.get(slot.start - idea + begun[0]))
    return tuple(found)


def _said(draft: _Draft, cue: Cue, task: Task, colours: Sequence[Colour]) -> list[ModeChord]:
    """The progression of a phrase; what was said before in the same place is said again."""
    phrase = task.phrase
    memory = (
        task.key.mode.name,
        phrase.material,
        phrase.cadence,
        phrase.lands,
        task.arrived,
        task.beyond is None,
        len(task.asked),
        round(2 * sum(task.asked) / len(task.asked)),
        round(max(task.seconds) / 4),
    )
    known = (*memory, task.sung, task.echoes)
    if known not in draft.known:
        rng = stream(cue.seed, cue.uid, "harmony", *memory)
        grammar = grammar_of(task.key.mode, colour_chords(colours, phrase.feel))
        draft.known[known] = progression(grammar, task, rng)
    return draft.known[known]


def _asked(cue: Cue, plan: Plan, phrase: Phrase, slot: Slot) -> float:
    width = max(phrase.end - phrase.start, Fraction(1))
    share = float((slot.start + min(slot.end, phrase.end)) / 2 - phrase.start) / float(width)
    closes = not phrase.lands and phrase.cadence in _CLOSED
    return 0.1 if phrase.goal == "final" else asked(cue, plan, slot.start, share, closes)


def _beyond(keys: KeyPlan, phrase: Phrase) -> Key | None:
    """The next phrase's key, where it is reached over a pivot."""
    following = phrase.index + 1
    if following < len(keys.keys) and keys.turns[following] == "pivot":
        return keys.keys[following]
    return None


def _plain(phrase: Phrase, slot: Slot, place: int, count: int) -> bool:
    """Whether a chord stands as a plain triad on its root: where a phrase arrives or rests."""
    if phrase.goal == "final" or (place == 0 and (slot.pinned or phrase.index == 0)):
        return True
    return place == count - 1 and not phrase.lands and phrase.cadence in ("plagal", "perfect")


def _pedal(cue: Cue, phrase: Phrase, key: Key, colours: Sequence[Colour]) -> tuple[int, str] | None:
    """The pitch class that stays in the bass of a phrase, and the colour that it is."""
    emotion = emotion_of(phrase.feel)
    pedals = [colour for colour in colours if colour.kind == "pedal"]
    rng = stream(cue.seed, cue.uid, "pedal", phrase.label, phrase.section)
    if not pedals or rng.random() >= phrase.feel.row.pedal or phrase.goal == "final":
        return None
    weights = [colour.suits.get(emotion, 0.5) * colour.weight for colour in pedals]
    chosen = rng.choices(pedals, weights)[0]
    return (key.tonic + chosen.above) % 12, chosen.id


def _chord(slot: Slot, dressed: Dress, pedal: tuple[int, str] | None) -> Chord:
    tones, colour = dressed.pitch_classes, dressed.colour
    if pedal is not None and pedal[0] != dressed.bass:
        colour = colour or pedal[1]
        tones = (pedal[0], *(tone for tone in tones if tone != pedal[0]))
    root = (
        (tones[0] if pedal is None else dressed.bass) if not dressed.inversion else _root(dressed)
    )
    numeral = dressed.numeral
    return Chord(slot.start, slot.end - slot.start, root, dressed.quality, tones, numeral, colour)


def _root(dressed: Dress) -> int:
    """The root of an inverted chord."""
    return dressed.pitch_classes[len(dressed.pitch_classes) - dressed.inversion]


def _suspended(
    cue: Cue,
    plan: Plan,
    phrases: Sequence[Phrase],
    speech: SpeechWindows,
    harmony: Harmony,
    only: Sequence[str] | None,
) -> Harmony:
    """Tones held over from the chord before, where the mood sighs."""
    pins = {*plan.struck, plan.final, *(beat for pause in plan.pauses for beat in pause)}
    chords: list[Chord] = []
    source: list[int] = []
    for index, chord in enumerate(harmony.chords):
        phrase, key = phrases[harmony.phrases[index]], harmony.keys[index]
        own = own_colours(cue, phrase.feel, key.mode, only)
        before = chords[-1] if chords else None
        place = (phrase.material, chord.beat - phrase.start)
        emotion = emotion_of(phrase.feel)
        parts = suspend(cue, plan, speech, before, chord, pins, own, emotion, place)
        chords += parts
        source += [index] * len(parts)
    return replace(
        harmony,
        chords=tuple(chords),
        keys=tuple(harmony.keys[i] for i in source),
        phrases=tuple(harmony.phrases[i] for i in source),
        asked=tuple(harmony.asked[i] for i in source),
    )
