"""The assistant as one object: opened once, asked many times."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable

from assistant.answer import Draft, Reply, Turn
from assistant.chain import ChainInput, build_chain
from assistant.chat_model.connection import choose_form, connect_chat_model, refuse_tracing
from assistant.chat_model.entailment import Entailment
from assistant.chat_model.reading import ModelReader
from assistant.chat_model.writer import ChatModelWriter
from assistant.settings import Settings
from corpus import Document, Language
from corpus.glossary import Term, read_glossary
from index.builds import read_manifest
from index.embedding import BUNDLED_MODEL
from index.reader.reader import Reader
from index.retriever import HybridRetriever
from index.search import SearchIndex
from index.store import load_chroma

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Assistant:
    """Answers questions from one index; safe to use from several threads."""

    def __init__(
        self,
        index: SearchIndex,
        reader: Reader,
        settings: Settings,
        glossary: Sequence[Term] = (),
        chat_model: BaseChatModel | None = None,
    ) -> None:
        self.settings = settings
        self.glossary = tuple(glossary)
        self.retriever = HybridRetriever(index=index, count=settings.passages)
        self.reader = reader
        self.documents: Mapping[str, Document] = index.records
        self._writer = None if chat_model is None else self._chat_model_writer(chat_model)
        self.chain: Runnable[ChainInput, Draft | Reply] = build_chain(
            self.retriever, reader, self.documents, glossary, settings, self._writer
        )

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        documents: Collection[str] = (),
    ) -> Reply:
        """Answer a question.

        :param history: the turns before it, oldest first.
        :param language: the language of the answer; default: that of the question.
        :param documents: the ids of those to answer from; none: all of them.
        :raises QuestionError: the question is empty, too long or holds no word, or one of
            ``documents`` is not there.
        """
        reply = self.chain.invoke(
            {
                "question": question,
                "history": history,
                "language": language,
                "documents": documents,
            }
        )
        assert isinstance(reply, Reply)
        return reply

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        documents: Collection[str] = (),
    ) -> Iterator[Draft | Reply]:
        """Answer a question as :meth:`ask` does; first yield drafts, last the reply.

        Closing the iterator stops the writing.

        :raises QuestionError: as :meth:`ask` does.
        """
        yield from self.chain.stream(
            {
                "question": question,
                "history": history,
                "language": language,
                "documents": documents,
            }
        )

    @property
    def build(self) -> str:
        """The id of the build that answers."""
        return self.retriever.index.manifest.build_id

    @property
    def files(self) -> Mapping[str, str]:
        """The digests of the files that the build was made of, by their paths in the folder."""
        return self.retriever.index.manifest.files

    @cached_property
    def quoting(self) -> Assistant:
        """The same assistant without its chat model; it is closed with this one."""
        if self._writer is None:
            return self
        return Assistant(self.retriever.index, self.reader, self.settings, self.glossary)

    def close(self) -> None:
        """Close the index, and stop a chat model that is still writing."""
        if self._writer is not None:
            self._writer.reader.close()
        self.reader.close()
        self.retriever.index.close()

    def _chat_model_writer(self, model: BaseChatModel) -> ChatModelWriter:
        settings = self.settings
        return ChatModelWriter(
            reader=ModelReader(model),
            name=settings.chat_model or type(model).__name__,
            form=choose_form(model, settings.chat_format),
            count=settings.chat_passages,
            index=self.retriever.index,
            entailment=Entailment(self.reader.model),
            documents=self.documents,
            use_judge=settings.chat_judge,
        )

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_assistant(
    settings: Settings,
    chat_model: BaseChatModel | None = None,
    build: Path | None = None,
    beside: Assistant | None = None,
) -> Assistant:
    """Load the embedding model and an index, and connect the chat model if one is set.

    :param chat_model: any LangChain chat model, instead of the one that the settings name.
    :param build: the build of the index; default: the current one.
    :param beside: one that is open already: its models, of 170 MB, are shared where they made this
        index too.
    :raises ChatModelUnavailable: the chat model of the settings cannot be used.
    :raises TracingRefused: LangSmith would be sent every question.
    :raises ModelNotPrepared: the model has not been unpacked yet.
    :raises IndexMissing: there is no index of the documents yet.
    :raises NotReached: the Chroma server or the model's server of the settings cannot be used.
    """
    refuse_tracing(settings)
    if chat_model is None and settings.chat_model is not None:
        chat_model = connect_chat_model(settings)
    if build is None:
        build = settings.index_directory.current()
    shared = None if beside is None else beside.retriever.index.model
    if shared is not None and shared.fingerprint == read_manifest(build).model_fingerprint:
        model = shared
    else:
        beside = None
        with ThreadPoolExecutor(1) as chroma:
            chroma.submit(load_chroma)  # while the model, which needs the other core, is read
            model = settings.load_embedding_model()
    with ExitStack() as opened:
        index = SearchIndex(build, model, server=settings.chroma_server)
        opened.callback(index.close)
        path = settings.documents / "glossary.toml"
        glossary = read_glossary(path, index.records) if path.exists() else ()
        reader = open_reader(index, settings, None if beside is None else beside.reader)
        assistant = Assistant(index, reader, settings, glossary, chat_model)
        # From here on it is the assistant's to close.
        opened.pop_all()
    return assistant


def open_reader(index: SearchIndex, settings: Settings, beside: Reader | None = None) -> Reader:
    """Open the reader of an index; it reads with the bundled model, whatever made the index.

    :param beside: one that is open already; its weights are shared.
    :raises ModelNotPrepared: the bundled model has not been unpacked yet.
    """
    if beside is not None:
        return beside.over(index.manifest.library, index.token_vectors)
    from index.embedding.light import LightModel

    model = index.model
    if not isinstance(model, LightModel):
        model = LightModel(settings.models_directory / BUNDLED_MODEL, settings.threads)
    return Reader(model, index.manifest.library, index.token_vectors)
