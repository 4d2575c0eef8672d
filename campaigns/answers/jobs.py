"""Background work of answers."""

from app.foundation import clock, events
from app.foundation.db import db
from app.foundation.jobs import still_at_it
from app.foundation.unit_of_work import step
from campaigns.answers.domain import reminding
from campaigns.answers.domain.release import release_some
from campaigns.answers.models import AnswerTerms
from campaigns.answers.sheets import keeping

REMINDED_AT_ONCE = 100


def release(campaign_id: int) -> None:
    """The held answers of a campaign come out, some at a time, all with the same moment; goes on where an earlier attempt stopped."""
    after: int | None = 0
    while after is not None:
        with step():
            terms = db.session.get_one(AnswerTerms, campaign_id)
            if terms.released_at is None:
                return
            after = release_some(campaign_id, after, terms.released_at)
            still_at_it()


def remind() -> None:
    """Says of each answer that is owed what is to be said today."""
    after, now = 0, clock.now()
    while True:
        with step():
            some = reminding.due(after, REMINDED_AT_ONCE, now)
            for _id, fact in some:
                if fact is not None:
                    events.announce(fact)
            still_at_it()
        if len(some) < REMINDED_AT_ONCE:
            return
        after = some[-1][0]


def purge_sheets() -> None:
    """Workbooks that were sent a day ago go."""
    with step():
        keeping.purge(clock.now())
