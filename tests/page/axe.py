"""axe-core in the open page: what breaks WCAG 2.0, 2.1 or 2.2 at level A or AA."""

from __future__ import annotations

from functools import cache
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


# What can differ between light and dark, where the elements are the same.
COLOUR_RULES: Final = ("color-contrast", "link-in-text-block")


def violations(page: Page, tags: tuple[str, ...] = TAGS, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core finds wrong in the page as it is shown now; nothing if all is well.

    Each line names the rule, the element and what to change. To check light and dark, call
    ``page.emulate_media(color_scheme=...)`` first.

    :param rules: only these, by their ids, whatever their tags.
    """
    only = {"type": "rule", "values": list(rules)} if rules else {}
    options = {
        "resultTypes": ["violations"],
        "runOnly": only or {"type": "tag", "values": list(tags)},
    }
    found = _axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}\n"
        f"    {node['html'][:200]}\n    {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def rules_checked(page: Page, tags: tuple[str, ...] = TAGS) -> set[str]:
    """Return the ids of the rules that the page passes: proof that axe-core really looked."""
    options = {"resultTypes": ["passes"], "runOnly": {"type": "tag", "values": list(tags)}}
    return {rule["id"] for rule in _axe().run(page, options=options).response["passes"]}


@cache
def _axe() -> Axe:
    return Axe()
