"""With a chat model the answers to open questions are in its words, as far as a quotation carries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant import Assistant, Settings
from assistant.course import CourseRequest, make_course
from assistant.course.items import OpenQuestion
from assistant.course.layout.publication import notice_of
from assistant.course.layout.texts import Texts
from assistant.verification import is_verbatim

MADE_AT = datetime(2026, 11, 21, tzinfo=UTC)
REQUEST = CourseRequest("role", "wethouder", "nl", kinds=("quiz",))


def open_questions(assistant: Assistant, **options: Any) -> dict[str, OpenQuestion]:
    made = make_course(assistant, REQUEST, MADE_AT, **options)
    return {one.id: one for one in made.items["quiz"] if isinstance(one, OpenQuestion)}


def with_model(assistant: Assistant, said: str) -> Assistant:
    model = GenericFakeChatModel(messages=iter(AIMessage(said) for _ in range(50)))
    settings = Settings(chat_model="openai:fake")
    return Assistant(
        assistant.retriever.index, assistant.reader, settings, assistant.glossary, model
    )


def test_what_a_quotation_carries_comes_in_the_words_of_the_model(assistant: Assistant) -> None:
    quoted = open_questions(assistant)
    first = next(iter(quoted.values()))
    sentence = first.model_answer[0].text
    said = f"STATEMENT: {sentence}\nSOURCE: source-a\nQUOTE: {sentence}"
    reworded = open_questions(with_model(assistant, said), in_own_words=True)
    assert list(reworded) == list(quoted)
    changed = reworded[first.id]
    assert [one.text for one in changed.model_answer] == [sentence]
    assert all(is_verbatim(one, assistant.documents) for one in changed.citations)


def test_what_none_carries_leaves_the_quotations(assistant: Assistant) -> None:
    lying = with_model(
        assistant, "STATEMENT: Alles mag.\nSOURCE: source-a\nQUOTE: alles mag altijd"
    )
    assert open_questions(lying, in_own_words=True) == open_questions(assistant)


def test_the_notice_names_the_model_only_where_it_wrote(assistant: Assistant) -> None:
    asked = with_model(assistant, "")
    without = make_course(asked, REQUEST, MADE_AT)
    assert "zonder taalmodel" in notice_of(without, Texts("nl"))
    made = make_course(asked, REQUEST, MADE_AT, in_own_words=True)
    assert "openai:fake" in notice_of(made, Texts("nl"))
