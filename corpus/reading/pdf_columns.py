"""Tables of a PDF without lines between their columns: what stands below each other tells them.

Only where nothing is in doubt: at least three rows of at least three columns, which follow each other
in the text of the page cell by cell, below a row that is told to be their head by its weight, by a
line below it, or by standing above nothing but figures. Anything else is read as lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from statistics import median
from typing import Final

from corpus.reading.cut_words import CutWords
from corpus.reading.pdf_lines import Line

COLUMNS_MIN: Final = 3
ROWS_MIN: Final = 3
# In sizes of the letters: the room between columns at least, and between the lines of a cell at most.
_GUTTER_MIN: Final = 0.3
_LINE_GAP_MAX: Final = 1.8
# In points: how far apart what stands at one height may be.
_NEAR: Final = 1.5
_LOOSE_HEIGHT: Final = 1.3
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_FIGURES: Final = re.compile(r"[-–—+<>€$£(\s]*(?:\d|$)")

# The places of the columns and rows, and the text of each cell.
Grid = tuple[tuple[float, ...], tuple[float, ...], tuple[tuple[str, ...], ...]]
_Row = dict[int, list[Line]]


@dataclass(slots=True)
class _Column:
    left: float
    right: float
    lines: set[int] = field(default_factory=set)


def aligned_grids(lines: Sequence[Line], level: Sequence[tuple[float, float, float]]) -> list[Grid]:
    """Return the tables among the lines of a page whose columns and head are certain.

    :param level: the lines that are drawn across it: how high, from where and to where.
    """
    grids: list[Grid] = []
    at = 0
    while at < len(lines):
        if not lines[at].pieces:
            at += 1
            continue
        start = _start(lines, at)
        end, columns = _run(lines, start)
        if end - start >= ROWS_MIN:
            has_more_above = start > 0 and _is_head_of_heads(lines[start - 1], lines[start])
            grid = None if has_more_above else _grid(lines[start:end], columns, level)
            grids += [grid] if grid else []
        at = end if end - start >= ROWS_MIN else at + 1
    return grids


def _start(lines: Sequence[Line], at: int) -> int:
    """Return where the row of a line begins: its first cell may have more lines, set before it."""
    start = at
    while (
        start > 0
        and not lines[start - 1].pieces
        and lines[start - 1].right < lines[at].left
        and lines[start - 1].bottom <= lines[at].bottom + _NEAR
    ):
        start -= 1
    return start


def _is_head_of_heads(above: Line, line: Line) -> bool:
    return bool(above.pieces) and 0 < above.bottom - line.bottom < 2 * _LINE_GAP_MAX * line.size


def _run(lines: Sequence[Line], start: int) -> tuple[int, list[_Column]]:
    """Return where the lines end that stand in columns, and these from left to right."""
    columns: list[_Column] = []
    for number in range(start, len(lines)):
        line = lines[number]
        made = columns
        if abs(line.size - lines[start].size) >= 1:
            return number, columns
        for piece in line.pieces or (line,):
            room = _GUTTER_MIN * line.size
            touched = [
                c for c in made if piece.left < c.right + room and c.left < piece.right + room
            ]
            together = [place for c in touched for place in c.lines]
            if number in together or len({*together}) < len(together):
                return number, columns
            left = min(piece.left, *(c.left for c in touched), piece.right)
            right = max(piece.right, *(c.right for c in touched), piece.left)
            column = _Column(left, right, {*together, number})
            made = sorted([*(c for c in made if c not in touched), column], key=lambda c: c.left)
        columns = made
    return len(lines), columns


def _grid(
    lines: Sequence[Line], columns: Sequence[_Column], level: Sequence[tuple[float, float, float]]
) -> Grid | None:
    rows = _rows(lines, columns)
    while rows and len(rows[-1]) == 1:
        rows.pop()
    if rows is None or len(rows) < ROWS_MIN:
        return None
    bounds, rows = _without_empty(columns, rows)
    join = CutWords(()).join
    cells = tuple(
        tuple(
            reduce(join, [one.text for one in row[column]]) if column in row else ""
            for column in range(len(bounds))
        )
        for row in rows
    )
    tops = [max(line.bottom for cell in row.values() for line in cell) for row in rows]
    ends = [min(line.bottom for cell in row.values() for line in cell) for row in rows]
    gaps = [end - top for end, top in zip(ends, tops[1:], strict=False)]
    size = lines[0].size
    is_close = min(gaps) > 0 and gaps[0] <= 1.5 * median(gaps) + size
    is_named = all(cells[0][1:]) and len({*cells[0]}) == len(cells[0])
    if len(bounds) < COLUMNS_MIN or not is_close or not is_named:
        return None
    marked = [
        any(top < y < end and x <= bounds[0][1] and bounds[-1][0] <= to for y, x, to in level)
        for end, top in zip(ends, tops[1:], strict=False)
    ]
    is_ruled = marked[0] and not all(marked[1:])
    if not (is_ruled or _is_bold_head(rows) or _is_above_figures(cells)):
        return None
    edges = [(one[1] + other[0]) / 2 for one, other in pairwise(bounds)]
    across = (bounds[0][0], *edges, bounds[-1][1])
    return across, (tops[0] + _LOOSE_HEIGHT * size, *ends), cells


def _rows(lines: Sequence[Line], columns: Sequence[_Column]) -> list[_Row] | None:
    """Return the rows, each with the lines of its cells; ``None`` where it is not certain."""
    rows: list[_Row] = []
    row: _Row = {}
    for line in lines:
        for piece in line.pieces or (line,):
            column = next(n for n, c in enumerate(columns) if c.left <= piece.left <= c.right)
            if column == 0 and row and max(row) > 0:
                found = _parted(row)
                if found is None:
                    return None
                rows += found
                row = {}
            elif row and column < max(row):
                return None
            row.setdefault(column, []).append(piece)
    last = _parted(row)
    return None if last is None else [*rows, *last]


def _parted(row: _Row) -> list[_Row] | None:
    """Return a row, behind those of one cell above it; by its height the first cell is told."""
    first, others = row.get(0, []), [cell for column, cell in row.items() if column]
    if any(
        not 0 < line.bottom - below.bottom <= _LINE_GAP_MAX * line.size
        for cell in others
        for line, below in pairwise(cell)
    ):
        return None
    if not others:
        return [{0: [line]} for line in first]
    for count in range(len(first), 0, -1):
        cells = [first[-count:], *others]
        tops = [cell[0].bottom for cell in cells]
        middles = [(cell[0].bottom + cell[-1].bottom) / 2 for cell in cells]
        if any(max(one) - min(one) <= _NEAR for one in (tops, middles)):
            above: list[_Row] = [{0: [line]} for line in first[:-count]]
            return [*above, {**row, 0: first[-count:]}]
    return None if first else [row]


def _without_empty(
    columns: Sequence[_Column], rows: list[_Row]
) -> tuple[list[tuple[float, float]], list[_Row]]:
    """Make one of two columns of which one holds a head only, and the other what stands below it."""
    bounds = [(one.left, one.right) for one in columns]
    column = 1
    while column < len(bounds):
        before, after = (
            {place for place, row in enumerate(rows) if number in row}
            for number in (column - 1, column)
        )
        if {0} in (before, after) and not before & after:
            bounds[column - 1 : column + 1] = [(bounds[column - 1][0], bounds[column][1])]
            rows = [
                {number - (number >= column): cell for number, cell in row.items()} for row in rows
            ]
        else:
            column += 1
    return bounds, rows


def _is_bold_head(rows: Sequence[_Row]) -> bool:
    head, *body = ([line for cell in row.values() for line in cell] for row in rows)
    return all(line.is_bold for line in head) and not any(
        all(line.is_bold for line in row) for row in body
    )


def _is_above_figures(cells: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names columns: it has no figures but years, and others have."""
    head, *body = cells
    is_name = [_YEAR.fullmatch(name) or not _FIGURES.match(name) for name in head[1:]]
    return all(is_name) and any(
        sum(bool(row[column]) for row in body) > 1
        and all(_FIGURES.match(row[column]) for row in body)
        and not all(_YEAR.fullmatch(row[column]) for row in body)
        for column in range(1, len(head))
    )
