"""``/v1/chat/completions`` and ``/v1/models``: asking with a client that was made for OpenAI."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from assistant.api.answering import Question, begin, reply_to, waiting
from assistant.api.chat_request import ChatRequest, first_question, question_of
from assistant.api.client_tasks import task_answer
from assistant.api.completion import MODEL, Said, Stream, completion, event
from assistant.api.errors import ApiProblem, openai_error
from assistant.api.library import Shelves
from assistant.api.place import place_of
from assistant.api.sources import Place
from assistant.page.conversation import Writing
from assistant.settings import Settings
from assistant.texts import load_texts
from corpus import Document

# A proxy cuts off who says nothing for long; a comment is no event.
_SIGN_EVERY_S: Final = 10.0
_SIGN: Final = ": still writing\n\n"
_STREAM_HEADERS: Final = {"x-accel-buffering": "no"}


@dataclass(frozen=True, slots=True)
class Chat:
    """Answers chat completions.

    :param has_page: whether the pages for readers are there as well.
    """

    shelves: Shelves
    settings: Settings
    has_page: bool

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(tags=["chat"])
        router.add_api_route("/v1/models", self.models, methods=["GET"], summary="The models")
        router.add_api_route(
            # The name of a library's model holds a slash.
            "/v1/models/{model:path}",
            self.model,
            methods=["GET"],
            summary="One model",
        )
        router.add_api_route(
            "/v1/chat/completions",
            self.complete,
            methods=["POST"],
            summary="Answer the last question of a conversation",
            response_model=None,
        )
        return router

    async def complete(self, wanted: ChatRequest, request: Request) -> Response:
        """Answer the last question, in the light of the turns before it.

        The citations stand in the text as links, in the message as annotations, and beside it as
        `citations`. With `stream` the answer comes as server-sent events, once it is verified.
        """
        name = self._library_of(wanted.model)
        if wanted.n not in (None, 1):
            raise ApiProblem(400, "one_answer", "There is one answer to a question: n is 1.", "n")
        question = question_of(wanted)
        if question is None:
            said = Said(self._task_answer(wanted))
            return (
                _streamed(_say(said, wanted))
                if wanted.stream
                else JSONResponse(completion(said, wanted.model))
            )
        library = await self.shelves.find_soon(name, question.asked_in)
        place = place_of(request, self.settings, library.name, has_page=self.has_page)
        is_gone = request.is_disconnected
        characters_max = self.settings.question_characters_max
        writing = await begin(library.desk, question, characters_max, request, is_gone)
        if wanted.stream:
            return _streamed(self._stream(writing, question, wanted, request, place))
        reply = await reply_to(writing, question, request, is_gone)
        said = Said.of(reply, _documents(writing), place)
        return JSONResponse(completion(said, wanted.model))

    def models(self) -> dict[str, Any]:
        """Return the models: one for each library."""
        return {"object": "list", "data": [_model(one) for one in self._models()]}

    def model(self, model: str) -> dict[str, Any]:
        """Return a model by its name."""
        self._library_of(model)
        return _model(model)

    def _models(self) -> dict[str, str]:
        """Return the names of the models, each with that of its library."""
        _, *others = self.shelves.names
        return {MODEL: "", **{f"{MODEL}/{one}": one for one in others}}

    def _library_of(self, model: str) -> str:
        models = self._models()
        if model not in models:
            few = f"There is one model here: {MODEL}."
            many = f"There are these models here: {', '.join(models)}."
            raise ApiProblem(404, "model_not_found", few if len(models) == 1 else many, "model")
        return models[model]

    async def _stream(
        self,
        writing: Writing,
        question: Question,
        wanted: ChatRequest,
        request: Request,
        place: Place,
    ) -> AsyncIterator[str]:
        stream = _stream_of(wanted)
        yield stream.begin()
        spoke = time.monotonic()
        replies = waiting(writing, question, request)
        try:
            async for reply in replies:
                if reply is not None:
                    said = Said.of(reply, _documents(writing), place)
                    for part in stream.say(said):
                        yield part
                elif time.monotonic() - spoke > _SIGN_EVERY_S:
                    spoke = time.monotonic()
                    yield _SIGN
        except ApiProblem as problem:
            yield event(openai_error(problem))
        finally:
            await replies.aclose()  # type: ignore[attr-defined]

    def _task_answer(self, wanted: ChatRequest) -> str:
        untitled = load_texts(self.settings.language)["page.title"]
        return task_answer(wanted.messages[-1].text, first_question(wanted), untitled)


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "assistant"}


def _documents(writing: Writing) -> Mapping[str, Document]:
    return writing.assistant.documents


def _stream_of(wanted: ChatRequest) -> Stream:
    options = wanted.stream_options
    return Stream(wanted.model, with_usage=options is not None and bool(options.include_usage))


async def _say(said: Said, wanted: ChatRequest) -> AsyncIterator[str]:
    stream = _stream_of(wanted)
    yield stream.begin()
    for part in stream.say(said):
        yield part


def _streamed(events: AsyncIterator[str]) -> StreamingResponse:
    return StreamingResponse(events, media_type="text/event-stream", headers=_STREAM_HEADERS)
