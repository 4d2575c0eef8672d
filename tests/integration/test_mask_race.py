"""Words are masked while others are at the same text, in threads with transactions of their own: nothing is lost or shown."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from campaigns.contributions.models import Version
from campaigns.ideas.domain import edits
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.models import Idea
from moderation.domain import decisions, mending
from moderation.domain.decisions import Ruling, Seen
from moderation.domain.mending import Mending
from moderation.masking import Span, Wanted
from moderation.models import Decision, Original
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.support.races import at_once

PHONE = "8 912 345-67-89"
PROBLEM = f"Звоните мне {PHONE}, талонов нет."
START = PROBLEM.index(PHONE)
ROUNDS = 4


@pytest.fixture
def author(app: Flask) -> Account:
    return make_account()


@pytest.fixture
def ideas(author: Account) -> list[tuple[int, int]]:
    """Published ideas with a phone in them and an open case each: the ids of cases and ideas."""
    campaign = make_campaign("ugra")
    ideas = [make_idea(campaign, author, title="Талоны к врачу", problem=PROBLEM) for _ in range(ROUNDS)]
    return [(make_case(idea).id, idea.id) for idea in ideas]


@pytest.fixture
def moderators(app: Flask) -> list[Actor]:
    return [actor_of(give_role(make_account(), Role.MODERATOR)) for _ in range(2)]


def mask(moderator: Actor, case_id: int, end: int = START + len(PHONE)) -> None:
    wanted = Wanted((Span("problem", START, end),))
    ruling = Ruling(Decision.MASK, "personal-data", "Был телефон.", "ru", wanted=wanted)
    decisions.decide(moderator, case_id, ruling, Seen(1, 1), present.now())


def mend(moderator: Actor, idea_id: int) -> None:
    mending.mend(moderator, idea_id, Mending("Талоны к врачам", None, None, None), 1, present.now())


def as_they_stand(ids: list[int]) -> list[tuple[str, bool]]:
    """The title of each idea, and whether the phone stands in it or in a version of it."""
    db.session.rollback()
    found = []
    for idea in db.session.scalars(select(Idea).where(Idea.id.in_(ids)).order_by(Idea.id)):
        kept = db.session.scalars(select(Version).where(Version.contribution_id == idea.id))
        found.append((idea.title, any(PHONE in str(words) for words in (idea.problem, *(one.fields for one in kept)))))
    return found


@pytest.mark.torture
def test_of_two_masks_at_once_one_is_laid(app, ideas, moderators):
    first, second = moderators

    outcomes = [
        sorted(
            at_once(
                app,
                lambda case_id=case_id: mask(first, case_id),
                lambda case_id=case_id: mask(second, case_id, len(PROBLEM) - 1),
            )
        )
        for case_id, _ in ideas
    ]

    assert outcomes == [["case.decided", "done"]] * ROUNDS
    assert as_they_stand([id for _, id in ideas]) == [("Талоны к врачу", False)] * ROUNDS
    assert sorted(db.session.scalars(select(Original.contribution_id))) == [id for _, id in ideas]


@pytest.mark.torture
def test_a_mask_and_a_mending_at_once_lose_nothing(app, ideas, moderators):
    first, second = moderators

    outcomes = [
        tuple(at_once(app, lambda case_id=case_id: mask(first, case_id), lambda idea_id=idea_id: mend(second, idea_id)))
        for case_id, idea_id in ideas
    ]

    expected = {
        ("done", "case.changed"): ("Талоны к врачу", False),
        ("case.changed", "done"): ("Талоны к врачам", True),
    }
    assert as_they_stand([id for _, id in ideas]) == [expected[one] for one in outcomes]


@pytest.mark.torture
def test_a_mask_and_the_author_s_change_at_once_lose_nothing(app, ideas, moderators, author):
    writer = actor_of(author)
    before = {id: text_of(db.session.get_one(Idea, id)) for _, id in ideas}
    changes = {id: edits.compare(text, replace(text, title="Талоны врачам")) for id, text in before.items()}

    outcomes = [
        tuple(
            at_once(
                app,
                lambda case_id=case_id: mask(moderators[0], case_id),
                lambda idea_id=idea_id: edits.change(writer, idea_id, changes[idea_id], present.now()),
            )
        )
        for case_id, idea_id in ideas
    ]

    expected = {
        ("done", "changed-elsewhere"): ("Талоны к врачу", False),
        ("case.changed", "done"): ("Талоны врачам", True),
    }
    assert as_they_stand([id for _, id in ideas]) == [expected[one] for one in outcomes]
