"""The pages for signing in and out: plain HTML, which needs no script."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, Response

from assistant.page.templates import templates
from assistant.page.tokens import read_tokens
from assistant.settings import Settings
from assistant.texts import load_texts
from corpus import Language, other_language

SIGN_IN: Final = "/sign-in"
SIGN_OUT: Final = "/sign-out"
STYLE: Final = "/sign-in.css"
_FOLDER: Final = Path(__file__).parent
_STATUS: Final = {"wrong": 403, "wait": 429}


class SignInPages:
    """The pages, with the organisation's colours.

    :raises ThemeInvalid: when the file with those cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self._root = settings.sub_path
        own = (_FOLDER / "sign_in.css").read_text(encoding="utf-8")
        self._style = read_tokens(settings.theme_file).css() + own

    def style(self) -> Response:
        """Return the style sheet."""
        return Response(self._style, media_type="text/css", headers={"cache-control": "no-cache"})

    def sign_in(
        self,
        language: Language,
        following: str,
        *,
        notice: str = "",
        error: str = "",
        wait_s: int = 0,
    ) -> Response:
        """Return the page on which to sign in.

        :param following: the path to go on to.
        :param notice: the key of something to tell first.
        :param error: ``wrong``, or ``wait`` with the seconds to wait.
        """
        headers = {"retry-after": str(wait_s)} if wait_s else {}
        return self._page(
            "sign_in.html",
            language,
            _STATUS.get(error, 200),
            headers,
            error=error,
            notice=notice,
            wait=_waiting(wait_s, language),
            following=following,
            action=self._link(SIGN_IN, language),
            other_link=self._link(SIGN_IN, other_language(language), next=following),
        )

    def sign_out(self, language: Language) -> Response:
        """Return the page on which to sign out."""
        return self._page(
            "sign_out.html",
            language,
            action=self._link(SIGN_OUT, language),
            other_link=self._link(SIGN_OUT, other_language(language)),
            back=self._link("/", language),
        )

    def once_more(self, language: Language, address: str) -> Response:
        """Return a page that at once goes on to an address of this site, or lets one go there."""
        return self._page("once_more.html", language, address=address)

    def _page(
        self,
        template: str,
        language: Language,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **values: Any,
    ) -> Response:
        other = other_language(language)
        html = (
            templates(_FOLDER)
            .get_template(template)
            .render(
                t=load_texts(language),
                language=language,
                other=other,
                name_of_other=load_texts(other)["page.this_language"],
                style=self._root + STYLE,
                **values,
            )
        )
        return HTMLResponse(html, status, {"cache-control": "no-store", **(headers or {})})

    def _link(self, path: str, language: Language, **query: str) -> str:
        return f"{self._root}{path}?{urlencode({'lang': language, **query})}"


def _waiting(seconds: int, language: Language) -> str:
    """Return a waiting time in words; minutes are rounded up, so that waiting them is enough."""
    texts = load_texts(language)
    minutes = -(-seconds // 60)
    if seconds <= 1:
        return texts["sign_in.second"]
    if seconds < 60:
        return texts["sign_in.seconds"].format(count=seconds)
    return texts["sign_in.minute" if minutes == 1 else "sign_in.minutes"].format(count=minutes)
