"""Themes of a campaign: suggested by a job, named and kept by facilitators, and shown to everyone once they are named."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from search.themes.domain import themes
from search.themes.models import Theme, ThemeIdea, ThemeSearch
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account

TITLES = {
    "трамвай": ["Трамвай до вокзала", "Линия трамвая до больницы", "Новые вагоны трамвая на линии"],
    "врач": ["Запись к врачу", "Талоны к врачу в поликлинике", "Поликлиника: талон к врачу на дом"],
    "": ["Фонтан у мэрии", "Скидки ветеранам"],
}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def leader(campaign: Campaign) -> Account:
    return give_role(make_account("leader@example.org", language="en"), Role.FACILITATOR, campaign)


@pytest.fixture
def ideas(campaign: Campaign) -> dict[str, list[Idea]]:
    return {
        topic: [make_idea(campaign, title=title, problem="", proposal="") for title in titles]
        for topic, titles in TITLES.items()
    }


def keys(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/themes/suggested/(\w+)", page)))


def in_themes() -> dict[str, list[int]]:
    """The ids of ideas of each theme that stands, by its name."""
    db.session.rollback()
    rows = db.session.execute(
        select(Theme.name, ThemeIdea.idea_id)
        .outerjoin(ThemeIdea, ThemeIdea.theme_id == Theme.id)
        .where(Theme.ended_at.is_(None))
        .order_by(Theme.id, ThemeIdea.idea_id)
    )
    found: dict[str, list[int]] = {}
    for name, idea_id in rows:
        found.setdefault(name, []).extend([idea_id] if idea_id else [])
    return found


def ids(ideas: list[Idea]) -> list[int]:
    return [idea.id for idea in ideas]


def make_theme(campaign: Campaign, name: str, *ideas: Idea) -> int:
    with step():
        return themes.name(SYSTEM, campaign, (name, ""), ids(list(ideas)), present.now()).id


def test_a_facilitator_has_themes_suggested_names_one_and_everyone_sees_it(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit, run_jobs, client: FlaskClient
):
    visitor, campaign_id = visit(leader), campaign.id
    wanted = {topic: ids(those) for topic, those in ideas.items()}
    visitor.send("/campaigns/ugra/themes/suggest", page="/campaigns/ugra/themes")
    waiting = visitor.get("/campaigns/ugra/themes").text
    run_jobs()
    page = visitor.get("/campaigns/ugra/themes").text
    suggested = [one["ideas"] for one in db.session.get_one(ThemeSearch, campaign_id).found]
    key = keys(page)[suggested.index(next(one for one in suggested if set(one) == set(wanted["трамвай"])))]
    address = f"/campaigns/ugra/themes/suggested/{key}"

    named = visitor.send(
        "/campaigns/ugra/themes", {"name": "Трамваи", "note": "", "idea": wanted["трамвай"]}, page=address
    )

    assert ("data-refresh" in waiting, "Suggest themes anew" in page) == (True, True)
    assert sorted(map(sorted, suggested)) == [wanted["трамвай"], wanted["врач"]]
    assert (named.status_code, in_themes()) == (303, {"Трамваи": wanted["трамвай"]})
    assert len(keys(visitor.get("/campaigns/ugra/themes").text)) == 1
    assert "Трамваи" in client.get("/campaigns/ugra/ideas/").text
    assert db.session.scalars(select(Entry.act).where(Entry.act.startswith("theme.")).order_by(Entry.id)).all() == [
        "theme.suggest",
        "theme.name",
    ]
