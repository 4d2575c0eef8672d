"""A text that many people report may be hidden until a person has looked at it: where the owner wants it, for a day at most."""

from collections import Counter
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import exists, or_, select

from app.accounts.models import Account
from app.audit import chain
from app.foundation.db import db
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC, Contribution, State, Version
from campaigns.plan.models import Campaign
from moderation.domain import statements
from moderation.domain.statements import Reasons
from moderation.models import Basis, Case, Decision, Report, Statement

LASTS = timedelta(hours=24)

# The reports of accounts younger than that hide nothing: they may have been made for it.
GROWN = timedelta(days=1)


def consider(case: Case, contribution: Contribution, now: datetime) -> Statement | None:
    """Hides the text where as many people have reported it as the owner has said. One version of it is hidden so once.

    Called with the text locked, after a report was added to its case.
    """
    most = db.session.get_one(Campaign, contribution.campaign_id).reports_hide_from
    if not most or case.reports < most or contribution.state not in PUBLIC or case.hidden_until is not None:
        return None
    rules = _rules_of_grown(case, now)
    if sum(rules.values()) < most or _was_looked_at(contribution):
        return None
    return _hide(case, contribution, rules.most_common(1)[0][0], now)


def has_changed_since(contribution: Contribution, at: datetime) -> bool:
    """Whether the words of the text became others after an instant."""
    later = exists().where(Version.contribution_id == contribution.id, Version.number > 1, Version.kept_at > at)
    return bool(db.session.scalar(select(later)))


def _rules_of_grown(case: Case, now: datetime) -> Counter[str]:
    """How many confirmed accounts that are no younger than a day named each rule."""
    rules = db.session.scalars(
        select(Report.rule)
        .join(Account, Account.id == Report.reporter_id)
        .where(Report.case_id == case.id, Account.created_at <= now - GROWN)
        .where(Account.email_confirmed_at.is_not(None), Account.ended_at.is_(None))
        .order_by(Report.id)
    )
    return Counter(rules)


def _was_looked_at(contribution: Contribution) -> bool:
    """Whether the text as it reads now was hidden for reports before, or a person has decided about reports of it."""
    last = db.session.scalar(
        select(Case.opened_at)
        .where(Case.contribution_id == contribution.id, Case.closed_at.is_not(None))
        .where(or_(Case.hidden_until.is_not(None), Case.decided_at.is_not(None) & (Case.reports > 0)))
        .order_by(Case.id.desc())
        .limit(1)
    )
    return last is not None and not has_changed_since(contribution, last)


def _hide(case: Case, contribution: Contribution, rule: str, now: datetime) -> Statement:
    language, case.hidden_until = _language_of(contribution), now + LASTS
    with force_locale(language):
        facts = _(
            "Several people have reported your text. It is hidden until a moderator has looked at it, for a day at most. "
            "You need not do anything."
        )
    reasons = Reasons(Decision.HIDE, rule, str(facts), language, until=case.hidden_until)
    statement = statements.make(contribution, reasons, now=now, made_by=None, case=case, basis=Basis.REPORT)
    states.restrict(contribution, State.HIDDEN, statement.id, now)
    chain.log(
        "report.hide",
        now=now,
        actor_id=None,
        thing="contribution",
        thing_id=contribution.id,
        campaign_id=contribution.campaign_id,
        case_id=case.id,
        statement_id=statement.id,
        rule=rule,
        reports=case.reports,
    )
    return statement


def _language_of(contribution: Contribution) -> str:
    """The author's language, or that of the text, as far as the site speaks it."""
    spoken = select(Account.language).where(Account.id == contribution.author_id)
    known: list[str] = list(current_app.extensions["veche.settings"].LANGUAGES)
    wanted = (db.session.scalar(spoken), contribution.language)
    return next((one for one in wanted if one and one in known), known[0])
