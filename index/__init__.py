"""Passages, the embedding model, keywords, Chroma and the retriever.

Importing it keeps onnxruntime from calling home: without this variable, read when it is imported,
it looks up a host of Microsoft's and keeps a device id in the user's cache folder.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
