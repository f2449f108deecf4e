"""What a chat model or a document may hold, to harm the reader: twenty answers and a document."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

from corpus import Document

HOST: Final = "https://elders.example"

ANSWERS: Final = (
    "<script>window.harmed = 1</script>",
    f'<script src="{HOST}/a.js"></script>',
    f'<img src="{HOST}/a.png" onerror="window.harmed = 1">',
    f"![x]({HOST}/b.png)",
    f"![x][1]\n\n[1]: {HOST}/c.png",
    "[klik](javascript:window.harmed=1)",
    "<a href=\"javascript:window.harmed=1\" onmouseover='window.harmed=1'>klik</a>",
    f"[1]({HOST}) en [2]: {HOST}",
    f"<{HOST}/d>",
    f'<form action="{HOST}"><input name="q" autofocus onfocus="window.harmed=1"></form>',
    f'<style>@import "{HOST}/a.css"; body {{ background: url({HOST}/e.png) }}</style>',
    f'<p style="background:url({HOST}/f.png)">x</p>',
    f'<math><mtext><a xlink:href="javascript:window.harmed=1">x</a></mtext></math>'
    f'<math href="{HOST}"><maction actiontype="statusline#{HOST}">x</maction></math>',
    "<svg onload=window.harmed=1><animate onbegin=window.harmed=1 attributeName=x dur=1s></svg>",
    f'<iframe src="{HOST}/g" srcdoc="<script>parent.harmed=1</script>"></iframe>',
    f'<base href="{HOST}/"><meta http-equiv="refresh" content="0;url={HOST}/h">',
    f'<object data="{HOST}/i"></object><embed src="{HOST}/j"><link rel=stylesheet href={HOST}/k>',
    "&lt;script&gt;window.harmed=1&lt;/script&gt; &#60;img src=x onerror=window.harmed=1&#62; "
    "<scr<script>ipt>window.harmed=1</scr</script>ipt>",
    "[x](data:text/html;base64,PHNjcmlwdD53aW5kb3cuaGFybWVkPTE8L3NjcmlwdD4=) "
    '<a href="data:text/html,<script>window.harmed=1</script>">x</a>',
    '</div></div></span><noscript><p title="</noscript><img src=x onerror=window.harmed=1>">\n\n'
    '`<img src=x onerror="window.harmed=1">`\n\n```\n</code></pre><img src=x onerror=window.harmed=1>'
    "\n\n<details open ontoggle=window.harmed=1>\n```\n# <video><source onerror=window.harmed=1>",
)

# Nothing else may come out of an answer or a source, whatever went in.
ALLOWED_TAGS: Final = frozenset(
    "a blockquote br cite code details div em footer h3 h4 hr li mark ol p pre q span strong "
    "summary ul button".split()
)
ALLOWED_ATTRIBUTES: Final = frozenset("class href id lang start tabindex type value title".split())


def strange_markup(html: str) -> list[str]:
    """Return the tags and attributes of HTML that have no business there."""
    strange: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ALLOWED_TAGS:
                strange.append(tag)
            for name, value in attrs:
                leads_out = name == "href" and not (value or "").startswith(
                    ("#", "bibliotheek/", "en/", "../")
                )
                if name not in ALLOWED_ATTRIBUTES or leads_out:
                    strange.append(f"{tag} {name}={value}")

    reader = Reader()
    reader.feed(html)
    reader.close()
    return strange


def hostile_document(document: Document) -> Document:
    """Return a document with the same places in which everything that is shown is hostile."""
    harm = f"<img src={HOST}/l.png onerror=window.harmed=1><script>window.harmed=1</script>"
    text = " ".join(ANSWERS)
    blocks = []
    for place, block in enumerate(document.blocks[:8]):
        start = place * (len(text) + 1)
        end = start + len(text)
        sentence = replace(block.sentences[0], start=start, end=end, text=text, translation=text)
        named = {"section": (harm,), "translated_section": (harm,)}
        blocks.append(
            replace(block, start=start, end=end, text=text, sentences=(sentence,), **named)
        )
    told = dict.fromkeys(("title", "translated_title", "publisher", "date"), harm)
    original = " ".join([text] * 8)
    return replace(
        document, original=original, authors=(harm,), blocks=tuple(blocks), catalogue=(), **told
    )
