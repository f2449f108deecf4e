"""What a chat client sends by itself around a conversation: nobody asked that.

Open WebUI has titles, tags and further questions made with prompts that begin with "### Task:", and
says in them under which name it reads the answer. With an attached file it puts such a prompt
before the question of the person, which is then taken out of it.
"""

from __future__ import annotations

import json
import re
from typing import Final

_TASK: Final = "### Task:"
_ASKED_FIRST: Final = re.compile(r"<chat_history>\s*USER:\s*([^\n]*)", re.I)
# What an answer without one is: the client then shows none.
_EMPTY: Final[dict[str, object]] = {"tags": [], "follow_ups": [], "queries": [], "text": ""}
_TITLE_WORDS_MAX: Final = 6
_TITLE_CHARACTERS_MAX: Final = 60


def person_asked(text: str) -> str | None:
    """Return what a person asked in a message; ``None`` when it is the client's own."""
    if not text.lstrip().startswith(_TASK):
        return text
    _, file, behind = text.rpartition("</context>")
    asked = re.sub("</?user_query>", "", behind).strip()
    return asked if file and asked else None


def task_answer(prompt: str, first_question: str, untitled: str) -> str:
    """Return what a prompt of the client is answered with.

    :param first_question: of the conversation, as far as the request tells.
    :param untitled: the title of a conversation of which no question is known.
    """
    # What people asked is not what the client asks for.
    wanted = prompt.partition("<chat_history>")[0]
    for name, empty in _EMPTY.items():
        if f'"{name}"' in wanted:
            return json.dumps({name: empty})
    within = _ASKED_FIRST.search(prompt)
    title = _title(within[1] if within else first_question) or untitled
    return json.dumps({"title": title}, ensure_ascii=False) if '"title"' in wanted else title


def _title(question: str) -> str:
    words = question.split()
    title = " ".join(words[:_TITLE_WORDS_MAX])[:_TITLE_CHARACTERS_MAX].rstrip(" ,;:")
    return title + " …" if len(words) > _TITLE_WORDS_MAX else title
