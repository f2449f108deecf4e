"""Templates to HTML: everything is escaped, and a value that is missing is an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.page.site.choice import LibraryChoice
from assistant.page.site.links import Links
from assistant.page.site.navigation import NAVIGATION, WITHIN
from assistant.page.templates import templates
from assistant.settings import Settings
from assistant.texts import load_texts
from corpus import Language, other_language

_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class View:
    """What every page is made with: for whom, where, and by what organisation.

    :param page: its name in ``links.PATHS`` or in ``navigation.WITHIN``, by which the navigation
        shows where one is.
    :param other: the link to the same page in the other language.
    """

    language: Language
    page: str
    links: Links
    other: str
    settings: Settings
    style_version: str
    is_manager: bool = False
    choice: LibraryChoice | None = None


def render(template: str, view: View, **values: Any) -> str:
    """Return a page as HTML.

    :param template: the name of a file in ``templates`` that extends ``base.html``.
    :param values: what that template needs besides the view.
    :raises UndefinedError: the template names something that it was not given.
    """
    settings = view.settings
    return (
        templates(_TEMPLATES)
        .get_template(template)
        .render(
            **_common(view.language, view.page, view.links, view.choice),
            other_link=view.other,
            is_manager=view.is_manager,
            organisation=settings.organisation,
            contact=settings.contact,
            contact_link=contact_link(settings.contact),
            style_version=view.style_version,
            **values,
        )
    )


def render_part(
    template: str, language: Language, page: str, links: Links, choice: LibraryChoice | None = None
) -> str:
    """Return a template that needs nothing but the language and the links."""
    other = other_language(language)
    values = {**_common(language, page, links, choice), "other_link": links.page(page, other)}
    return templates(_TEMPLATES).get_template(template).render(**values)


def contact_link(contact: str | None) -> str | None:
    """Return the link of an e-mail address or web page; ``None`` without one."""
    if contact is None or contact.startswith("https://"):
        return contact
    return f"mailto:{contact}"


def _common(
    language: Language, page: str, links: Links, choice: LibraryChoice | None
) -> dict[str, Any]:
    other = other_language(language)
    return {
        "language": language,
        "page": page,
        "links": links,
        "libraries": () if choice is None else choice.entries(links, language),
        "navigation": NAVIGATION,
        "section": WITHIN.get(page, page),
        "other": other,
        "t": texts_in(language),
        "name_of_other": load_texts(other)["page.this_language"],
    }


def texts_in(language: Language) -> Callable[..., str]:
    """Return the function that gives a text by its key, with its figures filled in."""
    texts = load_texts(language)

    def text(key: str, **figures: Any) -> str:
        return texts[key].format(**figures) if figures else texts[key]

    return text
