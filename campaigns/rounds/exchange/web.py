"""Published results in the forms of other places."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, request, send_file

from app.foundation.errors import Missing
from campaigns.rounds.exchange import exports
from campaigns.rounds.exchange.exports import Given
from campaigns.rounds.exchange.pabulib import writing as elections
from campaigns.rounds.exchange.polis import writing as conversations
from campaigns.rounds.ledger.web.lookups import kept
from campaigns.rounds.web.lookups import asked_for

IN_MEMORY = 8 * 1024 * 1024


def download_pb(slug: str, number: int) -> Response:
    """The result with its ballots as a `.pb` file. Raises Missing where none is published."""
    return _download(slug, number, elections.write, "pb", "text/plain; charset=utf-8")


def download_conversation(slug: str, number: int) -> Response:
    """A vote for or against as tables in a zip. Raises Missing where none is published, or where it is another kind of vote."""
    return _download(slug, number, conversations.write, "polis.zip", "application/zip")


def _download(slug: str, number: int, write: Callable[[Given, IO[bytes]], None], ending: str, kind: str) -> Response:
    asked = asked_for(slug, number)
    edition = request.args.get("edition", type=int)
    result = next((one for one in asked.editions if one.published_at and edition in {None, one.edition}), None)
    if result is None:
        raise Missing
    given = exports.of_result(result, asked.round)
    if ending != "pb" and not conversations.fits(given):
        raise Missing
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    write(given, file)
    file.seek(0)
    answer = send_file(file, mimetype=kind, as_attachment=True, download_name=f"{slug}-{number}.{ending}")
    return kept(answer, asked.campaign, for_good=False)
