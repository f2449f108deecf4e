"""OpenAI's own client and LangChain's get the answer and the citations of the command line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest
from api_helpers import ApiServer, Slow, get
from langchain_core.messages import AIMessage, HumanMessage
from langchain_openai import ChatOpenAI

from assistant import Assistant, Turn
from assistant.reply_record import as_record

QUESTION = "Wat is publieke verantwoording?"
ASKED = [{"role": "user", "content": QUESTION}]


@pytest.fixture
def client(server: ApiServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.token, max_retries=0) as made:
        yield made


def citations(record: Any) -> list[dict[str, Any]]:
    """Return citations without their links."""
    return [{name: one[name] for name in one if name != "url"} for one in record]


def test_a_completion_holds_the_answer_and_its_citations(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    expected = as_record(None, assistant.ask(QUESTION))
    completion: Any = client.chat.completions.create(model="assistant", messages=ASKED)  # type: ignore[call-overload]
    content = completion.choices[0].message.content
    assert content.startswith(expected["text"])
    assert citations(completion.citations) == expected["citations"]
    assert expected["citations"]
    assert completion.outcome == "answered"
    assert completion.choices[0].finish_reason == "stop"


def test_every_link_opens_the_reader_at_the_quotation(
    client: openai.OpenAI, server: ApiServer
) -> None:
    completion: Any = client.chat.completions.create(model="assistant", messages=ASKED)  # type: ignore[call-overload]
    message = completion.choices[0].message
    for one, cited in zip(message.annotations, completion.citations, strict=True):
        annotation = one.url_citation
        assert one.type == "url_citation"
        assert (
            message.content[annotation.start_index : annotation.end_index] == f"[{cited['number']}]"
        )
        assert annotation.url == cited["url"]
        assert f"[{annotation.title}]({annotation.url})" in message.content
        page = get(annotation.url)
        assert page.status_code == 200
        marked = page.text.split("<mark")[1].split(">", 1)[1].split("</mark>")[0]
        assert " ".join(marked.split()) in " ".join(cited["quote"].split())
    assert annotation.url.startswith(server.url)


def test_a_stream_adds_up_to_the_completion(client: openai.OpenAI, assistant: Assistant) -> None:
    expected = as_record(None, assistant.ask(QUESTION))
    whole = client.chat.completions.create(model="assistant", messages=ASKED)  # type: ignore[call-overload]
    chunks: list[Any] = list(
        client.chat.completions.create(  # type: ignore[call-overload]
            model="assistant",
            messages=ASKED,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    with_choices = [one for one in chunks if one.choices]
    text = "".join(one.choices[0].delta.content or "" for one in with_choices)
    assert text == whole.choices[0].message.content
    assert with_choices[0].choices[0].delta.role == "assistant"
    assert with_choices[-1].choices[0].finish_reason == "stop"
    assert citations(with_choices[-1].citations) == expected["citations"]
    annotated = [one.choices[0].delta.annotations for one in with_choices[-2:-1]]
    assert [one["url_citation"]["url"] for one in annotated[0]] == [
        one["url"] for one in with_choices[-1].citations
    ]
    assert chunks[-1].usage.total_tokens == 0


def test_the_asynchronous_client_works_as_well(server: ApiServer, assistant: Assistant) -> None:
    async def ask() -> tuple[str, str]:
        async with openai.AsyncOpenAI(base_url=f"{server.url}/v1", api_key=server.token) as client:
            whole = client.chat.completions.create(model="assistant", messages=ASKED)  # type: ignore[call-overload]
            stream = await client.chat.completions.create(  # type: ignore[call-overload]
                model="assistant", messages=ASKED, stream=True
            )
            parts = [one.choices[0].delta.content or "" async for one in stream]
            return (await whole).choices[0].message.content, "".join(parts)

    whole, streamed = asyncio.run(ask())
    assert whole == streamed
    assert whole.startswith(assistant.ask(QUESTION).answer.text)


def test_langchain_asks_and_streams(server: ApiServer, assistant: Assistant) -> None:
    model = ChatOpenAI(
        model="assistant", base_url=f"{server.url}/v1", api_key=server.token, max_retries=0
    )
    expected = assistant.ask(QUESTION).answer
    said = model.invoke(QUESTION)
    assert str(said.content).startswith(expected.text)
    assert "".join(str(one.content) for one in model.stream(QUESTION)) == said.content
    turns = [HumanMessage(QUESTION), AIMessage(said.content), HumanMessage("En op welke plaats?")]
    followed = model.invoke(turns)
    before = (Turn("user", QUESTION), Turn("assistant", expected.text))
    assert str(followed.content).startswith(
        assistant.ask("En op welke plaats?", before).answer.text
    )


def test_a_conversation_comes_back_without_the_list_of_sources(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    question = "En het element daarna?"
    first = client.chat.completions.create(model="assistant", messages=ASKED)  # type: ignore[call-overload]
    history = (Turn("user", QUESTION), Turn("assistant", assistant.ask(QUESTION).answer.text))
    expected = as_record(None, assistant.ask(question, history))
    messages = [
        {"role": "system", "content": "You are a pirate."},
        *ASKED,
        {"role": "assistant", "content": first.choices[0].message.content},
        {"role": "user", "content": [{"type": "text", "text": question}]},
    ]
    then: Any = client.chat.completions.create(model="assistant", messages=messages)  # type: ignore[call-overload]
    assert then.standalone_question == expected["standalone_question"] != question
    assert citations(then.citations) == expected["citations"]


def test_a_refusal_cites_nothing_and_the_language_can_be_chosen(client: openai.OpenAI) -> None:
    refused: Any = client.chat.completions.create(  # type: ignore[call-overload]
        model="assistant",
        messages=[{"role": "user", "content": "What is the weather in Paris?"}],
        extra_body={"language": "nl"},
    )
    assert refused.outcome == "outside_subject"
    assert refused.language == "nl"
    assert refused.citations == [] == refused.choices[0].message.annotations
    assert "](" not in refused.choices[0].message.content


def test_there_is_one_model(client: openai.OpenAI) -> None:
    assert [one.id for one in client.models.list()] == ["assistant"]
    assert client.models.retrieve("assistant").id == "assistant"
    with pytest.raises(openai.NotFoundError) as raised:
        client.chat.completions.create(model="gpt-4o", messages=ASKED)  # type: ignore[call-overload]
    assert raised.value.code == "model_not_found"


# The form of Open WebUI 0.12: the title is asked for before there is an answer.
TASK = """### Task:
Generate a concise title summarizing the chat history.
### Output:
JSON format: { "%s": "…" }
### Chat History:
<chat_history>
USER: Wat is "text" in publieke verantwoording en waarom?
ASSISTANT:
</chat_history>"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", 'Wat is "text" in publieke verantwoording …'),
        ("tags", []),
        ("follow_ups", []),
        ("queries", []),
    ],
)
def test_what_a_client_asks_by_itself_is_no_question(
    client: openai.OpenAI, name: str, expected: object
) -> None:
    done: Any = client.chat.completions.create(  # type: ignore[call-overload]
        model="assistant", messages=[{"role": "user", "content": TASK % name}]
    )
    assert json.loads(done.choices[0].message.content) == {name: expected}
    assert done.choices[0].message.annotations == []
    assert not hasattr(done, "citations")


