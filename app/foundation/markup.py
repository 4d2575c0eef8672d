"""Markdown of the operator as HTML: what is not known to be harmless is left out, whoever wrote it."""

import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

# A heading may say its own name for links: ## Petitions {#petitions}
ANCHOR = re.compile(r"\s*\{#([a-z][a-z0-9-]{0,40})\}\s*$")
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre"),
    *("h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}}
# The page has a heading of the first level already.
LOWER = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


def _name_headings(state: StateCore) -> None:
    for place, token in enumerate(state.tokens):
        if token.type not in {"heading_open", "heading_close"}:
            continue
        token.tag = LOWER[token.tag]
        if token.type == "heading_open":
            words = state.tokens[place + 1]
            last = words.children[-1] if words.children else None
            found = ANCHOR.search(last.content) if last is not None and last.type == "text" else None
            if found and last is not None:
                last.content = last.content[: found.start()]
                token.attrSet("id", found[1])


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.core.ruler.push("name_headings", _name_headings)
    return parser


_PARSER = _parser()


@lru_cache(maxsize=100)
def render(text: str) -> Markup:
    """The HTML of a Markdown text. Pictures, scripts, styles and raw HTML are not taken; links lead to sites, mailboxes and phones."""
    html = nh3.clean(
        _PARSER.render(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    # A wide table moves within its own box: on a phone the page itself never does.
    boxed = html.replace("<table>", '<div class="table-box" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Markup(boxed)  # noqa: S704
