"""The messages of a conversation as HTML: questions, answers and drafts of answers.

The HTML is one line in one ``div``: Gradio reads messages as Markdown, and leaves an HTML block
alone up to the first empty line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from assistant.answer import Citation, Draft, Reply
from assistant.page.anchors import marker_id, source_id
from assistant.page.markdown import markdown_html, rests_on_unverified
from assistant.page.source_card import Reader
from assistant.page.source_names import short_source_name
from assistant.page.within import searched_in
from assistant.texts import load_texts
from corpus import Document, Language

_WORDS_BEFORE_MAX: Final = 20
# From so many places on, what comes after the first two is behind "read more".
_PLACES_SHOWN: Final = 2


def question_html(question: str) -> str:
    """Return the reader's own words as HTML: nothing in them is markup."""
    lines = [escape(line) for line in question.strip().splitlines() if line.strip()]
    return f"<div>{'<br>'.join(lines)}</div>"


def answer_html(reply: Reply, turn: int, documents: Mapping[str, Document], reader: Reader) -> str:
    """Return the answer of ``turn`` (1, 2, …) as HTML."""
    answer, texts = reply.answer, reader.texts
    markers = _Markers(turn, answer.citations, documents, answer.language)
    parts = [
        f'<div class="answer {answer.outcome}" id="answer-{turn}" tabindex="-1">',
        _understood_html(reply.question, reply.standalone_question, answer.language, reader),
    ]
    if reply.documents:
        where = searched_in(reply.documents, documents, reader.language)
        told = texts["page.searched_in"].format(where=where)
        parts.append(f'<p class="understood">{escape(told)}</p>')
    # What a question may mean is listed below the first paragraph; here it can be chosen.
    text = answer.text.partition("\n\n")[0] if answer.readings else answer.text
    core, rest = _core_and_rest(text, answer.language)
    said = _said_html(core, markers, answer.language) + questions_html(answer.readings)
    if rest:
        more = escape(load_texts(answer.language)["page.read_more"])
        rest_html = _said_html(rest, markers, answer.language)
        said += f'<details class="rest"><summary>{more}</summary>{rest_html}</details>'
    parts.append(f'<div class="said"{reader.lang(answer.language)}>{said}</div>')
    if answer.outcome == "not_in_sources":
        parts.append(f'<p class="advice">{escape(texts["page.other_words"])}</p>')
    if answer.citations:
        parts.append(f'<p class="made-by">{escape(made_by(answer.writer, texts))}</p>')
    parts.append("</div>")
    return "".join(parts)


def _core_and_rest(text: str, language: Language) -> tuple[str, str]:
    """Return what an answer begins with, and what its further sources say beside that.

    Only of one that sets sources side by side. Where each has a part of the question of its own, or
    what was not found is told first, all of it is the answer.
    """
    blocks = text.split("\n\n")
    from_source = _from_source(language)
    ends = [place for place, one in enumerate(blocks, start=1) if one.startswith(from_source)]
    told_first = load_texts(language)["answer.several_sources"]
    is_alike = "[1]" in blocks[0] or blocks[0] == told_first
    if not is_alike or len(ends) <= _PLACES_SHOWN:
        return text, ""
    shown = ends[_PLACES_SHOWN - 1]
    return "\n\n".join(blocks[:shown]), "\n\n".join(blocks[shown:])


def _from_source(language: Language) -> str:
    """Return how a line begins that names the source of the quotations above it."""
    return load_texts(language)["answer.in_source"].partition("{")[0]


def _said_html(text: str, markers: _Markers, language: Language) -> str:
    """Return a part of an answer: the name of a source set apart, no bullet before a number."""
    begins = f"{_from_source(language)}<em>"
    html = markdown_html(text, markers.html).replace(f"<p>{begins}", f'<p class="from">{begins}')
    return re.sub(r"<li>(?=\d)", '<li class="numbered">', html)


