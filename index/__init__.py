"""Passages, the embedding model, keywords, Chroma and the retriever.

Importing it keeps onnxruntime from calling home: without this variable, read when it is imported,
it looks up a host of Microsoft's and keeps a device id in the user's cache folder. And it has numpy
compute on one thread: its short calls gain nothing by a second, which waits by spinning. On two
cores, asked by eight at once, one process answers 22 questions a second instead of 17, and two
processes 32 instead of 6.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
