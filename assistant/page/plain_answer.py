"""An answer as plain text, to paste elsewhere: with numbered sources, quotes, and who made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markdown_it.token import Token

from assistant.answer import Citation
from assistant.page.answer_text import made_by
from assistant.page.conversation import Answered
from assistant.page.markdown import parse_markdown
from assistant.page.source_names import source_name
from assistant.standing import in_words
from assistant.texts import load_texts
from corpus import Document, Language


def plain_answer(answered: Answered, documents: Mapping[str, Document]) -> str:
    """Return question, answer, sources and notice, in the language of the answer."""
    reply = answered.reply
    language = reply.answer.language
    texts = load_texts(language)
    parts = [
        f"{texts['page.your_question']}: {' '.join(reply.question.split())}",
        plain_text(reply.answer.text),
    ]
    if reply.answer.citations:
        listed = [
            _source(citation, documents[citation.document], language, texts)
            for citation in reply.answer.citations
        ]
        parts.append("\n".join([f"{texts['page.sources']}:", *listed]))
    parts.append(ai_notice(answered, language))
    return "\n\n".join(parts)


def ai_notice(answered: Answered, language: Language) -> str:
    """Return who made an answer and when, as the AI Act asks of what leaves the page."""
    texts = load_texts(language)
    told = texts["page.made_by_ai"].format(
        date=day(answered, language), how=made_by(answered.reply.answer.writer, texts)
    )
    return f"{told} {texts['page.loaded']}" if answered.is_loaded else told


def day(answered: Answered, language: Language) -> str:
    """Return the day of an answer in words."""
    return in_words(answered.at.date(), language)


def plain_text(markdown: str) -> str:
    """Return an answer without its markup; markers stay as they are, such as ``[1]``."""
    lines = list(_lines(parse_markdown(markdown)))
    return "\n".join(lines).strip()


def _lines(tokens: list[Token]) -> Iterator[str]:
    depth = 0
    for token in tokens:
        if token.type == "list_item_open":
            depth += 1
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type in ("bullet_list_close", "ordered_list_close") and not depth:
            yield ""
        elif token.type == "inline":
            text = inline_text(token)
            yield f"- {text}" if depth else text
            if not depth:
                yield ""
        elif token.type in ("fence", "code_block"):
            yield from (*token.content.rstrip().splitlines(), "")


def inline_text(token: Token) -> str:
    """Return the words of a line of Markdown."""
    return "".join(
        " " if one.type in ("softbreak", "hardbreak") else one.content
        for one in token.children or ()
    )


def _source(
    citation: Citation, document: Document, language: Language, texts: Mapping[str, str]
) -> str:
    quote = " ".join(citation.quote.split())
    lines = [f"[{citation.number}] {source_name(citation, document, language)}", f"    “{quote}”"]
    if citation.translation:
        translation = " ".join(citation.translation.split())
        lines.append(f"    {texts['page.working_translation']}: “{translation}”")
    if address := document.address_at(citation.page):
        lines.append(f"    {address}")
    return "\n".join(lines)
