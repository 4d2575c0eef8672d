"""The page of the work on an idea: what happened, with pictures, and who objects."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.foundation import clock
from campaigns.answers.queries import given
from campaigns.answers.queries.given import AnswerRead
from campaigns.contributions.models import PUBLIC
from campaigns.contributions.words import LABELS, TONES
from campaigns.implementation import permissions
from campaigns.implementation.domain import contests, works
from campaigns.implementation.models import WorkState
from campaigns.implementation.queries import stories
from campaigns.implementation.queries.stories import ContestRead
from campaigns.implementation.web.board import RUNNING
from campaigns.implementation.web.lookups import Worked, row_of, worked_or_missing
from campaigns.implementation.words import CAME, SENTENCES, STATES
from campaigns.implementation.words import TONES as STATE_TONES
from campaigns.plan import days


@dataclass(frozen=True)
class ContestShown:
    """An objection on a page: its state for the few who may read it while others may not, and whether the reader replies."""

    read: ContestRead
    may_reply: bool

    @property
    def state(self) -> tuple[str, str] | None:
        return None if self.read.is_public else (str(LABELS[self.read.state]), TONES[self.read.state])


def show_work(idea_id: int) -> str:
    """The story of the work on an idea."""
    actor = current_actor()
    worked = worked_or_missing(actor, idea_id)
    work = worked.work
    reports = stories.reports_of(work.id, request.args.get("before"))
    objections = stories.contests_of(actor, work.id, request.args.get("after"))
    row = row_of(worked)
    refusal = works.refusal_to_report(actor, worked.read.idea, row, clock.now())
    here = url_for("implementation.show_work", idea_id=idea_id)
    return render_template(
        "implementation/work.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        is_public=worked.read.state in PUBLIC,
        work=work,
        sentence=SENTENCES[work.state],
        tone=STATE_TONES[work.state],
        came=CAME,
        states=STATES,
        today=today_in(worked),
        is_late=work.state in RUNNING and work.due_on is not None and work.due_on < today_in(worked),
        answer=_answer(worked),
        steps=stories.steps_of(work.id),
        reports=reports,
        earlier=url_for("implementation.show_work", idea_id=idea_id, before=reports.following, _anchor="happened")
        if reports.following
        else None,
        objections=[shown(one, actor, worked) for one in objections.rows],
        more=url_for("implementation.show_work", idea_id=idea_id, after=objections.following, _anchor="objections")
        if objections.following
        else None,
        is_first=(reports.is_first, objections.is_first),
        may_report=refusal is None,
        contest_refusal=contests.refusal(actor, row),
        sign_in=url_for("accounts.sign_in", next=here),
        is_done=work.state == WorkState.DONE,
    )


def show_contest(contest_id: int) -> str:
    """An objection by itself, with its reply."""
    actor = current_actor()
    read, idea_id = stories.contest_or_missing(actor, contest_id)
    worked = worked_or_missing(actor, idea_id)
    return render_template(
        "implementation/contest.html",
        idea=worked.read.idea,
        campaign=worked.campaign,
        one=shown(read, actor, worked),
    )


def shown(read: ContestRead, actor: Actor, worked: Worked) -> ContestShown:
    """An objection, with what the reader may do about it."""
    may_speak = permissions.role_refusal(actor, worked.work.campaign_id, worked.work.office_id) is None
    return ContestShown(read, may_speak and not read.is_own and read.is_public and read.upheld is None)


def today_in(worked: Worked) -> date:
    """The day it is in the zone of the campaign."""
    return days.local(clock.now(), worked.campaign.time_zone).date()


def _answer(worked: Worked) -> AnswerRead | None:
    return given.of_idea(worked.work.idea_id)
