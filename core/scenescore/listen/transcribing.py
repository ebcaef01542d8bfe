"""Words from the sound of an edit, by a transcription engine.

A stage of its own, after listening: with another engine, or none, nothing but the speech is heard
again. The sound is mixed once more (hundreds of times faster than it plays), speech alone is kept
on disk, so that memory stays flat and the language can be voted for before the first word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from scenescore.engines import Choice, Mono, Segment, Transcriber, open_transcriber
from scenescore.job import Job
from scenescore.listen.believing import Seconds, believable, joined
from scenescore.listen.hearing import untouched
from scenescore.listen.pieces import Piece, pieces_of
from scenescore.listen.spoken import Spoken, gathered
from scenescore.listen.tables import rules
from scenescore.model import Edit, EngineUse, Heard, Phrase, Remark, Voice, Word
from scenescore.timebase import Span

_SHORTEST = Fraction(1, 50)
"""Seconds: what a word lasts at least, as Whisper's time has steps of 20 ms."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What an engine found: phrases with their words, or captions with their English."""

    phrases: tuple[Phrase, ...]
    engine: EngineUse
    remarks: tuple[Remark, ...] = ()


def transcribe(edit: Edit, heard: Heard, choice: Choice, job: Job) -> Transcript:
    """The words of an edit's speech by the chosen engine.

    Captions take precedence: where there are any, the engine only adds their English from the
    sound, where their script says that they are in another language. Raises Cancelled,
    ToolMissing, ModelMissing.
    """
    written = [phrase for phrase in heard.phrases if phrase.text]
    spans = [phrase.span for phrase in written if _is_foreign(phrase)]
    if not written:
        spans = [speech.span for speech in heard.speech]
    pieces = pieces_of(spans, heard.loudness, edit.duration)
    if not pieces:
        return Transcript(tuple(written), choice.use)
    with gathered(edit, pieces, job.part(0, 10)) as sound:
        work = _Work(open_transcriber(choice), sound, pieces, job)
        phrases = work.with_english(written) if written else work.phrases()
        return Transcript(tuple(phrases), choice.use, work.remarks())


def with_transcript(heard: Heard, transcript: Transcript) -> Heard:
    """What was heard, with words where only that somebody speaks was known.

    Speech in which the engine understood nothing stays as it is; what was measured of a voice goes
    to the words spoken with it.
    """
    bare = [phrase for phrase in heard.phrases if not phrase.text]
    captions = any(phrase.text for phrase in heard.phrases)
    found = [replace(p, voice=p.voice or _voice(p, bare)) for p in transcript.phrases]
    kept = set(untouched([p.span for p in heard.phrases], [p.span for p in found]))
    rest = (p for p in heard.phrases if p.span in kept)
    phrases = sorted((*found, *rest), key=lambda p: p.span)
    engines = tuple(use for use in heard.engines if captions or use.task != "words")
    engine = _translating(transcript.engine) if captions else transcript.engine
    named = not captions or any(phrase.english for phrase in transcript.phrases)
    return replace(
        heard,
        phrases=tuple(phrases),
        engines=(*engines, engine) if named else engines,
        remarks=(*heard.remarks, *transcript.remarks),
    )


def _translating(engine: EngineUse) -> EngineUse:
    return EngineUse("words", engine.used, "the captions in English, from the sound")


