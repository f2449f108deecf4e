"""Reading the statements out of what a chat model has written so far.

Both readers take the whole text as it stands and may be called again at every few words: a
statement that is still being written comes out with ``is_complete`` false.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from assistant.chat_model.prompting import Form

# More is not an answer but an essay, and a weak model repeats itself without end.
STATEMENTS_MAX: Final = 6
# What a model is asked to fill in, as JSON Schema.
SCHEMA: Final[dict[str, Any]] = {
    "title": "answer",
    "description": "An answer in statements, each with the quote that it rests on.",
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "maxItems": STATEMENTS_MAX,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "source": {"type": "string"},
                    "quote": {"type": "string"},
                },
                "required": ["text", "source", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}
_LABEL: Final = re.compile(
    r"^[ \t>*_#-]*(STATEMENT|SOURCE|QUOTE)[ \t*_]*:[ \t*_]*", re.MULTILINE | re.IGNORECASE
)
# The last line may be a label of which the rest has not come yet.
_UNFINISHED_LABEL: Final = re.compile(r"(?:^|\n)[ \t>*_#-]*[A-Za-z]{0,9}[ \t*_]*$")
_IDENTIFIER: Final = re.compile(r"source-[a-z]+", re.IGNORECASE)
_QUOTATION_MARKS: Final = "\"'“”„‘’«»"
_AROUND: Final = f"{_QUOTATION_MARKS}`* \t\r\n"


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A statement as a chat model has written it; nothing about it has been checked."""

    text: str
    source: str
    quote: str
    is_complete: bool

    @property
    def is_cited(self) -> bool:
        """Whether it names a source or gives a quote."""
        return bool(self.source or self.quote)


def read_statements(text: str, form: Form, *, is_whole: bool) -> tuple[WrittenStatement, ...]:
    """Return the statements in what was written so far.

    :param is_whole: nothing more will come, so the last statement is complete as well.
    """
    if form == "structured":
        return _read_structured(text, is_whole=is_whole)
    return _read_delimited(text, is_whole=is_whole)


def is_cut_off(text: str, form: Form) -> bool:
    """Tell whether a text that has ended breaks off in the middle of its form."""
    if form == "delimited":
        found = read_statements(text, form, is_whole=True)
        return bool(found) and found[-1].source != "" and not found[-1].quote
    try:
        json.loads(_json_part(text))
    except ValueError:
        return True
    return False


def _read_delimited(text: str, *, is_whole: bool) -> tuple[WrittenStatement, ...]:
    if not is_whole:
        unfinished = _UNFINISHED_LABEL.search(text)
        if unfinished is not None:
            text = text[: unfinished.start()]
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels), len(text)][1:]
    statements: list[dict[str, str]] = []
    for label, end in zip(labels, ends, strict=True):
        name = label[1].upper()
        if name == "STATEMENT" or not statements:
            statements.append({})
        statements[-1].setdefault(name, text[label.end() : end])
    last = len(statements) - 1
    return tuple(
        _statement(
            fields.get("STATEMENT", ""),
            fields.get("SOURCE", ""),
            fields.get("QUOTE", ""),
            is_complete=is_whole or place < last,
        )
        for place, fields in enumerate(statements)
    )


def _read_structured(text: str, *, is_whole: bool) -> tuple[WrittenStatement, ...]:
    # Imported here: LangChain is needed only when a chat model writes.
    from langchain_core.utils.json import parse_partial_json

    try:
        parsed = parse_partial_json(_json_part(text))
    except (ValueError, RecursionError):
        return ()
    found = parsed.get("statements") if isinstance(parsed, dict) else None
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    last = len(items) - 1
    return tuple(
        _statement(
            _text(item, "text"),
            _text(item, "source"),
            _text(item, "quote"),
            is_complete=is_whole or place < last,
        )
        for place, item in enumerate(items)
    )


def _json_part(text: str) -> str:
    """Return the text from its first brace on, without the fence some models put around JSON."""
    start = text.find("{")
    return text[start:].rstrip().removesuffix("```").rstrip() if start >= 0 else ""


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _statement(text: str, source: str, quote: str, *, is_complete: bool) -> WrittenStatement:
    text, source, quote = map(_whole_characters, (text, source, quote))
    identifier = _IDENTIFIER.search(source)
    return WrittenStatement(
        text=" ".join(text.split()),
        source=identifier[0].lower() if identifier else source.strip(_AROUND)[:80],
        quote=_bare_quote(quote),
        is_complete=is_complete,
    )


def _whole_characters(text: str) -> str:
    """Return a text with the halves of characters joined, and without halves that stand alone.

    A server may cut a stream, and a model its JSON, between the two; nothing can show a half.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


def _bare_quote(quote: str) -> str:
    """Return a quote without the quotation marks and the ellipsis that were put around it."""
    bare = quote.strip(_AROUND)
    for dots in ("...", "…"):
        bare = bare.removeprefix(dots).removesuffix(dots).strip(_AROUND)
    return bare
