"""What stands before Gradio: which of its routes and commands are open, and its page's language.

Gradio ships its page as ``lang="en"``, then takes over the language of the browser; there is no
setting for another choice. So the HTML is changed on its way out: the right ``lang``, and a script
that names the page's language as the browser's, before Gradio asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.body import look_at
from assistant.page.guard.messages import told
from corpus import Language

# Only what the page itself asks for. The rest of Gradio's routes stores files, lists and runs
# functions, or tells about the server, for whoever asks.
_OPEN: Final = re.compile(
    r"/|/theme\.css|/favicon\.ico|/(assets|static|svelte)/.+"
    r"|/gradio_api/(queue/(join|data)|heartbeat/[^/]+|app_id|startup-events|reset|cancel)/?"
)
_COMMAND: Final = re.compile(r"/gradio_api/(queue/join|cancel)/?")
# Gradio's cards for social media: its own name and a picture on another host.
_FOR_SHARING: Final = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
# Nothing installs the page, and the link leads to the root of the host, wherever the page is.
_MANIFEST: Final = re.compile(r'<link rel="manifest"[^>]*>\s*')
# With a base, a link to "#source-1-1" on "/?lang=nl" leads to "/", and the conversation is lost.
_BASE: Final = re.compile(r'<base href="\./" ?/?>')


class Gateway:
    """ASGI middleware around the Gradio page of one language.

    :param paths: the path of the page in each language; ``?lang=`` leads from one to another.
    :param commands: the numbers of what the page can ask for. Gradio fails on any other, which an
        open page of the version before may have.
    """

    def __init__(
        self,
        app: ASGIApp,
        language: Language,
        paths: Mapping[Language, str],
        commands: Container[int],
    ) -> None:
        self._app = app
        self._language: Language = language
        self._commands = commands
        self._paths: dict[str, str] = {str(name): path for name, path in paths.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        prefix = self._paths[self._language].rstrip("/")
        root = scope.get("root_path", "").removesuffix(prefix)
        path = scope["path"].removeprefix(root).removeprefix(prefix)
        if f"{path}/" in self._paths.values():
            await RedirectResponse(f"{root}{path}/")(scope, receive, send)
            return
        if _OPEN.fullmatch(path) is None:
            await told(scope, self._language, 404, "not_found")(scope, receive, send)
            return
        if scope["method"] == "POST" and _COMMAND.fullmatch(path):
            body, receive = await look_at(receive)
            number = body.get("fn_index")
            # True and 1.0 are equal to 1.
            if type(number) is not int or number not in self._commands:
                record("request_refused", "page", "malformed", scope)
                await told(scope, self._language, 400, "malformed")(scope, receive, send)
                return
        if path != "/":
            await self._app(scope, receive, send)
            return
        chosen = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
        if chosen != self._language and chosen in self._paths:
            await RedirectResponse(root + self._paths[chosen])(scope, receive, send)
            return
        # Uncompressed, because it is changed on its way out.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        page = _HtmlChange(send, self._language)
        await self._app({**scope, "headers": headers}, receive, page.send)


class _HtmlChange:
    """Holds back an HTML response until it is whole, and sends it in the right language."""

    def __init__(self, send: Send, language: Language) -> None:
        self._send = send
        self._language: Language = language
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if kind.startswith(b"text/html"):
                self._start = message
            else:
                await self._send(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_whole(self._start)

    async def _send_whole(self, start: Message) -> None:
        body = in_language(self._body.decode(), self._language).encode()
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def in_language(html: str, language: Language) -> str:
    """Return Gradio's page with its language set, whatever the browser's language is."""
    names = "".join(
        f'Object.defineProperty(Navigator.prototype,"{name}",{{get:()=>{value}}});'
        for name, value in (("language", f'"{language}"'), ("languages", f'["{language}"]'))
    )
    for needless in (_BASE, _FOR_SHARING, _MANIFEST):
        html = needless.sub("", html)
    html = re.sub(r'(<html\b[^>]*?\blang=")[^"]*"', rf'\g<1>{language}"', html, count=1)
    return html.replace("<head>", f"<head><script>{names}</script>", 1)
