"""Tables of a PDF: those whose cells are ruled off, and those whose columns are certain without.

Only where nothing is in doubt: every cell has its four lines, and every letter its cell, or what
``pdf_columns`` asks. Any other table is read as lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any, Final

from corpus.reading.cut_words import CutWords
from corpus.reading.pdf_columns import aligned_grids
from corpus.reading.pdf_lines import Line, page_lines, spelt
from corpus.reading.tables import CELL_CHARACTERS_MAX, rows_as_lines
from corpus.text_file import split_lines

# In points: how thick a line is at most, and how far one may stop short of another.
_THICK_MAX: Final = 3.0
_NEAR: Final = 2.5
# A drawing has more.
_RULES_MAX: Final = 3000

# Left, bottom, right and top, in the page's own coordinates.
Area = tuple[float, float, float, float]
# Where a line runs, and from where to where.
_Rule = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the places of the lines between its columns and rows, and the text of each cell."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[str, ...], ...]

    def area(self, row: int) -> Area:
        """Return where a row stands."""
        return self.columns[0], self.rows[row + 1], self.columns[-1], self.rows[row]


def page_tables(page: Any, lines: Sequence[Line]) -> list[Table]:
    """Return the tables on a page of ``pypdfium2`` with its lines."""
    upright, level = _rules(page)
    ruled = _ruled_tables(page, upright, level) if upright and level else []
    others = [line for line in lines if not any(_is_inside(line, table) for table in ruled)]
    return [*ruled, *(Table(*grid) for grid in aligned_grids(others, level))]


def _ruled_tables(page: Any, upright: Sequence[_Rule], level: Sequence[_Rule]) -> list[Table]:
    found = page.get_textpage()
    tables = []
    for columns, rows in _grids(upright, level):
        cells = tuple(
            tuple(
                _cell(found.get_text_bounded(left, bottom, right, top))
                for left, right in pairwise(columns)
            )
            for top, bottom in pairwise(rows)
        )
        whole = found.get_text_bounded(columns[0], rows[-1], columns[-1], rows[0])
        is_short = all(len(cell) <= CELL_CHARACTERS_MAX for row in cells for cell in row)
        told = "".join(cell for row in cells for cell in row)
        if is_short and _letters(told) == _letters(_cell(whole)):
            tables.append(Table(columns, rows, cells))
    found.close()
    return tables


def with_rows(lines: Sequence[Line], tables: Sequence[Table]) -> list[Line]:
    """Return the lines of a page with a line for each row in the place of those of a table.

    A table stays as it is where its lines hold something else than its cells.
    """
    made = list(lines)
    for table in tables:
        inside = [line for line in made if _is_inside(line, table)]
        told = "".join(cell for row in table.cells for cell in row)
        if not inside or _letters("".join(line.text for line in inside)) != _letters(told):
            continue
        size = median(sorted(line.size for line in inside))
        place = made.index(inside[0])
        rows = [
            Line(
                text=" ".join(filter(None, cells)),
                size=size,
                is_bold=False,
                left=table.columns[0],
                right=table.columns[-1],
                bottom=table.rows[number + 1],
                is_spread=True,
                cells=cells,
                columns=table.columns,
            )
            for number, cells in enumerate(table.cells)
            if any(cells)
        ]
        made[place:place] = rows
        made = [line for line in made if line not in inside]
    return made


def with_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of pages with each row of a table saying under which head its cells stand.

    At the top of a page a table may go on; it does where its columns are those of the table that
    the page before ended with. Where that page ended with rows of something else, it is not certain.
    """
    made: list[list[Line]] = []
    before: Line | None = None
    head: tuple[str, ...] = ()
    for page in pages:
        lines: list[Line] = []
        at = 0
        while at < len(page):
            line = page[at]
            if not line.cells:
                lines.append(line)
                at += 1
                continue
            rows = _same_table(page[at:])
            at += len(rows)
            is_first = not lines and before is not None
            is_same = before is not None and (_goes_on(before, line) or line.cells == head)
            if is_first and is_same:
                body = [row.cells for row in rows if row.cells != head]
                grid = [head, *body] if len(head) > 2 else body
            else:
                head = line.cells
                is_doubtful = is_first and before is not None and before.is_spread
                grid = [] if is_doubtful else [row.cells for row in rows]
            lines += _said(rows, grid)
        made.append(lines)
        before = page[-1] if page else before
    return made


