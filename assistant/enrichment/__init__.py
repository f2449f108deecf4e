"""Questions about people's own documents, written by a chat model and checked here."""
