"""What moderation brings to pages of lower rooms: reasons for the author, a way to the case for staff, the owner's checklist."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.accounts.slots import Item, Section
from app.foundation.db import db
from app.foundation.errors import Reason
from app.foundation.slots import Part
from campaigns.contributions.models import PUBLIC, RESTRICTED, Kind, State
from campaigns.discussion.slots import TopicShown
from campaigns.ideas.slots import IdeaShown
from campaigns.plan.models import Campaign
from campaigns.plan.slots import Check, Told
from moderation import conflicts, permissions
from moderation.domain.mending import MENDABLE
from moderation.models import Decision, Outcome, Statement
from moderation.permissions import Act
from moderation.possible import possible
from moderation.queries import cases, queue, statements
from moderation.reasons import BY_CODE
from moderation.web.settings import told as settings_told
from moderation.words import DECIDED, OUTCOMES, REVIEWED
from search.joining.slots import Handled


def state_note(shown: IdeaShown) -> Part | None:
    """Why the idea was returned, refused or hidden: for its author and the staff alone."""
    if not shown.is_own and not _is_staff(shown):
        return None
    statement = statements.in_force(shown.id)
    if statement is None:
        return None
    may_mend = shown.is_own and shown.state == State.RETURNED and not shown.is_editing
    mend = url_for("ideas.edit_idea", idea_id=shown.id) if may_mend else None
    ask = url_for("moderation.ask_review", contribution_id=shown.id) if shown.is_own else None
    values = {"statement": statement, "outcome": OUTCOMES[statement.decision], "mend": mend, "ask": ask}
    return Part("moderation/state_note.html", values)


def aside(shown: IdeaShown) -> Part | None:
    """For staff: the open case, or a button that opens one."""
    if not _is_staff(shown):
        return None
    case_id = cases.open_case_of(shown.id)
    if case_id is None and (shown.is_own or not possible(Kind.IDEA, State(shown.state))):
        return None
    may_mend = shown.state in MENDABLE and not shown.is_own
    return Part("moderation/aside.html", {"case_id": case_id, "contribution_id": shown.id, "may_mend": may_mend})


def topic_note(shown: TopicShown) -> Part | None:
    """Why a topic, or its conclusion, was returned, refused or hidden: for its author, for those who lead and for the staff."""
    texts = ((shown.id, shown.state), (shown.conclusion_id, shown.conclusion_state))
    restricted = next((id for id, state in texts if id and state in RESTRICTED), shown.id)
    statement = statements.in_force(restricted)
    if statement is None:
        return None
    mend = shown.mend_url if shown.state == State.RETURNED and restricted == shown.id else None
    is_own = restricted == shown.id and shown.viewer.id is not None and shown.viewer.id == shown.author_id
    ask = url_for("moderation.ask_review", contribution_id=shown.id) if is_own else None
    values = {"statement": statement, "outcome": OUTCOMES[statement.decision], "mend": mend, "ask": ask}
    return Part("moderation/state_note.html", values)


def topic_aside(shown: TopicShown) -> Part | None:
    """For staff: the open case of the topic, or of its conclusion while that is not public; or a button that opens one."""
    if permissions.refusal(shown.viewer, Act.SEE_QUEUE, campaign_id=shown.campaign_id):
        return None
    id, kind, state = shown.id, Kind.TOPIC, shown.state
    if shown.conclusion_id is not None and shown.conclusion_state not in PUBLIC:
        id, kind, state = shown.conclusion_id, Kind.CONCLUSION, str(shown.conclusion_state)
    case_id = cases.open_case_of(id)
    is_own = shown.viewer.id is not None and shown.viewer.id == shown.author_id
    if case_id is None and (is_own or not possible(kind, State(state))):
        return None
    may_mend = kind == Kind.TOPIC and state in MENDABLE and not is_own
    return Part("moderation/aside.html", {"case_id": case_id, "contribution_id": id, "may_mend": may_mend})


def checklist(campaign_id: int) -> Sequence[Check]:
    """Whether texts still wait in the campaign."""
    waiting = queue.waiting_in(campaign_id)
    url = url_for("moderation.show_queue", campaign=campaign_id)
    if not waiting:
        return (Check("moderation.open", _("No text waits for a check."), True, url),)
    sentence = ngettext("%(num)s text waits for a check.", "%(num)s texts wait for a check.", waiting)
    return (Check("moderation.open", sentence, False, url),)


def account_section(account_id: int) -> Section | None:
    """For those named by campaigns to decide what the team may not: the way to it."""
    named = db.session.execute(
        select(Campaign.id, Campaign.title).where(Campaign.reviewer_id == account_id).order_by(Campaign.id)
    )
    items = [
        Item(row.title, url_for("moderation.show_queue"), _("texts that nobody of the team may decide"))
        for row in named
    ]
    return Section(_("Decisions left to me"), items) if items else None


def comment_rules(statement_ids: tuple[int, ...]) -> dict[int, str]:
    """The rules by which comments were hidden, in public sentences: what stands in the place of their words."""
    return {id: str(said.rule) for id, said in statements.rules_of(statement_ids, Kind.COMMENT).items()}


def rule_words(code: str) -> str:
    """The public sentence of a rule: fills the slot `accounts.rule-words`."""
    return str(BY_CODE[code].usual.rule) if code in BY_CODE else ""


def restricted_why(statement_id: int) -> str:
    """The public sentence of the rule by which an idea on a ballot was restricted: fills the slot `round.restricted-why`."""
    return db.session.scalar(select(Statement.rule_text).where(Statement.id == statement_id)) or ""


def no_say(asked: Handled) -> Reason | None:
    """Why somebody neither joins nor parts an idea: it is about a department they are connected with."""
    return conflicts.CONNECTED if conflicts.is_connected(asked.actor, asked.contribution) else None


def log_words(_asked: None) -> dict[str, Told]:
    """How decisions are told in the log of a campaign."""
    return {
        "report.hide": lambda _details: _("A text was hidden for a day at most: many people reported it"),
        "block.make": lambda _details: _("Somebody was kept from writing here"),
        "block.confirm": lambda _details: _("It was agreed that somebody may not write here for good"),
        "block.end": lambda _details: _("Somebody may write here again"),
        "moderation.set": settings_told,
        "wave.end": lambda _details: _("Somebody found that a wave of new accounts are people"),
        "case.open": lambda _details: _("A text is to be checked again"),
        "reviewer.name": lambda _details: _("A person was named who decides what the team may not"),
        "reviewer.end": lambda _details: _("Nobody is named any more who decides what the team may not"),
        "review.ask": lambda _details: _("A review of a decision was asked for"),
        "review.decide": lambda details: _("Review: %(what)s", what=REVIEWED[Outcome(details["outcome"])]),
        "case.undo": lambda _details: _("A decision was taken back within a minute"),
        "text.mend": lambda _details: _("A small thing in a text was mended"),
        "comment.draft": lambda _details: _("A draft idea was made of a comment for its author"),
        "original.purge": lambda _details: _("What was masked in a text is kept nowhere any more"),
        "hiding.end": lambda _details: _("A text that was hidden for a term can be read again"),
        "case.decide": lambda details: _("Decided: %(decision)s", decision=DECIDED[Decision(details["decision"])]),
    }


def _is_staff(shown: IdeaShown) -> bool:
    return permissions.refusal(shown.viewer, Act.SEE_QUEUE, campaign_id=shown.campaign_id) is None
