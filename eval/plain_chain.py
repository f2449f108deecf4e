"""A plain chain to compare with: LangChain, Chroma and sentence-transformers as they come.

The same passages, in their own language, and the same model; the passages nearest to the question
are the answer, one after the other. No keywords, no sentences, no translation, no check.

``python -m eval.plain_chain FOLDER QUESTION`` answers one question from nothing, as ``assistant
ask`` does. Nothing heavy is imported at the top, because importing is a part of what is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from index.passages import Passage

_COLLECTION: Final = "passages"
_PASSAGES: Final = 5
_BATCH_SIZE: Final = 16


def open_chain(folder: Path, settings: Settings) -> Runnable[str, dict[str, Any]]:
    """Load the model and open the collection; return question → answer and passage ids."""
    from langchain_core.documents import Document
    from langchain_core.runnables import RunnableLambda

    def answer(found: Sequence[Document]) -> dict[str, Any]:
        return {
            "text": "\n\n".join(document.page_content for document in found),
            "passages": [document.id for document in found],
        }

    retriever = open_store(folder, settings).as_retriever(search_kwargs={"k": _PASSAGES})
    chain: Runnable[str, dict[str, Any]] = retriever | RunnableLambda(answer)
    return chain


def add_passages(store: Any, passages: Sequence[Passage]) -> None:
    """Embed passages and put them in the collection."""
    size = 5000  # what Chroma takes at once
    for start in range(0, len(passages), size):
        part = passages[start : start + size]
        store.add_texts([one.text for one in part], ids=[one.id for one in part])


def open_store(folder: Path, settings: Settings) -> Any:
    """Load the model and open or make the collection in ``folder``."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    from index.embedding import BUNDLED_MODEL

    name = settings.embedding_model or str(settings.models_directory / BUNDLED_MODEL)
    model = SentenceTransformer(name, device="cpu", local_files_only=True)

    class PlainEmbeddings(Embeddings):
        """The model with the prompts that it was trained with."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return self._embed(texts, "passage")

        def embed_query(self, text: str) -> list[float]:
            return self._embed([text], "query")[0]

        def _embed(self, texts: list[str], role: str) -> list[list[float]]:
            vectors: list[list[float]] = model.encode(
                texts,
                prompt=model.prompts.get(role, ""),
                batch_size=_BATCH_SIZE,
                normalize_embeddings=True,
                show_progress_bar=False,
            ).tolist()
            return vectors

    return Chroma(
        collection_name=_COLLECTION,
        embedding_function=PlainEmbeddings(),
        persist_directory=str(folder),
        collection_configuration={"hnsw": {"space": "cosine"}},
    )


if __name__ == "__main__":
    chain = open_chain(Path(sys.argv[1]), read_settings())
    print(chain.invoke(sys.argv[2])["text"])
