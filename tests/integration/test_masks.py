"""A text is published without the personal data in it: the words stand nowhere any more, and can be given back for a while."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Invalid
from app.foundation.unit_of_work import step
from campaigns.contributions.domain import versions
from campaigns.contributions.models import Contribution, State, Version, Weight
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation import jobs
from moderation.domain import decisions, reviews, undo
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.reviews import Verdict
from moderation.masking import Span, Wanted
from moderation.models import Case, Decision, Original, Outcome, Statement
from search import jobs as search_jobs
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.support import indexes

PHONE = "8 912 345-67-89"
CANARY = "912 345-67-89"
PROBLEM = f"Звоните мне {PHONE}, талонов нет."


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Мария", family_name="Лось"), Role.MODERATOR, campaign)


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account("author@example.org", language="en")


@pytest.fixture
def idea(campaign: Campaign, author: Account) -> Idea:
    return make_idea(campaign, author, State.SUBMITTED, problem=PROBLEM)


def wanted(idea: Idea) -> Wanted:
    start = idea.problem.index(PHONE)
    return Wanted((Span("problem", start, start + len(PHONE)),))


def mask(idea: Idea, moderator: Account, chosen: Wanted, facts: str = "There was a phone in it.") -> Case:
    case = make_case(idea)
    with step():
        seen = Seen(case.version, db.session.get_one(Contribution, idea.id).version)
        ruling = Ruling(Decision.MASK, "personal-data", facts, "en", wanted=chosen)
        decisions.decide(actor_of(moderator), case.id, ruling, seen, present.now())
    return case


def common(idea: Idea) -> Contribution:
    db.session.rollback()
    return db.session.get_one(Contribution, idea.id, populate_existing=True)


def problem_of(idea: Idea) -> str:
    db.session.rollback()
    return db.session.get_one(Idea, idea.id, populate_existing=True).problem


def places_with(words: str, instance: Path) -> list[str]:
    """Tables and files of the index and the mail folder in which the words stand."""
    db.session.rollback()
    found = []
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(select(table)).all()
        found += [table.name for row in rows if words in str(tuple(row))][:1]
    db.session.rollback()
    found += indexes.tables_with(words)
    files = [
        one
        for folder in ("index", "index-of-staff", "mail")
        for one in sorted((instance / folder).rglob("*"))
        if one.is_file()
    ]
    return found + [one.parent.name for one in files if words.encode() in one.read_bytes()]


# Publishing


def test_a_text_is_published_without_the_words_and_its_author_told_why(idea, author, moderator, clock, run_jobs, visit):
    reader = visit(author)
    mask(idea, moderator, wanted(idea))

    statement = db.session.scalars(select(Statement)).one()
    page = visit(None).get(f"/ideas/{idea.id}").get_data(as_text=True)
    told = reader.get(f"/ideas/{idea.id}").get_data(as_text=True)
    assert (common(idea).state, common(idea).statement_id) == (State.PUBLISHED, statement.id)
    assert ("Звоните мне [скрыто], талонов нет." in page, CANARY in page) == (True, False)
    assert (statement.facts in page, statement.facts in told) == (False, True)

    clock.move_by(seconds=61)
    run_jobs()

    notices = reader.get("/account/notices").get_data(as_text=True)
    assert "Your idea is published without personal data: see why" in notices


def test_a_public_text_stays_where_it_is_with_its_supports_and_no_history_shows_the_words(
    campaign, author, moderator, visit
):
    idea = make_idea(campaign, author, State.PUBLISHED, problem=PROBLEM)
    support(idea, make_account())
    before = common(idea).published_at
    with step():
        old, new = {"problem": f"Старое: +7 (912) 345 67 89. {PROBLEM}"}, {"problem": PROBLEM}
        versions.keep(common(idea), old, new, Weight.MINOR, actor=SYSTEM, now=present.now())

    mask(idea, moderator, wanted(idea))

    history = visit(None).get(f"/ideas/{idea.id}/history").get_data(as_text=True)
    kept = db.session.scalars(select(Version.fields).order_by(Version.number)).all()
    assert kept == [
        {"problem": "Старое: [скрыто]. Звоните мне [скрыто], талонов нет."},
        {"problem": "Звоните мне [скрыто], талонов нет."},
    ]
    assert ("345" in history, common(idea).published_at, db.session.get_one(Idea, idea.id).supports) == (
        False,
        before,
        1,
    )


def test_undone_within_the_minute_the_words_stand_everywhere_again(idea, moderator):
    case = mask(idea, moderator, wanted(idea))

    with step():
        undo.undo(actor_of(moderator), case.id, present.now())

    assert (problem_of(idea), common(idea).state, db.session.scalars(select(Original)).all()) == (
        PROBLEM,
        State.SUBMITTED,
        [],
    )


@pytest.mark.slow
def test_when_no_review_can_need_them_any_more_the_words_stand_nowhere(
    app, campaign, author, moderator, clock, run_jobs
):
    idea = make_idea(campaign, author, State.PUBLISHED, problem=PROBLEM)
    with step():
        old, new = {"problem": f"Раньше. {PROBLEM}"}, {"problem": PROBLEM}
        versions.keep(common(idea), old, new, Weight.MINOR, actor=SYSTEM, now=present.now())
    search_jobs.index_stale()
    instance = app.extensions["veche.settings"].VECHE_INSTANCE
    assert places_with(CANARY, instance) != []

    mask(idea, moderator, wanted(idea))
    clock.move_by(seconds=61)
    run_jobs()

    assert places_with(CANARY, instance) == ["sealed_originals"]

    clock.move_by(days=14)
    jobs.purge_originals()
    run_jobs()

    assert places_with(CANARY, instance) == []


# The page


def test_what_the_checks_found_is_chosen_beforehand_and_sent_as_it_was_shown(idea, moderator, visit):
    case, visitor = make_case(idea), visit(moderator)
    address = f"/moderation/cases/{case.id}/mask"

    page = visitor.get(address).get_data(as_text=True)
    fields = {"version": case.version, "text_version": 1, "spans": "1", "words": "талонов"}
    shown = visitor.send(address, {**fields, "then": "preview"}, page=address).get_data(as_text=True)
    sent = visitor.send(address, {**fields, "facts": "A phone.", "then": "send"}, page=address)

    assert ('checked id="spans-0"' in page, "Звоните мне [скрыто], [скрыто] нет." in shown) == (True, True)
    assert (sent.status_code, problem_of(idea)) == (303, "Звоните мне [скрыто], [скрыто] нет.")


def test_a_text_that_changed_since_is_not_masked_and_what_was_written_is_kept(idea, moderator, visit):
    case, visitor = make_case(idea), visit(moderator)
    address = f"/moderation/cases/{case.id}/mask"
    fields = {"version": case.version, "text_version": 7, "spans": "1", "words": "талонов", "facts": "Мои слова"}

    answer = visitor.send(address, {**fields, "then": "send"}, page=address)

    assert (answer.status_code, problem_of(idea)) == (409, PROBLEM)
    assert "Мои слова" in answer.get_data(as_text=True)


REFUSED: dict[str, tuple[Callable[[Idea], Wanted], str, str]] = {
    "nothing": (lambda idea: Wanted(), "A phone.", "mask.nothing"),
    "beyond": (lambda idea: Wanted((Span("problem", 0, 10_000),)), "A phone.", "mask.outside"),
    "no such part": (lambda idea: Wanted((Span("body", 0, 1),)), "A phone.", "mask.outside"),
    "backwards": (lambda idea: Wanted((Span("problem", 5, 5),)), "A phone.", "mask.outside"),
    "not there": (lambda idea: Wanted(words=("Иванов",)), "A phone.", "mask.not-there"),
    "too many": (lambda idea: Wanted(words=("мне",) * 51), "A phone.", "mask.too-many"),
    "everything": (
        lambda idea: Wanted(
            tuple(Span(name, 0, len(getattr(idea, name))) for name in ("title", "problem", "proposal"))
        ),
        "A phone.",
        "mask.everything",
    ),
    "in the reasons": (wanted, f"There was {PHONE}.", "mask.in-reasons"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_masked_is_refused_and_nothing_is_written(case: Any, idea, moderator):
    chosen, facts, code = REFUSED[case]

    with pytest.raises(Invalid) as refusal:
        mask(idea, moderator, chosen(idea), facts)

    assert (refusal.value.reason.code, problem_of(idea), common(idea).state) == (code, PROBLEM, State.SUBMITTED)


# A review


def test_a_review_that_reverses_a_mask_gives_the_words_back_and_nothing_stays_sealed(
    campaign, author, idea, moderator, clock
):
    mask(idea, moderator, wanted(idea))
    clock.move_by(days=1)
    another = give_role(make_account(), Role.MODERATOR, campaign)
    with step():
        asked = reviews.ask(actor_of(author), idea.id, "It is the number of the hospital.", present.now())
    with step():
        seen = Seen(db.session.get_one(Case, asked.case_id).version, common(idea).version)
        verdict = Verdict(Outcome.REVERSED, "You are right.")
        reviews.decide(actor_of(another), asked.case_id, verdict, seen, present.now())

    assert (problem_of(idea), common(idea).state, common(idea).statement_id) == (PROBLEM, State.PUBLISHED, None)
    assert db.session.scalars(select(Original)).all() == []
