"""The tour for who opens the page: three cards, one at a time, until they are closed.

Which card is shown stands at the root of the page (``tour.js``) and nowhere else, so that nothing
is kept in the browser, and so that Gradio can draw the cards anew without it being lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

_CARDS: Final = ("ask", "check", "keep")


def tour_html(texts: Mapping[str, str]) -> str:
    """Return the cards, each with its place among them, and the buttons for all."""
    cards = "".join(
        f'<li tabindex="-1"><h2>{escape(texts[f"tour.{name}"])} '
        f'<span class="of">{place}/{len(_CARDS)}</span></h2>'
        f"<p>{escape(texts[f'tour.{name}_how'])}</p></li>"
        for place, name in enumerate(_CARDS, start=1)
    )
    return (
        f'<div class="tour"><ol>{cards}</ol>'
        f'<button type="button" class="next">{escape(texts["tour.next"])}</button> '
        f'<button type="button" class="close">{escape(texts["tour.close"])}</button></div>'
    )
