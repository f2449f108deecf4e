"""The same rules in a file of each kind: ten questions, each answered with a quotation at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from house_rules import RULES, WRITERS

from assistant import Assistant, Settings, open_assistant
from assistant.answer import Citation
from assistant.verification import is_sound
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model


class Asked(NamedTuple):
    """A question, words of the quotation that answers it, and the heading that this stands under."""

    question: str
    quoted: str
    heading: str


ASKED = [
    Asked("Welke kleur heeft de badge van een bezoeker?", "een blauwe badge", "Toegang"),
    Asked("Wat kost het als ik mijn badge kwijtraak?", "vijftien euro", "Toegang"),
    Asked("Is het stadhuis op zaterdag open?", "op zaterdag gesloten", "Openingstijden"),
    Asked("Tot hoe laat is de balie op koopavonden open?", "tot half negen", "Openingstijden"),
    Asked("Wie reserveert een vergaderzaal?", "door het secretariaat", "Vergaderzalen"),
    Asked("Hoeveel stoelen heeft de Eikenzaal?", "Stoelen: 60", "Vergaderzalen"),
    Asked("Mag ik mijn fiets mee naar binnen nemen?", "fietsen en elektrische steps", "Meenemen"),
    Asked("Waar verzamelen we bij brand?", "het plein voor de bibliotheek", "Brand"),
    Asked("Hoe lang worden gevonden voorwerpen bewaard?", "dertig dagen", "Gevonden voorwerpen"),
    Asked("Waar gaan gevonden voorwerpen daarna heen?", "kringloopwinkel", "Gevonden voorwerpen"),
]  # fmt: skip


@pytest.fixture(scope="module", params=WRITERS)
def own(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    settings: Settings,
    models_directory: Path,
    make_data: Callable[[Path, Path], None],
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp(request.param)
    documents = folder / "documents"
    documents.mkdir()
    WRITERS[request.param](documents / f"huisregels.{request.param}")
    make_data(folder / "data", documents)
    directory = IndexDirectory(folder / "data" / "indexes", documents)
    build_index(directory, load_embedding_model(None, models_directory))
    chosen = settings.model_copy(update={"documents": documents, "data": folder / "data"})
    with open_assistant(chosen, build=directory.current()) as opened:
        yield opened


def cited(own: Assistant, asked: Asked) -> Citation:
    """Return the citation that answers a question."""
    answer = own.ask(asked.question).answer
    assert answer.outcome in ("answered", "partly_answered"), asked
    assert is_sound(answer, own.documents)
    [found] = [one for one in answer.citations if asked.quoted in " ".join(one.quote.split())][:1]
    return found


def test_ten_questions_are_answered_at_their_place(own: Assistant) -> None:
    [document] = own.documents.values()
    for asked in ASKED:
        citation = cited(own, asked)
        assert citation.section[-1:] == (asked.heading,), asked
        assert document.original[citation.start : citation.end] == citation.quote
        place = [heading for heading, *_ in RULES].index(asked.heading)
        if document.kind == "pptx":
            assert citation.page == place + 2  # the first slide has the title
        elif document.kind == "pdf":
            assert citation.page == place + 1
            with pypdfium2.PdfDocument(own.settings.documents / "huisregels.pdf") as pdf:
                written = pdf[citation.page - 1].get_textpage().get_text_range()
            assert asked.heading in written
        else:
            assert citation.page is None
