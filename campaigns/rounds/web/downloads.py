"""All rows of a result as files."""

from collections.abc import Iterable

from flask import Response

from app.foundation import letters
from app.foundation.spreadsheets import Cell, attached, comma_separated, csv_file
from campaigns.rounds.models import Source
from campaigns.rounds.queries import results
from campaigns.rounds.queries.results import Standing
from campaigns.rounds.web.lookups import result_or_missing

VOTED = ("rank", "number", "title", "votes", "against", "score", "cost", "selected", "on_site", "elsewhere", "address")
COLUMNS = ("rank", "number", "title", "on_site", "elsewhere", "votes", "selected", "address")


def download_csv(slug: str, number: int) -> Response:
    """All ideas as a table that spreadsheets open; no cell can be taken for a formula."""
    asked, result = result_or_missing(slug, number)
    standings = results.everyone(result.id, asked.actor)
    is_vote = asked.round.source == Source.BALLOTS
    body = comma_separated(VOTED, map(_vote_cells, standings)) if is_vote else spreadsheet(standings)
    return csv_file(body, f"{slug}-{number}")


def download_json(slug: str, number: int) -> Response:
    """Rule and rows as they were frozen: the SHA-256 of this file is the result's fingerprint."""
    asked, result = result_or_missing(slug, number)
    return attached(results.spelled(result, asked.round), "application/json", f"{slug}-{number}.json")


def spreadsheet(standings: Iterable[Standing]) -> str:
    """The rows as comma-separated values."""
    return comma_separated(COLUMNS, map(_cells, standings))


def _vote_cells(idea: Standing) -> tuple[Cell, ...]:
    rank, number, title, on_site, elsewhere, votes, selected, address = _cells(idea)
    cost = "" if idea.cost is None else idea.cost
    return (rank, number, title, votes, idea.against, idea.score, cost, selected, on_site, elsewhere, address)


def _cells(idea: Standing) -> tuple[Cell, ...]:
    address = letters.address("ideas.show_idea", idea_id=idea.idea_id) if idea.title is not None else ""
    selected = "yes" if idea.winner else "no"
    return (idea.rank, idea.number or "", idea.title or "", idea.on_site, idea.elsewhere, idea.votes, selected, address)
