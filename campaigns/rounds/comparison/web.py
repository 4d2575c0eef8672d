"""A published comparison as a file."""

from flask import Response

from app.foundation import canonical
from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached
from campaigns.rounds.comparison.publishing import published
from campaigns.rounds.web.lookups import asked_for


def download_comparison(slug: str, number: int) -> Response:
    """What the same ballots give by each rule, once somebody has published it."""
    found = published(asked_for(slug, number).round.id)
    if found is None:
        raise Missing
    return attached(canonical.spell(found), "application/json", f"{slug}-{number}-comparison.json")