def test_a_question_behind_an_attached_file_is_one(
    client: openai.OpenAI, assistant: Assistant
) -> None:
    text = f"### Task:\nRespond to the user query.\n<context>\n<source>x</source>\n</context>\n{QUESTION}"
    done: Any = client.chat.completions.create(  # type: ignore[call-overload]
        model="assistant", messages=[{"role": "user", "content": text}]
    )
    assert citations(done.citations) == as_record(None, assistant.ask(QUESTION))["citations"]


@pytest.mark.parametrize(
    "question", [QUESTION, "What does the tribelead do?", "Wat is de bedoeling?"]
)
def test_the_assistant_reads_its_own_answers_as_it_gave_them(
    assistant: Assistant, tmp_path: Path, question: str
) -> None:
    class Listening(Slow):
        heard: tuple[Turn, ...] = ()

        def stream(self, *arguments: Any) -> Any:
            self.heard = arguments[1]
            return super().stream(*arguments)

    listening = Listening(assistant)
    listening.go_on.set()
    asked = {"role": "user", "content": question}
    with (
        ApiServer(listening, tmp_path) as server,
        openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.token) as client,
    ):
        first = client.chat.completions.create(model="assistant", messages=[asked])  # type: ignore[call-overload]
        said = {"role": "assistant", "content": first.choices[0].message.content}
        then = {"role": "user", "content": "En dan?"}
        client.chat.completions.create(model="assistant", messages=[asked, said, then])  # type: ignore[call-overload]
    answer = assistant.ask(question).answer
    assert answer.citations
    assert listening.heard == (Turn("user", question), Turn("assistant", answer.text))
