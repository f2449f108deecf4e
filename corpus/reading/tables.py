"""Tables, row by row: each row says of its first cell what stands under which heading.

"Aantal opgaven, 2025: 14; 2026: 16" can be quoted and understood without the rest of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

# What holds a longer text is no cell of figures: without heads, the table only sets things side by
# side.
CELL_CHARACTERS_MAX: Final = 400
_SPAN_MAX: Final = 100


def inside_table(table: Any, *tags: str) -> list[Any]:
    """Return the elements of a table that are shown and stand in no table within it."""
    from corpus.reading.html import is_shown

    return [
        one
        for one in table.iter(*tags)
        if is_shown(one) and next(one.iterancestors("table")) is table
    ]


def table_rows(table: Any) -> list[str] | None:
    """Return a line for each row of an HTML table; ``None`` if it only sets things side by side."""
    from corpus.reading.html import shown_inside

    rows = inside_table(table, "tr")
    cells = [[cell for cell in shown_inside(row) if cell.tag in ("td", "th")] for row in rows]
    heads = 0
    for row, inside in zip(rows, cells, strict=True):
        in_head = row.getparent().tag == "thead"
        if not in_head and not (inside and all(cell.tag == "th" for cell in inside)):
            break
        heads += 1
    if any(cell.find(".//table") is not None for inside in cells for cell in inside):
        return None
    return rows_as_lines(_grid(cells), heads)


def rows_as_lines(grid: Sequence[Sequence[str]], heads: int) -> list[str] | None:
    """Return a line for each row below the heads; ``None`` for what is no table.

    :param heads: how many rows name the columns. Where none does, the first row of three columns or
        more is taken for it; of two columns the first names what stands in the second.
    """
    grid = [row for row in grid if any(row)]
    width = max(map(len, grid), default=0)
    is_long = any(len(cell) > CELL_CHARACTERS_MAX for row in grid for cell in row)
    if width < 2 or (is_long and not heads):
        return None
    if heads == 0 and width > 2 and len(grid) > 1:
        heads = 1
    names = [
        " – ".join(dict.fromkeys(row[column] for row in grid[:heads] if _cell(row, column)))
        for column in range(width)
    ]
    body = grid[heads:] or grid
    return [_line(row, names) for row in body]


def _line(row: Sequence[str], names: Sequence[str]) -> str:
    first, *others = row
    if others and not any(names):
        return ": ".join(filter(None, (first.removesuffix(":"), "; ".join(filter(None, others)))))
    told = [
        f"{name}: {cell}" if name else cell
        for name, cell in zip(names[1:], others, strict=False)
        if cell
    ]
    return ", ".join(filter(None, (first, "; ".join(told))))


def _cell(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _grid(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    """Return the text of every cell, repeated in each place that it spans."""
    from corpus.reading.html import plain

    grid: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        waiting = list(row)
        while waiting or len(line) in below:
            column = len(line)
            if column in below:
                left, text = below.pop(column)
                line.append(text)
                if left > 1:
                    below[column] = (left - 1, text)
                continue
            cell = waiting.pop(0)
            text = plain(cell)
            for _ in range(_span(cell, "colspan")):
                if (rows_left := _span(cell, "rowspan") - 1) > 0:
                    below[len(line)] = (rows_left, text)
                line.append(text)
        grid.append(line)
    return grid


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value), 1), _SPAN_MAX) if value.isdecimal() else 1
