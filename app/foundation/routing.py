"""Numbers in addresses."""

from werkzeug.routing import IntegerConverter


class Identity(IntegerConverter):
    """An id: what no database could hold is an address that does not exist."""

    regex = r"\d{1,18}"
