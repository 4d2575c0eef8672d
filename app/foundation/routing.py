"""Numbers and words in addresses: what no database could hold is an address that does not exist."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map, UnicodeConverter


class Identity(IntegerConverter):
    """An id."""

    regex = r"[0-9]{1,18}"


class Word(UnicodeConverter):
    """A name or a secret."""

    def __init__(self, addresses: Map, **limits: Any) -> None:
        super().__init__(addresses, **limits)
        self.regex = self.regex.replace("[^/]", r"[^/\x00]")
