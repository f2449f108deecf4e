"""Saying that the sources do not answer, and answering a greeting."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

from assistant.answer import Answer, Outcome
from assistant.outcome import Calibration, Evidence
from assistant.texts import load_texts
from assistant.writing.composition import escape_markdown, plain
from assistant.writing.selection import Stretch, in_language
from corpus import Language

WRITER: Final = "quotes"
_NEARBY: Final = 2
_GREETING: Final = re.compile(
    r"^(?:hoi|hallo|dag|hey|hé|hi|hello|goedendag|goedemorgen|goedemiddag|goedenavond|good (?:morning|afternoon|"
    r"evening))(?:\s+(?:daar|allemaal|there|assistent|assistant))?[\s!.,]*$",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"^(?:(?:top|prima|mooi|fijn|great|perfect|ok|oké)[,!.]?\s+)?"
    r"(?:(?:heel erg |hartelijk |erg |veel )?(?:bedankt|dank(?: u| je)?(?: wel)?)|dankjewel|dankuwel|"
    r"thanks|thank you)(?:\s+(?:a lot|very much|so much|hoor|voor (?:uw|je) hulp|for your help))?[\s!.,]*$",
    re.IGNORECASE,
)


CALIBRATION_FILE: Final = Path(__file__).parent / "calibration.toml"
LibraryKind = Literal["catalogued", "plain"]


@cache
def calibration(library: LibraryKind) -> Calibration:
    """Return the calibration that ``assistant eval calibrate`` has written.

    :param library: ``catalogued`` for one with translations and a catalogue, ``plain`` for bare
        documents, where a question in the other language shares no words with its answer.
    """
    values = tomllib.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    return Calibration(**values[library])


def answer_courtesy(question: str, language: Language) -> Answer | None:
    """Return the answer to a greeting or thanks, ``None`` for anything else."""
    if _GREETING.match(question):
        return _refusal("greeting", language, "outside_subject")
    if _THANKS.match(question):
        return _refusal("thanks", language, "outside_subject")
    return None


def is_outside_subject(evidence: Evidence, library: LibraryKind) -> bool:
    """Tell whether a question is not about the library at all."""
    chosen = calibration(library)
    return chosen.probability(evidence) < chosen.threshold


def outside_subject(language: Language) -> Answer:
    """Return the answer to a question about something else."""
    return _refusal("outside_subject", language, "outside_subject")


def not_in_sources(language: Language, nearby: Sequence[Stretch]) -> Answer:
    """Return the answer to a question on the subject that the sources leave open.

    :param nearby: what comes closest, shown under a heading of its own and not as an answer.
    """
    texts = load_texts(language)
    lines = [texts["answer.not_in_sources"]]
    if nearby:
        lines.append(f"**{texts['answer.nearby']}**")
        lines.append("\n".join(_nearby_line(one, language) for one in nearby[:_NEARBY]))
    return Answer("\n\n".join(lines), language, "not_in_sources", WRITER)


def _nearby_line(stretch: Stretch, language: Language) -> str:
    title, *section = stretch.passage.headings_in(language)
    place = f"*{escape_markdown(title)}*"
    if section:
        place += f" ({escape_markdown(section[-1])})"
    sentence = in_language(stretch.passage.sentences[stretch.best], stretch.passage, language)
    said = plain(" ".join(sentence.split()))
    return f"- {place}: {said}"


def _refusal(text: str, language: Language, outcome: Outcome) -> Answer:
    return Answer(load_texts(language)[f"answer.{text}"], language, outcome, WRITER)
