"""A moderator decides a case: once, about the text they have read, with reasons where something is restricted."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor
from app.audit import chain
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Reason
from app.offices import competences
from campaigns.contributions import states
from campaigns.contributions.models import PUBLIC, Contribution
from moderation import deciders
from moderation.domain import joins, masks, statements, undo
from moderation.domain.cases import CLOSED, require_free
from moderation.domain.rows import locked
from moderation.domain.statements import Reasons
from moderation.events import CaseDecided
from moderation.masking import NOTHING, Wanted
from moderation.models import About, Case, Decision, Statement
from moderation.possible import LEAVES_PUBLIC, becomes, possible
from moderation.reasons import BY_CODE
from search.joining.reasons import SAY_WHY

CHANGED = Reason(
    "case.changed", _l("Something has changed since you opened this page. Look once more before you decide.")
)
NO_WORDS = Reason("case.no-words", _l("Choose the reason and write what the author will read."))
NOT_POSSIBLE = Reason("case.not-possible", _l("This cannot be decided about the text as it stands now."))
NOT_BY_THIS = Reason(
    "case.not-by-this", _l("This reason does not lead to that decision. Choose another reason or another decision.")
)
NO_OFFICE = Reason("case.no-office", _l("Choose who is competent: the author has to know where to turn."))
NO_TERM = Reason(
    "case.no-term", _l("Only a text that is hidden comes back after a term. Choose a day that is still to come.")
)


@dataclass(frozen=True)
class Ruling:
    """What is decided. For a restriction `ground` is a code of moderation/reasons.py, `facts` are the words for the author.

    A text may be hidden `until` an instant; one that is referred needs `competence_id`, an entry of the address book; one that
    is published without some of its words needs to be told which: `wanted`. An idea that is proposed to be joined goes on in
    `into_id`, and `facts` are the public reason.
    """

    decision: Decision
    ground: str = ""
    facts: str = ""
    language: str = ""
    until: datetime | None = None
    competence_id: int | None = None
    wanted: Wanted | None = None
    into_id: int | None = None


@dataclass(frozen=True)
class Seen:
    """The versions of the case and of its text that the moderator had before their eyes."""

    case: int
    text: int


def decide(actor: Actor, case_id: int, ruling: Ruling, seen: Seen, now: datetime) -> Case:
    """The case is decided and its text moves on. All or nothing is written; for a minute it can be undone.

    Raises Missing, NotAllowed (their own text, no right here), Conflict (somebody was quicker, has claimed it, or the text
    became another), Invalid (a restriction without its reason, a referral to nobody, a term that makes no sense).
    """
    case, contribution = locked(case_id)
    require_all(actor, case, contribution, ruling, seen, now)
    before = states.standing(contribution)
    case.decision, case.decided_at, case.decided_by, case.closed_at = ruling.decision, now, actor.id, now
    case.version += 1
    statement = _carry_out(case, contribution, ruling, actor, now)
    undo.keep(case, contribution, before, statement)
    if ruling.decision == Decision.JOIN and ruling.into_id is not None:
        joins.keep(case, ruling.into_id, ruling.facts)
    _log(case, statement, actor, now)
    events.announce(CaseDecided(case.id, case.version))
    return case


def require_all(
    actor: Actor, case: Case, contribution: Contribution, ruling: Ruling, seen: Seen, now: datetime
) -> None:
    """Raises the refusal that `decide` would raise, of which it tells."""
    deciders.require(actor, case, contribution)
    require_free(case, actor, now)
    _require_seen(case, contribution, seen)
    require_sound(contribution, ruling, now)
    if ruling.decision == Decision.JOIN:
        joins.require(actor, contribution, ruling.into_id, now)


def require_sound(contribution: Contribution, ruling: Ruling, now: datetime) -> None:
    """Raises Conflict or Invalid where this cannot be decided about the text as it stands, whoever decides."""
    if ruling.decision not in possible(contribution.kind, contribution.state):
        raise Conflict(NOT_POSSIBLE)
    if ruling.decision == Decision.JOIN and not ruling.facts:
        raise Invalid(SAY_WHY)
    if ruling.decision in LEAVES_PUBLIC:
        return
    ground = BY_CODE.get(ruling.ground)
    if ground is None or not ruling.facts:
        raise Invalid(NO_WORDS)
    if ruling.decision not in ground.leads_to(contribution.kind):
        raise Invalid(NOT_BY_THIS)
    if ruling.until is not None and (ruling.decision != Decision.HIDE or ruling.until <= now):
        raise Invalid(NO_TERM)
    if ruling.decision == Decision.REFER and competences.living(ruling.competence_id) is None:
        raise Invalid(NO_OFFICE)
    if ruling.decision == Decision.MASK and ruling.wanted is None:
        raise Invalid(NOTHING)


def _require_seen(case: Case, contribution: Contribution, seen: Seen) -> None:
    if case.about != About.TEXT:
        raise Conflict(NOT_POSSIBLE)
    if not possible(contribution.kind, contribution.state):
        raise Conflict(CLOSED)
    if (case.version, contribution.version) != (seen.case, seen.text):
        raise Conflict(CHANGED)


def _carry_out(case: Case, contribution: Contribution, ruling: Ruling, actor: Actor, now: datetime) -> Statement | None:
    if ruling.decision in LEAVES_PUBLIC:
        if contribution.state not in PUBLIC:
            states.publish(contribution, now, may_be_undone=True)
        return None
    language = ruling.language or contribution.language
    competence_id = ruling.competence_id if ruling.decision == Decision.REFER else None
    reasons = Reasons(ruling.decision, ruling.ground, ruling.facts, language, ruling.until, competence_id)
    statement = statements.make(contribution, reasons, now=now, made_by=actor.id, case=case)
    if ruling.wanted is not None and ruling.decision == Decision.MASK:
        masks.publish(case, contribution, statement, ruling.wanted, now)
        return statement
    states.restrict(contribution, becomes(ruling.decision, contribution.state), statement.id, now, may_be_undone=True)
    return statement


def _log(case: Case, statement: Statement | None, actor: Actor, now: datetime) -> None:
    reasons = {"statement_id": statement.id, "rule": statement.rule} if statement else {}
    chain.log(
        "case.decide",
        now=now,
        actor_id=actor.id,
        thing="contribution",
        thing_id=case.contribution_id,
        campaign_id=case.campaign_id,
        case_id=case.id,
        decision=str(case.decision),
        **reasons,
    )
    db.session.flush()
