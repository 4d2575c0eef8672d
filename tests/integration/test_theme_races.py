"""Two facilitators name themes at the same moment: one name once, each idea in one theme, and the other learns why."""

from flask import Flask
from sqlalchemy import func, select

from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation.db import db
from campaigns.plan.models import Campaign
from search.themes import reasons
from search.themes.domain import themes
from search.themes.models import Theme, ThemeIdea
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account
from tests.support.races import at_once

ROUNDS = 4


def test_two_who_name_at_once_leave_one_name_and_each_idea_in_one_theme(app: Flask) -> None:
    campaign = make_campaign("ugra")
    number = campaign.id
    leaders = [actor_of(give_role(make_account(), Role.FACILITATOR, campaign)) for _ in range(2)]
    ideas = [[make_idea(campaign).id for _ in range(3)] for _ in range(2 * ROUNDS)]

    def name(who: int, words: str, of: list[int]) -> None:
        held = db.session.get_one(Campaign, number)
        themes.name(leaders[who], held, (words, ""), of, present.now())

    same_name = [
        at_once(
            app,
            lambda turn=turn: name(0, f"Трамвай {turn}", ideas[2 * turn][:2]),
            lambda turn=turn: name(1, f"трамвай {turn}", ideas[2 * turn][2:]),
        )
        for turn in range(ROUNDS)
    ]
    same_ideas = [
        at_once(
            app,
            lambda turn=turn: name(0, f"Врачи {turn}", ideas[2 * turn + 1]),
            lambda turn=turn: name(1, f"Поликлиники {turn}", ideas[2 * turn + 1][1:]),
        )
        for turn in range(ROUNDS)
    ]

    db.session.rollback()
    assert [sorted(came) for came in same_name] == [sorted(["done", reasons.SAME_NAME.code])] * ROUNDS
    assert [sorted(came) for came in same_ideas] == [sorted(["done", reasons.ELSEWHERE.code])] * ROUNDS
    assert db.session.scalar(select(func.count()).select_from(Theme)) == 2 * ROUNDS
    twice = select(ThemeIdea.idea_id).group_by(ThemeIdea.idea_id).having(func.count() > 1)
    assert db.session.scalars(twice).all() == []
