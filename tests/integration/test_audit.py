"""The chains: they only grow, a break is found, an erasure is none."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Account
from app.accounts.roles import Role
from app.audit import chain, queries
from app.audit.models import Chain, Entry, Opening
from app.foundation.clock import now
from app.foundation.db import db
from app.foundation.unit_of_work import step
from tests.factories.campaigns import make_campaign
from tests.factories.people import give_role, make_account
from tests.support.kept import Shelf
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


def enter(count: int = 3, campaign_id: int | None = None) -> None:
    with step():
        for number in range(1, count + 1):
            chain.log(
                "role.give",
                now=now(),
                actor_id=None,
                thing="account",
                thing_id=number,
                campaign_id=campaign_id,
                n=number,
            )


def platform() -> Chain:
    db.session.rollback()
    return db.session.scalars(select(Chain).where(Chain.campaign_id.is_(None))).one()


def unguarded(*statements: str) -> None:
    """What somebody with the keys of the database could do: the guards are taken off first."""
    if db.engine.dialect.name == "sqlite":
        off = ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"]
    else:
        off = ["ALTER TABLE audit_entries DISABLE TRIGGER USER"]
    with step():
        for statement in [*off, *statements]:
            db.session.execute(text(statement))


def without(number: int) -> list[str]:
    entry = f"(SELECT id FROM audit_entries WHERE number = {number})"
    return [
        f"DELETE FROM audit_openings WHERE entry_id = {entry}",
        f"DELETE FROM audit_entries WHERE number = {number}",
    ]


def verify(app: Flask, *options: str) -> tuple[int, str]:
    db.session.rollback()
    result = app.test_cli_runner().invoke(args=["audit", "verify", *options])
    return result.exit_code, result.stdout


def test_a_chain_as_it_was_written_is_whole(app: Flask) -> None:
    enter()

    assert list(chain.faults(platform())) == []


def test_each_entry_commits_to_the_one_before(app: Flask) -> None:
    enter()

    entries = db.session.scalars(select(Entry).order_by(Entry.number)).all()
    assert [e.number for e in entries] == [1, 2, 3]
    assert [e.previous for e in entries] == ["", entries[0].digest, entries[1].digest]


def test_chains_of_campaigns_are_apart(app: Flask) -> None:
    campaign_id = make_campaign().id
    enter(2)
    enter(1, campaign_id)

    lengths = {kept.campaign_id: kept.length for kept in chain.all_chains()}

    assert lengths == {None: 2, campaign_id: 1}


@pytest.mark.parametrize(
    "statement",
    [
        update(Entry).values(act="nothing"),
        delete(Entry),
        text("UPDATE audit_entries SET act = 'x'"),
        text("DELETE FROM audit_entries"),
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(app: Flask, statement: object) -> None:
    enter()

    with pytest.raises(DBAPIError, match="the audit chain only grows"), step():
        db.session.execute(statement)

    assert db.session.scalars(select(Entry.act)).all() == ["role.give"] * 3


def test_guards_one_test_took_off_stand_again_in_the_next(app: Flask, shelf: Shelf) -> None:
    unguarded()
    shelf.clear(app)
    enter()

    with pytest.raises(DBAPIError, match="the audit chain only grows"), step():
        db.session.execute(delete(Entry))


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (
            ["UPDATE audit_entries SET act = 'role.take' WHERE number = 2"],
            ["entry 2 was changed or does not follow the one before"],
        ),
        (
            ["UPDATE audit_entries SET thing_id = 7 WHERE number = 3"],
            ["entry 3 was changed or does not follow the one before"],
        ),
        (
            ["UPDATE audit_entries SET digest = 'forged' WHERE number = 3", "UPDATE audit_chains SET head = 'forged'"],
            ["entry 3 was changed or does not follow the one before"],
        ),
        (
            without(2),
            ["entry 2 is missing"],
        ),
        (
            without(3),
            ["the chain has 2 entries, its head says 3"],
        ),
        (
            ["UPDATE audit_chains SET length = 4"],
            ["the chain has 3 entries, its head says 4"],
        ),
        (
            ["UPDATE audit_openings SET details = '{}'"],
            [f"what entry {number} opens to was changed" for number in (1, 2, 3)],
        ),
        (
            ["UPDATE audit_openings SET salt = 'x' WHERE entry_id = (SELECT id FROM audit_entries WHERE number = 1)"],
            ["what entry 1 opens to was changed"],
        ),
    ],
)
def test_what_was_done_to_a_chain_is_found(app: Flask, statements: list[str], faults: list[str]) -> None:
    enter()

    unguarded(*statements)

    assert list(chain.faults(platform())) == faults


def test_an_actor_cannot_be_put_in_anothers_place(app: Flask) -> None:
    enter()
    account_id = make_account().id

    with step():
        db.session.execute(update(Opening).values(actor_id=account_id))

    assert len(list(chain.faults(platform()))) == 3


def test_an_erased_opening_leaves_the_chain_whole(app: Flask) -> None:
    enter()

    with step():
        db.session.execute(delete(Opening))

    assert list(chain.faults(platform())) == []


def test_verify_says_that_all_is_whole(app: Flask) -> None:
    enter(2)
    enter(1, make_campaign().id)

    code, out = verify(app, "--json")

    told = json.loads(out)
    assert (code, told["whole"]) == (0, True)
    assert [(kept["entries"], kept["faults"]) for kept in told["chains"]] == [(2, []), (1, [])]


def test_verify_fails_where_a_chain_is_broken(app: Flask) -> None:
    enter()
    unguarded("UPDATE audit_entries SET act = 'x' WHERE number = 2")

    code, out = verify(app)

    assert (code, out) == (1, "platform: 3 entries, entry 2 was changed or does not follow the one before\n")


def test_the_log_goes_page_by_page_from_the_latest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "ON_A_PAGE", 2)
    enter(5)
    enter(1, make_campaign().id)

    seen, after = [], None
    for _ in range(3):
        page = queries.entries(after=after)
        seen.append([line.entry.number for line in page.rows])
        after = page.following

    assert (seen, after) == ([[5, 4], [3, 2], [1]], None)


def test_the_page_of_the_log_says_who_what_and_when(app: Flask, visit: Visit) -> None:
    administrator: Account = give_role(make_account(given_name="Ольга", family_name="Мороз"), Role.ADMINISTRATOR)
    anna = make_account()
    with step():
        chain.log(
            "role.give",
            now=now(),
            actor_id=administrator.id,
            thing="account",
            thing_id=anna.id,
            role="moderator",
            place="platform",
        )

    page = visit(administrator).get("/admin/log").get_data(as_text=True)

    assert [
        word in page for word in ("Ольга Мороз", "A role was given", "Анна Кравец", "(Moderator, The whole site)")
    ] == [True] * 4


def test_the_page_of_the_log_calls_things_by_their_names(app: Flask, visit: Visit) -> None:
    administrator = give_role(make_account(), Role.ADMINISTRATOR)
    with step():
        for act, number, details in (
            ("office.change", 4, {"name": "Связь и дороги", "before": "Дороги"}),
            ("service.add", 5, {"name": "Запись к врачу"}),
            ("service.bring", None, {"added": [6, 7], "changed": [5]}),
        ):
            thing = act.partition(".")[0]
            chain.log(act, now=now(), actor_id=administrator.id, thing=thing, thing_id=number, **details)

    page = visit(administrator).get("/admin/log").get_data(as_text=True)

    told = [
        "<b>A department was changed</b>: Связь и дороги (before: Дороги)",
        "<b>A service was added</b>: Запись к врачу<",
        "<b>Services came in from a file</b> (new: 2, changed: 1)",
    ]
    assert [words for words in told if words not in page.replace("</span>", "<")] == []


def test_the_page_of_the_log_stands_after_an_erasure(app: Flask, visit: Visit) -> None:
    administrator = give_role(make_account(), Role.ADMINISTRATOR)
    enter(1)
    with step():
        db.session.execute(delete(Opening))

    response = visit(administrator).get("/admin/log?after=nonsense")

    assert (response.status_code, "erased" in response.get_data(as_text=True)) == (200, True)