def draft_html(
    draft: Draft | None,
    question: str,
    turn: int,
    documents: Mapping[str, Document],
    reader: Reader,
) -> str:
    """Return an answer that is being written; ``None``: nothing is written yet.

    What is not checked yet is marked as such, and a label tells what the mark means.
    """
    if draft is None or not draft.text.strip():
        return f'<div class="draft">{waiting_html(len(documents), reader.texts)}</div>'
    markers = _Markers(turn, draft.citations, documents, draft.language, draft.pending)
    understood = _understood_html(question, draft.standalone_question, draft.language, reader)
    parts = [f'<div class="draft">{understood}']
    if rests_on_unverified(draft.text, markers.known):
        parts.append(f'<p class="checking">{escape(reader.texts["page.checking"])}</p>')
    body = markdown_html(draft.text, markers.html, verified=markers.known)
    parts.append(f'<div class="said"{reader.lang(draft.language)}>{body}</div></div>')
    return "".join(parts)


def waiting_html(documents_count: int, texts: Mapping[str, str]) -> str:
    """Return what stands below a question until something is found."""
    name = "page.searching_one" if documents_count == 1 else "page.searching"
    told = texts[name].format(count=documents_count)
    return f'<p class="waiting">{escape(told)}</p>'


def questions_html(questions: Sequence[str], lang: str = "", heading: str = "") -> str:
    """Return questions as buttons that ask them; nothing without any.

    :param lang: the attribute that tells their language, where that is another than around them.
    """
    items = "".join(
        f'<li><button type="button" class="ask"{lang}>{escape(one)}</button></li>'
        for one in questions
    )
    return f'<div class="suggestions">{heading}<ul>{items}</ul></div>' if items else ""


def made_by(writer: str, texts: Mapping[str, str]) -> str:
    """Return the line that tells how an answer was made."""
    if writer == "quotes":
        return texts["page.made_by_quotes"]
    return texts["page.made_by_model"].format(writer=writer)


class _Markers:
    """The markers of one answer: a link with a name, or a badge while its quote is checked."""

    def __init__(
        self,
        turn: int,
        citations: Sequence[Citation],
        documents: Mapping[str, Document],
        language: Language,
        pending: frozenset[int] = frozenset(),
    ) -> None:
        self.known = {one.number: one for one in citations if one.number not in pending}
        self._turn = turn
        self._documents = documents
        self._language: Language = language
        self._texts = load_texts(language)
        self._pending = pending
        self._seen: set[int] = set()

    def html(self, number: int) -> str | None:
        word = f'<span class="only-read">{escape(self._texts["page.source"])} </span>'
        if number in self._pending:
            checking = escape(self._texts["page.source_checking"])
            return (
                f'<span class="marker pending">{word}{number}'
                f'<span class="only-read"> {checking}</span></span>'
            )
        citation = self.known.get(number)
        if citation is None:
            return None
        # An id stands once on a page: the way back from the source is to its first marker.
        own_id = "" if number in self._seen else f' id="{marker_id(self._turn, number)}"'
        self._seen.add(number)
        document = self._documents[citation.document]
        name = escape(short_source_name(citation.start, document, self._language))
        return (
            f'<a{own_id} class="marker" href="#{source_id(self._turn, number)}">'
            f'{word}{number}<span class="only-read">: {name}</span></a>'
        )


def _understood_html(question: str, standalone: str, written_in: Language, reader: Reader) -> str:
    """Return how a question was understood; nothing where that is as it was asked."""
    if standalone.strip() == question.strip():
        return ""
    before = follows_on(question, standalone)
    told, said = reader.texts["page.understood"], " ".join(standalone.split())
    if before is not None:
        told, said = reader.texts["page.follows_on"], before
    quoted = f"<q{reader.lang(written_in)}>{escape(said)}</q>"
    return f'<p class="understood">{escape(told)} {quoted}</p>'


def follows_on(question: str, standalone: str) -> str | None:
    """Return what a question was read as following on; ``None`` if it was put in other words.

    A question that leans on the conversation is searched for with the question before it behind it,
    in brackets.
    """
    before = standalone.strip().removeprefix(question.strip()).strip()
    if before == standalone.strip() or not (before.startswith("(") and before.endswith(")")):
        return None
    words = before[1:-1].split()
    asked = next((place for place, word in enumerate(words, 1) if word.endswith("?")), len(words))
    if asked <= _WORDS_BEFORE_MAX:
        return " ".join(words[:asked])
    return " ".join(words[:_WORDS_BEFORE_MAX]) + " …"
