"""The API: questions by program, in OpenAI's form and in our own. Loaded only where a setting asks."""
