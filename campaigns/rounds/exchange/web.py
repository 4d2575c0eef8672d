"""Published results in the forms of other places."""

import io
from collections.abc import Iterator
from itertools import islice

from flask import Response, request

from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached
from campaigns.plan.models import Campaign
from campaigns.rounds.exchange import exports
from campaigns.rounds.exchange.exports import Given
from campaigns.rounds.exchange.pabulib import writing as elections
from campaigns.rounds.exchange.polis import writing as conversations
from campaigns.rounds.ledger.web.lookups import kept
from campaigns.rounds.web.lookups import asked_for

AT_ONCE = 2000


def download_pb(slug: str, number: int) -> Response:
    """The result with its ballots as a `.pb` file. Raises Missing where none is published."""
    given, campaign = _given(slug, number)
    named = {"Content-Disposition": f'attachment; filename="{slug}-{number}.pb"'}
    return kept(
        Response(_pieces(given), headers=named, content_type="text/plain; charset=utf-8"), campaign, for_good=False
    )


def download_conversation(slug: str, number: int) -> Response:
    """A vote for or against as tables in a zip. Raises Missing where none is published, or where it is another kind of vote."""
    given, campaign = _given(slug, number)
    if not conversations.fits(given):
        raise Missing
    file = io.BytesIO()
    conversations.write(given, file)
    answer = attached(file.getvalue(), "application/zip", f"{slug}-{number}.polis.zip")
    return kept(answer, campaign, for_good=False)


def _pieces(given: Given) -> Iterator[bytes]:
    lines = elections.lines_of(given)
    while some := list(islice(lines, AT_ONCE)):
        yield "".join(some).encode()


def _given(slug: str, number: int) -> tuple[Given, Campaign]:
    asked = asked_for(slug, number)
    edition = request.args.get("edition", type=int)
    result = next((one for one in asked.editions if one.published_at and edition in {None, one.edition}), None)
    if result is None:
        raise Missing
    return exports.of_result(result, asked.round), asked.campaign
