"""Answers and sources as HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from page_helpers import ScriptedAssistant, cite, reply

from assistant.page.answer_text import answer_html, question_html
from assistant.page.sources import sources_html
from assistant.texts import load_texts
from corpus import Document

NL = load_texts("nl")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return dict(ScriptedAssistant().documents)


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def test_a_marker_leads_to_its_source_and_has_a_name_in_words(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit staat er. [1]", (citation,)), 3, NL, "nl")
    assert 'href="#source-3-1"' in html
    assert "bron 1" in text_of(html)
    panel = sources_html([reply("Wie?", "x", (citation,))] * 3, documents, NL, "nl")
    assert 'id="source-3-1"' in panel


def test_a_repeated_marker_has_its_id_once(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit [1] en dat. [1]", (citation,)), 1, NL, "nl")
    assert html.count('id="marker-1-1"') == 1
    assert html.count('href="#source-1-1"') == 2


def test_a_marker_without_a_citation_stays_text(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit. [1] Dat. [7]", (citation,)), 1, NL, "nl")
    assert "[7]" in html
    assert "source-1-7" not in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="https://elders.example/x.png">',
        "![x](https://elders.example/x.png)",
        "![x][1]\n\n[1]: https://elders.example/x.png",
        "[klik](javascript:alert(1))",
        "[1](https://elders.example)",
        "<https://elders.example>",
        "[1]\n\n[1]: https://elders.example",
        '<a href="https://elders.example" onclick="alert(1)">x</a>',
        "<div>\n\n</div></div></div><h1>anders</h1>",
        "`<b>` en\n\n```\n<i onload=x>\n\n```",
    ],
)
def test_hostile_text_becomes_plain_text(documents: dict[str, Document], hostile: str) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", hostile, (citation,)), 1, NL, "nl")
    tags = re.findall(r"<[^>]*>", html)
    assert not [tag for tag in tags if re.match(r"<(script|img|i|h1|b)\b", tag)]
    assert not [tag for tag in tags if "elders" in tag or "javascript" in tag or " on" in tag]
    assert [tag for tag in tags if "href" in tag] in ([], [tag for tag in tags if "#source" in tag])


@pytest.mark.parametrize("text", ["een\n\ntwee", "- een\n- twee\n\ndrie", "```\na\n\nb\n```"])
def test_html_is_one_line_so_that_gradio_leaves_it_alone(text: str) -> None:
    html = answer_html(reply("Wie?", text), 1, NL, "nl")
    assert "\n" not in html
    assert html.count("<div") == html.count("</div>")


def test_the_readers_own_words_are_not_markup() -> None:
    html = question_html("<b>Wat</b> is *dit*?\n\n![x](https://elders.example/x.png)")
    assert html == (
        "<div>&lt;b&gt;Wat&lt;/b&gt; is *dit*?<br>![x](https://elders.example/x.png)</div>"
    )


def test_a_rewritten_question_is_shown_only_when_it_differs() -> None:
    same = answer_html(reply("En dan?", "Niets."), 1, NL, "nl")
    other = answer_html(reply("En dan?", "Niets.", standalone="Wat <b>dan</b>?"), 1, NL, "nl")
    assert "Zo begrijp ik" not in same
    assert "<q>Wat &lt;b&gt;dan&lt;/b&gt;?</q>" in other


def test_an_answer_in_the_other_language_says_so_to_a_screen_reader() -> None:
    assert ' lang="en"' in answer_html(reply("Who?", "Nobody.", language="en"), 1, NL, "nl")
    assert "lang=" not in answer_html(reply("Wie?", "Niemand."), 1, NL, "nl")


def test_escaped_markdown_is_shown_as_it_was_before_it_was_escaped(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    said = r"Het opgaveteam \[purpose team\] \*moet\* 5 \< 6 \_weten\_, zie \[1\]. [1]"
    html = answer_html(reply("Wie?", said, (citation,)), 1, NL, "nl")
    assert "Het opgaveteam [purpose team] *moet* 5 &lt; 6 _weten_, zie [1]. <a" in html
    assert html.count('href="#source-1-1"') == 1
    assert "\\" not in html


def test_a_refusal_is_kind_and_its_nearby_passages_are_a_list() -> None:
    said = "Dit staat er niet.\n\n**Dit komt er het dichtst bij:**\n\n- *Titel* (Kop): Een zin.\n"
    html = answer_html(reply("Wat?", said), 1, NL, "nl")
    assert 'class="answer not_in_sources"' in html
    assert "<li><em>Titel</em> (Kop): Een zin.</li>" in html
    assert NL["page.other_words"] in unescape(html)
    assert NL["page.made_by_quotes"] not in html


def test_an_answer_does_not_ask_for_other_words(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit. [1]", (citation,)), 1, NL, "nl")
    assert NL["page.other_words"] not in unescape(html)


def test_the_quote_is_marked_in_its_paragraph_and_nothing_else_changes(
    documents: dict[str, Document],
) -> None:
    document = documents["tip-16-mandaat"]
    citation = cite(document, 5, 1)
    html = sources_html([reply("Wie?", "x [1]", (citation,))], documents, NL, "nl")
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", html)
    paragraph = re.search(r'<p class="paragraph">(.*?)</p>', html)
    assert marked is not None
    assert text_of(marked[1]) == citation.quote
    assert paragraph is not None
    assert text_of(paragraph[1]) == document.blocks[5].text


def test_a_quotation_keeps_its_speaker(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = sources_html([reply("Wie?", "x [1]", (citation,))], documents, NL, "nl")
    assert "<footer>Charlotte Holst<br>" in html
    assert "Meer tips van" not in html


def test_quotes_from_one_paragraph_share_it(documents: dict[str, Document]) -> None:
    document = documents["purpose-driven-municipality"]
    citations = (cite(document, 11, 3, 1), cite(document, 11, 0, 2))
    html = sources_html([reply("Wie?", "x [1] y [2]", citations)], documents, NL, "nl")
    assert html.count("<blockquote") == 1
    assert html.index('id="source-1-2"') < html.index('id="source-1-1"')


def test_the_items_of_a_list_share_a_card(documents: dict[str, Document]) -> None:
    document = documents["alle-mens-aan-dek"]
    citations = tuple(cite(document, block, 0, number) for number, block in enumerate((4, 5, 6), 1))
    html = sources_html([reply("Wat?", "x [1] y [2] z [3]", citations)], documents, NL, "nl")
    assert html.count("<h4>") == 1
    assert [html.count(f'id="source-1-{number}"') for number in (1, 2, 3)] == [1, 1, 1]


def test_quotes_far_apart_do_not_share_a_card(documents: dict[str, Document]) -> None:
    document = documents["alle-mens-aan-dek"]
    citations = (cite(document, 0, 0, 1), cite(document, 6, 0, 2))
    html = sources_html([reply("Wat?", "x [1] y [2]", citations)], documents, NL, "nl")
    assert html.count("<h4>") == 2


def test_overlapping_quotes_each_get_their_own_paragraph(documents: dict[str, Document]) -> None:
    document = documents["purpose-driven-municipality"]
    citations = (cite(document, 11, 0, 1), cite(document, 11, 0, 2))
    html = sources_html([reply("Wie?", "x [1] y [2]", citations)], documents, NL, "nl")
    assert html.count("<blockquote") == 2
    assert html.count("<mark") == 2


def test_a_quote_over_several_paragraphs_is_marked_in_each(documents: dict[str, Document]) -> None:
    document = documents["alle-mens-aan-dek"]
    first, last = document.blocks[4], document.blocks[6]
    citation = replace(
        cite(document, 4, 0),
        start=first.start,
        end=last.end,
        quote=document.original[first.start : last.end],
    )
    html = sources_html([reply("Wat?", "x [1]", (citation,))], documents, NL, "nl")
    assert html.count("<mark") == 3
    assert html.count('id="source-1-1"') == 1


def test_a_passage_in_the_other_language_carries_its_language_and_a_working_translation(
    documents: dict[str, Document],
) -> None:
    citation = replace(
        cite(documents["purpose-driven-municipality"], 11, 0), translation="Het <jaarplan>."
    )
    html = sources_html([reply("Wat?", "x [1]", (citation,))], documents, NL, "nl")
    assert '<blockquote lang="en">' in html
    assert "Werkvertaling" in html
    assert "Het &lt;jaarplan&gt;." in html


def test_the_latest_answer_comes_first_and_earlier_sources_stay(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    replies = [reply(question, "x [1]", (citation,)) for question in ("Een?", "Twee?")]
    html = sources_html(replies, documents, NL, "nl")
    assert html.index("Twee?") < html.index("Een?")
    assert 'id="source-1-1"' in html
    assert 'id="source-2-1"' in html


def test_a_question_in_the_source_panel_is_not_markup(documents: dict[str, Document]) -> None:
    html = sources_html([reply("<img src=x>\n\n# Kop", "x")], documents, NL, "nl")
    assert "<img" not in html
    assert "\n" not in html


def test_before_the_first_question_the_panel_tells_what_is_searched(
    documents: dict[str, Document],
) -> None:
    html = sources_html([], documents, NL, "nl")
    assert all(document.title_in("nl") in unescape(html) for document in documents.values())


def test_a_large_library_is_counted_and_not_listed(documents: dict[str, Document]) -> None:
    many = {str(number): documents["tip-16-mandaat"] for number in range(200)}
    assert "200" in sources_html([], many, NL, "nl")
    assert "<li>" not in sources_html([], many, NL, "nl")
