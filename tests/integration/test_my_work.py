"""The way of each role from their own page to their work, and the log of a project for those who watch over it."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit import chain
from app.foundation import clock, site
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Follow, State
from campaigns.plan.models import Campaign
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import restrict
from tests.factories.comments import hide, say
from tests.factories.discussion import make_topic
from tests.factories.people import give_role, make_account, make_office
from tests.factories.rounds import freeze, make_round, publish
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra", title="Цифровые сервисы")


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.OWNER, "/campaigns/ugra/plan"),
        (Role.MODERATOR, "/moderation/"),
        (Role.OBSERVER, "/campaigns/ugra/log"),
        (Role.EXPERT, "/campaigns/ugra/selection"),
        (Role.OFFICIAL, "/digests/"),
        (Role.ADMINISTRATOR, "/admin/"),
    ],
)
def test_my_page_leads_each_role_to_its_work(campaign: Campaign, visit: Visit, role: Role, leads_to: str) -> None:
    office = make_office() if role is Role.OFFICIAL else None
    place = None if role in {Role.OFFICIAL, Role.ADMINISTRATOR} else campaign
    visitor = visit(give_role(make_account(), role, place, office))

    page = visitor.get("/account/").get_data(as_text=True)

    assert page.count("My work here") == 1
    assert f'href="{leads_to}"' in page.partition("My work here")[2]
    assert visitor.get(leads_to).status_code == 200


def test_a_resident_has_no_work_and_sees_the_ideas_they_follow(campaign: Campaign, visit: Visit) -> None:
    resident = make_account()
    for idea in (
        make_idea(campaign, title="Идея на виду"),
        make_idea(campaign, None, State.WITHDRAWN, title="Отозванная"),
    ):
        with step():
            db.session.add(Follow(account_id=resident.id, contribution_id=idea.id, since=clock.now()))

    page = visit(resident).get("/account/").get_data(as_text=True)

    assert ["My work here" in page, "Идея на виду" in page, "Отозванная" in page] == [False, True, False]


@pytest.fixture
def moderator(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Степан", family_name="Лось"), Role.MODERATOR, campaign)


def test_an_observer_reads_what_was_done_in_the_project(campaign: Campaign, moderator: Account, visit: Visit) -> None:
    restrict(make_idea(campaign, make_account(), State.SUBMITTED), Decision.RETURN, moderator)
    result = publish(freeze(make_round(campaign)))
    observer = visit(give_role(make_account(), Role.OBSERVER, campaign))

    page = observer.get("/campaigns/ugra/log").get_data(as_text=True)

    told = ["The result was published", "The rule of the count was fixed", "Decided: returned to mend", "Степан Л."]
    assert [sentence for sentence in [*told, result.fingerprint] if sentence not in page] == []
    assert "Лось" not in page


def test_the_log_leads_to_texts_of_each_kind_and_quotes_no_hidden_one(
    campaign: Campaign, moderator: Account, visit: Visit
) -> None:
    topic = make_topic(campaign, title="Запись к врачу")
    shown, hidden = (say(topic, make_account(), body) for body in ("Талоны расходятся сразу.", "Грубые слова."))
    with step():
        for number, comment in enumerate((shown, hidden), start=1):
            decision = {"decision": "publish", "case_id": number}
            chain.log(
                "case.decide",
                now=clock.now(),
                actor_id=moderator.id,
                thing="contribution",
                thing_id=comment.id,
                campaign_id=campaign.id,
                **decision,
            )
    hide(hidden)

    page = visit(give_role(make_account(), Role.OBSERVER, campaign)).get("/campaigns/ugra/log").text

    told = [
        f'Comment: <a href="/comments/{shown.id}" lang="ru">Талоны расходятся сразу.</a>',
        f"/comments/{hidden.id}",
        "Грубые слова",
    ]
    assert [words in page for words in told] == [True, False, False]


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 403), (Role.MODERATOR, 403), (Role.EXPERT, 403), (Role.OBSERVER, 200), (Role.OWNER, 200)],
)
def test_the_log_is_for_those_who_watch(campaign: Campaign, visit: Visit, role: Role | None, status: int) -> None:
    account = give_role(make_account(), role, campaign) if role else make_account()

    assert visit(account).get("/campaigns/ugra/log").status_code == status


def test_an_observer_of_another_project_does_not_read_this_one(campaign: Campaign, visit: Visit) -> None:
    neighbour = give_role(make_account(), Role.OBSERVER, make_campaign("other"))

    assert visit(neighbour).get("/campaigns/ugra/log").status_code == 403


def test_pages_of_the_demonstration_say_that_it_is_invented(app: Flask, visit: Visit) -> None:
    invented, real = make_campaign("invented", is_demo=True), make_campaign("real")
    pages = [[f"/campaigns/{one.slug}/", f"/ideas/{make_idea(one).id}"] for one in (invented, real)]

    said = [["This is a demonstration" in visit().get(path).get_data(as_text=True) for path in few] for few in pages]

    assert said == [[True, True], [False, False]]


def test_the_platform_has_a_name_in_each_language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    unnamed = vars(app.extensions["veche.settings"]) | {"SITE_NAME": ""}
    monkeypatch.setitem(app.extensions, "veche.settings", type(app.extensions["veche.settings"])(**unnamed))

    assert [site.name(language) for language in ("ru", "uk", "en")] == ["Вече", "Віче", "Veche"]
