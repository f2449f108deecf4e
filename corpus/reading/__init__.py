"""Reading the files of a folder as people have it: one file per format."""
