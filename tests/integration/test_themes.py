"""Themes of a campaign: suggested by a job, named and kept by facilitators, and shown to everyone once they are named."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation.db import db
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from moderation.models import Decision
from search.themes.models import Theme, ThemeIdea, ThemeSearch
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.joinings import join
from tests.factories.people import give_role, make_account
from tests.factories.rounds import freeze, make_round, publish
from tests.factories.themes import make_theme, put_suggestion

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


def test_a_facilitator_has_themes_suggested_names_one_and_everyone_sees_it(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit, run_jobs, client: FlaskClient
):
    visitor, campaign_id = visit(leader), campaign.id
    wanted = {topic: ids(those) for topic, those in ideas.items()}
    visitor.send("/campaigns/ugra/themes/suggest", page="/campaigns/ugra/themes")
    waiting = visitor.get("/campaigns/ugra/themes").text
    run_jobs()
    page, ready = (visitor.get(f"/campaigns/ugra/themes{rest}").text for rest in ("", "?waiting=1"))
    suggested = [one["ideas"] for one in db.session.get_one(ThemeSearch, campaign_id).found]
    key = keys(page)[suggested.index(next(one for one in suggested if set(one) == set(wanted["трамвай"])))]
    address = f"/campaigns/ugra/themes/suggested/{key}"

    named = visitor.send(
        "/campaigns/ugra/themes", {"name": "Трамваи", "note": "", "idea": wanted["трамвай"]}, page=address
    )

    assert ("data-refresh" in waiting, "Suggest themes anew" in page) == (True, True)
    assert ["The suggestions are ready" in text for text in (waiting, page, ready)] == [False, False, True]
    assert sorted(map(sorted, suggested)) == [wanted["трамвай"], wanted["врач"]]
    assert (named.status_code, in_themes()) == (303, {"Трамваи": wanted["трамвай"]})
    assert len(keys(visitor.get("/campaigns/ugra/themes").text)) == 1
    assert "Трамваи" in client.get("/campaigns/ugra/ideas/").text
    assert db.session.scalars(select(Entry.act).where(Entry.act.startswith("theme.")).order_by(Entry.id)).all() == [
        "theme.suggest",
        "theme.name",
    ]


def test_what_was_put_away_or_named_is_not_suggested_again(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit, run_jobs
):
    visitor, wanted = visit(leader), {topic: ids(those) for topic, those in ideas.items()}
    make_theme(campaign, *ideas["трамвай"], name="Трамваи")
    visitor.send("/campaigns/ugra/themes/suggest")
    run_jobs()
    key = keys(visitor.get("/campaigns/ugra/themes").text)[0]

    visitor.send(f"/campaigns/ugra/themes/suggested/{key}")
    visitor.send("/campaigns/ugra/themes/suggest")
    run_jobs()
    page = visitor.get("/campaigns/ugra/themes").text
    away = re.findall(r"/themes/dismissed/\d+", page)
    visitor.send(f"/campaigns/ugra{away[0]}")

    assert (keys(page), in_themes()) == ([], {"Трамваи": wanted["трамвай"]})
    assert keys(visitor.get("/campaigns/ugra/themes").text) == [key]


def test_whoever_comes_second_loses_no_word(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit, client: FlaskClient
):
    visitor, tram = visit(leader), ideas["трамвай"]
    theme_id, wanted = make_theme(campaign, tram[0], name="Трамваи"), ids(tram)
    visitor.send(f"/themes/{theme_id}", {"name": "Трамваи города", "note": "", "seen": "1"})

    reworded = visitor.send(f"/themes/{theme_id}", {"name": "Рельсы", "note": "И пути.", "seen": "1"})
    named = visitor.send("/campaigns/ugra/themes", {"name": "Вагоны", "note": "", "idea": wanted})
    twice = visitor.send("/campaigns/ugra/themes", {"name": "ТРАМВАИ города", "note": "", "idea": wanted[1:]})
    again = visitor.send(f"/themes/{theme_id}", {"name": "Рельсы", "note": "И пути.", "seen": "2"})

    assert [answer.status_code for answer in (reworded, named, twice, again)] == [409, 409, 409, 303]
    assert [words in reworded.text for words in ("Трамваи города", "Рельсы", "И пути.")] == [True] * 3
    assert [words in named.text for words in ("Вагоны", f"/themes/{theme_id}", tram[1].title)] == [True] * 3
    assert "ТРАМВАИ города" in twice.text
    assert in_themes() == {"Рельсы": wanted[:1]}


def test_ideas_are_moved_put_in_and_taken_out_and_themes_joined_and_dissolved(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit
):
    visitor, tram, doctor = visit(leader), ids(ideas["трамвай"]), ids(ideas["врач"])
    number = ideas["врач"][2].number
    one = make_theme(campaign, *ideas["трамвай"], name="Трамваи")
    other = make_theme(campaign, *ideas["врач"][:2], name="Врачи")

    visitor.send(f"/themes/{one}/ideas", {"idea": tram[0], "to": str(other)})
    gone = visitor.send(f"/themes/{one}/ideas", {"idea": tram[0], "to": ""})
    visitor.send(f"/themes/{one}/ideas", {"idea": tram[1], "to": ""})
    visitor.send(f"/themes/{other}/put", {"number": str(number)})
    nobody = visitor.send(f"/themes/{other}/put", {"number": "999"})
    elsewhere = visitor.send(f"/themes/{one}/put", {"number": str(number)})
    moved = in_themes()
    visitor.send(f"/themes/{one}/join", {"into": str(other), "seen": "1"})
    joined = in_themes()
    visitor.send(f"/themes/{other}/dissolve", {"seen": "1"})

    assert [answer.status_code for answer in (gone, nobody, elsewhere)] == [409, 409, 409]
    assert moved == {"Трамваи": [tram[2]], "Врачи": sorted([tram[0], *doctor])}
    assert (joined, in_themes()) == ({"Врачи": sorted([tram[0], tram[2], *doctor])}, {})
    assert [visitor.get(f"/themes/{id}").status_code for id in (one, other)] == [302, 404]


def test_a_hidden_idea_leaves_its_theme_and_takes_its_words_from_suggestions(
    campaign: Campaign, leader: Account, ideas: dict[str, list[Idea]], visit, client: FlaskClient
):
    visitor, moderator = visit(leader), give_role(make_account(), Role.MODERATOR)
    theme_id = make_theme(campaign, *ideas["трамвай"][:1], name="Трамваи")
    key = put_suggestion(campaign, *ideas["врач"], *ideas[""], words=("врач", "талоны"))
    before = (client.get("/campaigns/ugra/ideas/").text, visitor.get("/campaigns/ugra/themes").text)

    restrict(ideas["трамвай"][0], Decision.HIDE, moderator)
    restrict(ideas["врач"][0], Decision.HIDE, moderator)

    after = (client.get("/campaigns/ugra/ideas/").text, visitor.get("/campaigns/ugra/themes").text)
    assert [f"theme={theme_id}" in page for page in (before[0], after[0])] == [True, False]
    assert ["врач, талоны" in page for page in (before[1], after[1])] == [True, False]
    assert (keys(after[1]), "Запись к врачу" in after[1]) == ([key], False)


def test_an_idea_that_goes_on_in_another_takes_it_along(campaign: Campaign, ideas: dict[str, list[Idea]]):
    one, into = ideas["врач"][0], ideas["врач"][1]
    wanted = ids([one, into])
    make_theme(campaign, one, name="Врачи")

    join(one, into)

    assert in_themes() == {"Врачи": wanted}


def test_a_name_with_a_phone_number_is_not_kept(campaign: Campaign, leader: Account, visit):
    answer = visit(leader).send("/campaigns/ugra/themes", {"name": "Звоните +7 912 345-67-89", "note": ""})

    assert (answer.status_code, in_themes()) == (422, {})


def test_a_digest_tells_named_themes_and_no_suggestion(
    campaign: Campaign, ideas: dict[str, list[Idea]], client: FlaskClient, run_jobs
):
    make_theme(campaign, *ideas["трамвай"], name="Рельсовый транспорт")
    put_suggestion(campaign, *ideas["врач"], words=("подсказка",))
    publish(freeze(make_round(campaign)))
    run_jobs()

    page = client.get("/digests/1", headers={"Accept-Language": "en"}).text

    assert [words in page for words in ("What the ideas are about", "Рельсовый транспорт", "подсказка")] == [
        True,
        True,
        False,
    ]
    assert "5 ideas that are in no theme." in page