def row_area(page: Any, text: str) -> Area | None:
    """Return where the row of a table stands that was read as a text, if that is certain."""
    found = [
        table.area(number)
        for table in page_tables(page, page_lines(page))
        for number, cells in enumerate(table.cells)
        if _is_said(cells, text)
    ]
    return found[0] if len(found) == 1 else None


def _is_said(cells: Sequence[str], text: str) -> bool:
    """Tell whether a text names the cells of a row in their order, the first in front."""
    told = [cell for cell in cells if cell]
    if len(told) < 2 or not text.startswith(told[0]) or not text.endswith(told[-1]):
        return False
    at = 0
    for cell in told:
        at = text.find(cell, at)
        if at < 0:
            return False
        at += len(cell)
    return True


def _same_table(lines: Sequence[Line]) -> list[Line]:
    rows: list[Line] = []
    for line in lines:
        if line.columns != lines[0].columns:
            break
        rows.append(line)
    return rows


def _goes_on(before: Line, line: Line) -> bool:
    return len(before.columns) == len(line.columns) and all(
        abs(one - other) <= _NEAR for one, other in zip(before.columns, line.columns, strict=True)
    )


def _said(rows: Sequence[Line], grid: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Yield the rows as they are said; as they are where there is no grid of them."""
    said = rows_as_lines(grid, 0) if grid else None
    if said is None:
        yield from rows
        return
    # The last of them: the head that they begin with is no line of its own.
    for row, text in zip(rows[len(rows) - len(said) :], said, strict=True):
        yield replace(row, text=text)


def _is_inside(line: Line, table: Table) -> bool:
    return (
        table.columns[0] - _NEAR <= line.left
        and line.right <= table.columns[-1] + _NEAR
        and table.rows[-1] - _NEAR <= line.bottom <= table.rows[0]
    )


def _letters(text: str) -> list[str]:
    return sorted(one for one in text if one.isalnum())


def _cell(text: str) -> str:
    told = ""
    for raw in split_lines(text):
        line = spelt(" ".join(raw.split()))
        told = CutWords(()).join(told, line) if told and line else told or line
    return told


def _rules(page: Any) -> tuple[list[_Rule], list[_Rule]]:
    """Return the straight lines of a page: those that go up, and those that go across."""
    import pypdfium2.raw as pdfium

    upright: list[_Rule] = []
    level: list[_Rule] = []
    for one in page.get_objects([pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
        left, bottom, right, top = one.get_bounds()
        if right - left <= _THICK_MAX < top - bottom:
            upright.append(((left + right) / 2, bottom, top))
        elif top - bottom <= _THICK_MAX < right - left:
            level.append(((bottom + top) / 2, left, right))
        if len(upright) + len(level) > _RULES_MAX:
            return [], []
    return _whole(upright), _whole(level)


def _whole(rules: Sequence[_Rule]) -> list[_Rule]:
    """Return lines with those made one that lie in each other's way."""
    made: list[_Rule] = []
    for place, start, end in sorted(rules):
        for number, (other, first, last) in enumerate(made):
            if abs(place - other) <= _NEAR and start <= last + _NEAR and first <= end + _NEAR:
                made[number] = (other, min(start, first), max(end, last))
                break
        else:
            made.append((place, start, end))
    return made


def _grids(
    upright: Sequence[_Rule], level: Sequence[_Rule]
) -> Iterator[tuple[tuple[float, ...], tuple[float, ...]]]:
    """Yield the places of the columns and rows of each grid that is whole, from left and top."""
    left_over = set(upright)
    while left_over:
        columns, rows = {left_over.pop()}, set[_Rule]()
        is_growing = True
        while is_growing:
            more = {one for one in level if any(_touch(other, one) for other in columns)} - rows
            rows |= more
            others = {one for one in left_over if any(_touch(one, other) for other in rows)}
            columns |= others
            left_over -= others
            is_growing = bool(more or others)
        if len(columns) < 3 or len(rows) < 3:
            continue
        across = tuple(sorted(place for place, _, _ in columns))
        down = tuple(sorted((place for place, _, _ in rows), reverse=True))
        is_whole = all(
            start <= down[-1] + _NEAR and down[0] - _NEAR <= end for _, start, end in columns
        ) and all(
            start <= across[0] + _NEAR and across[-1] - _NEAR <= end for _, start, end in rows
        )
        if is_whole:
            yield across, down


def _touch(upright: _Rule, level: _Rule) -> bool:
    return (
        level[1] - _NEAR <= upright[0] <= level[2] + _NEAR
        and upright[1] - _NEAR <= level[0] <= upright[2] + _NEAR
    )
