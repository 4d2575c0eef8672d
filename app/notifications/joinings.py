"""Who is told of a joining: those who are asked at once and by letter, everyone whom two ideas concern once it is done."""

from collections.abc import Sequence

from sqlalchemy import Select, select, union

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.notifications.audiences import AT_ONCE, still_there
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, tell
from app.notifications.domain.tellings import Portion, Reader, portion
from app.notifications.models import NoticeKind, Teller
from campaigns.contributions.models import Follow
from campaigns.ideas.models import Idea, Support
from campaigns.ideas.queries.joined import writers_of
from campaigns.plan.models import Campaign
from campaigns.plan.visibility import people_who_see
from search.joining.events import IdeasJoined, IdeasParted, JoiningEnded, JoiningProposed
from search.joining.models import Joining, Progress
from search.joining.queries import asked

# What became of two ideas, and which of them the notice names.
TOLD: dict[NoticeKind, Progress] = {NoticeKind.JOINED: Progress.JOINED, NoticeKind.UNJOINED: Progress.UNJOINED}


def tell_proposed(fact: JoiningProposed) -> None:
    """Whoever is asked learns it at once, with the title of their own idea, and has a letter."""
    joining = db.session.get_one(Joining, fact.joining_id)
    told: set[int] = set()
    for idea_id in (joining.idea_id, joining.into_id):
        people = [one for one in _living(joining, idea_id) if one not in told]
        told |= set(people)
        tell(people, _fact(joining, NoticeKind.JOINING_PROPOSED, "proposed", idea_id), clock.now())


def tell_ended(fact: JoiningEnded) -> None:
    """Who proposed it and whoever was asked learn that both ideas stay as they are; not whoever ended it, who knows."""
    joining = db.session.get_one(Joining, fact.joining_id)
    people = [joining.proposed_by] if joining.proposed_by else []
    # One that was never proposed to anybody is nobody else's news.
    people += [one for one in asked.asked_of(joining) if joining.answer_by > joining.proposed_at]
    told = _fact(joining, NoticeKind.JOINING_DECLINED, "ended", joining.idea_id)
    tell([one for one in dict.fromkeys(people) if one != joining.ended_by], told, clock.now())


def tell_joined(fact: IdeasJoined) -> None:
    """Those whom either idea concerns learn that they are one."""
    tellings.put(Teller.SET, joining_id=fact.joining_id, kind=NoticeKind.JOINED)


def tell_parted(fact: IdeasParted) -> None:
    """Those whom either idea concerns learn that both stand by themselves again."""
    tellings.put(Teller.SET, joining_id=fact.joining_id, kind=NoticeKind.UNJOINED)


def both(reader: Reader, after: int, joining_id: int, kind: str) -> Portion:
    """Everyone who supports, follows or writes one of the two ideas, each once; nobody is told what holds no more by then."""
    which, joining = NoticeKind(kind), db.session.get_one(Joining, joining_id)
    if joining.progress != TOLD[which]:
        return Portion()
    named = joining.into_id if which == NoticeKind.JOINED else joining.idea_id
    fact = _fact(joining, which, which.value, named)
    return portion(reader.people(_next_people, joining, after), fact, but=joining.ended_by)


def _fact(joining: Joining, kind: NoticeKind, name: str, idea_id: int) -> Fact:
    campaign_id = db.session.get_one(Idea, idea_id).campaign_id
    return Fact(kind, f"joining:{joining.id}:{name}", campaign_id, idea_id, {"joining_id": joining.id})


def _living(joining: Joining, idea_id: int) -> Sequence[int]:
    people = list(db.session.scalars(writers_of(idea_id)))
    campaign = db.session.get_one(Campaign, db.session.get_one(Idea, joining.idea_id).campaign_id)
    return db.session.scalars(still_there(people, campaign).order_by(Account.id)).all()


def _next_people(joining: Joining, after: int) -> Select[int]:
    campaign = db.session.get_one(Campaign, db.session.get_one(Idea, joining.idea_id).campaign_id)
    pair = [joining.idea_id, joining.into_id]
    concerned = union(
        select(Support.account_id).where(Support.idea_id.in_(pair)),
        select(Follow.account_id).where(Follow.contribution_id.in_(pair)),
        writers_of(joining.idea_id),
        writers_of(joining.into_id),
    ).subquery()
    query: Select[int] = select(Account.id).where(Account.id.in_(select(concerned.c[0])), Account.id > after)
    query = query.where(Account.ended_at.is_(None), people_who_see(campaign))
    return query.order_by(Account.id).limit(AT_ONCE)
