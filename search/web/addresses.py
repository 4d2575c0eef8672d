"""Addresses of searches: every state of the page has one that can be handed on."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import url_for

from search.engine import Facet, Sort
from search.queries.wanted import Period, Wanted

# About as many bytes of links can stand beside the found, each with the words in it, so that the page stays light.
ROOM = 10_000
A_LINK = 150
MOST_OPTIONS = 12


def of(wanted: Wanted, page: int = 1) -> str:
    """The address of a page of the search."""
    arguments: dict[str, Any] = {**wanted.arguments, "page": page if page > 1 else None}
    return url_for("search.page", **arguments)


def with_value(wanted: Wanted, facet: Facet, value: str | None) -> str:
    """The address of the search narrowed to the value of the facet, or to none."""
    return of(wanted.narrowed(facet, value))


def with_period(wanted: Wanted, period: Period | None) -> str:
    """The address of the search among what is not older."""
    return of(replace(wanted, period=period))


def sorted_by(wanted: Wanted, sort: Sort) -> str:
    """The address of the search in this order."""
    return of(replace(wanted, sort=sort))


def with_text(wanted: Wanted, text: str) -> str:
    """The address of the search with other words."""
    return of(replace(wanted, text=text))


def most_options(wanted: Wanted) -> int:
    """How many values of each facet can be offered where each link repeats the words."""
    each = A_LINK + len(quote(wanted.text))
    return min(MOST_OPTIONS, ROOM // each // len(Facet))
