"""Answers that are owed and those that were given, put into the tables as they would stand there."""

from datetime import date, timedelta

from sqlalchemy import func, select

from app.accounts.models import Account
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.offices.models import Office
from campaigns.answers.models import Answer, AnswerSheet, AnswerTerms, CoExecutor, Outcome, OwedAnswer, OwedState
from campaigns.answers.sheets import keeping
from campaigns.answers.sheets.rows import Row
from campaigns.contributions.models import PUBLIC, Kind, State
from campaigns.ideas.models import Idea
from campaigns.plan import days
from campaigns.plan.models import Campaign
from tests.factories.commons import common_row
from tests.factories.people import make_office

SIGNED = {"signer": "Иванова Мария Петровна", "post": "директор департамента", "letter_number": "12-Исх-345"}


def make_terms(campaign: Campaign, **over: object) -> AnswerTerms:
    """How the campaign has its ideas answered."""
    with step():
        terms = AnswerTerms(campaign_id=campaign.id, **over)
        db.session.add(terms)
    return terms


def make_owed(idea: Idea, office: Office, *beside: Office, in_days: int = 30, **over: object) -> OwedAnswer:
    """The department owes an answer to the idea until so many days from today, in the zone of the campaign."""
    now = clock.now()
    with step():
        zone = db.session.get_one(Campaign, idea.campaign_id).time_zone
        due_on = days.local(now, zone).date() + timedelta(days=in_days)
        fields = {
            "due_on": due_on,
            "first_due_on": due_on,
            "due_at": days.end_of(due_on, zone),
            "asked_at": now,
            **over,
        }
        owed = OwedAnswer(campaign_id=idea.campaign_id, idea_id=idea.id, office_id=office.id, **fields)
        db.session.add(owed)
        db.session.flush()
        for one in beside:
            db.session.add(CoExecutor(owed_id=owed.id, office_id=one.id, since=now))
    return owed


def put_answer(
    owed: OwedAnswer,
    author: Account | None = None,
    state: State = State.PUBLISHED,
    outcome: Outcome = Outcome.ACCEPTED,
    reasons: str = "Лист ожидания появится на портале до конца года.",
    number: int = 1,
    **over: object,
) -> Answer:
    """An answer in any state; a released one answers what was owed."""
    now = clock.now()
    with step():
        common = common_row(Kind.ANSWER, db.session.get_one(Campaign, owed.campaign_id), author, state)
        is_signed = state != State.DRAFT
        fields = {
            **SIGNED,
            "letter_on": date(2026, 11, 10),
            "signed_by": author.id if author and is_signed else None,
            "signed_at": now if is_signed else None,
            **over,
        }
        answer = Answer(
            id=common.id,
            campaign_id=owed.campaign_id,
            owed_id=owed.id,
            idea_id=owed.idea_id,
            office_id=owed.office_id,
            number=number,
            outcome=outcome,
            reasons=reasons,
            **fields,
        )
        db.session.add(answer)
        if state in PUBLIC:
            kept = db.session.get_one(OwedAnswer, owed.id)
            kept.state, kept.answered_at = OwedState.ANSWERED, kept.answered_at or now
    return answer


def put_another(idea: Idea, author: Account | None, state: State, reasons: str) -> Answer:
    """One more answer to the idea, by the department that owes one or, where none does, by a new one."""
    owed = db.session.scalar(select(OwedAnswer).where(OwedAnswer.idea_id == idea.id))
    owed = owed or make_owed(idea, make_office(f"Департамент {idea.id}"))
    number = 1 + db.session.scalars(select(func.count()).where(Answer.owed_id == owed.id)).one()
    return put_answer(owed, author, state, reasons=reasons, number=number)


def put_sheet(account: Account, *owed: OwedAnswer, name: str = "ответы.xlsx") -> AnswerSheet:
    """A workbook that this person has sent: the same answer in each row, as one who has seen no draft would write it."""
    typed = {
        "outcome": "postponed",
        "reasons": "Отложим до следующего года: денег в бюджете на это пока нет.",
        "link": "",
        "referred_to": "",
        "signer": "Иванова Мария Петровна",
        "post": "директор департамента",
        "letter_number": "",
        "letter_on": "",
    }
    rows = [Row("Ответы", number, one.id, None, "", typed) for number, one in enumerate(owed, 3)]
    with step():
        return keeping.keep(account.id, name, rows, clock.now())
