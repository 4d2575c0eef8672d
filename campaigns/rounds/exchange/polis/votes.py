"""A conversation as a vote that can be brought in: a ballot for or against each statement, with its history."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.foundation.texts import clean, clean_line
from campaigns.ideas.imports.rows import LONGEST_TEXT
from campaigns.rounds.exchange.polis.conversation import MODERATED_OUT, Conversation, Said, Statement
from campaigns.rounds.exchange.votes import AS_CAST, Choice, Offer, Vote, Voter
from campaigns.rounds.rules import defaults
from campaigns.rounds.rules.shape import BallotKind

A_MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)
# Statements are short; a long one stands whole in the text of its idea, and its beginning is the title.
LONGEST_TITLE = 200


def vote_of(conversation: Conversation, usual_title: str, now: datetime) -> Vote:
    """The vote. A statement that moderators took off stands on the ballot, because people voted on it, and is hidden there:
    ballots stay as they were cast, and the count leaves it out for a reason that everyone reads."""
    log = conversation.log or ()
    ends = (log[-1].at if log else now).replace(second=0, microsecond=0) + A_MINUTE
    begins = log[0].at.replace(second=0, microsecond=0) if log else ends - A_DAY
    ballot = defaults.ballot_of(BallotKind.FOR_AGAINST)
    offers = [_offer(statement, now) for statement in conversation.statements.values()]
    return Vote(
        title=clean_line(conversation.topic) or usual_title,
        purpose=clean(conversation.purpose),
        opens_at=begins,
        closes_at=ends,
        rule=defaults.of_vote(ballot, defaults.counting_for(BallotKind.FOR_AGAINST), channels=["import"], **AS_CAST),
        offers=offers,
        voters=_voters(log),
    )


def _offer(statement: Statement, now: datetime) -> Offer:
    # A statement whose words were taken away has votes all the same.
    line, whole = clean_line(statement.text) or f"No. {statement.id}", clean(statement.text)[:LONGEST_TEXT]
    is_short = len(line) <= LONGEST_TITLE
    out = _("Moderators took it off in the conversation that this vote comes from.")
    return Offer(
        source_id=statement.id,
        title=line if is_short else line[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…",
        text="" if is_short else whole,
        written_at=statement.at if statement.at and statement.at <= now else None,
        hidden_because=out if statement.moderated == MODERATED_OUT else "",
    )


def _voters(log: Sequence[Said]) -> Iterator[Voter]:
    """Each voter with their ballots: one as long as they go on to new statements, a further one at each vote given anew."""
    by_voter: dict[str, list[Said]] = {}
    for said in log:
        by_voter.setdefault(said.voter, []).append(said)
    for voter, all_said in by_voter.items():
        yield Voter(voter, tuple(_casts(all_said)))


def _casts(all_said: list[Said]) -> Iterator[tuple[Choice, datetime]]:
    standing: dict[str, int] = {}
    at = all_said[0].at
    for said in all_said:
        if said.statement in standing:
            yield tuple(standing.items()), at
        standing[said.statement], at = said.value, said.at
    yield tuple(standing.items()), at
