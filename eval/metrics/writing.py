"""What became of the statements of a chat model."""

from __future__ import annotations

from assistant.answer import ModelWork


def grounded_share(work: ModelWork) -> float | None:
    """Return the share of statements that their quotation carries; ``None`` without statements."""
    written = len(work.statements)
    return work.count("grounded") / written if written else None


def dropped_share(work: ModelWork) -> float | None:
    """Return the share of statements that the reader does not get; ``None`` without statements."""
    if not work.statements:
        return None
    return 1.0 if work.fallback is not None else 1 - work.count("grounded") / len(work.statements)


def reattributed_share(work: ModelWork) -> float | None:
    """Return the share of found quotes that stand in another passage than the one named."""
    found = [statement for statement in work.statements if statement.citation is not None]
    if not found:
        return None
    return sum(statement.is_reattributed for statement in found) / len(found)
