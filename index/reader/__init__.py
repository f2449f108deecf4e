"""The learned reader, and what it keeps of the passages of an index."""
