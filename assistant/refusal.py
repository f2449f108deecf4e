"""Saying that the sources do not answer, and answering a greeting."""

from __future__ import annotations

import re
from typing import Final

from assistant.answer import Answer, Outcome
from assistant.outcome import Calibration, Evidence
from assistant.texts import load_texts
from corpus import Language

SUBJECT: Final = Calibration(intercept=-7.0, weights=(8.0, 12.0, 2.0, 3.0))

_GREETING: Final = re.compile(
    r"^(?:hoi|hallo|dag|hey|hé|hi|hello|goedemorgen|goedemiddag|goedenavond|good (?:morning|afternoon|"
    r"evening))(?:\s+(?:daar|allemaal|there|assistent|assistant))?[\s!.,]*$",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"^(?:(?:heel erg |hartelijk |erg )?bedankt|dank(?: u| je)?(?: wel)?|dankjewel|dankuwel|"
    r"thanks|thank you)(?:\s+(?:a lot|very much|so much|hoor|voor (?:uw|je) hulp|for your help))?[\s!.,]*$",
    re.IGNORECASE,
)


def refuse(question: str, language: Language, evidence: Evidence) -> Answer | None:
    """Return the answer to a question that is not about the library, ``None`` if it is."""
    if _GREETING.match(question):
        return _without_citations("greeting", language, "outside_subject")
    if _THANKS.match(question):
        return _without_citations("thanks", language, "outside_subject")
    if SUBJECT.probability(evidence) < 0.5:
        return _without_citations("outside_subject", language, "outside_subject")
    return None


def _without_citations(text: str, language: Language, outcome: Outcome) -> Answer:
    return Answer(load_texts(language)[f"answer.{text}"], language, outcome, writer="quotes")
