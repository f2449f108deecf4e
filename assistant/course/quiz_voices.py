"""Quiz material from what people say in the sources."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.drawing import shuffled
from assistant.course.excerpt import Excerpt
from assistant.course.quiz_draft import ChoiceDraft
from assistant.course.sources import Sources
from assistant.course.voices import Voice
from assistant.course.wording import shared_words

_WORDS_MIN = 9
_WORDS_MAX = 45


def voice_drafts(sources: Sources) -> Iterator[ChoiceDraft]:
    """Yield questions for the speaker of a quotation; wrong answers are the other speakers."""
    names = tuple(dict.fromkeys(voice.name for voice in sources.voices))
    for voice, one in shuffled(sources.request, "voices", sayings(sources)):
        yield ChoiceDraft(
            question=sources.text("choice_speaker"),
            given=one.wording(sources.language),
            right=voice.name,
            wrong=(tuple(name for name in names if name != voice.name),),
            citations=sources.cite(one),
            sort="speaker",
            asks=one.wording(sources.language).text,
        )


def sayings(sources: Sources) -> list[tuple[Voice, Excerpt]]:
    """Return what is said within the subject, without what names a speaker or their office."""
    places = {one.place for one in sources.subject.excerpts}
    bylines = " ".join(voice.byline.sentence.text for voice in sources.voices)
    names = " ".join(voice.name for voice in sources.voices)
    return [
        (voice, one)
        for voice in sources.voices
        for one in voice.excerpts
        if one.place in places
        and _WORDS_MIN <= len(one.sentence.text.split()) <= _WORDS_MAX
        and not shared_words(names, one.sentence.text, one.document.language)
        and not _names_a_place(one, bylines)
    ]


def _names_a_place(excerpt: Excerpt, bylines: str) -> bool:
    """Tell whether a capitalised word of the bylines stands in a sentence: a municipality."""
    places = {word.strip(",.") for word in bylines.split() if word[:1].isupper()}
    said = {word.strip(",.”“'‘’") for word in excerpt.sentence.text.split()[1:]}
    return bool(places & said)
