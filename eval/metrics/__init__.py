"""The metrics, one in a file: pure functions on plain values, each for one question.

The figure of a set is the mean over the questions that a metric applies to; ``None`` says that it
does not apply to this one.
"""
