"""The two languages of the library, and telling which one a text is in."""

from __future__ import annotations

import re
from typing import Final, Literal

Language = Literal["nl", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("nl", "en")

# Words that carry grammar, not subject: nobody borrows them, so in "Wat is een purpose owner?" and
# "What is 'Integriteits- en conflictmanagement'?" they tell the asker's language where a
# statistical guess follows the borrowed words. Words that both languages have are left out.
_FUNCTION_WORDS: Final[dict[Language, frozenset[str]]] = {
    "nl": frozenset(
        "de het een en of van voor met aan op bij uit naar om te er dat dit deze die wie wat "
        "waar wanneer waarom hoe welk welke hoeveel waarvoor waarmee waarover waardoor wiens "
        "zijn werd wordt worden zou zouden kan kunnen moet moeten mag mogen heeft hebben had "
        "niet geen ook nog dan als maar ik je u jij hij zij ze wij we jullie hun haar mijn uw "
        "onze ons over tegen tussen volgens door zich noem geef leg vertel vergelijk "
        "beschrijf hoi hallo dank bedankt dankjewel graag laatste eerste tweede derde vierde "
        "vijfde volgende vorige daarna daarvan daar hier iets iemand alle meer gaat doet".split()
    ),
    "en": frozenset(
        "the a an and or of for with to at by from that this these those who what where when "
        "why how which whose are was were be been being would could can should must may might "
        "has have had does do did not no also then than but i you he she they we it its their "
        "his her my your our about against between according through me us him them list name "
        "give explain tell compare describe hello hi thanks thank please last first second "
        "third fourth fifth next previous there here something someone all more".split()
    ),
}
_IN_BOTH: Final = frozenset("in is was had or of me die over door we do he hun".split())
_QUOTED: Final = re.compile(r"[\"“„«][^\"”»]{2,}[\"”»]|(?<!\w)['‘][^'’]{2,}['’](?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+")
# "Who wrote Alle mens aan dek?": a question begins in the asker's language.
_FIRST_WORD_WEIGHT: Final = 3
_SAMPLE_CHARACTERS: Final = 4000


def other_language(language: Language) -> Language:
    """Return the language that ``language`` is not."""
    return "en" if language == "nl" else "nl"


def is_function_word(word: str, language: Language) -> bool:
    """Tell whether a word carries grammar, not subject."""
    return word.lower() in _FUNCTION_WORDS[language]


def content_words(text: str, language: Language) -> list[str]:
    """Return the words of a text that carry subject, as they stand there, in order."""
    words = re.findall(r"[\w-]+", text)
    return [word for word in words if not is_function_word(word, language)]


def detect_language(
    text: str, when_unclear: Language | None = None, *, is_question: bool = False
) -> Language:
    """Tell whether a text is Dutch or English.

    Quoted titles do not count, the grammar words outside them do; without those, character
    statistics decide (py3langid, Lui & Baldwin 2012).

    :param when_unclear: the answer for a text without a letter, or one such as "element 9" that
        could be either: the language of the conversation. Without it such a text is guessed.
    :param is_question: it is one question, which begins in the asker's own words.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    words = [word.lower() for word in _WORD.findall(_QUOTED.sub(" ", sample))]
    counts = {
        language: sum(
            _FIRST_WORD_WEIGHT if is_question and place == 0 else 1
            for place, word in enumerate(words)
            if word in _FUNCTION_WORDS[language] and word not in _IN_BOTH
        )
        for language in LANGUAGES
    }
    if counts["nl"] != counts["en"]:
        return "nl" if counts["nl"] > counts["en"] else "en"
    if when_unclear is not None:
        return when_unclear
    if not words:
        return "nl"
    import py3langid

    py3langid.set_languages(list(LANGUAGES))
    return "en" if py3langid.classify(sample)[0] == "en" else "nl"
