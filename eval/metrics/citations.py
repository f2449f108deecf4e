"""Citations: do they point at the evidence, and are they what they say they are?

After Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (ALCE),
whose citation recall and precision ask a language model whether a citation supports a statement.
Here the place of the quotation is compared with the place of the evidence: stricter, because a
second sentence that says the same elsewhere does not count, and the same at every run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from assistant.answer import Citation
from eval.evidence import Span

MARKER: Final = re.compile(r"\[(\d+)\]")


def citation_hit(citations: Sequence[Citation], evidence: Sequence[Span]) -> bool:
    """Tell whether some citation shares at least one character with some evidence.

    :param evidence: every place where a piece of evidence stands.
    """
    return any(_rests_on(citation, evidence) for citation in citations)


def citation_precision(citations: Sequence[Citation], evidence: Sequence[Span]) -> float | None:
    """Share of the citations that share at least one character with some evidence.

    :return: ``None`` for an answer without citations.
    """
    if not citations:
        return None
    return sum(_rests_on(citation, evidence) for citation in citations) / len(citations)


def citations_are_verbatim(
    text: str, citations: Sequence[Citation], originals: Mapping[str, str]
) -> bool:
    """Tell whether every citation can be checked as it stands.

    That is: ``original[start:end] == quote`` for each, the numbers are unique, and the markers in
    the text are exactly these numbers.

    :param originals: the original text of each document, by id.
    """
    numbers = [citation.number for citation in citations]
    markers = {int(number) for number in MARKER.findall(text)}
    is_matched = len(set(numbers)) == len(numbers) and markers == set(numbers)
    return is_matched and all(_is_verbatim(citation, originals) for citation in citations)


def _rests_on(citation: Citation, evidence: Sequence[Span]) -> bool:
    cited = Span(citation.document, citation.start, citation.end)
    return any(cited.overlaps(span) for span in evidence)


def _is_verbatim(citation: Citation, originals: Mapping[str, str]) -> bool:
    original = originals.get(citation.document)
    return (
        original is not None
        and 0 <= citation.start < citation.end <= len(original)
        and original[citation.start : citation.end] == citation.quote
    )
