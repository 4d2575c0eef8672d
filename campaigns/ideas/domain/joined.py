"""Ideas that go on in another: those who support them are one set with its own, and standing apart restores what was.

An idea with others joined into it has one row of `supports` a person: their own, or one that came `via` a joined idea. The
joined ideas keep their rows and their counters, so that standing apart takes away no more than what came by joining. Sheets
of people without accounts stay with the idea they were gathered for and are counted with the one it goes on in.

One level: nothing is joined into a joined idea, and an idea with others in it is joined into none.
"""

from sqlalchemy import delete, func, literal, select, update

from app.foundation.db import db
from app.foundation.errors import Conflict
from app.foundation.upserts import upsert
from campaigns.contributions import states
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea, Support
from campaigns.ideas.queries.joined import gathered_elsewhere, has_members, members_of, writers_of


def join(idea: Idea, into: Idea) -> None:
    """The idea goes on in another. Both are locked. Raises Conflict where they do not stand so that they can be one."""
    both = {idea.contribution.state, into.contribution.state}
    if both != {State.PUBLISHED} or idea.campaign_id != into.campaign_id or idea.id == into.id:
        raise Conflict(states.MOVED_ON)
    if into.joined_to_id is not None or has_members(idea.id):
        raise Conflict(states.MOVED_ON)
    idea.joined_to_id = into.id
    db.session.flush()
    _bring(idea.id, into.id)
    recount(into.id)
    states.join(idea.contribution)


def unjoin(idea: Idea) -> None:
    """The idea stands by itself again: its state, its supporters and the counters are those it would have had all the time.

    Both ideas are locked. Raises Conflict where it is not joined.
    """
    into_id = idea.joined_to_id
    if into_id is None:
        raise Conflict(states.MOVED_ON)
    idea.joined_to_id = None
    db.session.flush()
    db.session.execute(delete(Support).where(Support.idea_id == into_id, Support.via_id == idea.id))
    # Who came by this one may have come by another, too.
    for member_id in members_of(into_id):
        _bring(member_id, into_id)
    recount(into_id)
    states.unjoin(idea.contribution)


def recount(idea_id: int) -> None:
    """Counts the supporters of an idea anew: its rows, its sheets and those of what was joined into it."""
    people = select(func.count()).where(Support.idea_id == idea_id).scalar_subquery()
    sheets = gathered_elsewhere(idea_id)
    db.session.execute(
        update(Idea)
        .where(Idea.id == idea_id)
        .values(supports=people, supports_elsewhere=sheets, support_total=people + sheets)
        .execution_options(synchronize_session=False)
    )
    counted = db.session.identity_map.get(db.session.identity_key(Idea, idea_id))
    if counted is not None:
        db.session.expire(counted, ["supports", "supports_elsewhere", "support_total"])


def _bring(member_id: int, into_id: int) -> None:
    """Who supports the member supports the other from the same day on, but for those who do already and those who write it."""
    rows = select(
        literal(into_id, Support.idea_id.type),
        Support.account_id,
        Support.since,
        literal(member_id, Support.idea_id.type),
    ).where(Support.idea_id == member_id, Support.account_id.not_in(writers_of(into_id)))
    columns = ["idea_id", "account_id", "since", "via_id"]
    db.session.execute(upsert(Support).from_select(columns, rows).on_conflict_do_nothing())
