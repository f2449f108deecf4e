"""The colours of the pages: those shipped, or an organisation's own, checked before they are used.

A theme file is CSS with nothing but the variables of ``themes/neutral.css``. It is read, checked and
written anew, so that nothing else of it reaches a page: no address, no import, no other rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from assistant.page.errors import ThemeInvalid

THEMES: Final = Path(__file__).parent / "themes"
_SHIPPED: Final = THEMES / "neutral.css"
_BYTES_MAX: Final = 20_000
# For readers who ask for more contrast: nothing soft, every line as clear as the text.
_MORE_CONTRAST: Final = {
    "ground": "surface",
    "text-soft": "text",
    "line": "text",
    "control-line": "text",
    "accent": "accent-strong",
}
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK: Final = re.compile(
    r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{\s*:root\s*\{([^{}]*)\}\s*\}"
)
_LIGHT: Final = re.compile(r":root\s*\{([^{}]*)\}")
_HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
# What stands on what, and how much they must differ: text 4.5 (WCAG 1.4.3), what a reader must
# see to use a control 3 (1.4.11).
_TEXT: Final = 4.5
_SHAPE: Final = 3.0
_PAIRS: Final = (
    ("text", ("ground", "surface", "surface-soft", "accent-soft"), _TEXT),
    ("text-soft", ("ground", "surface", "surface-soft", "accent-soft"), _TEXT),
    ("accent", ("ground", "surface", "surface-soft", "accent-soft"), _TEXT),
    ("accent-strong", ("ground", "surface", "surface-soft", "accent-soft"), _TEXT),
    ("on-accent", ("accent", "accent-strong"), _TEXT),
    ("mark-text", ("mark",), _TEXT),
    ("error", ("ground", "surface", "error-soft"), _TEXT),
    ("control-line", ("ground", "surface"), _SHAPE),
    ("focus", ("ground", "surface", "surface-soft", "accent-soft"), _SHAPE),
)

Colours = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours by their name, such as ``text-soft``, for light and for dark."""

    light: Colours
    dark: Colours

    def css(self) -> str:
        """Return the colours as a style sheet: dark, or with more contrast, as the system asks."""
        clear = {name: f"var(--color-{other})" for name, other in _MORE_CONTRAST.items()}
        return (
            f":root {{\n  color-scheme: light dark;\n{_declarations(self.light)}}}\n"
            f"@media (prefers-color-scheme: dark) {{\n:root {{\n{_declarations(self.dark)}}}\n}}\n"
            f"@media (prefers-contrast: more) {{\n:root {{\n{_declarations(clear)}}}\n}}\n"
        )


def read_tokens(theme_file: Path | None = None) -> Tokens:
    """Return the colours of the pages.

    :param theme_file: the organisation's own; what it leaves out is as shipped.
    :raises ThemeInvalid: it cannot be read, names an unknown variable, or has a text that cannot
        be read on its ground.
    """
    shipped = _shipped()
    if theme_file is None:
        return shipped
    own = _parse(_read(theme_file), theme_file)
    for scheme, colours in (("light", own.light), ("dark", own.dark)):
        for name in colours:
            if name not in shipped.light:
                known = ", ".join(f"--color-{each}" for each in shipped.light)
                raise ThemeInvalid(
                    f"{theme_file}: --color-{name} is not one of the colours; use {known}."
                )
        _refuse_faint({**getattr(shipped, scheme), **colours}, scheme, theme_file)
    return Tokens({**shipped.light, **own.light}, {**shipped.dark, **own.dark})


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def _shipped() -> Tokens:
    return _parse(_SHIPPED.read_text(encoding="utf-8"), _SHIPPED)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _BYTES_MAX:
            raise ThemeInvalid(f"{path} is too large for a list of colours; name another file.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeInvalid(
            f"{path} cannot be read ({error}); name a CSS file in ASSISTANT_THEME_FILE."
        ) from error


def _parse(css: str, path: Path) -> Tokens:
    css = _COMMENT.sub("", css.lstrip("\ufeff"))
    dark = "".join(_DARK.findall(css))
    css = _DARK.sub("", css)
    light = "".join(_LIGHT.findall(css))
    rest = _LIGHT.sub("", css).strip()
    if rest:
        raise ThemeInvalid(
            f"{path}: {rest[:40]!r} does not belong in it; write only colours, in :root {{ }} and "
            "in @media (prefers-color-scheme: dark) { :root { } }."
        )
    return Tokens(_colours(light, path), _colours(dark, path))


def _colours(declarations: str, path: Path) -> Colours:
    colours = {}
    for declaration in filter(None, map(str.strip, declarations.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if not name.startswith("--color-"):
            raise ThemeInvalid(
                f"{path}: {name!r} is not one of the colours; their names begin with --color-."
            )
        if _HEX.fullmatch(value) is None:
            raise ThemeInvalid(
                f"{path}: {name} is {value!r}; write a colour as # and six figures, such as "
                "#1d4f91."
            )
        colours[name.removeprefix("--color-")] = _six_digits(value)
    return colours


def _refuse_faint(colours: Colours, scheme: str, path: Path) -> None:
    for front, grounds, wanted in _PAIRS:
        for ground in grounds:
            ratio = contrast(colours[front], colours[ground])
            if ratio < wanted:
                raise ThemeInvalid(
                    f"{path} ({scheme}): --color-{front} {colours[front]} on --color-{ground} "
                    f"{colours[ground]} has a contrast of {ratio:.1f}:1; make it {wanted:g}:1 or "
                    "more."
                )


def _six_digits(value: str) -> str:
    digits = value[1:].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _declarations(colours: Colours) -> str:
    return "".join(f"  --color-{name}: {value};\n" for name, value in colours.items())
