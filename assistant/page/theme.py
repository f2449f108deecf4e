"""The look: neutral tokens that an organisation can replace by its own.

Fonts are those of the reader's system, so nothing is fetched for them. Every pair of text and
ground reaches 4.5:1, every border of a control 3:1 (WCAG 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from typing import Final

import gradio as gr
from gradio.themes.utils import colors, sizes

_FONTS: Final = ("system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_FIXED_WIDTH_FONTS: Final = ("ui-monospace", "Consolas", "monospace")


def make_theme() -> gr.themes.Base:
    """Return the theme of the page, for light and dark."""
    theme = gr.themes.Base(
        primary_hue=colors.blue,
        neutral_hue=colors.slate,
        text_size=sizes.text_lg,
        radius_size=sizes.radius_md,
        font=_FONTS,
        font_mono=_FIXED_WIDTH_FONTS,
    )
    return theme.set(
        body_background_fill="#f7f8fa",
        body_background_fill_dark="#14181f",
        body_text_color="#1b2430",
        body_text_color_dark="#e6eaf0",
        body_text_color_subdued="#4d5967",
        body_text_color_subdued_dark="#aab4c0",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1b212b",
        background_fill_secondary="#eef1f5",
        background_fill_secondary_dark="#232b37",
        border_color_primary="#d5dbe3",
        border_color_primary_dark="#384353",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_label_text_color="#1b2430",
        block_label_text_color_dark="#e6eaf0",
        block_title_text_color="#1b2430",
        block_title_text_color_dark="#e6eaf0",
        block_title_text_weight="600",
        input_background_fill="#ffffff",
        input_background_fill_dark="#1b212b",
        input_border_color="#6b7888",
        input_border_color_dark="#8592a3",
        input_border_width="1px",
        input_placeholder_color="#5a6675",
        input_placeholder_color_dark="#9aa6b4",
        button_primary_background_fill="#1d4f91",
        button_primary_background_fill_hover="#163d70",
        button_primary_background_fill_dark="#8ab8f5",
        button_primary_background_fill_hover_dark="#aecdf8",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#0d1b2e",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_hover="#e8eef6",
        button_secondary_background_fill_dark="#1b212b",
        button_secondary_background_fill_hover_dark="#2a3442",
        button_secondary_text_color="#1b2430",
        button_secondary_text_color_dark="#e6eaf0",
        button_secondary_border_color="#6b7888",
        button_secondary_border_color_dark="#8592a3",
        link_text_color="#1d4f91",
        link_text_color_dark="#8ab8f5",
        color_accent_soft="#e3ecf8",
        color_accent_soft_dark="#22334b",
    )
