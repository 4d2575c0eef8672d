"""Whether a campaign can be written down at this moment: nothing in it may be on its way."""

from typing import Any

from sqlalchemy import Connection, exists, select

from campaigns.plan.models import Campaign
from campaigns.rounds.ballots.models import Cast
from campaigns.rounds.ledger.models import PublishedLedger, RoundNote
from campaigns.rounds.models import Result, Round, Source
from campaigns.selection.models import Selection

SOON = "that takes some minutes while `flask worker` and `flask scheduler` run; try again then"


def why_not(connection: Connection, campaign_id: int) -> str | None:
    """A sentence that says what has to end first; None where everything has."""
    if connection.scalar(select(Campaign.is_arriving).where(Campaign.id == campaign_id)):
        return "it is coming in from an archive itself; run that import again first"
    rounds = select(Round.id, Round.number, Round.source, Round.closed_at).where(Round.campaign_id == campaign_id)
    for round_ in connection.execute(rounds.order_by(Round.number)):
        told = _of_round(connection, round_)
        if told:
            return f"round {round_.number} {told}"
    unmade = select(Selection.id).where(Selection.campaign_id == campaign_id, Selection.made_at.is_(None))
    return f"its selection is being made; {SOON}" if connection.scalar(unmade) else None


def _of_round(connection: Connection, round_: Any) -> str | None:
    if round_.closed_at is None:
        return (
            "is still open: an archive made now would freeze a count that people can still change. "
            "Export the campaign when the round is closed and counted; `flask backup` copies what is running"
        )
    results = select(Result.id).where(Result.round_id == round_.id)
    if connection.scalar(results.where(Result.counted_at.is_(None))):
        return f"is being counted; {SOON}"
    if not connection.scalar(results):
        return f"is closed and not counted yet; {SOON}"
    if round_.source != Source.BALLOTS:
        return None
    return _of_vote(connection, round_.id)


def _of_vote(connection: Connection, round_id: int) -> str | None:
    waits = (
        exists().where(Cast.round_id == round_id, Cast.seq.is_(None))
        | exists().where(RoundNote.round_id == round_id, RoundNote.seq.is_(None))
        | exists().where(Cast.round_id == round_id, ~Cast.tallied)
    )
    if connection.scalar(select(waits)):
        return f"has entries that its journal does not hold yet; {SOON}"
    unmade = select(Result.id).where(
        Result.round_id == round_id,
        Result.published_at.is_not(None),
        Result.superseded_at.is_(None),
        ~exists().where(PublishedLedger.result_id == Result.id),
    )
    return f"is published and its files are still being made; {SOON}" if connection.scalar(unmade) else None
