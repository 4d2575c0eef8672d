"""How sure it must be who somebody is: asked by each campaign, act by act."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from app.accounts.identity.levels import Level
from app.accounts.identity.models import Identity
from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.territories.models import Territory
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea, Support
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.rounds.ballots.domain import eligibility
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_territory
from tests.support.people import Visitor

Visit = Callable[[Account], Visitor]
LINES = {"submit": "email", "comment": "email", "support": "email", "vote": "email"}
AN_IDEA = {"title": "Запись к врачу без звонка", "problem": "Долго ждать", "proposal": "Открыть запись", "send": "1"}


def verify(account: Account, territory: Territory | None = None) -> Account:
    with step():
        identity = Identity(
            account_id=account.id,
            kind="snils",
            key=f"key {account.id}",
            source="state",
            territory_id=territory.id if territory else None,
            verified_at=clock.now(),
        )
        db.session.add(identity)
    return account


def asks(campaign: Campaign, **levels: Level) -> Campaign:
    with step():
        campaign.levels = {Act[name].value: level.value for name, level in levels.items()}
    return campaign


def test_an_owner_sets_levels_and_the_rules_say_so(visit: Visit) -> None:
    campaign = make_campaign()
    owner = visit(give_role(make_account(), Role.OWNER, campaign))
    at = f"/campaigns/{campaign.slug}/plan/levels"

    response = owner.send(at, {**LINES, "support": "person", "vote": "resident"}, page=at)

    db.session.refresh(campaign)
    assert (response.status_code, campaign.levels) == (303, {"support": "person", "vote": "resident"})
    rules = owner.get(f"/campaigns/{campaign.slug}/rules").get_data(as_text=True)
    assert "Support an idea: a person whose identity was verified" in rules


@pytest.mark.any_database
def test_a_resident_sets_no_levels(visit: Visit) -> None:
    campaign = make_campaign()

    response = visit(make_account()).send(f"/campaigns/{campaign.slug}/plan/levels", {**LINES, "support": "person"})

    assert (response.status_code, campaign.levels) == (403, {})


@pytest.mark.any_database
@pytest.mark.parametrize("level", ["king", "", "PERSON"])
def test_a_level_that_is_none_is_refused(visit: Visit, level: str) -> None:
    campaign = make_campaign()
    owner = visit(give_role(make_account(), Role.OWNER, campaign))

    response = owner.send(f"/campaigns/{campaign.slug}/plan/levels", {**LINES, "support": level})

    assert (response.status_code, campaign.levels) == (422, {})


def test_who_was_not_verified_is_told_where_and_supports_nothing(visit: Visit) -> None:
    idea = make_idea(asks(make_campaign(), SUPPORT=Level.PERSON))

    response = visit(make_account()).send(f"/ideas/{idea.id}/support")

    page = response.get_data(as_text=True)
    assert (response.status_code, db.session.scalar(select(func.count(Support.account_id)))) == (403, 0)
    assert ("/account/identity" in page, "identity was verified" in page) == (True, True)


def test_who_was_verified_supports(visit: Visit) -> None:
    idea = make_idea(asks(make_campaign(), SUPPORT=Level.PERSON))

    visit(verify(make_account())).send(f"/ideas/{idea.id}/support")

    assert db.session.scalar(select(Idea.supports).where(Idea.id == idea.id)) == 1


def test_an_idea_of_somebody_who_was_not_verified_stays_a_draft(visit: Visit) -> None:
    campaign = asks(make_campaign(), SUBMIT_IDEA=Level.PERSON)
    author = make_account()

    response = visit(author).send(f"/campaigns/{campaign.slug}/ideas/", AN_IDEA)

    page = response.get_data(as_text=True)
    state = db.session.scalar(select(Contribution.state).where(Contribution.author_id == author.id))
    assert (response.status_code, state, "Запись к врачу без звонка" in page) == (409, State.DRAFT, True)
    assert "/account/identity" in page


def test_a_comment_of_somebody_who_was_not_verified_is_not_taken_and_its_words_stay(visit: Visit) -> None:
    idea = make_idea(asks(make_campaign(), COMMENT=Level.PERSON))

    response = visit(make_account()).send(f"/threads/{idea.id}/comments", {"body": "Так и надо сделать"})

    assert (response.status_code, db.session.scalar(select(func.count(Comment.id)))) == (409, 0)
    assert "Так и надо сделать" in response.get_data(as_text=True)


@pytest.mark.any_database
def test_who_has_a_part_in_the_project_speaks_without_being_verified(visit: Visit) -> None:
    campaign = asks(make_campaign(), COMMENT=Level.PERSON)
    idea = make_idea(campaign)

    facilitator = visit(give_role(make_account(), Role.FACILITATOR, campaign))
    facilitator.send(f"/threads/{idea.id}/comments", {"body": "Спасибо, посмотрим"})

    assert db.session.scalar(select(func.count(Comment.id))) == 1


def test_a_resident_of_a_part_is_a_resident_of_the_whole(visit: Visit) -> None:
    region = make_territory("Югра")
    town = make_territory("Сургут", parent_id=region.id, level=1)
    elsewhere = make_territory("Тюмень")
    idea = make_idea(asks(make_campaign(territory_id=region.id), SUPPORT=Level.RESIDENT))

    statuses = [
        visit(verify(make_account(), place)).send(f"/ideas/{idea.id}/support").status_code
        for place in (town, region, elsewhere, None)
    ]

    assert statuses == [303, 303, 403, 403]


@pytest.mark.any_database
def test_where_somebody_says_to_live_is_not_where_they_were_verified_to(visit: Visit) -> None:
    town = make_territory("Сургут")
    idea = make_idea(asks(make_campaign(territory_id=town.id), SUPPORT=Level.RESIDENT))

    response = visit(verify(make_account(territory_id=town.id))).send(f"/ideas/{idea.id}/support")

    assert response.status_code == 403


def who(verification: str, *territories: Territory) -> dict[str, object]:
    ids = [place.id for place in territories]
    return {"roles": ["resident"], "verification": verification, "territories": ids, "registered_before": None}


@pytest.mark.parametrize(
    ("of_campaign", "of_rule", "refused"),
    [
        ("email", "email", [None, None, None]),
        ("email", "person", ["verification", None, None]),
        ("person", "email", ["verification", None, None]),
        ("email", "resident", ["verification", "verification", None]),
        ("resident", "person", ["verification", "verification", None]),
    ],
)
def test_a_vote_asks_for_the_higher_of_its_rule_and_its_campaign(
    app: object, of_campaign: str, of_rule: str, refused: list[str | None]
) -> None:
    town = make_territory("Сургут")
    campaign = asks(make_campaign(territory_id=town.id), VOTE=Level(of_campaign))
    people = [make_account(), verify(make_account()), verify(make_account(), town)]

    standings = [eligibility.of_account(campaign.id, who(of_rule), person.id).refusal for person in people]

    assert [reason and reason.code for reason in standings] == refused


def test_a_vote_of_certain_places_asks_where_somebody_was_verified_to_live(app: object) -> None:
    town, other = make_territory("Сургут"), make_territory("Нягань")
    campaign = make_campaign()
    here = verify(make_account(territory_id=other.id), town)
    there = verify(make_account(territory_id=town.id), other)

    standings = [eligibility.of_account(campaign.id, who("resident", town), one.id) for one in (here, there)]

    assert [standing.refusal and standing.refusal.code for standing in standings] == [None, "verification"]
    assert [standing.territory_id for standing in standings] == [town.id, other.id]
