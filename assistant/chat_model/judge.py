"""The chat model's own judgement of a statement and its quotation, where the settings ask for it.

It comes after the rules and can only take away: a statement that a rule has rejected stays so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from assistant.answer import CheckedStatement
from assistant.chat_model.prompting import judge_messages
from assistant.chat_model.reading import CutOff, ModelReader

_YES: Final = re.compile(r"^\W*(?:yes|ja)\b", re.IGNORECASE)


def judged(checked: CheckedStatement, reader: ModelReader, deadline: float) -> CheckedStatement:
    """Return a grounded statement with the objection ``judged`` unless the model says yes.

    :param deadline: on the clock of ``time.monotonic``.
    :raises TimedOut: the time was up.
    :raises Unavailable: the model's server failed.
    """
    if checked.state != "grounded" or checked.citation is None:
        return checked
    quote = checked.citation.translation or checked.citation.quote
    if carries(checked.text, quote, reader, deadline):
        return checked
    return replace(checked, objection="judged")


def carries(statement: str, quote: str, reader: ModelReader, deadline: float) -> bool:
    """Tell whether the model finds that a quote carries a statement.

    :raises TimedOut: the time was up.
    :raises Unavailable: the model's server failed.
    """
    said = ""
    try:
        for piece in reader.read(judge_messages(statement, quote), deadline):
            said += piece
    except CutOff:
        return False
    return bool(_YES.match(said))
