"""Plots of matplotlib as SVG that is part of a page: in its colours, and with words for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Drawn in these colours and shown in the page's own, which has others for a dark screen. Blue,
# vermilion and green of Okabe & Ito (2008), told apart with any colour vision; each series also
# has a marker or dash of its own.
TEXT: Final = "#111111"
GRID: Final = "#cccccc"
SERIES: Final = ("#0072b2", "#d55e00", "#009e73")
_COLOURS: Final = {
    TEXT: "currentColor",
    GRID: "var(--line)",
    SERIES[0]: "var(--series-1)",
    SERIES[1]: "var(--series-2)",
    SERIES[2]: "var(--series-3)",
}
_STYLE: Final[Any] = {  # matplotlib types each key
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "report",  # the same figures give the same file
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "font.size": 10,
    "axes.edgecolor": GRID,
    "axes.labelcolor": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
    "grid.color": GRID,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "legend.handlelength": 1.8,
    "legend.columnspacing": 1.2,
    "lines.solid_capstyle": "butt",
}
_WIDTH_IN: Final = 5.2


@contextmanager
def drawing(height_in: float) -> Iterator[tuple[Figure, Axes]]:
    """Give a figure and its axes in the style of the report.

    The figure is made apart from pyplot, so that drawing in two threads does not meet.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH_IN, height_in), layout="constrained")
        figure.patch.set_visible(False)
        axes = figure.subplots()
        axes.patch.set_visible(False)
        axes.tick_params(length=0)
        axes.set_axisbelow(True)
        yield figure, axes


def inline_svg(figure: Figure, name: str, title: str, description: str) -> str:
    """Return a figure as SVG for inside a page.

    :param name: unique among the plots of the page; every id in the SVG begins with it.
    :param title: what it shows, in a few words.
    :param description: what can be seen in it, for who does not see it.
    """
    name = f"plot-{name}"
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    drawn = buffer.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'\bid="', f'id="{name}-', drawn)
    drawn = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{name}-", drawn)
    # Measured with matplotlib's own font, which is wide: the page's fits in its place.
    drawn = re.sub(r"font: ([\d.]+px) [^;\"]+", r"font: \1 system-ui, sans-serif", drawn)
    for colour, shown in _COLOURS.items():
        drawn = re.sub(colour, shown, drawn, flags=re.IGNORECASE)
    view = re.search(r'viewBox="[^"]+"', drawn)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view.group() if view else ""} role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-description">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    return head + drawn[drawn.index(">") + 1 :].strip()
