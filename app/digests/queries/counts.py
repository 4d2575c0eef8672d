"""What a snapshot counts of ideas and supports. Everything stands on the rows of the frozen result."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import func, select

from app.accounts.models import Account
from app.digests.rows import IdeaRow, LocalSupport
from app.foundation.db import db
from app.territories.models import Territory
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea, IdeaProblem, Support, SupportSheet
from campaigns.plan import days
from campaigns.plan.models import Track
from campaigns.rounds.models import ResultRow, Round
from campaigns.rounds.queries.recount import counted_in

BATCH = 5000


def ideas(result_id: int, zone: str) -> list[IdeaRow]:
    """The ideas of a result by rank."""
    rows = db.session.execute(
        select(
            ResultRow,
            Idea.track_id,
            Idea.territory_id,
            Idea.service_id,
            Contribution.channel,
            Contribution.author_id,
            func.coalesce(Contribution.submitted_at, Contribution.published_at).label("sent_at"),
        )
        .join(Idea, Idea.id == ResultRow.idea_id)
        .join(Contribution, Contribution.id == ResultRow.idea_id)
        .where(ResultRow.result_id == result_id)
        .order_by(ResultRow.rank)
        .execution_options(yield_per=BATCH)
    )
    return [_idea(*row, zone=zone) for row in rows]


def _idea(
    row: ResultRow,
    track_id: int | None,
    territory_id: int | None,
    service_id: int | None,
    channel: object,
    author_id: int | None,
    sent_at: object,
    *,
    zone: str,
) -> IdeaRow:
    votes = (row.votes, row.on_site, row.elsewhere, row.against, row.winner)
    return IdeaRow(
        row.idea_id,
        row.number,
        row.rank,
        *votes,
        track_id,
        territory_id,
        service_id,
        str(channel),
        author_id,
        days.local(sent_at, zone).date(),  # type: ignore[arg-type]
    )


def by_state(campaign_id: int) -> dict[str, int]:
    """How many ideas of the campaign are in each state; drafts are nobody's business."""
    rows = db.session.execute(
        select(Contribution.state, func.count())
        .where(
            Contribution.campaign_id == campaign_id, Contribution.kind == Kind.IDEA, Contribution.state != State.DRAFT
        )
        .group_by(Contribution.state)
    )
    return {state.value: number for state, number in rows}


def by_outcome(campaign_id: int) -> dict[str, int]:
    """How many published ideas of the campaign have each outcome."""
    rows = db.session.execute(
        select(Idea.outcome, func.count())
        .join(Contribution, Contribution.id == Idea.id)
        .where(Idea.campaign_id == campaign_id, Contribution.state == State.PUBLISHED, Idea.outcome.is_not(None))
        .group_by(Idea.outcome)
    )
    return {outcome.value: number for outcome, number in rows if outcome is not None}


def elsewhere_by_channel(round_: Round, result_id: int) -> dict[str, int]:
    """Support that came in elsewhere, by channel."""
    sheets, _ = counted_in(round_)
    rows = db.session.execute(
        select(SupportSheet.channel, func.sum(SupportSheet.count))
        .join(Idea, Idea.id == SupportSheet.idea_id)
        .join(ResultRow, ResultRow.idea_id == func.coalesce(Idea.joined_to_id, Idea.id))
        .where(ResultRow.result_id == result_id, sheets)
        .group_by(SupportSheet.channel)
    )
    return {channel.value: int(number) for channel, number in rows if number}


def supports(round_: Round, result_id: int) -> Iterable[tuple[int, object, int | None]]:
    """Each support on the site: who, when, and the territory they live in."""
    _, voted = counted_in(round_)
    return db.session.execute(
        select(Support.account_id, Support.since, Account.territory_id)
        .join(ResultRow, ResultRow.idea_id == Support.idea_id)
        .join(Account, Account.id == Support.account_id)
        .where(ResultRow.result_id == result_id, voted)
        .execution_options(yield_per=BATCH)
    )


def local_support(round_: Round, result_id: int) -> list[LocalSupport]:
    """How many people of each territory support each idea on the site."""
    _, voted = counted_in(round_)
    rows = db.session.execute(
        select(Support.idea_id, Account.territory_id, func.count())
        .join(ResultRow, ResultRow.idea_id == Support.idea_id)
        .join(Account, Account.id == Support.account_id)
        .where(ResultRow.result_id == result_id, voted)
        .group_by(Support.idea_id, Account.territory_id)
    )
    return [LocalSupport(*row) for row in rows]


def supporters(round_: Round, result_id: int) -> Counter[int]:
    """How many people who support anything live in each territory, of those who said where."""
    _, voted = counted_in(round_)
    rows = db.session.execute(
        select(Account.territory_id, func.count(func.distinct(Support.account_id)))
        .join(ResultRow, ResultRow.idea_id == Support.idea_id)
        .join(Account, Account.id == Support.account_id)
        .where(ResultRow.result_id == result_id, voted, Account.territory_id.is_not(None))
        .group_by(Account.territory_id)
    )
    return Counter({id: people for id, people in rows if id is not None})


def territory_names() -> dict[int, str]:
    """All places by id."""
    return dict(db.session.execute(select(Territory.id, Territory.name)).all())


def track_names(campaign_id: int) -> dict[int, str]:
    """The directions of the campaign by id."""
    return dict(db.session.execute(select(Track.id, Track.name).where(Track.campaign_id == campaign_id)).all())


def problem_answers(result_id: int) -> list[tuple[int, int]]:
    """Which idea of the result answers which problem."""
    rows = db.session.execute(
        select(IdeaProblem.idea_id, IdeaProblem.problem_id)
        .join(ResultRow, ResultRow.idea_id == IdeaProblem.idea_id)
        .where(ResultRow.result_id == result_id)
    )
    return [(idea_id, problem_id) for idea_id, problem_id in rows]


def cited(ids: Iterable[int]) -> list[tuple[int, int | None, str]]:
    """The ideas by their ids: id, number and title, in the order of ids."""
    wanted, found = sorted(set(ids)), list[tuple[int, int | None, str]]()
    for start in range(0, len(wanted), BATCH):
        query = select(Idea.id, Idea.number, Idea.title).where(Idea.id.in_(wanted[start : start + BATCH]))
        found += [(id, number, title) for id, number, title in db.session.execute(query.order_by(Idea.id))]
    return found
