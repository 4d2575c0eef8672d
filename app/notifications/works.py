"""Who is told what becomes of an idea: those it concerns of each report, who answers for it of each objection."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.accounts.models import Account, RoleGrant
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.notifications.audiences import AT_ONCE, concerned_by, still_there
from app.notifications.domain import tellings
from app.notifications.domain.notices import Fact, tell
from app.notifications.domain.tellings import Next, Portion, Reader, portion
from app.notifications.models import NoticeKind, Teller
from campaigns.contributions.models import PUBLIC, Contribution
from campaigns.implementation.events import ContestAnswered, DoneContested, ProgressReported
from campaigns.implementation.models import Contest, Progress, Undertaking
from campaigns.plan.models import Campaign
from moderation.domain.undo import UNDO_WITHIN


def tell_progress(fact: ProgressReported) -> None:
    """Whoever wrote, supports or follows the idea learns what was reported."""
    tellings.put(Teller.WORK, progress_id=fact.progress_id)


def tell_contested(fact: DoneContested) -> None:
    """Who answers for the work learns that somebody objects, once no moderator can take the publication back."""
    tellings.put(Teller.CONTESTED, delay=UNDO_WITHIN, contest_id=fact.contest_id)


def tell_contest_answered(fact: ContestAnswered) -> None:
    """Who objected reads the reply."""
    contribution = db.session.get_one(Contribution, fact.contest_id)
    if contribution.author_id is None:
        return
    told = Fact(NoticeKind.CONTEST_ANSWERED, f"contest-answered:{fact.contest_id}", fact.campaign_id, fact.contest_id)
    tell(_living([contribution.author_id], fact.campaign_id), told, clock.now())


def work(reader: Reader, after: int, progress_id: int) -> Portion:
    """A report is told to everyone it concerns but whoever made it, then to who follows the department.

    Of an idea that is hidden nobody is told further.
    """
    progress = db.session.get_one(Progress, progress_id)
    work = db.session.get_one(Undertaking, progress.undertaking_id)
    if db.session.get_one(Contribution, work.idea_id).state not in PUBLIC:
        return Portion()
    fact = Fact(NoticeKind.PROGRESS, f"progress:{progress_id}", work.campaign_id, work.idea_id)
    campaign = db.session.get_one(Campaign, work.campaign_id)
    people = reader.people(concerned_by, work.idea_id, campaign, after, AT_ONCE)
    return portion(people, fact, but=progress.reported_by, then=_followers_of_office(progress, work))


def _followers_of_office(progress: Progress, work: Undertaking) -> Next:
    # After those whom the idea concerns, and by the same name: nobody is told twice.
    ids = {
        "kind": NoticeKind.OFFICE_PROGRESS,
        "name": f"progress:{progress.id}",
        "idea_id": work.idea_id,
        "office_id": work.office_id,
        "but": progress.reported_by,
    }
    return Next(Teller.OFFICE_FOLLOWERS, ids)


def objection(_reader: Reader, _after: int, contest_id: int) -> Portion:
    """An objection that everyone may read is told to the officials of the department and to the owners."""
    contribution = db.session.get_one(Contribution, contest_id)
    work = db.session.get_one(Undertaking, db.session.get_one(Contest, contest_id).undertaking_id)
    if contribution.state not in PUBLIC:
        return Portion()
    query = select(RoleGrant.account_id).where(
        RoleGrant.ended_at.is_(None),
        or_(
            (RoleGrant.role == Role.OFFICIAL) & (RoleGrant.office_id == work.office_id),
            (RoleGrant.role == Role.OWNER) & (RoleGrant.campaign_id == work.campaign_id),
        ),
    )
    people = [one for one in db.session.scalars(query.order_by(RoleGrant.id)) if one != contribution.author_id]
    fact = Fact(NoticeKind.DONE_CONTESTED, f"contested:{contest_id}", work.campaign_id, contest_id)
    return Portion(_living(people, work.campaign_id), fact)


def _living(people: Sequence[int], campaign_id: int) -> Sequence[int]:
    campaign = db.session.get_one(Campaign, campaign_id)
    return db.session.scalars(still_there(people, campaign).order_by(Account.id)).all()
