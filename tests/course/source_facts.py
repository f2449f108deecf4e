"""The facts of the shipped sources, read from their files line by line.

This knows nothing of how questions are made, so that it can tell whether their answers are right.
"""

from __future__ import annotations

import re
import tomllib

from corpus import SHIPPED_DOCUMENTS

_ELEMENT = re.compile(r"^(?:\d{1,2} )?(.*?)(?: element \d{1,2})?$")


def plain(text: str) -> str:
    """Return letters and digits of a text in small letters."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def lines(document: str, language: str) -> list[str]:
    """Return the lines of a document, in the original or in the translation."""
    folder = SHIPPED_DOCUMENTS / document
    own = tomllib.loads((folder / "document.toml").read_text(encoding="utf-8"))["language"]
    name = "original.txt" if own == language else "translation.txt"
    return [line.strip() for line in (folder / name).read_text(encoding="utf-8").split("\n")]


def elements(language: str) -> dict[str, tuple[str, set[str]]]:
    """Return for each element its dimension and the lines of text under it."""
    dutch, shown = lines("iso-11367-elementen", "nl"), lines("iso-11367-elementen", language)
    found: dict[str, tuple[str, set[str]]] = {}
    dimension = name = ""
    for original, line in zip(dutch, shown, strict=True):
        if original.isupper() and len(original) > 10:
            dimension = plain(line)
        elif re.match(r"^\d{1,2} \w", original):
            name = plain(re.sub(r"^\d{1,2} ", "", line))
            found[name] = (dimension, set())
        elif original.startswith("Toelichting"):
            break
        elif line and name:
            found[name][1].add(plain(line))
    return found


def explained(language: str) -> dict[str, str]:
    """Return the lines of the explanation behind the elements, each with the element it names."""
    parts = {
        "Governance subelement": "Eisen voor leiderschap",
        "Publieke verantwoording element": "Publieke verantwoording",
        "Integriteits": "Integriteits",
        "Gelijkheid, eerlijkheid": "Managen van gelijkheid",
    }
    dutch, shown = lines("iso-11367-elementen", "nl"), lines("iso-11367-elementen", language)
    starts = {
        begin: plain(re.sub(r"^\d{1,2} ", "", line))
        for original, line in zip(dutch, shown, strict=True)
        for begin in parts.values()
        if re.match(rf"^\d{{1,2}} {begin}", original)
    }
    found: dict[str, str] = {}
    begun, current = False, ""
    for original, line in zip(dutch, shown, strict=True):
        begun = begun or original.startswith("Toelichting")
        heading = next((part for part in parts if original.startswith(part)), None)
        if begun and heading:
            current = starts[parts[heading]]
        elif current and line:
            found[plain(line)] = current
    return found


def elements_that_say(quote: str, language: str) -> set[str]:
    """Return the elements under which a quotation stands, in the list or in the explanation."""
    wanted = plain(quote)
    listed = {
        name
        for name, (_, said) in elements(language).items()
        if any(wanted in line for line in said)
    }
    return listed | {name for line, name in explained(language).items() if wanted in line}


def speakers_of(quote: str, language: str) -> set[str]:
    """Return who says a quotation: the name that follows it, the one right above the office."""
    shown = [line for line in lines("tip-16-mandaat", language) if line]
    is_name = [bool(re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", line)) for line in shown]
    return {
        next(
            shown[later]
            for later in range(place + 1, len(shown) - 1)
            if is_name[later] and not is_name[later + 1]
        )
        for place, line in enumerate(shown)
        if plain(quote) in plain(line)
    }


def terms(language: str) -> dict[str, tuple[str, set[str]]]:
    """Return under each explanation of the glossary its term and all names of it."""
    rows = tomllib.loads((SHIPPED_DOCUMENTS / "glossary.toml").read_text(encoding="utf-8"))["term"]
    return {
        row[f"explanation_{language}"]: (
            plain(row[language]),
            {plain(name) for name in (row[language], *row[f"also_{language}"])},
        )
        for row in rows
    }


def documents_that_say(quote: str) -> set[str]:
    """Return the documents in which a quotation stands, in either language."""
    return {
        folder.name
        for folder in SHIPPED_DOCUMENTS.iterdir()
        if folder.is_dir()
        for language in ("nl", "en")
        if any(plain(quote) in plain(line) for line in lines(folder.name, language))
    }
