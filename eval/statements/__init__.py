"""How much a chat model could get past the check of its statements, and how much is lost to it."""
