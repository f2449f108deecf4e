"""A chat model as judge: whether statements are supported, and whether answers are complete."""

from eval.judge.judge import Judge, connect_judge

__all__ = ["Judge", "connect_judge"]
