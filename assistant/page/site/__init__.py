"""The pages beside the chat: the library, the glossary, the model, and what the assistant is.

Plain HTML from the server, which needs no script. ``routes.add_site`` puts them into an app;
``navigation_html`` gives another page the same links; ``Links`` knows every address.
"""

from assistant.page.site.links import Links
from assistant.page.site.navigation import navigation_html

__all__ = ["Links", "navigation_html"]
