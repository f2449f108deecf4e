"""What stands before Gradio: which of its routes and commands are open, and its page's language.

Gradio ships its page as ``lang="en"``, then takes over the language of the browser; there is no
setting for another choice. So the HTML is changed on its way out: the right ``lang``, a script that
names the page's language as the browser's, before Gradio asks for it, and the one that keeps the
page's connection, before Gradio opens that.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Final
from urllib.parse import parse_qs

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.connection import CONNECTION_SCRIPT, naming_process
from assistant.page.guard.body import look_at
from assistant.page.guard.messages import told
from corpus import Language

# Only what the page itself asks for. The rest of Gradio's routes stores files, lists and runs
# functions, or tells about the server, for whoever asks.
_OPEN: Final = re.compile(
    r"/|/theme\.css|/favicon\.ico|/(assets|static|svelte)/.+"
    r"|/gradio_api/(queue/(join|data)|heartbeat/[^/]+|startup-events|reset|cancel)/?"
)
_COMMAND: Final = re.compile(r"/gradio_api/(queue/join|cancel)/?")
# Gradio's cards for social media, with its own name and a picture on another host; what installs
# the page, by a link to the root of the host wherever the page is; and the base, with which a link
# to "#source-1-1" on "/?lang=nl" would lead to "/", and the conversation be lost.
_NEEDLESS: Final = re.compile(
    r'<(meta\s+(property="og:|name="twitter:)|link rel="manifest"|base href="\./")[^>]*>\s*'
)


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
            await self._app(scope, receive, naming_process(send))
            return
        chosen = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
        if chosen != self._language and chosen in self._paths:
            await RedirectResponse(root + self._paths[chosen])(scope, receive, send)
            return
        # Uncompressed and held back until it is whole, because it is changed on its way out.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        await self._app({**scope, "headers": headers}, receive, hold)
        html = b"".join(message.get("body", b"") for message in held).decode()
        page = mended(html, self._language).encode()
        start = next(one for one in held if one["type"] == "http.response.start")
        kept = [one for one in start["headers"] if one[0] != b"content-length"]
        await send({**start, "headers": [*kept, (b"content-length", b"%d" % len(page))]})
        await send({"type": "http.response.body", "body": page})


def mended(html: str, language: Language) -> str:
    """Return Gradio's page in its language, whatever the browser's is, with the first scripts."""
    names = "".join(
        f'Object.defineProperty(Navigator.prototype,"{name}",{{get:()=>{value}}});'
        for name, value in (("language", f'"{language}"'), ("languages", f'["{language}"]'))
    )
    html = _NEEDLESS.sub("", html)
    html = re.sub(r'(<html\b[^>]*?\blang=")[^"]*"', rf'\g<1>{language}"', html, count=1)
    return html.replace("<head>", f"<head><script>{names}\n{CONNECTION_SCRIPT}</script>", 1)
