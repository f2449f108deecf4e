"""Question sets as spreadsheets (CSV or XLSX), for people who do not write JSON, and back.

One question per row, one field per column; the first row names the columns:

``id``, ``lang`` (nl or en), ``kind``, ``question``
``question_translated``     the same question in the other language, may be empty
``answerable``              yes or no (also: ja, nee, true, false)
``facts``                   one fact per line of the cell; wordings of it separated by `` | ``
``evidence_1_doc``, ``evidence_1_quote``   and on with 2, 3, …: a document and a quote from it
``history_1``, ``history_2``, …            earlier turns: ``user: …`` or ``assistant: …``
``history_1_translated``, …                the same turns in the other language

Columns that are not needed may be left out, and so may cells. Comma, semicolon and tab are all
read as separators; written is the semicolon, which Excel expects where the comma is decimal.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from corpus import Document
from eval.errors import EvaluationError, QuestionsInvalid
from eval.questions import Question, check_questions, question_record

_PLAIN: Final = ("id", "lang", "kind", "question", "question_translated", "answerable", "facts")
_NUMBERED: Final = re.compile(r"(evidence)_(\d{1,4})_(doc|quote)|(history)_(\d{1,4})(_translated)?")
_YES: Final = {"yes", "ja", "true", "1", "waar"}
_NO: Final = {"no", "nee", "false", "0", "onwaar"}
_BETWEEN_WORDINGS: Final = " | "
_TURN: Final = re.compile(r"(user|assistant):\s*(.*)", re.DOTALL)
# A cell that begins so is a formula to a spreadsheet program; a quotation mark keeps it text.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_CELL_CHARACTERS_MAX: Final = 32_767  # of Excel


def read_spreadsheet(path: Path, documents: Mapping[str, Document]) -> tuple[Question, ...]:
    """Read a question set from a spreadsheet and check it as a question file is checked.

    :raises QuestionsInvalid: with one line per mistake, each naming the file and the row.
    """
    rows = _read_csv(path) if path.suffix.lower() == ".csv" else _read_xlsx(path)
    heads = [head.strip() for head in rows[0]] if rows else []
    if "question" not in heads:
        raise QuestionsInvalid(
            [f'{path}, row 1: there is no column "question"; name the columns in the first row.']
        )
    for head in heads:
        if head and head not in _PLAIN and not _NUMBERED.fullmatch(head):
            raise QuestionsInvalid(
                [
                    f'{path}, row 1: "{head}" is not a column of a question; take it out or correct it.'
                ]
            )
    return check_questions(
        (
            (f"{path}, row {number}", *_fields(dict(zip(heads, row, strict=False))))
            for number, row in enumerate(rows[1:], start=2)
            if any(cell.strip() for cell in row)
        ),
        documents,
        when_empty=f"{path} holds no questions; write one per row, below the names of the columns.",
    )


def rows_of(questions: Sequence[Question]) -> list[list[str]]:
    """Return a question set as rows of cells, the names of the columns first."""
    evidence = max((len(one.evidence) for one in questions), default=0)
    turns = max((len(one.history) for one in questions), default=0)
    heads = [
        *_PLAIN,
        *(f"evidence_{n}_{part}" for n in range(1, evidence + 1) for part in ("doc", "quote")),
        *(f"history_{n}" for n in range(1, turns + 1)),
        *(f"history_{n}_translated" for n in range(1, turns + 1)),
    ]
    rows = [_cells(question_record(question)) for question in questions]
    return [heads, *([row.get(head, "") for head in heads] for row in rows)]


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV; with a byte order mark, without which Excel does not see UTF-8."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([[_as_text(cell) for cell in row] for row in rows])
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as an Excel workbook in which every cell is text.

    :raises EvaluationError: a text does not fit in a cell.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import IllegalCharacterError  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.title = "questions"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if len(text) > _CELL_CHARACTERS_MAX:
                raise EvaluationError(f"Row {number}: a text is too long for a cell; use CSV.")
            try:
                cell.value = text or None
            except IllegalCharacterError as error:
                raise EvaluationError(
                    f"Row {number}: a text holds a control character; take it out."
                ) from error
            if text:
                cell.data_type = "s"  # never a formula
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True)
    for column, head in enumerate(rows[0], start=1):
        is_long = head.endswith(("question", "translated", "quote")) or head.startswith("history")
        sheet.column_dimensions[get_column_letter(column)].width = 50 if is_long else 16
    sheet.freeze_panes = "B2"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _read_csv(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QuestionsInvalid(
            [f"{path} cannot be opened ({error.strerror}); name a spreadsheet."]
        ) from error
    except UnicodeDecodeError as error:
        raise QuestionsInvalid(
            [f"{path} is not UTF-8 text (byte {error.start}); save it as CSV UTF-8, or as XLSX."]
        ) from error
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise QuestionsInvalid([f"{path} is not CSV ({error}); save it again."]) from error
    return [[_as_read(cell) for cell in row] for row in rows]


def _read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        return [[_cell_text(value) for value in row] for row in book.worksheets[0].values]
    except OSError as error:
        raise QuestionsInvalid(
            [f"{path} cannot be opened ({error.strerror or error}); name a spreadsheet."]
        ) from error
    except Exception as error:
        # Of a damaged one, whatever openpyxl, the XML and the compression in it raise.
        raise QuestionsInvalid([f"{path} is not an Excel workbook; save it as XLSX."]) from error


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _fields(row: Mapping[str, str]) -> tuple[Mapping[str, Any] | None, str]:
    """Return a row as the fields of a question file, or what is wrong with it."""
    answerable = row.get("answerable", "").strip().lower()
    if answerable and answerable not in _YES | _NO:
        return None, f'"answerable" is {row["answerable"]!r}; write yes or no.'
    fields: dict[str, Any] = {
        name: row[name].strip() for name in _PLAIN[:4] if row.get(name, "").strip()
    }
    fields["question_translated"] = row.get("question_translated", "").strip() or None
    fields["facts"] = [
        [wording.strip() for wording in line.split(_BETWEEN_WORDINGS.strip())]
        for line in row.get("facts", "").splitlines()
        if line.strip()
    ]
    fields["evidence"] = [
        {
            "doc": row.get(f"evidence_{n}_doc", "").strip(),
            "quote": row.get(f"evidence_{n}_quote", ""),
        }
        for n in _numbers(row, "evidence")
    ]
    if answerable:
        fields["answerable"] = answerable in _YES
    for name, suffix in (("history", ""), ("history_translated", "_translated")):
        turns = []
        for n in _numbers(row, "history", suffix):
            turn = _TURN.fullmatch(row[f"history_{n}{suffix}"].strip())
            if turn is None:
                return None, f'"history_{n}{suffix}" must begin with "user:" or "assistant:".'
            turns.append({"role": turn[1], "content": turn[2]})
        fields[name] = turns
    return fields, ""


def _numbers(row: Mapping[str, str], name: str, suffix: str | None = None) -> Iterator[int]:
    """Yield the numbers of the columns of a kind that hold something, in order."""
    found = set()
    for head, cell in row.items():
        matched = _NUMBERED.fullmatch(head)
        if matched is None or not cell.strip() or name not in (matched[1], matched[4]):
            continue
        if suffix is None or (matched[6] or "") == suffix:
            found.add(int(matched[2] or matched[5]))
    yield from sorted(found)


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: record[name] or "" for name in _PLAIN[:5]}
    cells["answerable"] = "yes" if record["answerable"] else "no"
    cells["facts"] = "\n".join(_BETWEEN_WORDINGS.join(wordings) for wordings in record["facts"])
    for n, evidence in enumerate(record["evidence"], start=1):
        cells[f"evidence_{n}_doc"] = evidence["doc"]
        cells[f"evidence_{n}_quote"] = evidence["quote"]
    for name, suffix in (("history", ""), ("history_translated", "_translated")):
        for n, turn in enumerate(record[name], start=1):
            cells[f"history_{n}{suffix}"] = f"{turn['role']}: {turn['content']}"
    return cells


def _as_text(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _as_read(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
