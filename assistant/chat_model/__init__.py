"""Answers written by a chat model, of which only what the sources carry is shown."""
