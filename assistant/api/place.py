"""At which address the sources can be read by who sends a request."""

from __future__ import annotations

from starlette.requests import Request

from assistant.api.sources import Place
from assistant.settings import Settings


def public_place(settings: Settings, library: str = "") -> Place | None:
    """Return the page at its public address; ``None`` where the settings name none.

    :param library: its name, empty for the first.
    """
    if settings.public_url is None:
        return None
    address = f"{settings.public_url.rstrip('/')}/"
    return Place(address, settings.language, has_page=True, library=library)


def place_of(request: Request, settings: Settings, library: str = "", *, has_page: bool) -> Place:
    """Return where links in an answer lead: to the page, else to the documents of the API.

    :param library: its name, empty for the first.
    :param has_page: whether the page is served beside the API; elsewhere only the settings know.
    """
    return public_place(settings, library) or Place(
        str(request.base_url), settings.language, has_page=has_page, library=library
    )
