"""What moderation brings to pages of lower rooms: reasons for the author, a way to the case for staff, the owner's checklist."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.slots import Part
from campaigns.contributions.models import PUBLIC, RESTRICTED, Kind, State
from campaigns.discussion.slots import TopicShown
from campaigns.ideas.slots import IdeaShown
from campaigns.plan.slots import Check, Told
from moderation import permissions
from moderation.models import Decision
from moderation.permissions import Act
from moderation.possible import possible
from moderation.queries import cases, queue, statements
from moderation.words import DECIDED, OUTCOMES


def state_note(shown: IdeaShown) -> Part | None:
    """Why the idea was returned, refused or hidden: for its author and the staff alone."""
    if not shown.is_own and not _is_staff(shown):
        return None
    statement = statements.in_force(shown.id)
    if statement is None:
        return None
    may_mend = shown.is_own and shown.state == State.RETURNED and not shown.is_editing
    mend = url_for("ideas.edit_idea", idea_id=shown.id) if may_mend else None
    values = {"statement": statement, "outcome": OUTCOMES[statement.decision], "mend": mend}
    return Part("moderation/state_note.html", values)


def aside(shown: IdeaShown) -> Part | None:
    """For staff: the open case, or a button that opens one."""
    if not _is_staff(shown):
        return None
    case_id = cases.open_case_of(shown.id)
    if case_id is None and (shown.is_own or not possible(Kind.IDEA, State(shown.state))):
        return None
    return Part("moderation/aside.html", {"case_id": case_id, "contribution_id": shown.id})


def topic_note(shown: TopicShown) -> Part | None:
    """Why a topic, or its conclusion, was returned, refused or hidden: for its author, for those who lead and for the staff."""
    texts = ((shown.id, shown.state), (shown.conclusion_id, shown.conclusion_state))
    restricted = next((id for id, state in texts if id and state in RESTRICTED), shown.id)
    statement = statements.in_force(restricted)
    if statement is None:
        return None
    mend = shown.mend_url if shown.state == State.RETURNED and restricted == shown.id else None
    values = {"statement": statement, "outcome": OUTCOMES[statement.decision], "mend": mend}
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
    return Part("moderation/aside.html", {"case_id": case_id, "contribution_id": id})


def checklist(campaign_id: int) -> Sequence[Check]:
    """Whether texts still wait in the campaign."""
    waiting = queue.waiting_in(campaign_id)
    url = url_for("moderation.show_queue", campaign=campaign_id)
    if not waiting:
        return (Check("moderation.open", _("No text waits for a check."), True, url),)
    sentence = ngettext("%(num)s text waits for a check.", "%(num)s texts wait for a check.", waiting)
    return (Check("moderation.open", sentence, False, url),)


def comment_rules(statement_ids: tuple[int, ...]) -> dict[int, str]:
    """The rules by which comments were hidden, in public sentences: what stands in the place of their words."""
    return {id: str(said.rule) for id, said in statements.rules_of(statement_ids, Kind.COMMENT).items()}


def log_words(_asked: None) -> dict[str, Told]:
    """How decisions are told in the log of a campaign."""
    return {
        "case.open": lambda _details: _("A text is to be checked again"),
        "case.undo": lambda _details: _("A decision was taken back within a minute"),
        "original.purge": lambda _details: _("What was masked in a text is kept nowhere any more"),
        "hiding.end": lambda _details: _("A text that was hidden for a term can be read again"),
        "case.decide": lambda details: _("Decided: %(decision)s", decision=DECIDED[Decision(details["decision"])]),
    }


def _is_staff(shown: IdeaShown) -> bool:
    return permissions.refusal(shown.viewer, Act.SEE_QUEUE, campaign_id=shown.campaign_id) is None
