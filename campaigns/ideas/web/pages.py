"""An idea's own page and its buttons."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.permissions import SIGN_IN
from app.accounts.roles import Actor, Role
from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Missing, Reason
from app.foundation.unit_of_work import begin_writing
from campaigns.comments.web.shown import thread_of
from campaigns.contributions.models import PUBLIC, State
from campaigns.ideas.domain import ideas, supports
from campaigns.ideas.queries import files, joined, pages, problems
from campaigns.ideas.queries.joined import Named
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.ideas.slots import IDEA_ANSWER, IDEA_ASIDE, IDEA_OUTCOME, IDEA_STATE_NOTE, SUPPORT_SHUT
from campaigns.ideas.web import told
from campaigns.ideas.web.forms import WithdrawForm
from campaigns.ideas.web.shown import Next, next_of, parts_of
from campaigns.ideas.words import status_of
from campaigns.plan import permissions
from campaigns.plan.phases import Act, PhaseKind

WITHDRAWABLE = frozenset({State.SUBMITTED, State.RETURNED, State.PUBLISHED})


def show_idea(idea_id: int) -> ResponseReturnValue:
    """The idea; for its author with its state and what can be done about it."""
    actor, now = current_actor(), clock.now()
    read = pages.idea_or_missing(actor, idea_id)
    if read.state == State.DRAFT:
        return redirect(url_for("ideas.edit_idea", idea_id=idea_id))
    goes_on_in = joined.named(actor, read.idea.joined_to_id) if read.state == State.JOINED else None
    if goes_on_in:
        return redirect(url_for("ideas.show_idea", idea_id=goes_on_in.id, joined=idea_id))
    return _page(read, actor, now)


def show_joined(idea_id: int) -> ResponseReturnValue:
    """The words and the comments of an idea that goes on in another."""
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if read.state != State.JOINED:
        return redirect(url_for("ideas.show_idea", idea_id=idea_id))
    return _page(read, actor, clock.now())


def _page(read: IdeaRead, actor: Actor, now: datetime) -> str:
    common, idea_id = read.contribution, read.idea.id
    shown = told.of(actor, read)
    is_own, is_author = shown.is_writer, actor.id is not None and actor.id == common.author_id
    refusal = supports.refusal(actor, read.campaign, read.state, shown.author_id, now)
    shut = _shut(common.campaign_id) if refusal in {None, SIGN_IN} else None
    is_staff = bool({Role.MODERATOR, Role.OWNER} & actor.roles_in(common.campaign_id))
    goes_on_in = joined.named(actor, read.idea.joined_to_id) if read.state == State.JOINED else None
    return render_template(
        "ideas/show.html",
        read=read,
        goes_on_in=goes_on_in,
        came_by=_came_by(read, actor),
        idea=read.idea,
        campaign=read.campaign,
        is_own=is_own,
        status=status_of(read.state, read.idea.outcome),
        outcomes=parts_of(IDEA_OUTCOME, read, actor) if _may_have_outcome(read, now) else [],
        answers=parts_of(IDEA_ANSWER, read, actor) if read.state in PUBLIC else [],
        problems=problems.answered_by(idea_id),
        thread=thread_of(common, read.campaign, actor, now, request.args),
        refusal=shut or refusal,
        next=Next("none") if shut else next_of(read, now),
        notes=parts_of(IDEA_STATE_NOTE, read, actor, writes=is_own)
        if (is_own or is_staff) and common.statement_id
        else [],
        asides=parts_of(IDEA_ASIDE, read, actor, writes=is_own),
        may_withdraw=is_author and read.state in WITHDRAWABLE,
        is_entered=not is_author and common.author_id is None and is_own,
        told=shown,
        files=files.of_idea(idea_id),
        co_authors=shown.co_authors,
        may_edit=is_own and read.state == State.PUBLISHED and not _edit_refusal(read, now),
    )


def _may_have_outcome(read: IdeaRead, now: datetime) -> bool:
    """Whether it was selected or not, or may have been voted on or assessed."""
    windows = read.campaign.timeline.windows
    return bool(read.idea.outcome) or any(
        (window.kind == PhaseKind.VOTING and window.closes_at <= now)
        or (window.kind == PhaseKind.SCREENING and window.opens_at <= now)
        for window in windows
    )


def _came_by(read: IdeaRead, actor: Actor) -> Named | None:
    """The joined idea whose address led here; None where the reader came by this one's own."""
    word = request.args.get("joined", "")
    if read.state == State.JOINED or not (word.isascii() and word.isdigit() and len(word) < 19):
        return None
    return joined.named(actor, int(word), into_id=read.idea.id)


def _edit_refusal(read: IdeaRead, now: datetime) -> Reason | None:
    return permissions.phase_refusal(Act.REVISE_IDEA, read.campaign, now)


def _shut(campaign_id: int) -> Reason | None:
    return next((reason for reason in SUPPORT_SHUT.fill(campaign_id) if reason), None)


def support(idea_id: int) -> ResponseReturnValue:
    """The person supports the idea."""
    begin_writing()
    supports.give(current_actor(), idea_id, clock.now())
    return _back(idea_id)


def unsupport(idea_id: int) -> ResponseReturnValue:
    """The person supports the idea no longer."""
    begin_writing()
    supports.take_back(current_actor(), idea_id, clock.now())
    return _back(idea_id)


def ask_why(idea_id: int) -> ResponseReturnValue:
    """Asks the author why they take the idea back, and says what that means."""
    return render_template("ideas/withdraw.html", read=_to_withdraw(idea_id), form=WithdrawForm())


def withdraw_idea(idea_id: int) -> ResponseReturnValue:
    """The author takes the idea back."""
    read, form = _to_withdraw(idea_id), WithdrawForm()
    if not form.validate():
        return render_template("ideas/withdraw.html", read=read, form=form), 422
    begin_writing()
    ideas.withdraw(current_actor(), idea_id, form.why.data, clock.now())
    return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)


def _to_withdraw(idea_id: int) -> IdeaRead:
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if actor.id is None or actor.id != read.contribution.author_id or read.state not in WITHDRAWABLE:
        raise Missing()
    permissions.require(actor, Act.WITHDRAW_IDEA, read.campaign, clock.now(), author_id=actor.id)
    return read


def _back(idea_id: int) -> ResponseReturnValue:
    return redirect(url_for("ideas.show_idea", idea_id=idea_id), 303)
