"""A folder with a document of each kind: each answers with a quotation that stands in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from office_files import convert, write_word
from scans import write_scan

from assistant import Assistant, Settings, open_assistant
from assistant.answer import Reply
from assistant.api.records import hit_record
from assistant.commands.ask import _text as printed
from assistant.commands.ask import as_record
from assistant.page.anchors import source_id
from assistant.page.conversation import Answered
from assistant.page.conversation_file import conversation_publication
from assistant.page.site import Links
from assistant.page.source_card import Reader
from assistant.page.source_names import source_name
from assistant.page.sources import sources_html
from assistant.publishing import Quotation
from assistant.verification import is_sound
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

TEXTS = {
    "thuis/index.md": (
        "---\ntitle: Regeling thuiswerken\ndate: 2026-02-01\ntags: [geheim]\n---\n\n# Regeling\n\n"
        "Medewerkers mogen in overleg met hun leidinggevende ten hoogste\ndrie dagen per week "
        "thuis werken. De afspraak staat in het\ngesprekscyclusformulier en geldt\nsteeds voor een "
        "half jaar.\n"
    ),
    "afval/index.md": (
        "# Afval in de wijk\n\nOp maandag halen wij het restafval op.\n\n<table>\n"
        "<tr><th>Soort</th><th>Dag</th></tr>\n<tr><td>Papier</td><td>eerste woensdag</td></tr>\n"
        "<tr><td>Glas</td><td>alleen in de glasbak</td></tr>\n</table>\n"
    ),
    "hitte.html": (
        "<html><head><title>Hitteplan | Gemeente</title></head><body><nav>Menu</nav><main>"
        "<h1>Hitteplan</h1><p>Bij een temperatuur boven <b>27 graden</b> gaat het <i>lokale "
        "hitteplan</i> in.</p></main></body></html>"
    ),
    "paspoort/2024.md": (
        "# Tarieven 2024\n\nEen paspoort kost 75 euro voor wie achttien jaar of ouder is.\n"
    ),
    "paspoort/2025.md": (
        "# Tarieven 2025\n\nEen paspoort kost 78 euro voor wie achttien jaar of ouder is.\n"
    ),
    "documents.toml": (
        '["paspoort/2025.md"]\nreplaces = "paspoort/2024.md"\ndate = 2025-01-01\n'
        '["paspoort/2024.md"]\nvalid_until = 2025-01-01\n'
    ),
    "panel.txt": (
        "Inwonerspanel\n\nHet panel heeft 812 leden. De coördinator van het panel stuurt elk "
        "kwartaal een vragenlijst.\n"
    ),
}


@pytest.fixture(scope="module")
def own(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    models_directory: Path,
    make_data: Callable[[Path, Path], None],
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("own")
    documents = folder / "documents"
    for name, text in TEXTS.items():
        (documents / name).parent.mkdir(parents=True, exist_ok=True)
        (documents / name).write_text(text, encoding="cp1252" if name == "panel.txt" else "utf-8")
    for kind, event in (("pdf", "kermis"), ("odt", "rommelmarkt"), ("docx", "avondvierdaagse")):
        path = folder / f"{event}.docx"
        write_word(path, chapters=2, last=f"De burgemeester opent de {event} op 3 {MONTHS[kind]}.")
        made = path if kind == "docx" else convert(path, kind, folder)
        made.rename(documents / made.name)
    path = folder / "intocht.docx"
    write_word(path, chapters=0, last="De burgemeester opent de intocht op 3 november.")
    write_scan(documents / "intocht.pdf", convert(path, "pdf", folder))
    (documents / "stuk.pdf").write_bytes(b"%PDF-1.7\n")
    make_data(folder / "data", documents)
    directory = IndexDirectory(folder / "data" / "indexes", documents)
    report = build_index(directory, load_embedding_model(None, models_directory))
    assert [one.name for one in report.contents.skipped] == ["stuk.pdf"]
    own = settings.model_copy(update={"documents": documents, "data": folder / "data"})
    with open_assistant(own, build=directory.current()) as opened:
        yield opened


MONTHS = {"pdf": "mei", "odt": "juni", "docx": "juli"}
QUESTIONS = [
    ("thuis/index", "Hoeveel dagen mag ik thuis werken?", "ten hoogste drie dagen per week"),
    ("afval/index", "Op welke dag wordt papier opgehaald?", "Papier, Dag: eerste woensdag"),
    ("hitte", "Vanaf welke temperatuur gaat het hitteplan in?", "boven 27 graden gaat het lokale"),
    ("panel", "Hoeveel leden heeft het inwonerspanel?", "812 leden"),
    ("kermis", "Wie opent de kermis?", "De burgemeester opent de kermis op 3 mei."),
    ("rommelmarkt", "Wie opent de rommelmarkt?", "De burgemeester opent de rommelmarkt op 3 juni."),
    ("avondvierdaagse", "Wie opent de avondvierdaagse?", "opent de avondvierdaagse op 3 juli."),
]


def asked(own: Assistant, question: str) -> Reply:
    reply = own.ask(question)
    assert is_sound(reply.answer, own.documents)
    return reply


@pytest.mark.parametrize(("document", "question", "quoted"), QUESTIONS)
def test_each_kind_of_file_answers_with_a_quotation(
    own: Assistant, document: str, question: str, quoted: str
) -> None:
    reply = asked(own, question)
    assert reply.answer.outcome in ("answered", "partly_answered")
    assert any(
        one.document == document and quoted in one.quote for one in reply.answer.citations
    ), reply.answer.text


@pytest.mark.parametrize(
    ("document", "question", "quoted"),
    [
        ("thuis/index", "How many days a week may I work from home?", "drie dagen per week"),
        ("hitte", "At what temperature does the heat plan start?", "boven 27 graden"),
        ("panel", "How many members does the residents' panel have?", "812 leden"),
        ("kermis", "Who opens the fair in May?", "De burgemeester opent de kermis op 3 mei."),
    ],
)
def test_a_question_in_the_other_language_is_answered_with_the_original(
    own: Assistant, document: str, question: str, quoted: str
) -> None:
    reply = asked(own, question)
    assert reply.answer.language == "en"
    assert any(
        one.document == document and quoted in " ".join(one.quote.split())
        for one in reply.answer.citations
    )


def test_a_citation_says_its_page(own: Assistant) -> None:
    reply = asked(own, "Wie opent de kermis?")
    [citation] = [one for one in reply.answer.citations if "kermis" in one.quote]
    pages = len(own.documents["kermis"].pages)
    assert citation.page == pages > 1
    assert f", p. {pages}" in reply.answer.text
    record = json.loads(json.dumps(as_record(None, reply)))
    assert record["citations"][citation.number - 1]["page"] == pages
    other = asked(own, "Wie opent de rommelmarkt?").answer
    assert {one.page for one in other.citations} == {None}
    assert ", p. " not in other.text


def test_the_page_and_what_leaves_it_say_the_page_of_a_quotation(own: Assistant) -> None:
    reply = asked(own, "Wie opent de kermis?")
    [citation] = [one for one in reply.answer.citations if "kermis" in one.quote]
    html = sources_html([reply], own.documents, Reader("nl"))
    assert f'<span class="step">p. {citation.page}</span>' in html
    name = source_name(citation, own.documents["kermis"], "nl")
    assert name == f"Nota opgaven, Stappen, p. {citation.page}"


def test_a_quotation_from_a_scan_says_so_wherever_it_is_read(own: Assistant) -> None:
    reply = asked(own, "Wie opent de intocht?")
    [citation] = [one for one in reply.answer.citations if "intocht op 3 november" in one.quote]
    told = {
        "nl": "gelezen van een scan, kan leesfouten",
        "en": "read from a scan, may contain reading",
    }
    assert told["nl"] in reply.answer.text
    assert told["en"] in own.ask("Wie opent de intocht?", language="en").answer.text
    assert as_record(None, reply)["citations"][citation.number - 1]["is_scan"] is True
    document = own.documents["intocht"]
    for language in ("nl", "en"):
        card = sources_html([reply], own.documents, Reader(language))
        assert told[language] in card
        assert told[language] in source_name(citation, document, language)
    kept = conversation_publication([Answered(reply, own.documents)], own.documents, "nl")
    [source] = [
        "".join(run.text for run in block.source)
        for block in kept.blocks
        if isinstance(block, Quotation) and block.anchor == source_id(1, citation.number)
    ]
    assert told["nl"] in source
    assert told["nl"] in printed(reply).partition(f"\n[{citation.number}]")[2]
    for words, is_scan in (("Wie opent de intocht?", True), ("Wie opent de kermis?", False)):
        best = own.retriever.search(words, 1)[0]
        assert hit_record(best, "nl", None, own.documents)["is_scan"] is is_scan
    typed = asked(own, "Wie opent de kermis?")
    assert told["nl"] not in typed.answer.text
    assert told["nl"] not in sources_html([typed], own.documents, Reader("nl"))


def test_of_versions_the_newest_answers_first_and_the_old_one_is_marked(own: Assistant) -> None:
    reply = own.ask("Wat kost een paspoort?")
    first, *others = as_record(None, reply)["citations"]
    assert (first["document"], first["date"]) == ("paspoort/2025", "2025-01-01")
    assert [one["document"] for one in others] == ["paspoort/2024"]
    assert others[0]["valid_until"] == "2025-01-01"
    assert others[0]["replaced_by"] == "paspoort/2025"
    told = "niet meer geldig: geldig tot 1 januari 2025"
    assert reply.answer.text.count(told) == 1
    card = sources_html([reply], own.documents, Reader("nl", Links("", "nl")))
    assert card.count(told) == 1
    assert '<a href="bibliotheek/paspoort%2F2025">Lees de nieuwere versie' in card
    old = reply.answer.citations[1]
    assert told in source_name(old, own.documents["paspoort/2024"], "nl")
