"""The page on which those who may change the documents add, remove, look and build."""