class _Work:
    """One transcription: an engine, the pieces and their sound."""

    def __init__(
        self, engine: Transcriber, sound: Spoken, pieces: Sequence[Piece], job: Job
    ) -> None:
        self._engine = engine
        self._sound = sound
        self._pieces = pieces
        self._job = job
        self._rejected = 0
        self._vote = self._voted()

    def phrases(self) -> list[Phrase]:
        """Every phrase that is believed."""
        return [phrase for piece, sound in self._heard() for phrase in self._said(piece, sound)]

    def with_english(self, captions: Sequence[Phrase]) -> list[Phrase]:
        """The captions in another language with what is said under them in English."""
        found: list[tuple[Span, str]] = []
        for piece, sound in self._heard():
            found += self._english(piece, sound, self._language(sound))
        return [
            replace(p, english=_texts(p.span, found)) if _is_foreign(p) else p for p in captions
        ]

    def remarks(self) -> tuple[Remark, ...]:
        """What the engine has to say, and how much of what it said was not believed."""
        if not self._rejected:
            return self._engine.remarks
        invented = Remark(
            "words-invented",
            f"Passages that the transcription engine made up and were left out: {self._rejected}.",
            "Give captions with --captions if words are missing.",
        )
        return (*self._engine.remarks, invented)

    def _heard(self) -> Iterator[tuple[Piece, Mono]]:
        for index, piece in enumerate(self._pieces):
            self._job.step((1 + 9 * index / len(self._pieces)) / 10)
            yield piece, self._sound[index]

    def _said(self, piece: Piece, sound: Mono) -> Iterator[Phrase]:
        language = self._language(sound)
        said = believable(self._engine.transcribe(sound, language, self._job), _speech(piece))
        self._rejected += said.rejected
        phrases = [p for segment in said.segments for p in _phrases(piece, segment, language)]
        if language == "en" or not phrases:
            yield from phrases
            return
        english = self._english(piece, sound, language)
        yield from (replace(phrase, english=_texts(phrase.span, english)) for phrase in phrases)

    def _english(self, piece: Piece, sound: Mono, language: str) -> list[tuple[Span, str]]:
        """What is said in a piece in English, and when."""
        ask = self._engine.transcribe if language == "en" else self._engine.translate
        said = believable(ask(sound, language, self._job), _speech(piece))
        return [(_span(piece, each.start, each.end), each.text) for each in said.segments]

    def _voted(self) -> dict[str, float]:
        """Share of each language in a vote of pieces spread over the edit, by their length."""
        step = -(-len(self._pieces) // rules().language.voters)
        votes: defaultdict[str, float] = defaultdict(float)
        for index in range(0, len(self._pieces), step):
            weight = float(self._pieces[index].seconds)
            for language, sure in self._engine.languages(self._sound[index], self._job).items():
                votes[language] += sure * weight
        total = sum(votes.values())
        ranked = sorted(votes.items(), key=lambda vote: -vote[1])
        return {language: share / total for language, share in ranked}

    def _language(self, sound: Mono) -> str:
        """The edit's language; where the vote was split, perhaps another that was voted for."""
        rule = rules().language
        first = next(iter(self._vote))
        candidates = [name for name, share in self._vote.items() if share >= rule.candidate]
        if self._vote[first] >= rule.sure or len(candidates) < 2:
            return first
        here = self._engine.languages(sound, self._job)
        own = max(candidates, key=lambda name: here.get(name, 0.0))
        return own if here.get(own, 0.0) >= rule.own else first


def _is_foreign(caption: Phrase) -> bool:
    return caption.language not in (None, "en")


def _speech(piece: Piece) -> list[Seconds]:
    """Seconds of the piece in which somebody speaks: all but its joints."""
    return [
        (float(start), float(start + span.duration))
        for start, span in zip(piece.starts, piece.spans, strict=True)
    ]


def _phrases(piece: Piece, segment: Segment, language: str) -> Iterator[Phrase]:
    """A segment as phrases of the edit: what was said before a joint and after it is apart."""
    if not segment.words:
        span = _span(piece, segment.start, segment.end)
        yield Phrase(span, segment.text, language, confidence=0.5)
        return
    for _, group in groupby(segment.words, lambda w: piece.stretch((w.start + w.end) / 2)):
        said = list(group)
        words = tuple(Word(_span(piece, w.start, w.end), w.text, w.probability) for w in said)
        span = Span(words[0].span.start, max(word.span.end for word in words))
        sure = min(1.0, sum(word.confidence for word in words) / len(words))
        whole = len(said) == len(segment.words)
        text = segment.text if whole else joined(said, segment.text)
        yield Phrase(span, text, language, confidence=sure, words=words)


def _span(piece: Piece, start: float, end: float) -> Span:
    """Seconds of a piece in the edit, inside the stretch that holds their middle."""
    stretch = piece.stretch((start + end) / 2)
    within = piece.spans[stretch]
    first = min(piece.moment(start, stretch), within.end - min(_SHORTEST, within.duration))
    return Span(first, max(piece.moment(end, stretch), first + min(_SHORTEST, within.duration)))


def _texts(span: Span, found: Sequence[tuple[Span, str]]) -> str | None:
    """What was said in English during a phrase: all that shares half of the shorter of both."""
    texts = [
        text for said, text in found if said.overlap(span) * 2 >= min(said.duration, span.duration)
    ]
    return " ".join(texts) or None


def _voice(phrase: Phrase, bare: Sequence[Phrase]) -> Voice | None:
    """The voice that was measured where the phrase is spoken; `bare` are in order and apart."""
    place = bisect_right(bare, phrase.span.middle, key=lambda each: each.span.start) - 1
    inside = place >= 0 and bare[place].span.contains(phrase.span.middle)
    return bare[place].voice if inside else None
