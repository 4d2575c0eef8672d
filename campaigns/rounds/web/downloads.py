"""All rows of a result as files."""

import csv
import io
from collections.abc import Iterable

from flask import Response

from app.foundation import letters
from campaigns.rounds.queries import results
from campaigns.rounds.queries.results import Standing
from campaigns.rounds.web.lookups import result_or_missing

COLUMNS = ("rank", "number", "title", "on_site", "elsewhere", "votes", "selected", "address")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def download_csv(slug: str, number: int) -> Response:
    """All ideas as a table that spreadsheets open; no cell can be taken for a formula."""
    asked, result = result_or_missing(slug, number)
    text = spreadsheet(results.everyone(result.id, asked.actor))
    # The mark at the beginning tells spreadsheets that the text is UTF-8.
    return _file(("\ufeff" + text).encode(), "text/csv; charset=utf-8", f"{slug}-{number}.csv")


def download_json(slug: str, number: int) -> Response:
    """Rule and rows as they were frozen: the SHA-256 of this file is the result's fingerprint."""
    asked, result = result_or_missing(slug, number)
    return _file(results.spelled(result, asked.round), "application/json", f"{slug}-{number}.json")


def _file(body: bytes, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def harmless(text: str) -> str:
    """The text with a mark before what a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(FORMULA) else text


def spreadsheet(standings: Iterable[Standing]) -> str:
    """The rows as comma-separated values."""
    lines = io.StringIO()
    table = csv.writer(lines)
    table.writerow(COLUMNS)
    table.writerows(_cells(standing) for standing in standings)
    return lines.getvalue()


def _cells(idea: Standing) -> tuple[int | str, ...]:
    address = letters.address("ideas.show_idea", idea_id=idea.idea_id) if idea.title is not None else ""
    selected = "yes" if idea.winner else "no"
    title = harmless(idea.title or "")
    return (idea.rank, idea.number or "", title, idea.on_site, idea.elsewhere, idea.votes, selected, address)
