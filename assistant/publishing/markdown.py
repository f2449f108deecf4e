"""A publication as Markdown (CommonMark, with tables and a front matter as Pandoc reads them)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Final

from assistant.publishing.printable import one_line, printable
from assistant.publishing.publication import (
    LETTERS,
    Block,
    Heading,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Publication,
    Quotation,
    Run,
    Runs,
    Table,
)

# What would be markup in the middle of a line …
_INLINE: Final = re.compile(r"[\\`*_\[\]<>|~&$]")
# … and what only would be at its beginning: headings, lists, rules, underlined headings, fences.
_AT_START: Final = re.compile(r"^(\s*)(?:([#+=:-])|(\d{1,9})([.)]))", re.MULTILINE)

_NOT_IN_ADDRESS: Final = re.compile(r"[<>\s\\]")


def to_markdown(publication: Publication) -> bytes:
    """Return a publication as Markdown in UTF-8; text in it is never read as markup."""
    parts = [
        _front_matter(publication),
        f"# {_escaped(one_line(publication.title))}",
        f"*{_escaped(one_line(publication.notice))}*",
    ]
    previous: Block | None = None
    for block in publication.blocks:
        if isinstance(previous, ItemList) and isinstance(block, ItemList):
            parts.append("<!-- -->")  # or the second list would go on where the first one ended
        parts.extend(_block(block))
        previous = block
    return ("\n\n".join(parts) + "\n").encode()


def _front_matter(publication: Publication) -> str:
    values = {
        "title": one_line(publication.title),
        "lang": publication.language,
        "author": one_line(publication.author),
        "date": publication.made_at.date().isoformat(),
        "description": one_line(publication.notice),
        **{one_line(name): one_line(value) for name, value in publication.settings},
    }
    # A JSON string is a YAML string too.
    lines = [
        f"{json.dumps(name, ensure_ascii=False) if not name.isidentifier() else name}: "
        f"{json.dumps(value, ensure_ascii=False)}"
        for name, value in values.items()
    ]
    return "\n".join(["---", *lines, "---"])


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            # Level 1 is the title's.
            yield f"{'#' * (block.level + 1)} {_anchor(block.anchor)}{_one_line_runs(block.runs)}"
        case Paragraph():
            yield _anchor(block.anchor) + _runs(block.runs)
        case ItemList():
            yield "\n".join(
                _indented(_item_mark(block, place), _runs(item))
                for place, item in enumerate(block.items)
            )
        case Quotation():
            yield _quoted(_anchor(block.anchor) + _runs(block.runs))
            if block.source:
                yield f"— {_runs(block.source)}"
        case Table():
            yield _table(block)
        case PageBreak():
            yield "* * *"
        case Notes():
            yield from (_quoted(_runs(runs)) for runs in block.paragraphs)


def _item_mark(block: ItemList, place: int) -> str:
    match block.numbering:
        case "number":
            return f"{place + 1}. "
        case "letter":
            # Markdown has no lettered lists.
            return f"- {LETTERS[place]}. "
        case _:
            return "- "


def _indented(mark: str, content: str) -> str:
    return mark + content.replace("\n", "\n" + " " * len(mark))


def _quoted(content: str) -> str:
    return "\n".join(f"> {line}" for line in content.split("\n"))


def _table(table: Table) -> str:
    rows = [
        [_escaped(one_line(name)) for name in table.header],
        ["---"] * len(table.header),
        *([_one_line_runs(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _anchor(name: str | None) -> str:
    return f'<a id="{escape(name)}"></a>' if name else ""


def _one_line_runs(runs: Runs) -> str:
    return "".join(_run(run, " ") for run in runs)


def _runs(runs: Runs) -> str:
    return "".join(_run(run, "\\\n") for run in runs).strip()


def _run(run: Run, line_end: str) -> str:
    content = re.sub(r"[^\S\n]*\n\s*", "\n", printable(run.text))
    # A mark of emphasis counts only right beside a word, so margins stay outside it.
    inner = content.strip()
    if not inner:
        return content.replace("\n", " ")
    before, after = content[: content.index(inner)], content[content.index(inner) + len(inner) :]
    marked = _escaped(inner).replace("\n", line_end)
    if run.is_italic:
        marked = f"*{marked}*"
    if run.is_bold:
        marked = f"**{marked}**"
    if run.language:
        marked = f'<span lang="{run.language}">{marked}</span>'
    if run.target or run.url:
        address = f"#{run.target}" if run.target else printable(run.url or "")
        marked = f"[{marked}](<{_NOT_IN_ADDRESS.sub('', address)}>)"
    return before.replace("\n", " ") + marked + after.replace("\n", " ")


def _escaped(content: str) -> str:
    return _AT_START.sub(_escaped_start, _INLINE.sub(lambda found: "\\" + found[0], content))


def _escaped_start(found: re.Match[str]) -> str:
    margin, mark, number, stop = found.groups()
    return f"{margin}\\{mark}" if mark else f"{margin}{number}\\{stop}"
