"""A department or a territory that was added by mistake goes off its list, and nothing that others need goes with it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation.db import db
from app.offices.models import Office
from app.territories.models import Territory
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.invitations import make_invitation
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.services import make_service
from tests.factories.votes import make_vote
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def administrator(app: Flask) -> Account:
    return give_role(make_account("chief@example.org"), Role.ADMINISTRATOR)


@pytest.fixture
def desk(administrator: Account, visit: Visit) -> Visitor:
    return visit(administrator)


def take_off(desk: Visitor, kind: str, number: int) -> tuple[int, str]:
    answer = desk.send(f"/admin/{kind}/{number}/remove", page=f"/admin/{kind}/")
    return answer.status_code, answer.text


def names(table: type[Office] | type[Territory]) -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(table.name)))


def last_act() -> str | None:
    return db.session.scalar(select(Entry.act).order_by(Entry.id.desc()))


def test_a_department_that_nothing_is_tied_to_goes_and_the_log_says_so(desk: Visitor) -> None:
    make_office("Депздрав")
    slip = make_office("Депздрва").id

    answers = [take_off(desk, "offices", slip)[0] for _ in range(2)]

    assert (answers, names(Office), last_act()) == ([303, 404], ["Депздрав"], "office.remove")
    assert "A department was taken off the list" in desk.get("/admin/log").text


@pytest.mark.parametrize("tie", ["role", "role of before", "service"])
def test_a_department_that_something_is_tied_to_stays(desk: Visitor, tie: str) -> None:
    office = make_office("Депздрав")
    if tie == "service":
        make_service("Запись к врачу", office_id=office.id)
    else:
        official = give_role(make_account(), Role.OFFICIAL, office=office)
        if tie == "role of before":
            desk.send(f"/admin/people/{official.id}/roles/{official.grants[0].id}/take")

    status, page = take_off(desk, "offices", office.id)

    assert (status, names(Office)) == (409, ["Депздрав"])
    assert "Rename it instead" in page
    assert 'value="Депздрав"' in page


def test_a_territory_that_nothing_is_tied_to_goes_and_the_log_says_so(desk: Visitor) -> None:
    region = make_territory("Югра").id
    slip = make_territory("Сургту", parent_id=region, level=1).id

    refused = take_off(desk, "territories", region)
    answers = [take_off(desk, "territories", number)[0] for number in (slip, slip, region)]

    assert (refused[0], "Rename it instead" in refused[1]) == (409, True)
    assert (answers, names(Territory), last_act()) == ([303, 404, 303], [], "territory.remove")


@pytest.mark.parametrize("tie", ["person", "campaign", "idea", "vote"])
def test_a_territory_that_something_is_tied_to_stays(desk: Visitor, tie: str) -> None:
    place = make_territory("Сургут").id
    if tie == "person":
        make_account(territory_id=place)
    elif tie == "campaign":
        make_campaign(territory_id=place)
    elif tie == "idea":
        make_idea(make_campaign(), territory_id=place)
    else:
        who = {"roles": ["resident"], "verification": "email", "territories": [place], "registered_before": None}
        make_vote(who=who)

    assert (take_off(desk, "territories", place)[0], names(Territory)) == (409, ["Сургут"])


def test_nobody_else_takes_anything_off(app: Flask, administrator: Account, visit: Visit) -> None:
    office, place = make_office("Депздрав").id, make_territory("Сургут").id
    make_invitation(administrator)
    official = visit(give_role(make_account(), Role.OFFICIAL, office=make_office("Депцифры")))

    answers = [take_off(official, "offices", office)[0], take_off(official, "territories", place)[0]]

    assert (answers, names(Office), names(Territory)) == ([403, 403], ["Депздрав", "Депцифры"], ["Сургут"])
