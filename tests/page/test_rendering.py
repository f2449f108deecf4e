"""Answers and sources as HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape

import pytest
from page_helpers import ScriptedAssistant, cite, draft, reply

from assistant.answer import Nearby
from assistant.page.answer_text import answer_html, draft_html, question_html
from assistant.page.nearby import nearby_html
from assistant.page.site import Links
from assistant.page.source_card import Reader
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
    html = answer_html(reply("Wie?", "Dit staat er. [1]", (citation,)), 3, documents, Reader("nl"))
    assert 'href="#source-3-1"' in html
    assert "bron 1" in text_of(html)
    panel = sources_html([reply("Wie?", "x", (citation,))] * 3, documents, Reader("nl"))
    assert 'id="source-3-1"' in panel


def test_a_repeated_marker_has_its_id_once(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(
        reply("Wie?", "Dit [1] en dat. [1]", (citation,)), 1, documents, Reader("nl")
    )
    assert html.count('id="marker-1-1"') == 1
    assert html.count('href="#source-1-1"') == 2


def test_a_marker_without_a_citation_stays_text(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit. [1] Dat. [7]", (citation,)), 1, documents, Reader("nl"))
    assert "[7]" in html
    assert "source-1-7" not in html


@pytest.mark.parametrize("text", ["een\n\ntwee", "- een\n- twee\n\ndrie", "```\na\n\nb\n```"])
def test_html_is_one_line_so_that_gradio_leaves_it_alone(
    documents: dict[str, Document], text: str
) -> None:
    html = answer_html(reply("Wie?", text), 1, documents, Reader("nl"))
    assert "\n" not in html
    assert html.count("<div") == html.count("</div>")


def test_the_readers_own_words_are_not_markup() -> None:
    html = question_html("<b>Wat</b> is *dit*?\n\n![x](https://elders.example/x.png)")
    assert html == (
        "<div>&lt;b&gt;Wat&lt;/b&gt; is *dit*?<br>![x](https://elders.example/x.png)</div>"
    )


def test_a_rewritten_question_is_shown_only_when_it_differs(
    documents: dict[str, Document],
) -> None:
    same = answer_html(reply("En dan?", "Niets."), 1, documents, Reader("nl"))
    other = answer_html(
        reply("En dan?", "Niets.", standalone="Wat <b>dan</b>?"), 1, documents, Reader("nl")
    )
    assert "Zo begrijp ik" not in same
    assert "<q>Wat &lt;b&gt;dan&lt;/b&gt;?</q>" in other


def of_sources(count: int, told_first: str = "") -> str:
    said = [f"“Zin {one}.” [1]\n\nBron: *Bron {one}* (Kop)" for one in range(1, count + 1)]
    return "\n\n".join(filter(None, [told_first, *said]))


@pytest.mark.parametrize("told_first", ["", load_texts("nl")["answer.several_sources"]])
def test_of_many_sources_the_first_two_are_seen_first(
    documents: dict[str, Document], told_first: str
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(
        reply("Wie?", of_sources(4, told_first), (citation,)), 1, documents, Reader("nl")
    )
    core, rest = html.split('<details class="rest"><summary>Lees meer</summary>')
    assert [f"Zin {one}." in core for one in range(1, 5)] == [True, True, False, False]
    assert "Zin 3." in rest
    assert "Zin 4." in rest.split("</details>")[0]
    assert html.count('<p class="from">Bron: <em>') == 4


@pytest.mark.parametrize(
    ("count", "told_first"),
    [(2, ""), (3, "Dit zeggen de bronnen over elk: de raad, de wethouder."), (3, "Eerst dit.")],
)
def test_an_answer_that_is_one_whole_is_seen_whole(
    documents: dict[str, Document], count: int, told_first: str
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    said = of_sources(count, told_first)
    assert "<details" not in answer_html(
        reply("Wie?", said, (citation,)), 1, documents, Reader("nl")
    )


def test_an_answer_in_the_other_language_says_so_to_a_screen_reader(
    documents: dict[str, Document],
) -> None:
    assert ' lang="en"' in answer_html(
        reply("Who?", "Nobody.", language="en"), 1, documents, Reader("nl")
    )
    assert "lang=" not in answer_html(reply("Wie?", "Niemand."), 1, documents, Reader("nl"))


def test_escaped_markdown_is_shown_as_it_was_before_it_was_escaped(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    said = r"Het opgaveteam \[purpose team\] \*moet\* 5 \< 6 \_weten\_, zie \[1\]. [1]"
    html = answer_html(reply("Wie?", said, (citation,)), 1, documents, Reader("nl"))
    assert "Het opgaveteam [purpose team] *moet* 5 &lt; 6 _weten_, zie [1].&nbsp;<a" in html
    assert html.count('href="#source-1-1"') == 1
    assert "\\" not in html


def test_a_refusal_is_kind_and_its_nearby_passages_are_a_list(
    documents: dict[str, Document],
) -> None:
    said = "Dit staat er niet.\n\n**Dit komt er het dichtst bij:**\n\n- *Titel* (Kop): Een zin.\n"
    html = answer_html(reply("Wat?", said), 1, documents, Reader("nl"))
    assert 'class="answer not_in_sources"' in html
    assert "<li><em>Titel</em> (Kop): Een zin.</li>" in html
    assert NL["page.other_words"] in unescape(html)
    assert NL["page.made_by_quotes"] not in html


def test_an_answer_does_not_ask_for_other_words(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = answer_html(reply("Wie?", "Dit. [1]", (citation,)), 1, documents, Reader("nl"))
    assert NL["page.other_words"] not in unescape(html)


def test_the_quote_is_marked_in_its_paragraph_and_nothing_else_changes(
    documents: dict[str, Document],
) -> None:
    document = documents["tip-16-mandaat"]
    citation = cite(document, 5, 1)
    html = sources_html([reply("Wie?", "x [1]", (citation,))], documents, Reader("nl"))
    marked = re.search(r"<mark[^>]*>(.*?)</mark>", html)
    paragraph = re.search(r'<p class="paragraph">(.*?)</p>', html)
    assert marked is not None
    assert text_of(marked[1]) == citation.quote
    assert paragraph is not None
    assert text_of(paragraph[1]) == document.blocks[5].text


def test_a_quotation_keeps_its_speaker(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = sources_html([reply("Wie?", "x [1]", (citation,))], documents, Reader("nl"))
    quoted = html[html.index("<blockquote") : html.index("</blockquote>")]
    assert "<footer>Charlotte Holst<br>" in quoted
    assert "Meer tips van" not in quoted


def test_quotes_from_one_paragraph_share_it(documents: dict[str, Document]) -> None:
    document = documents["purpose-driven-municipality"]
    citations = (cite(document, 11, 3, 1), cite(document, 11, 0, 2))
    html = sources_html([reply("Wie?", "x [1] y [2]", citations)], documents, Reader("nl"))
    assert html.count("<blockquote") == 1
    assert html.index('id="source-1-2"') < html.index('id="source-1-1"')


def test_the_items_of_a_list_share_a_card(documents: dict[str, Document]) -> None:
    document = documents["alle-mens-aan-dek"]
    citations = tuple(cite(document, block, 0, number) for number, block in enumerate((4, 5, 6), 1))
    html = sources_html([reply("Wat?", "x [1] y [2] z [3]", citations)], documents, Reader("nl"))
    assert html.count("<h4>") == 1
    assert [html.count(f'id="source-1-{number}"') for number in (1, 2, 3)] == [1, 1, 1]


def test_each_document_has_one_card_with_its_quotes_far_apart(
    documents: dict[str, Document],
) -> None:
    book, tip = documents["alle-mens-aan-dek"], documents["tip-16-mandaat"]
    citations = (cite(book, 0, 0, 1), cite(tip, 5, 1, 2), cite(book, 6, 0, 3))
    html = sources_html([reply("Wat?", "x [1] y [2] z [3]", citations)], documents, Reader("nl"))
    assert html.count("<h4>") == 2
    assert html.count('class="excerpt"') == 3
    assert html.index('id="source-1-3"') < html.index('id="source-1-2"')


def test_overlapping_quotes_each_get_their_own_paragraph(documents: dict[str, Document]) -> None:
    document = documents["purpose-driven-municipality"]
    citations = (cite(document, 11, 0, 1), cite(document, 11, 0, 2))
    html = sources_html([reply("Wie?", "x [1] y [2]", citations)], documents, Reader("nl"))
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
    html = sources_html([reply("Wat?", "x [1]", (citation,))], documents, Reader("nl"))
    assert html.count("<mark") == 3
    assert html.count('id="source-1-1"') == 1


def test_a_passage_in_the_other_language_stands_beside_its_working_translation(
    documents: dict[str, Document],
) -> None:
    document = documents["purpose-driven-municipality"]
    first = document.blocks[11].sentences[0]
    citation = replace(cite(document, 11, 0), translation=first.translation)
    html = sources_html([reply("Wat?", "x [1]", (citation,))], documents, Reader("nl"))
    assert '<blockquote lang="en">' in html
    assert "Origineel (Engels)" in html
    translated = html[html.index("Werkvertaling") :]
    assert text_of(re.findall(r"<mark>(.*?)</mark>", translated)[0]) == first.translation
    # The sentence after it is there too, and not marked.
    assert document.blocks[11].sentences[1].translation in text_of(translated)
    assert translated.count("<mark>") == 1


def test_a_translation_without_its_paragraph_stands_alone(documents: dict[str, Document]) -> None:
    document = documents["purpose-driven-municipality"]
    blocks = [
        replace(block, sentences=tuple(replace(one, translation=None) for one in block.sentences))
        for block in document.blocks
    ]
    some = {document.id: replace(document, blocks=tuple(blocks))}
    citation = replace(cite(document, 11, 0), translation="Het <jaarplan>.")
    html = sources_html([reply("Wat?", "x [1]", (citation,))], some, Reader("nl"))
    assert "<mark>Het &lt;jaarplan&gt;.</mark>" in html


def test_what_stands_around_a_quote_can_be_read_from_there(
    documents: dict[str, Document],
) -> None:
    document = documents["purpose-driven-municipality"]
    citation = cite(document, 11, 0)
    links = Links("", "nl")
    html = sources_html([reply("Wat?", "x [1]", (citation,))], documents, Reader("nl", links))
    around = re.findall(r'<details class="around (\w+)">(.*?)</details>', html)
    assert [name for name, _ in around] == ["earlier", "later"]
    assert all('<div lang="en">' in text for _, text in around)
    assert " ".join(document.blocks[10].text.split()) in " ".join(text_of(around[0][1]).split())
    assert " ".join(document.blocks[12].text.split()) in " ".join(text_of(around[1][1]).split())
    address = links.quotation("nl", document.id, citation.start, citation.end)
    assert f'href="{escape(address)}"' in html
    first = sources_html([reply("Wat?", "x [1]", (cite(document, 0, 0),))], documents, Reader("nl"))
    assert 'class="around later"' in first
    assert 'class="around earlier"' not in first


def test_a_marker_is_named_by_its_source_and_element(documents: dict[str, Document]) -> None:
    document = documents["iso-11367-elementen"]
    heading, body = next(
        (place, place + 1)
        for place, block in enumerate(document.blocks)
        if block.kind == "heading" and block.text.startswith("5 ")
    )
    citations = (cite(document, heading, 0, 1), cite(document, body, 0, 2))
    html = answer_html(reply("Wat?", "x [1] y [2]", citations), 1, documents, Reader("nl"))
    names = [text_of(link) for link in re.findall(r"<a .*?</a>", html)]
    assert names == [
        "bron 1: Samenvatting van ISO 11367, element 5",
        "bron 2: Samenvatting van ISO 11367, element 5",
    ]


def test_a_refusal_leads_to_what_comes_near_as_no_source(documents: dict[str, Document]) -> None:
    place = documents["tip-16-mandaat"].blocks[5].sentences[1]
    near = Nearby("tip-16-mandaat", place.start, place.end)
    refused = reply("Wat kost dat?", "Dit staat er niet.")
    refused = replace(refused, answer=replace(refused.answer, nearby=(near,)))
    links = Links("", "nl")
    reader = Reader("nl", links)
    html = nearby_html(refused, documents, reader)
    assert NL["page.nearby"] in html
    assert f'href="{escape(links.quotation("nl", near.document, near.start, near.end))}"' in html
    assert "Tip 16" in html
    # The panel goes on showing what the library is.
    panel = sources_html([refused], documents, Reader("nl", links))
    assert 'class="source"' not in panel
    assert NL["page.library"] in panel
    assert nearby_html(reply("Wat?", "Niets."), documents, reader) == ""


@pytest.mark.parametrize(
    ("standalone", "shown"),
    [
        ("Wat doet de raad?", "Zo begrijp ik uw vraag: Wat doet de raad?"),
        (
            "En de raad? (Wat doet de wethouder? In Bron staat: de wethouder geeft advies)",
            "Ik lees uw vraag als vervolg op: Wat doet de wethouder?",
        ),
        (
            f"En de raad? ({'woord ' * 40})",
            f"Ik lees uw vraag als vervolg op: {'woord ' * 20}…",
        ),
    ],
)
def test_a_follow_up_is_shown_as_it_was_read(
    documents: dict[str, Document], standalone: str, shown: str
) -> None:
    html = answer_html(
        reply("En de raad?", "Niets.", standalone=standalone), 1, documents, Reader("nl")
    )
    assert shown in text_of(html)


def unverified(html: str) -> str:
    return text_of(" ".join(re.findall(r'<span class="unverified">(.*?)</span>(?!\d)', html)))


def test_in_a_draft_only_what_is_checked_is_shown_as_such(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    text = "Dit *staat* vast. [1] Dit nog \\[niet\\]. [2] En dit wordt"
    html = draft_html(draft(text, (citation,), frozenset({2})), "Wie?", 1, documents, Reader("nl"))
    plain, later = html.split("Dit nog", 1)
    assert "unverified" not in plain.split("said", 1)[1].rsplit("<span", 1)[0]
    assert 'href="#source-1-1"' in plain
    assert later.count('class="unverified"') >= 2
    assert "[niet]" in text_of(later)
    assert "bron 2 wordt gecontroleerd" in text_of(later)
    assert "source-1-2" not in html
    assert NL["page.checking"] in unescape(html)


def test_a_draft_in_which_all_is_checked_has_no_warning(documents: dict[str, Document]) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    html = draft_html(
        draft("- Dit. [1]\n- Dat. [1]", (citation,)), "Wie?", 1, documents, Reader("nl")
    )
    assert "unverified" not in html
    assert NL["page.checking"] not in unescape(html)
    # A statement that is taken away takes its marker with it.
    assert html.count("marker") == 2 + html.count("marker-1-1")


def test_before_the_first_draft_the_page_says_what_is_done(
    documents: dict[str, Document],
) -> None:
    html = draft_html(None, "Wie?", 1, documents, Reader("nl"))
    assert NL["page.searching"].format(count=len(documents)) in unescape(html)


def test_the_latest_answer_comes_first_and_earlier_sources_stay(
    documents: dict[str, Document],
) -> None:
    citation = cite(documents["tip-16-mandaat"], 5, 1)
    replies = [reply(question, "x [1]", (citation,)) for question in ("Een?", "Twee?")]
    html = sources_html(replies, documents, Reader("nl"))
    assert html.index("Twee?") < html.index("Een?")
    assert 'id="source-1-1"' in html
    assert 'id="source-2-1"' in html


def test_a_question_in_the_source_panel_is_not_markup(documents: dict[str, Document]) -> None:
    html = sources_html([reply("<img src=x>\n\n# Kop", "x")], documents, Reader("nl"))
    assert "<img" not in html
    assert "\n" not in html


def test_before_the_first_question_the_panel_tells_what_is_searched(
    documents: dict[str, Document],
) -> None:
    html = sources_html([], documents, Reader("nl"))
    assert all(document.title_in("nl") in unescape(html) for document in documents.values())


def test_a_large_library_is_counted_and_not_listed(documents: dict[str, Document]) -> None:
    many = {str(number): documents["tip-16-mandaat"] for number in range(200)}
    assert "200" in sources_html([], many, Reader("nl"))
    assert "<li>" not in sources_html([], many, Reader("nl"))
