"""Plays what comes after the choice: departments are asked and answer, something is built, the final report is frozen."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select

from app.accounts.domain import roles
from app.accounts.roles import SYSTEM, Place, Role
from app.demo import pictures
from app.demo.stage import Stage
from app.demo.story import After, Answered, Reported
from app.digests.report import editions
from app.digests.report.editions import Written
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Office
from app.uploads import store
from campaigns.answers.domain import answering, asking
from campaigns.answers.domain.asking import Asking
from campaigns.answers.models import Outcome, OwedAnswer
from campaigns.answers.texts import AnswerWords
from campaigns.ideas.models import Idea
from campaigns.implementation.domain import milestones, works
from campaigns.implementation.domain.works import Report
from campaigns.implementation.models import Milestone, Progress, Undertaking, WorkState
from campaigns.plan import days
from campaigns.plan.models import Campaign

Act = Callable[[datetime], None]


def happenings(stage: Stage) -> Iterator[tuple[datetime, Act]]:
    """What happens from the day on which departments are asked."""
    told = stage.story.after
    if told is None:
        return
    yield stage.at(told.asked), lambda at: _ask(stage, told, at)
    for answer in told.answers:
        if answer.day:
            yield stage.at(answer.day), _answer(stage, answer)
    for report in told.reports:
        yield stage.at(report.day), _report(stage, report)
    yield stage.at(told.report_day), lambda at: _freeze(stage, told, at)


def _ask(stage: Stage, told: After, at: datetime) -> None:
    with step():
        office = Office(name=told.office)
        db.session.add(office)
        db.session.flush()
        roles.give(SYSTEM, stage.troupe.team["official"], Role.OFFICIAL, Place(office_id=office.id), at)
        office_id = office.id
    with step():
        campaign = db.session.get_one(Campaign, stage.campaign_id)
        due_on = days.local(stage.at(told.due), campaign.time_zone).date()
        ids = [_idea(stage, one.title) for one in told.answers]
        asking.ask(stage.troupe.member(Role.OWNER), campaign, Asking(ids, office_id, due_on), at)


def _idea(stage: Stage, title: str) -> int:
    same = (Idea.campaign_id == stage.campaign_id, Idea.title == title)
    return db.session.scalars(select(Idea.id).where(*same)).one()


def _answer(stage: Stage, told: Answered) -> Act:
    def act(at: datetime) -> None:
        official = stage.troupe.member("official")
        idea_id = _idea(stage, told.title)
        owed_id = db.session.scalars(select(OwedAnswer.id).where(OwedAnswer.idea_id == idea_id)).one()
        letter_on = days.local(at, stage.story.zone).date()
        words = AnswerWords(
            Outcome(told.outcome),
            told.reasons,
            link=told.link,
            signer=told.signer,
            post=told.post,
            letter_number=told.letter,
            letter_on=letter_on,
        )
        with step():
            answering.save(official, owed_id, words, at)
            answering.sign(official, owed_id, at)
        for title in told.milestones:
            with step():
                milestones.add(official, idea_id, title, None, at)

    return act


def _report(stage: Stage, told: Reported) -> Act:
    def act(at: datetime) -> None:
        official, idea_id = stage.troupe.member("official"), _idea(stage, told.title)
        picture = store.bring(pictures.library_at_night(), told.picture) if told.picture else None
        reached = (
            select(Milestone.id)
            .join(Undertaking, Undertaking.id == Milestone.undertaking_id)
            .where(Undertaking.idea_id == idea_id, Milestone.title == told.milestone)
        )
        with step():
            reported = Report(
                WorkState(told.state),
                told.text,
                milestone_id=db.session.scalar(reached),
                picture=picture,
                caption=told.caption,
            )
            works.report(official, idea_id, reported, at)

    return act


def _freeze(stage: Stage, told: After, at: datetime) -> None:
    owner = stage.troupe.member(Role.OWNER)
    shown = db.session.scalars(
        select(Progress.id)
        .join(Undertaking, Undertaking.id == Progress.undertaking_id)
        .where(Undertaking.campaign_id == stage.campaign_id, Progress.upload_id.is_not(None))
        .order_by(Progress.id)
    ).all()
    chosen = [{"source": "progress", "id": id, "caption": ""} for id in shown]
    approval = [{"post": post, "name": name} for post, name in told.approval]
    campaign = db.session.get_one(Campaign, stage.campaign_id)
    with step():
        draft = editions.keep(owner, campaign, Written(told.foreword, chosen, approval), 0, at)
        editions.ask(owner, campaign, draft.version, "", at)
    editions.freeze(stage.campaign_id)
