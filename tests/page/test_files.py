"""What leaves the page: the copied answer and the conversation as a file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from markdown_it import MarkdownIt
from page_helpers import ScriptedAssistant, cite, reply

from assistant.course.layout.sources import source_runs
from assistant.course.layout.texts import Texts
from assistant.page.conversation import Answered
from assistant.page.conversation_file import conversation_publication
from assistant.page.plain_answer import plain_answer
from assistant.publishing import Paragraph, Quotation, plain, write_publication
from assistant.publishing.formats import FormatName
from assistant.texts import load_texts
from corpus import Document, Language

LANGUAGES: tuple[Language, ...] = ("nl", "en")
AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAYS = {"nl": "4 maart 2026", "en": "4 March 2026"}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return dict(ScriptedAssistant().documents)


@pytest.fixture
def answered(documents: dict[str, Document]) -> tuple[Answered, ...]:
    english = replace(
        cite(documents["purpose-driven-municipality"], 11, 0, 2), translation="Een vertaling."
    )
    first = reply(
        "Wie *doet* wat?",
        "In *Tip 16* staat:\n\n“Dit.” [1]\n\n- een [2]\n- twee \\[vier\\] [1]",
        (cite(documents["tip-16-mandaat"], 5, 1), english),
    )
    second = reply("En dan?", "Dat staat er niet.", standalone="En dan? (Wie doet wat? Dit.)")
    return Answered(first, at=AT), Answered(second, at=AT)


def test_a_copied_answer_has_its_numbered_sources_quotes_and_maker(
    documents: dict[str, Document], answered: tuple[Answered, ...]
) -> None:
    copied = plain_answer(answered[0], documents)
    first, second = answered[0].reply.answer.citations
    assert copied.startswith("Uw vraag: Wie *doet* wat?\n\nIn Tip 16 staat:\n\n“Dit.” [1]\n\n")
    assert "- een [2]\n- twee [vier] [1]\n" in copied
    assert f"[1] {documents['tip-16-mandaat'].title}" in copied
    for citation in (first, second):
        assert f"“{' '.join(citation.quote.split())}”" in copied
    assert "Werkvertaling (hulp bij het lezen): “Een vertaling.”" in copied
    assert "Door AI gemaakt op 4 maart 2026." in copied
    assert "citaten" in copied.splitlines()[-1]


def test_what_is_kept_leads_to_the_page_of_a_published_pdf(
    documents: dict[str, Document], answered: tuple[Answered, ...]
) -> None:
    published = {
        name: replace(one, url="https://example.nl/tip.pdf", kind="pdf")
        for name, one in documents.items()
    }
    first, second = answered[0].reply.answer.citations
    answer = replace(answered[0].reply.answer, citations=(replace(first, page=7), second))
    paged = Answered(replace(answered[0].reply, answer=answer))
    kept = conversation_publication([paged], published, "nl")
    linked = [
        [run.url for run in block.source if run.url]
        for block in kept.blocks
        if isinstance(block, Quotation)
    ]
    assert linked == [["https://example.nl/tip.pdf#page=7"], []]
    assert "https://example.nl/tip.pdf#page=7" in plain_answer(paged, published)
    content = write_publication(kept, "md").decode()
    assert "[Open het oorspronkelijke document](<https://example.nl/tip.pdf#page=7>)" in content
    texts = Texts("nl")
    [title, *_] = source_runs(answer.citations[:1], texts, published)
    assert title.url == "https://example.nl/tip.pdf#page=7"
    for other in ({"kind": "html"}, {"url": None}, {"url": "https://example.nl/tip.pdf#deel"}):
        document = replace(published["tip-16-mandaat"], **other)
        assert document.address_at(7) is None


def test_a_copied_answer_of_a_chat_model_names_it(
    documents: dict[str, Document], answered: tuple[Answered, ...]
) -> None:
    written = answered[0].reply
    by_model = replace(written, answer=replace(written.answer, writer="een-model"))
    assert "een-model" in plain_answer(Answered(by_model), documents)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_conversation_keeps_everything_in_order(
    documents: dict[str, Document], answered: tuple[Answered, ...], language: Language
) -> None:
    texts = load_texts(language)
    publication = conversation_publication(answered, documents, language)
    assert publication.language == language
    assert publication.notice == texts["page.download_notice"]
    assert publication.mark == texts["page.download_mark"].format(date=DAYS[language])
    quotations = [block for block in publication.blocks if isinstance(block, Quotation)]
    assert [plain(block.runs)[:4] for block in quotations] == ["[1] ", "[2] "]
    anchors = {block.anchor for block in quotations}
    targets = {
        run.target
        for block in publication.blocks
        if isinstance(block, Paragraph)
        for run in block.runs
        if run.target
    }
    assert targets <= anchors
    read = "\n".join(
        plain(block.runs) for block in publication.blocks if isinstance(block, Paragraph)
    )
    assert f"{texts['page.follows_on']} Wie doet wat?" in read
    assert read.count(texts["page.made_by_ai"].split("{")[0]) == 2


@pytest.mark.parametrize("name", ["docx", "odt", "md"])
def test_every_kind_of_file_holds_question_answer_quote_and_notice(
    documents: dict[str, Document], answered: tuple[Answered, ...], name: FormatName
) -> None:
    content = write_publication(conversation_publication(answered, documents, "nl"), name)
    if name == "docx":
        read = "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    elif name == "odt":
        read = zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()
    else:
        read = content.decode()
    quote = answered[0].reply.answer.citations[0].quote
    for expected in ("doet", "twee", quote.split(",")[0][:30], "door AI gemaakt", "En dan?"):
        assert expected in read, expected


def test_a_bold_sentence_with_an_escaped_mark_is_bold_in_markdown(
    documents: dict[str, Document],
) -> None:
    said = "“Eerst dit. **Dan een eigenaar \\[purpose owner\\] erbij.**” [1]"
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    publication = conversation_publication(
        (Answered(reply("Wie?", said, (citation,))),), documents, "nl"
    )
    written = write_publication(publication, "md").decode()
    html = MarkdownIt("commonmark").render(written)
    assert "<strong>Dan een eigenaar [purpose owner] erbij.</strong>" in html


def test_a_conversation_without_an_answer_is_no_file(documents: dict[str, Document]) -> None:
    with pytest.raises(ValueError, match="without an answer"):
        conversation_publication((), documents, "nl")
