"""The look of Gradio's own parts, in the colours of ``themes``.

Fonts are those of the reader's system, so nothing is fetched for them.
"""

from __future__ import annotations

from typing import Final

import gradio as gr
from gradio.themes.utils import colors, sizes

_FONTS: Final = ("system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
_FIXED_WIDTH_FONTS: Final = ("ui-monospace", "Consolas", "monospace")
# What Gradio calls it, and which colour it gets; light and dark are told apart in those files.
_COLOURS: Final = {
    "body_background_fill": "ground",
    "body_text_color": "text",
    "body_text_color_subdued": "text-soft",
    "background_fill_primary": "surface",
    "background_fill_secondary": "surface-soft",
    "border_color_primary": "line",
    "block_label_text_color": "text",
    "block_title_text_color": "text",
    "block_info_text_color": "text-soft",
    "input_background_fill": "surface",
    "input_border_color": "control-line",
    "input_border_color_focus": "control-line",
    "input_placeholder_color": "text-soft",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent-strong",
    "button_primary_text_color": "on-accent",
    "button_secondary_background_fill": "surface",
    "button_secondary_background_fill_hover": "accent-soft",
    "button_secondary_text_color": "text",
    "button_secondary_border_color": "control-line",
    "link_text_color": "accent",
    "link_text_color_active": "accent",
    "link_text_color_hover": "accent-strong",
    "link_text_color_visited": "accent",
    "color_accent_soft": "accent-soft",
    "error_text_color": "error",
    "error_background_fill": "error-soft",
}


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
    values = {
        name: f"var(--page-{colour})"
        for gradio_name, colour in _COLOURS.items()
        for name in (gradio_name, f"{gradio_name}_dark")
    }
    return theme.set(
        **values,
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_title_text_weight="600",
        block_border_width="0",
        block_shadow="none",
        block_shadow_dark="none",
        input_border_width="1px",
        input_padding="0.5rem 0.75rem",
        input_radius="8px",
        input_shadow="none",
        input_shadow_dark="none",
        input_shadow_focus="none",
        input_shadow_focus_dark="none",
        # Half way between two colours a text may be hard to read.
        button_transition="none",
    )
