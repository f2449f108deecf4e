"""Passages, the embedding model, keywords, Chroma and the retriever."""
