"""The assistant as one object: opened once, asked many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

from langchain_core.runnables import Runnable

from assistant.answer import Draft, Reply, Turn
from assistant.chain import ChainInput, build_chain
from assistant.settings import Settings
from corpus import Document, Language
from corpus.glossary import Term, read_glossary
from index.builds import IndexDirectory
from index.embedding import load_embedding_model
from index.retriever import HybridRetriever
from index.search import SearchIndex


class Assistant:
    """Answers questions from one index; safe to use from several threads."""

    def __init__(
        self, index: SearchIndex, settings: Settings, glossary: Sequence[Term] = ()
    ) -> None:
        self.settings = settings
        self.glossary = tuple(glossary)
        self.retriever = HybridRetriever(index=index, count=settings.passages)
        self.documents: Mapping[str, Document] = index.records
        self.chain: Runnable[ChainInput, Any] = build_chain(
            self.retriever, self.documents, glossary, settings
        )

    def ask(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Reply:
        """Answer a question.

        :param history: the turns before it, oldest first.
        :param language: the language of the answer; default: that of the question.
        :raises QuestionError: the question is empty, too long or holds no word.
        """
        return self.chain.invoke({"question": question, "history": history, "language": language})

    def stream(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Iterator[Draft | Reply]:
        """Answer a question as :meth:`ask` does; first yield drafts, last the reply.

        Closing the iterator stops the writing.

        :raises QuestionError: the question is empty, too long or holds no word.
        """
        yield from self.chain.stream(
            {"question": question, "history": history, "language": language}
        )

    def close(self) -> None:
        """Close the index."""
        self.retriever.index.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_assistant(settings: Settings) -> Assistant:
    """Load the embedding model and the current index.

    :raises ModelNotPrepared: the model has not been unpacked yet.
    :raises IndexMissing: there is no index of the documents yet.
    """
    directory = IndexDirectory(settings.indexes_directory, settings.documents)
    build = directory.current()
    model = load_embedding_model(
        settings.embedding_model, settings.models_directory, settings.threads
    )
    index = SearchIndex(build, model)
    path = settings.documents / "glossary.toml"
    glossary = read_glossary(path, index.records) if path.exists() else ()
    return Assistant(index, settings, glossary)
