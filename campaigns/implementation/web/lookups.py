"""What pages about the work on an idea begin with."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing, NotAllowed
from campaigns.contributions.models import PUBLIC
from campaigns.ideas.queries import pages
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.implementation import permissions, reasons
from campaigns.implementation.domain import works
from campaigns.implementation.models import Undertaking
from campaigns.implementation.queries.works import WorkRead, of_idea
from campaigns.plan.models import Campaign


@dataclass(frozen=True)
class Worked:
    """An idea that the reader may see, and what is done about it."""

    read: IdeaRead
    work: WorkRead

    @property
    def campaign(self) -> Campaign:
        return self.read.campaign


def worked_or_missing(actor: Actor, idea_id: int) -> Worked:
    """Raises Missing where there is no such idea, the actor may not know of it, or nothing is done about it."""
    read = pages.idea_or_missing(actor, idea_id)
    work = of_idea(idea_id)
    if work is None or (read.state not in PUBLIC and not _reports(actor, read, work)):
        raise Missing
    return Worked(read, work)


def reported_by(idea_id: int) -> Worked:
    """The same for a page on which somebody reports. Raises NotAllowed where the person may not."""
    actor = require_person()
    worked = worked_or_missing(actor, idea_id)
    reason = works.refusal_to_report(actor, worked.read.idea, row_of(worked), clock.now())
    if reason:
        raise NotAllowed(reason)
    return worked


def begun_by(idea_id: int) -> IdeaRead:
    """An idea of which no work is begun. Raises Conflict where there is some."""
    require_person()
    read = pages.idea_or_missing(require_person(), idea_id)
    if read.state not in PUBLIC:
        raise Missing
    if of_idea(idea_id) is not None:
        raise Conflict(reasons.BEGUN)
    return read


def row_of(worked: Worked) -> Undertaking:
    """The row that was read."""
    return db.session.get_one(Undertaking, worked.work.id)


def _reports(actor: Actor, read: IdeaRead, work: WorkRead) -> bool:
    row = db.session.get_one(Undertaking, work.id)
    return permissions.role_refusal(actor, read.idea.campaign_id, row.office_id) is None
