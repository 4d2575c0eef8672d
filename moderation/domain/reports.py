"""People report public texts: many reports of a text make one case, and a person reports a case once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select, update

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed, Reason
from campaigns.contributions.models import PUBLIC, Contribution, Kind
from campaigns.contributions.visibility import visible_to
from campaigns.discussion.visibility import under_what_is_public
from campaigns.ideas.queries.authors import author_of
from campaigns.plan.models import Campaign
from moderation import permissions
from moderation.domain import cases, hiding
from moderation.domain.rows import locked_contribution
from moderation.models import Case, Decision, Report, Risk
from moderation.permissions import Act
from moderation.reasons import Ground, grounds_for

LONGEST = 1_000
A_DAY = 20

OWN = Reason("report.own", _l("This is your own text. You can change it or take it back on its page."))
NO_RULE = Reason("report.no-rule", _l("Choose the rule that the text breaks."))
TOO_LONG = Reason("report.too-long", _l("A report has at most 1,000 characters."))
ALREADY = Reason("report.already", _l("You have reported this text already. A moderator will look at it."))
DECIDED = Reason(
    "report.decided",
    _l(
        "You have reported this text before, we have looked at it, and it has not changed since. See what we answered you."
    ),
)
MANY = Reason(
    "report.many", _l("You have sent 20 reports within a day. Come back tomorrow; what presses, write to us.")
)


@dataclass(frozen=True)
class Told:
    """What somebody reports: a code of moderation/reasons.py, their words, and the language they read in."""

    rule: str
    words: str
    language: str


def send(actor: Actor, contribution_id: int, told: Told, now: datetime) -> Report:
    """The actor reports a text that everyone of its campaign can read. It opens or joins the text's case.

    Raises Missing where they do not see such a text, NotAllowed (a guest, somebody who may not write, their own text, too many
    today), Conflict (reported already), Invalid (no such rule, too many words).
    """
    require_visible(actor, contribution_id)
    contribution = locked_contribution(contribution_id)
    # Once more: it may have been hidden while we waited for it.
    require_visible(actor, contribution_id)
    require_may(actor, contribution)
    _require_sound(contribution, told)
    _require_few(actor, now)
    case = cases.case_of_reports(contribution, now)
    if db.session.scalar(select(exists().where(Report.case_id == case.id, Report.reporter_id == actor.id))):
        raise Conflict(ALREADY)
    report = Report(
        case_id=case.id,
        contribution_id=contribution.id,
        reporter_id=actor.id,
        rule=told.rule,
        words=told.words,
        language=told.language,
        made_at=now,
    )
    db.session.add(report)
    db.session.flush()
    _count(case)
    hiding.consider(case, contribution, now)
    return report


def grounds(kind: Kind) -> list[Ground]:
    """The rules that a public text of this kind may be reported by: those by which it may be hidden."""
    return grounds_for(kind, frozenset({Decision.HIDE}))


def require_visible(actor: Actor, contribution_id: int) -> Contribution:
    """The text, where this person may report it. Raises Missing: a text they do not see is no other than one that is not."""
    contribution = db.session.scalar(
        select(Contribution)
        .join(Campaign, Campaign.id == Contribution.campaign_id)
        .where(Contribution.id == contribution_id, visible_to(actor), under_what_is_public())
        .where(Contribution.state.in_(sorted(PUBLIC)))
        .execution_options(populate_existing=True)
    )
    if contribution is None:
        raise Missing
    return contribution


def require_may(actor: Actor, contribution: Contribution) -> None:
    """Raises NotAllowed or Conflict where this person does not report this text: it is theirs, or they have before."""
    if author_of(actor, contribution) == actor.id and actor.id is not None:
        raise NotAllowed(OWN)
    permissions.require(actor, Act.REPORT, campaign_id=contribution.campaign_id)
    last = db.session.execute(
        select(Case.closed_at, Case.decided_at)
        .join(Report, Report.case_id == Case.id)
        .where(Report.contribution_id == contribution.id, Report.reporter_id == actor.id)
        .order_by(Report.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return
    if last.closed_at is None:
        raise Conflict(ALREADY)
    if last.decided_at is not None and not hiding.has_changed_since(contribution, last.decided_at):
        raise Conflict(DECIDED)


def _require_sound(contribution: Contribution, told: Told) -> None:
    if told.rule not in {one.code for one in grounds(contribution.kind)}:
        raise Invalid(NO_RULE)
    if len(told.words) > LONGEST:
        raise Invalid(TOO_LONG)


def _require_few(actor: Actor, now: datetime) -> None:
    # Locked, so that of many sent at once each sees those before it.
    db.session.scalar(select(Account.id).where(Account.id == actor.id).with_for_update(key_share=True))
    since = (Report.reporter_id == actor.id, Report.made_at > now - timedelta(days=1))
    if (db.session.scalar(select(func.count()).select_from(Report).where(*since)) or 0) >= A_DAY:
        raise NotAllowed(MANY)


def _count(case: Case) -> None:
    """One more; added in the database, where the checks may be writing to the same case."""
    db.session.execute(
        update(Case)
        .where(Case.id == case.id)
        .values(reports=Case.reports + 1, risk=Risk.REPORTED)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(case)
