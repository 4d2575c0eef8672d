"""Addresses in answers: whole ones, of pages for people and of the API itself."""

from typing import Any

from app.foundation import letters


def page(endpoint: str, **values: Any) -> str:
    """The address of a page for people."""
    return letters.link(endpoint, **{name: value for name, value in values.items() if value is not None})


def own(endpoint: str, **values: Any) -> str:
    """The address of something in the API."""
    return letters.link(f"api.{endpoint}", **values)
