"""People report public texts; many reports make one case; who reported learns what came of it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation.db import db
from app.foundation.errors import Refusal
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from moderation import jobs
from moderation.domain import decisions, reports
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.reports import A_DAY, Told
from moderation.models import Case, Decision, Report, Risk, Statement
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account

RUDE = Told("rude", "Плохие слова", "ru")


def report(idea: Idea, account: Account, clock, told: Told = RUDE) -> str:
    """What a report comes to."""
    try:
        with step():
            reports.send(actor_of(account), idea.id, told, clock.now())
    except Refusal as refusal:
        return refusal.reason.code
    return "sent"


def decide(idea: Idea, moderator: Account, ruling: Ruling, clock) -> Case:
    with step():
        case = db.session.scalars(select(Case).where(Case.contribution_id == idea.id, Case.closed_at.is_(None))).one()
        version = db.session.get_one(Contribution, idea.id).version
        return decisions.decide(actor_of(moderator), case.id, ruling, Seen(case.version, version), clock.now())


def reporters(number: int, clock, days: float = 30) -> list[Account]:
    return [make_account(created_at=clock.now() - timedelta(days=days)) for _ in range(number)]


def state_of(idea: Idea) -> State:
    return db.session.get_one(Contribution, idea.id, populate_existing=True).state


def test_many_reports_make_one_case_that_moderators_read(app: Flask, visit, clock):
    campaign, author = make_campaign("ugra"), make_account(given_name="Автор")
    idea = make_idea(campaign, author)
    first, second = visit(make_account(given_name="Первая")), visit(make_account(given_name="Второй"))
    moderator = visit(give_role(make_account(), Role.MODERATOR, campaign))
    page = f"/contributions/{idea.id}/report"

    sent = [one.send(page, {"rule": "rude", "words": "Тут ругань."}) for one in (first, second)]
    again = first.send(page, {"rule": "rude"}, page="/account/reports")

    case = db.session.scalars(select(Case)).one()
    seen = moderator.get(f"/moderation/cases/{case.id}").text
    assert [one.status_code for one in sent] + [again.status_code] == [303, 303, 409]
    assert (case.reports, case.risk, case.due_at is not None) == (2, Risk.REPORTED, True)
    assert ("2 people have reported it" in seen, seen.count("Тут ругань."), "Первая" in seen) == (True, 2, False)
    assert "Тут ругань." not in visit(author).get(f"/ideas/{idea.id}").text


def test_who_may_not_report(app: Flask, clock):
    campaign, author, stranger = make_campaign(), make_account(), make_account()
    public, waiting = make_idea(campaign, author), make_idea(campaign, author, State.SUBMITTED)
    planned = make_idea(make_campaign(launched=False), author)
    asked = [
        (public, author, RUDE),
        (waiting, stranger, RUDE),
        (planned, stranger, RUDE),
        (public, stranger, Told("not-clear", "", "en")),
        (public, stranger, Told("nonsense", "", "en")),
        (public, stranger, Told("rude", "й" * 1001, "en")),
        (public, stranger, RUDE),
        (public, stranger, RUDE),
    ]

    came_to = [report(idea, account, clock, told) for idea, account, told in asked]

    assert came_to == [
        "report.own",
        "not-found",
        "not-found",
        "report.no-rule",
        "report.no-rule",
        "report.too-long",
        "sent",
        "report.already",
    ]
    assert db.session.scalars(select(Case.reports)).all() == [1]


def test_a_person_reports_so_many_texts_a_day(app: Flask, clock):
    campaign, stranger = make_campaign(), make_account()
    ideas = [make_idea(campaign) for _ in range(A_DAY + 2)]

    came_to = [report(idea, stranger, clock) for idea in ideas[: A_DAY + 1]]
    clock.move_by(days=1, minutes=1)

    assert came_to == ["sent"] * A_DAY + ["report.many"]
    assert report(ideas[-1], stranger, clock) == "sent"


def test_reporters_learn_the_outcome_after_the_minute_of_second_thoughts(app: Flask, visit, clock, run_jobs):
    campaign, author = make_campaign("ugra"), make_account()
    bad, good = (
        make_idea(campaign, author, title="Секретное название"),
        make_idea(campaign, author, title="Хорошая идея"),
    )
    stranger, moderator = make_account(), give_role(make_account(), Role.MODERATOR, campaign)
    assert [report(idea, stranger, clock) for idea in (bad, good)] == ["sent", "sent"]

    decide(bad, moderator, Ruling(Decision.HIDE, "rude", "Ругань.", "ru"), clock)
    decide(good, moderator, Ruling(Decision.PUBLISH), clock)
    reader, ids = visit(stranger), (good.id, stranger.id)
    at_once = reader.get("/account/reports").text
    clock.move_by(minutes=2)
    run_jobs()
    later, notices = (reader.get(f"/account/{page}").text for page in ("reports", "notices"))

    assert ("We have looked" in at_once, later.count("We have looked")) == (False, 2)
    assert ("People argue with ideas here" in later, "Ask for a second look" in later) == (True, True)
    assert ("Секретное название" in later, "Секретное название" in notices) == (False, False)
    assert (
        notices.count("A text you reported is not public any more"),
        notices.count("A text you reported stays"),
    ) == (1, 1)
    assert report(db.session.get_one(Idea, ids[0]), db.session.get_one(Account, ids[1]), clock) == "report.decided"


def test_a_text_that_enough_people_report_is_hidden_for_a_day_once(app: Flask, clock):
    idea = make_idea(make_campaign(reports_hide_from=3), make_account(language="ru"))
    fresh, grown = reporters(3, clock, days=0.5), reporters(5, clock)

    states = []
    for one in (*fresh, *grown[:3]):
        report(idea, one, clock)
        states.append(state_of(idea))
    statement = db.session.scalars(select(Statement)).one()
    clock.move_by(hours=25)
    jobs.end_terms()
    afterwards = state_of(idea)
    came_to = report(idea, grown[3], clock)

    assert states == [State.PUBLISHED] * 5 + [State.HIDDEN]
    assert (statement.is_automatic, statement.basis.value, statement.made_by) == (True, "report", None)
    assert (afterwards, came_to, state_of(idea)) == (State.PUBLISHED, "sent", State.PUBLISHED)
    assert [entry.act for entry in db.session.scalars(select(Entry).order_by(Entry.number))] == [
        "report.hide",
        "hiding.end",
    ]


def test_a_moderator_s_decision_takes_the_place_of_the_provisional_one(app: Flask, clock):
    campaign = make_campaign(reports_hide_from=2)
    idea, moderator = make_idea(campaign, make_account()), give_role(make_account(), Role.MODERATOR, campaign)
    for one in (grown := reporters(4, clock))[:2]:
        report(idea, one, clock)

    decide(idea, moderator, Ruling(Decision.PUBLISH), clock)
    clock.move_by(hours=1)
    for one in grown[2:]:
        report(idea, one, clock)

    assert state_of(idea) == State.PUBLISHED
    assert sorted(db.session.scalars(select(Report.acted)), key=str) == [False, False, None, None]


def test_without_the_owner_s_wish_nothing_is_hidden_by_reports(app: Flask, clock):
    idea = make_idea(make_campaign(), make_account())

    for one in reporters(6, clock):
        report(idea, one, clock)

    assert state_of(idea) == State.PUBLISHED
