"""What people with bad intentions, or bad luck, send; and a reader that finds what would run in a page."""

import gzip
import json
import re
from functools import lru_cache
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes, quote_plus

from tests.support.real import FOLDER

BAD_INPUT = FOLDER / "bad_input"
ABSENT = f"{BAD_INPUT} is absent: put the data there or set VECHE_TEST_DATA"

OWN = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "'; DROP TABLE ideas; --",
    "NUL \x00 and controls \x01\x08\x0b\x1f\x7f\x9f in a line",
    "\u202eright to left\u202c and \u2066isolates\u2069",
    "zero\u200b\u200b\u200b\u200cwidth \ufeffruns\u2060",
    "Z" + "\u0335\u0321\u0322" * 40 + "algo",
    "😀👨‍👩‍👧‍👦🇺🇦 emoji",
    "%00%0d%0aSet-Cookie: a=b",
    "Ünïcödé · ґєїі · ёъыэ · ﷽ · 𝕿𝖍𝖊",
    "=cmd|' /C calc'!A0",
    "A" * 300,
    " \u00a0\u3000\t ",
    "\\x3cscript\\x3e &lt;script&gt; &#60;script&#62;",
]

# Values of any field, text or not: too large, too small, of another kind, nothing at all.
ODD = [
    "",
    "-1",
    "0",
    "9" * 30,
    "9" * 6000,
    "1e309",
    "NaN",
    "٣",
    "None",
    "null",
    "[]",
    "{}",
    "0001-01-01",
    "9999-12-31",
    "24:61",
]
# What one database may take otherwise than another: what it has no room for, and numbers and days beyond its own. All else is
# read, kept or refused before any database sees it.
OF_DATABASES = (
    "'; DROP TABLE ideas; --",
    "NUL \x00 and controls \x01\x08\x0b\x1f\x7f\x9f in a line",
    "A" * 300,
    "-1",
    "9" * 30,
    "9" * 6000,
    "1e309",
    "NaN",
    "0001-01-01",
    "9999-12-31",
)
CALCULATED = "%(x)s {{ 7919 * 104729 }} ${{7919*104729}} {% if 1 %}{{7919*104729}}{% endif %} <%= 7919*104729 %> {0.__class__} %s %d"
# So long that no id of a request holds it by chance.
PRODUCT = str(7919 * 104729)
HUGE = "Й<b>" * 1_000 + "A" * 300_000
NOT_TEXT = b"\xff\xfe\xed\xa0\xbd\xc0\x80<script>alert(1)</script>"


class Live(HTMLParser):
    """Collects what would run, or lead to what would run, in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "script" and not (named.get("src") or "").startswith("/static/"):
            self.found.append(f"<script {named}>")
        if tag in {"iframe", "object", "embed", "base", "style", "math"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{name}={value}")
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in {"href", "src", "action", "formaction", "xlink:href"} and address.startswith(
                ("javascript:", "data:", "vbscript:")
            ):
                self.found.append(f"{name}={value}")


# A tag as our templates write it, and the text after it.
PLAIN = re.compile(r'(!doctype html|/?[a-zA-Z][\w:-]*(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*/?)>[^<]*')


def live_in(page: str) -> list[str]:
    """What would run in the page."""
    # To read a page as a browser does is dear, and most tags stand on many pages: each is read once.
    tags = [PLAIN.fullmatch(piece) for piece in page.split("<")[1:]]
    return [live for tag in tags if tag for live in _live_in_tag(tag[1])] if all(tags) else _live_in(page)


@lru_cache(10_000)
def _live_in_tag(tag: str) -> list[str]:
    return _live_in(f"<{tag}>")


def _live_in(page: str) -> list[str]:
    reader = Live()
    reader.feed(page)
    reader.close()
    return reader.found


def encoded(fields: list[tuple[str, str | bytes]]) -> bytes:
    """The fields as browsers send them, but for bytes that are no text, which go as they are."""
    return "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in fields).encode()


@lru_cache(1_000)
def _quoted(value: str | bytes) -> str:
    return quote_from_bytes(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))


def naughty_strings() -> list[str]:
    """The big list of naughty strings."""
    return list(json.loads((BAD_INPUT / "blns" / "blns.json").read_text("utf-8")))


def payloads() -> list[str]:
    """Thousands of payloads for scripts."""
    return gzip.open(BAD_INPUT / "xss" / "xss_payloads.txt.gz", "rt", "utf-8").read().splitlines()


def fixtures() -> list[str]:
    """What a sanitiser of HTML is tested with."""
    return [row["payload"] for row in json.loads((BAD_INPUT / "dompurify" / "fixtures.json").read_text("utf-8"))]


def messages() -> list[str]:
    """Real messages with NUL and control characters."""
    with gzip.open(BAD_INPUT / "real_dirty_1551.jsonl.gz", "rt", "utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def characters() -> str:
    """Each character of all these strings, once: what a database may not be able to keep."""
    return "".join(sorted(set().union(*naughty_strings(), *payloads(), *fixtures(), *messages())))


def together(texts: list[str], longest: int) -> list[str]:
    """As many of the texts in one as a field takes: thousands of forms would take minutes and tell no more."""
    joined = [""]
    for text in texts:
        if len(joined[-1]) + len(text) >= longest:
            joined.append("")
        joined[-1] += text + "\n"
    return joined
