"""Roles: given and taken by page and by command, each entered into a chain."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from app.accounts.domain import roles
from app.accounts.models import Account, RoleGrant
from app.accounts.queries import people
from app.accounts.queries.people import Search
from app.accounts.roles import SCOPES, SYSTEM, Actor, Grant, Place, Role
from app.accounts.sessions import actor_of
from app.audit.models import Chain, Entry, Opening
from app.foundation.clock import now
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from app.offices.models import Office
from app.territories.models import Territory
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PLATFORM = Place()


@pytest.fixture
def administrator(app: Flask) -> Account:
    return give_role(make_account("olga@example.org", "Ольга", "Мороз"), Role.ADMINISTRATOR)


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account("anna@example.org")


def grants_of(account_id: int) -> list[tuple[str, str]]:
    db.session.rollback()
    live = select(RoleGrant.role, RoleGrant.scope).where(
        RoleGrant.account_id == account_id, RoleGrant.ended_at.is_(None)
    )
    return [(row.role.value, row.scope) for row in db.session.execute(live.order_by(RoleGrant.id))]


def entries(campaign_id: int | None = None) -> list[tuple[str, int | None, int | None, dict[str, str]]]:
    """Acts of a chain with their openings: act, thing, actor, details."""
    db.session.rollback()
    same = Chain.campaign_id.is_(None) if campaign_id is None else Chain.campaign_id == campaign_id
    rows = db.session.execute(select(Entry, Opening).join(Chain).join(Opening).where(same).order_by(Entry.number))
    return [(entry.act, entry.thing_id, opening.actor_id, opening.details) for entry, opening in rows]


def place_of(scope: str, campaign: Campaign, office: Office) -> Place:
    return {"platform": PLATFORM, "campaign": Place(campaign_id=campaign.id), "office": Place(office_id=office.id)}[
        scope
    ]


# Written by hand: the policy as sentences, not the table again.
POLICY = {
    ("expert", "campaign"),
    ("facilitator", "campaign"),
    ("assistant", "office"),
    ("assistant", "platform"),
    ("moderator", "campaign"),
    ("moderator", "platform"),
    ("owner", "campaign"),
    ("official", "office"),
    ("observer", "campaign"),
    ("administrator", "platform"),
}


@pytest.mark.parametrize("scope", ["platform", "campaign", "office"])
@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_given_where_the_policy_has_it(app: Flask, anna: Account, role: Role, scope: str) -> None:
    place, number = place_of(scope, make_campaign(), make_office()), anna.id

    try:
        with step():
            roles.give(SYSTEM, number, role, place, now())
        given = True
    except Invalid as refusal:
        given = refusal.reason is not roles.WRONG_PLACE

    assert given == ((role.value, scope) in POLICY)
    assert grants_of(number) == ([(role.value, place.word)] if given else [])


def test_a_role_of_a_campaign_holds_in_that_campaign(app: Flask, anna: Account) -> None:
    here, there = make_campaign(), make_campaign()
    with step():
        roles.give(SYSTEM, anna.id, Role.MODERATOR, Place(campaign_id=here.id), now())
    db.session.refresh(anna)

    actor = actor_of(anna)

    assert [Role.MODERATOR in actor.roles_in(campaign.id) for campaign in (here, there)] == [True, False]


def test_giving_is_entered_into_the_chain_of_its_place(app: Flask, anna: Account, administrator: Account) -> None:
    campaign, actor = make_campaign(), actor_of(administrator)
    anna_id, campaign_id, giver = anna.id, campaign.id, administrator.id

    with step():
        roles.give(actor, anna_id, Role.OWNER, Place(campaign_id=campaign_id), now())
        roles.give(actor, anna_id, Role.MODERATOR, PLATFORM, now())

    assert entries(campaign_id) == [
        ("role.give", anna_id, giver, {"role": "owner", "place": f"campaign:{campaign_id}"})
    ]
    assert entries() == [("role.give", anna_id, giver, {"role": "moderator", "place": "platform"})]


def test_taking_ends_the_role_keeps_the_row_and_is_entered(app: Flask, anna: Account) -> None:
    anna_id = anna.id
    with step():
        grant_id = roles.give(SYSTEM, anna_id, Role.MODERATOR, PLATFORM, now()).id

    with step():
        roles.take(SYSTEM, grant_id, now())

    assert grants_of(anna_id) == []
    assert db.session.get(RoleGrant, grant_id).ended_at == now()
    assert [act for act, *_ in entries()] == ["role.give", "role.take"]


def test_a_role_taken_may_be_given_again(app: Flask, anna: Account) -> None:
    for _ in range(2):
        with step():
            grant = roles.give(SYSTEM, anna.id, Role.MODERATOR, PLATFORM, now())
            roles.take(SYSTEM, grant.id, now())

    assert db.session.query(RoleGrant).count() == 2


def test_a_role_is_not_given_twice(app: Flask, anna: Account) -> None:
    with step():
        roles.give(SYSTEM, anna.id, Role.MODERATOR, PLATFORM, now())

    with pytest.raises(Conflict), step():
        roles.give(SYSTEM, anna.id, Role.MODERATOR, PLATFORM, now())

    assert grants_of(anna.id) == [("moderator", "platform")]


def test_a_role_is_not_taken_twice(app: Flask, anna: Account) -> None:
    with step():
        grant_id = roles.give(SYSTEM, anna.id, Role.MODERATOR, PLATFORM, now()).id
        roles.take(SYSTEM, grant_id, now())

    with pytest.raises(Missing), step():
        roles.take(SYSTEM, grant_id, now())


def test_nobody_who_is_not_there_gets_a_role(app: Flask) -> None:
    ended = make_account(ended_at=now())

    for number in (ended.id, 10**15):
        with pytest.raises(Missing), step():
            roles.give(SYSTEM, number, Role.MODERATOR, PLATFORM, now())


@pytest.mark.parametrize("role", [role for role in SCOPES if role != Role.ADMINISTRATOR])
def test_only_administrators_give_and_take(app: Flask, anna: Account, role: Role) -> None:
    with step():
        grant_id = roles.give(SYSTEM, anna.id, Role.MODERATOR, PLATFORM, now()).id
    actor, anna_id = Actor(id=anna.id, grants=frozenset({Grant(role), Grant(role, 1), Grant(role, None, 1)})), anna.id

    with pytest.raises(NotAllowed), step():
        roles.give(actor, anna_id, Role.ADMINISTRATOR, PLATFORM, now())
    with pytest.raises(NotAllowed), step():
        roles.take(actor, grant_id, now())

    assert grants_of(anna_id) == [("moderator", "platform")]


def test_the_last_administrator_stays(app: Flask, administrator: Account, visit: Visit) -> None:
    ended = give_role(make_account(ended_at=now()), Role.ADMINISTRATOR)
    number, grant_id = administrator.id, administrator.grants[0].id

    response = visit(administrator).send(
        f"/admin/people/{number}/roles/{grant_id}/take", page=f"/admin/people/{number}"
    )

    assert response.status_code == 409
    assert [grants_of(number), grants_of(ended.id)] == [[("administrator", "platform")]] * 2


def test_one_of_two_administrators_may_go(app: Flask, administrator: Account, visit: Visit) -> None:
    give_role(make_account(), Role.ADMINISTRATOR)
    number, grant_id = administrator.id, administrator.grants[0].id

    response = visit(administrator).send(
        f"/admin/people/{number}/roles/{grant_id}/take", page=f"/admin/people/{number}"
    )

    assert (response.status_code, grants_of(number)) == (303, [])


def test_two_administrators_who_take_each_other_at_once_leave_one(app: Flask, administrator: Account) -> None:
    other = give_role(make_account(), Role.ADMINISTRATOR)
    acts = [
        (actor_of(administrator), other.grants[0].id),
        (actor_of(other), administrator.grants[0].id),
    ]
    ready = threading.Barrier(2)

    def take(act: tuple[Actor, int]) -> bool:
        with app.app_context():
            ready.wait()
            try:
                with step():
                    roles.take(*act, now())
            except Conflict:
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(take, acts))

    assert sorted(taken) == [False, True]


# Pages


def test_an_administrator_gives_a_role_in_a_campaign(
    app: Flask, administrator: Account, anna: Account, visit: Visit
) -> None:
    campaign, number = make_campaign(title="Дворы"), anna.id
    place = f"campaign:{campaign.id}"
    visitor = visit(administrator)

    response = visitor.send(
        f"/admin/people/{number}/roles", {"role": "owner", "place": place}, page=f"/admin/people/{number}"
    )

    assert (response.status_code, grants_of(number)) == (303, [("owner", place)])
    page = visitor.get(f"/admin/people/{number}").get_data(as_text=True)
    assert ("<b>Organiser</b> <span>Дворы</span>" in page, "The role is given." in page) == (True, True)


def test_an_administrator_gives_a_role_in_a_department(
    app: Flask, administrator: Account, anna: Account, visit: Visit
) -> None:
    office, number = make_office(), anna.id
    place = f"office:{office.id}"

    visit(administrator).send(
        f"/admin/people/{number}/roles", {"role": "official", "place": place}, page=f"/admin/people/{number}"
    )

    assert grants_of(number) == [("official", place)]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"role": "owner", "place": "platform"}, 422),
        ({"role": "official", "place": "platform"}, 422),
        ({"role": "guest", "place": "platform"}, 422),
        ({"role": "king", "place": "platform"}, 422),
        ({"role": "owner", "place": "campaign:999"}, 422),
        ({"role": "owner", "place": "campaign:x"}, 422),
        ({"role": "", "place": ""}, 422),
        ({}, 422),
        ({"role": "moderator", "place": "platform"}, 303),
    ],
)
def test_a_form_that_makes_no_sense_gives_nothing(
    app: Flask, administrator: Account, anna: Account, visit: Visit, fields: dict[str, str], status: int
) -> None:
    number = anna.id

    response = visit(administrator).send(f"/admin/people/{number}/roles", fields, page=f"/admin/people/{number}")

    assert (response.status_code, len(grants_of(number))) == (status, int(status == 303))


def test_a_form_sent_twice_gives_one_role(app: Flask, administrator: Account, anna: Account, visit: Visit) -> None:
    visitor, number = visit(administrator), anna.id
    fields = {"role": "moderator", "place": "platform"}

    statuses = [
        visitor.send(f"/admin/people/{number}/roles", fields, page=f"/admin/people/{number}").status_code
        for _ in range(2)
    ]

    assert (statuses, grants_of(number)) == ([303, 409], [("moderator", "platform")])


PAGES = ["/admin/people/", "/admin/people/1", "/admin/offices/", "/admin/territories/", "/admin/log"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_administration_are_for_administrators(
    app: Flask, administrator: Account, visit: Visit, path: str
) -> None:
    owner = give_role(make_account("secret@example.org"), Role.OWNER, make_campaign())

    guest, other, mine = visit().get(path), visit(owner).get(path), visit(administrator).get(path)

    assert [guest.status_code, other.status_code, mine.status_code] == [303, 403, 200]
    assert "secret@example.org" not in other.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/people/1/roles",
        "/admin/people/1/roles/1/take",
        "/admin/offices/",
        "/admin/offices/1",
        "/admin/territories/",
        "/admin/territories/1",
    ],
)
def test_acts_of_administration_are_for_administrators(app: Flask, visit: Visit, path: str) -> None:
    owner = give_role(make_account(), Role.OWNER, make_campaign())
    make_office()
    make_territory()
    fields = {"role": "administrator", "place": "platform", "name": "Захват", "parent_id": ""}

    statuses = [visit(who).send(path, fields, page="/account/sign-in").status_code for who in (None, owner)]

    assert statuses == [403, 403]
    db.session.rollback()
    names = [*db.session.scalars(select(Office.name)), *db.session.scalars(select(Territory.name))]
    assert (len(grants_of(owner.id)), names) == (1, ["Департамент цифрового развития", "Сургут"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("anna@", ["anna@example.org"]),
        ("ANNA@EXAMPLE", ["anna@example.org"]),
        ("кравец", ["anna@example.org"]),
        ("Крав", ["anna@example.org"]),
        ("анна кравец", ["anna@example.org"]),
        ("анна мороз", []),
        ("example", ["anna@example.org", "olga@example.org"]),
        ("nna@exam", ["anna@example.org"]),
        ("кравец example", ["anna@example.org"]),
        ("равец", []),
        ("МОРОЗ", ["olga@example.org"]),
        ("%", []),
        ("_", []),
        ("", ["anna@example.org", "olga@example.org"]),
        ("щ " * 500, []),
    ],
)
def test_people_are_found_by_name_and_address(
    app: Flask, administrator: Account, anna: Account, words: str, found: list[str]
) -> None:
    make_account("gone@example.org", "Анна", "Кравец", ended_at=now())

    page = people.find(Search(words))

    assert [account.email for account in page.rows] == found


@pytest.mark.parametrize(
    "search", [Search("anna@"), Search("кравец"), Search("Анна Кр"), Search("анна", with_role=True)]
)
def test_people_are_found_without_reading_every_account(app: Flask, anna: Account, search: Search) -> None:
    with statements() as asked:
        people.find(search)

    is_sqlite = db.engine.dialect.name == "sqlite"
    explain, bad = ("EXPLAIN QUERY PLAN ", "SCAN accounts") if is_sqlite else ("EXPLAIN ", "Seq Scan on accounts")
    with db.engine.connect() as connection:
        if not is_sqlite:
            # So few rows it would read at once: now only where there is no index.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = [str(row) for row in connection.exec_driver_sql(explain + asked[0][0], asked[0][1])]
    assert [line for line in plan if bad in line] == []


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """The statements that ask for accounts, with what they are asked with."""
    found: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "FROM accounts" in statement:
            found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)


def test_people_with_a_role_can_be_seen_apart(app: Flask, administrator: Account, anna: Account) -> None:
    page = people.find(Search(with_role=True))

    assert [account.email for account in page.rows] == ["olga@example.org"]


def test_the_list_of_people_goes_page_by_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "ON_A_PAGE", 2)
    numbers = [make_account().id for _ in range(5)]

    seen, after = [], None
    for _ in range(3):
        page = people.find(Search(after=after))
        seen.append([account.id for account in page.rows])
        after = page.following

    assert (seen, after) == ([numbers[4:2:-1], numbers[2:0:-1], numbers[:1]], None)


@pytest.mark.parametrize("after", ["x", "WzFd" * 50, "bnVsbA", "%00"])
def test_a_broken_key_shows_the_first_page(app: Flask, administrator: Account, visit: Visit, after: str) -> None:
    page = visit(administrator).get(f"/admin/people/?after={after}&q=%00").get_data(as_text=True)

    assert "olga@example.org" in page


# Departments and territories


def test_a_department_is_added_renamed_and_entered(app: Flask, administrator: Account, visit: Visit) -> None:
    visitor = visit(administrator)
    fields = {"name": "Департамент  здоровья", "contacts": "тел. 1\nтел. 2"}

    added = visitor.send("/admin/offices/", fields, page="/admin/offices/")
    number = db.session.scalars(select(Office.id)).one()
    changed = visitor.send(
        f"/admin/offices/{number}", {"name": "Депздрав", "contacts": ""}, page=f"/admin/offices/{number}"
    )

    db.session.rollback()
    office = db.session.get(Office, number)
    assert ([added.status_code, changed.status_code], office.name, office.contacts) == ([303, 303], "Депздрав", "")
    assert [(act, details) for act, _thing, _actor, details in entries()] == [
        ("office.add", {"name": "Департамент здоровья"}),
        ("office.change", {"name": "Депздрав", "before": "Департамент здоровья"}),
    ]


def test_two_departments_have_two_names(app: Flask, administrator: Account, visit: Visit) -> None:
    make_office("Депздрав")
    other = make_office("Депцифры").id
    visitor = visit(administrator)

    statuses = [
        visitor.send("/admin/offices/", {"name": "депздрав"}, page="/admin/offices/").status_code,
        visitor.send(f"/admin/offices/{other}", {"name": "ДЕПЗДРАВ"}, page="/admin/offices/").status_code,
        visitor.send(f"/admin/offices/{other}", {"name": "депцифры"}, page="/admin/offices/").status_code,
        visitor.send("/admin/offices/", {"name": " "}, page="/admin/offices/").status_code,
        visitor.send("/admin/offices/99", {"name": "Нет"}, page="/admin/offices/").status_code,
    ]

    assert statuses == [409, 409, 303, 422, 404]


def test_levels_of_territories_follow_from_what_they_are_part_of(
    app: Flask, administrator: Account, visit: Visit
) -> None:
    visitor = visit(administrator)

    def add(name: str, parent: int | str) -> int:
        visitor.send("/admin/territories/", {"name": name, "parent_id": str(parent)}, page="/admin/territories/")
        return db.session.scalars(select(Territory.id).where(Territory.name == name)).one()

    region = add("Югра", "")
    district = add("Сургутский район", region)
    village = add("Лянтор", district)
    visitor.send(f"/admin/territories/{district}", {"name": "Сургутский р-н", "parent_id": ""}, page="/account/")

    db.session.rollback()
    levels = {t.name: t.level for t in db.session.scalars(select(Territory))}
    assert levels == {"Югра": 0, "Сургутский р-н": 0, "Лянтор": 1}
    assert village > district > region


def test_a_territory_is_no_part_of_itself(app: Flask, administrator: Account, visit: Visit) -> None:
    region = make_territory("Югра").id
    town = make_territory("Сургут", parent_id=region, level=1).id
    visitor = visit(administrator)

    statuses = [
        visitor.send(
            f"/admin/territories/{region}", {"name": "Югра", "parent_id": str(p)}, page="/account/"
        ).status_code
        for p in (region, town, 99)
    ]

    assert statuses == [422, 422, 422]


# Commands


def run(app: Flask, *words: str, **over: str) -> tuple[int, str, str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=list(words), **over)
    return result.exit_code, result.stdout, result.stderr


def test_roles_are_given_listed_and_taken_by_command(app: Flask, anna: Account) -> None:
    make_campaign("dvory")
    make_office("Депздрав")

    codes = [
        run(app, "roles", "give", "Anna@example.org", "owner", "--campaign", "dvory")[0],
        run(app, "roles", "give", "anna@example.org", "official", "--office", "Депздрав")[0],
        run(app, "roles", "give", "anna@example.org", "administrator")[0],
        run(app, "roles", "take", "anna@example.org", "administrator")[0],
    ]
    listed = json.loads(run(app, "roles", "list", "--json")[1])

    assert codes == [0, 0, 0, 0]
    assert [(row["email"], row["role"]) for row in listed] == [
        ("anna@example.org", "owner"),
        ("anna@example.org", "official"),
    ]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["give", "nobody@example.org", "administrator"], "nobody has the address nobody@example.org"),
        (["give", "anna@example.org", "owner"], "This role is not given there."),
        (["give", "anna@example.org", "owner", "--campaign", "nowhere"], "there is no campaign called nowhere"),
        (["give", "anna@example.org", "official", "--office", "нет"], "there is no office called нет"),
        (["give", "anna@example.org", "king"], "'king' is not one of"),
        (["give", "anna@example.org", "owner", "--campaign", "a", "--office", "b"], "not in both"),
        (["take", "anna@example.org", "administrator"], "anna@example.org is no administrator there"),
    ],
)
def test_a_command_that_cannot_be_says_why(app: Flask, anna: Account, words: list[str], sentence: str) -> None:
    number = anna.id

    code, out, error = run(app, "roles", *words)

    assert (code > 0, out, grants_of(number)) == (True, "", [])
    assert sentence in error


def test_the_last_administrator_goes_by_command(app: Flask, administrator: Account) -> None:
    number = administrator.id

    code, *_ = run(app, "roles", "take", "olga@example.org", "administrator")

    assert (code, grants_of(number)) == (0, [])


def test_a_person_is_added_by_command(app: Flask, tmp_path: Path, visit: Visit, clock: MovingClock) -> None:
    file = tmp_path / "password"
    file.write_text("верный конь 7\nещё строка\n")
    words = ["people", "add", "Глава@Югра.РФ", "--name", "Пётр", "--family", "Сидоров", "--password-file", str(file)]

    code, out, _ = run(app, *words, "--confirmed")

    account = db.session.scalars(select(Account)).one()
    assert (code, out, account.public_name, account.email_confirmed_at) == (0, "", "Пётр С.", clock.now())
    fields = {"email": "глава@югра.рф", "password": "верный конь 7"}
    assert visit().send("/account/sign-in", fields).status_code == 303


def test_a_person_added_unconfirmed_gets_the_letter(app: Flask, run_jobs: Callable[[], None]) -> None:
    words = ["people", "add", "anna@example.org", "--name", "Анна", "--password-file", "-"]

    code, *_ = run(app, *words, input="верный конь 7")
    run_jobs()

    assert (code, [letter.to for letter in letters()]) == (0, ["anna@example.org"])


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("anna@example.org", "верный конь 7", "has an account already"),
        ("nonsense", "верный конь 7", "is no e-mail address"),
        ("new@example.org", "short", "at least 8 characters"),
        ("new@example.org", "", "at least 8 characters"),
    ],
)
def test_a_person_is_not_added_wrongly(app: Flask, anna: Account, email: str, password: str, sentence: str) -> None:
    words = ["people", "add", email, "--name", "Анна", "--password-file", "-"]

    code, _, error = run(app, *words, input=password)

    assert (code > 0, db.session.query(Account).count()) == (True, 1)
    assert sentence in error
