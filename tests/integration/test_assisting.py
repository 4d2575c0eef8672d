"""Assistants: accounts for people without an e-mail, printed codes, acts in the name of somebody who is there."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.identity.models import AssistedAct, EntryCode, OpenedAccount
from app.accounts.models import Account, Consent, RoleGrant
from app.accounts.roles import Role
from app.audit.models import Entry
from app.foundation import mail
from app.foundation.db import db
from app.offices.models import Office
from campaigns.contributions.models import Contribution
from campaigns.ideas.models import Support
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[[Account], Visitor]
CODE = re.compile(r"\d{4} \d{4} \d{4}")
PASSWORD = "три слова подряд"


def opening(office: Office) -> dict[str, str]:
    return {
        "given_name": "Мария",
        "family_name": "Петрова",
        "language": "ru",
        "scope": f"office:{office.id}",
        "consent": "подписала на бумаге, папка 3",
        "has_read": "y",
    }


@pytest.fixture
def library(app: Flask) -> Office:
    return make_office("Центральная библиотека")


@pytest.fixture
def assistant(library: Office, visit: Visit) -> Visitor:
    return visit(give_role(make_account(given_name="Ольга", family_name="Лисова"), Role.ASSISTANT, office=library))


def open_account(assistant: Visitor, library: Office) -> tuple[Account, str]:
    """Somebody new with the code on their sheet."""
    done = assistant.send("/assist/new", opening(library))
    assert done.status_code == 303
    sheet = assistant.get(done.location).get_data(as_text=True)
    account = db.session.scalars(select(Account).where(Account.given_name == "Мария")).one()
    found = CODE.search(sheet)
    assert found
    return account, found[0]


def test_somebody_without_an_email_gets_an_account_a_number_and_a_code(assistant: Visitor, library: Office) -> None:
    account, code = open_account(assistant, library)

    sheet = assistant.get(f"/assist/{account.id}/sheet").get_data(as_text=True)
    kept = db.session.scalars(select(EntryCode)).one()
    number = account.email_key.removeprefix("number:")
    assert (account.email, account.password_hash, len(number)) == ("", "", 9)
    assert "-".join(number[place : place + 3] for place in (0, 3, 6)) in sheet
    assert code.replace(" ", "") not in kept.digest
    assert db.session.scalars(select(Consent.account_id)).all() == [account.id]
    assert db.session.scalar(select(OpenedAccount.consent)) == "подписала на бумаге, папка 3"


def test_the_person_comes_in_with_the_code_and_chooses_a_password(
    app: Flask, assistant: Visitor, library: Office
) -> None:
    account, code = open_account(assistant, library)
    person, later = Visitor(app), Visitor(app)

    entered = person.send("/account/code", {"code": code.replace(" ", "-")})
    chosen = person.send(entered.location, {"password": PASSWORD})
    number = account.email_key.removeprefix("number:")
    typed = f"№ {number[:3]} {number[3:6]}-{number[6:]}"
    signed = later.send("/account/sign-in", {"email": typed, "password": PASSWORD}, page="/account/sign-in")

    assert (entered.status_code, entered.location) == (303, "/account/code/password")
    assert (chosen.status_code, signed.status_code) == (303, 303)
    assert ["Петрова" in one.get("/account/").get_data(as_text=True) for one in (person, later)] == [True, True]


@pytest.mark.any_database
def test_a_slip_in_a_number_is_told_before_anything_is_tried(app: Flask) -> None:
    fields = {"email": "123-456-780", "password": PASSWORD}

    response = Visitor(app).send("/account/sign-in", fields, page="/account/sign-in")

    assert (response.status_code, "A digit of this number is wrong" in response.get_data(as_text=True)) == (422, True)


def test_a_code_lets_in_once(app: Flask, assistant: Visitor, library: Office) -> None:
    _account, code = open_account(assistant, library)
    Visitor(app).send("/account/code", {"code": code})

    response = Visitor(app).send("/account/code", {"code": code})

    assert (response.status_code, "does not hold" in response.get_data(as_text=True)) == (422, True)


def test_a_code_holds_for_two_weeks(app: Flask, assistant: Visitor, library: Office, clock: MovingClock) -> None:
    _account, code = open_account(assistant, library)
    clock.move_by(days=14)

    assert Visitor(app).send("/account/code", {"code": code}).status_code == 422


def test_a_new_code_ends_the_one_before(app: Flask, assistant: Visitor, library: Office) -> None:
    account, old = open_account(assistant, library)
    printed = assistant.send(f"/assist/{account.id}/code")
    new = CODE.search(assistant.get(printed.location).get_data(as_text=True))
    assert new

    statuses = [Visitor(app).send("/account/code", {"code": code}).status_code for code in (old, new[0])]

    assert statuses == [422, 303]


@pytest.mark.any_database
@pytest.mark.parametrize("code", ["", "1234", "0000 0000 0000", "код с листа", "²²²²²²²²²²²²", "x" * 500, "\x00"])
def test_what_is_no_code_is_refused_in_words(app: Flask, code: str) -> None:
    assert Visitor(app).send("/account/code", {"code": code}).status_code == 422


@pytest.mark.any_database
def test_many_wrong_codes_of_one_network_are_too_many_and_bar_no_other_network(
    app: Flask, assistant: Visitor, library: Office
) -> None:
    _account, code = open_account(assistant, library)
    thief, person = Visitor(app), Visitor(app)
    thief.client.environ_base["REMOTE_ADDR"] = "203.0.113.9"

    statuses = {thief.send("/account/code", {"code": f"{guess:012}"}).status_code for guess in range(310)}

    assert (statuses, person.send("/account/code", {"code": code}).status_code) == ({422, 429}, 303)


@pytest.mark.any_database
def test_the_code_is_shown_for_a_quarter_of_an_hour(assistant: Visitor, library: Office, clock: MovingClock) -> None:
    account, _code = open_account(assistant, library)
    clock.move_by(minutes=15)

    late = assistant.get(f"/assist/{account.id}/sheet")

    assert (late.status_code, late.location) == (303, f"/assist/{account.id}")


@pytest.mark.any_database
@pytest.mark.parametrize("missing", ["has_read", "consent", "given_name"])
def test_no_account_is_opened_without_a_consent(assistant: Visitor, library: Office, missing: str) -> None:
    response = assistant.send("/assist/new", {**opening(library), missing: ""})

    assert (response.status_code, db.session.scalar(select(func.count(OpenedAccount.account_id)))) == (422, 0)


@pytest.mark.any_database
def test_nobody_opens_accounts_for_another_place(assistant: Visitor, library: Office) -> None:
    other = make_office("МФЦ")

    response = assistant.send("/assist/new", {**opening(library), "scope": f"office:{other.id}"})

    assert (response.status_code, db.session.scalar(select(func.count(OpenedAccount.account_id)))) == (422, 0)


def test_an_assistant_of_another_place_finds_nobody(assistant: Visitor, library: Office, visit: Visit) -> None:
    account, _code = open_account(assistant, library)
    other = visit(give_role(make_account(), Role.ASSISTANT, office=make_office("МФЦ")))

    statuses = [
        other.get(f"/assist/{account.id}").status_code,
        other.get(f"/assist/{account.id}/sheet").status_code,
        other.send(f"/assist/{account.id}/code").status_code,
        other.send(f"/assist/{account.id}/help").status_code,
    ]

    assert (statuses, "Петрова" in other.get("/assist/").get_data(as_text=True)) == ([404] * 4, False)


@pytest.mark.any_database
def test_an_assistant_of_the_whole_site_finds_everybody(assistant: Visitor, library: Office, visit: Visit) -> None:
    account, _code = open_account(assistant, library)
    other = visit(give_role(make_account(), Role.ASSISTANT))
    number = account.email_key.removeprefix("number:")

    pages = [other.get(f"/assist/?q={words}").get_data(as_text=True) for words in (number, "петр", "Сидорова")]

    assert ["Петрова" in page for page in pages] == [True, True, False]


def begin(assistant: Visitor, account: Account) -> None:
    assert assistant.send(f"/assist/{account.id}/help").status_code == 303


def test_what_an_assistant_does_is_the_persons_and_is_kept_with_who_helped(
    app: Flask, assistant: Visitor, library: Office
) -> None:
    idea = make_idea(make_campaign())
    account, code = open_account(assistant, library)
    begin(assistant, account)

    assistant.send(f"/ideas/{idea.id}/support")
    assistant.send(f"/threads/{idea.id}/comments", {"body": "Мне тоже неудобно добираться"})
    assistant.send("/assist/finish")

    person = Visitor(app)
    person.send("/account/code", {"code": code})
    page = person.get("/account/help").get_data(as_text=True)
    assert db.session.scalars(select(Support.account_id)).all() == [account.id]
    assert db.session.scalars(select(Contribution.author_id).where(Contribution.kind == "comment")).all() == [
        account.id
    ]
    assert db.session.scalars(select(AssistedAct.act).order_by(AssistedAct.id)).all() == ["support", "comment"]
    assert ("An idea was supported" in page, "Ольга Лисова" in page) == (True, True)
    of_person = select(Entry.act).where(Entry.thing_id == account.id, Entry.thing == "account").order_by(Entry.id)
    acts = db.session.scalars(of_person).all()
    assert [act for act in acts if act.startswith("assist.")] == [
        "assist.open",
        "assist.code",
        "assist.begin",
        "assist.act",
        "assist.act",
    ]


def test_a_support_that_is_refused_is_no_act(assistant: Visitor, library: Office) -> None:
    idea = make_idea(make_campaign(windows=[(PhaseKind.IDEAS, -10, -1)]))
    account, _code = open_account(assistant, library)
    begin(assistant, account)

    response = assistant.send(f"/ideas/{idea.id}/support")

    assert (response.status_code, db.session.scalar(select(func.count(AssistedAct.id)))) == (403, 0)


def test_nobody_votes_or_looks_at_the_pages_of_others(assistant: Visitor, library: Office) -> None:
    campaign = make_campaign()
    account, _code = open_account(assistant, library)
    begin(assistant, account)

    refused = [
        assistant.get("/account/").status_code,
        assistant.get("/account/password").status_code,
        assistant.get("/account/identity").status_code,
        assistant.get("/assist/").status_code,
        assistant.get("/account/notices").status_code,
        assistant.get(f"/campaigns/{campaign.slug}/vote").status_code,
        assistant.send(f"/campaigns/{campaign.slug}/vote", {}).status_code,
        assistant.send("/account/help", {}).status_code,
        assistant.send("/account/sign-out-everywhere").status_code,
    ]

    assert refused == [403] * 9
    assert "You are helping Мария П." in assistant.get("/campaigns/").get_data(as_text=True)


@pytest.mark.any_database
def test_help_ends_after_half_an_hour(assistant: Visitor, library: Office, clock: MovingClock) -> None:
    idea = make_idea(make_campaign())
    account, _code = open_account(assistant, library)
    begin(assistant, account)
    clock.move_by(minutes=30)

    assistant.send(f"/ideas/{idea.id}/support")

    assert account.id not in db.session.scalars(select(Support.account_id)).all()


@pytest.mark.any_database
def test_finishing_without_help_leaves_open_forms_good(assistant: Visitor, library: Office) -> None:
    form = {"csrf_token": assistant.token("/assist/")}

    answers = [assistant.client.post("/assist/finish", data=form).status_code for _twice in range(2)]

    assert answers == [303, 303]


@pytest.mark.any_database
def test_who_loses_the_role_helps_no_more(assistant: Visitor, library: Office, visit: Visit) -> None:
    account, _code = open_account(assistant, library)
    begin(assistant, account)
    grant = db.session.scalars(select(RoleGrant)).one()
    administrator = visit(give_role(make_account(), Role.ADMINISTRATOR))
    administrator.send(f"/admin/people/{grant.account_id}/roles/{grant.id}/take")

    page = assistant.get("/campaigns/").get_data(as_text=True)

    assert ("You are helping" in page, assistant.get("/assist/").status_code) == (False, 403)


def test_the_person_forbids_help_at_once(app: Flask, assistant: Visitor, library: Office) -> None:
    idea = make_idea(make_campaign())
    account, code = open_account(assistant, library)
    begin(assistant, account)
    person = Visitor(app)
    person.send("/account/code", {"code": code})

    person.send("/account/help", {})
    assistant.send(f"/ideas/{idea.id}/support")
    again = assistant.send(f"/assist/{account.id}/help")

    assert account.id not in db.session.scalars(select(Support.account_id)).all()
    assert "does not want that anybody acts" in assistant.get(again.location).get_data(as_text=True)


@pytest.mark.any_database
def test_people_with_a_role_act_for_themselves(assistant: Visitor, library: Office) -> None:
    account, _code = open_account(assistant, library)
    give_role(account, Role.MODERATOR)

    statuses = [assistant.send(f"/assist/{account.id}/{what}").status_code for what in ("code", "help")]
    assistant_page = assistant.get("/campaigns/").get_data(as_text=True)

    assert (statuses, "You are helping" in assistant_page) == ([403, 303], False)


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/assist/", "/assist/new"])
def test_residents_have_no_such_desk(visit: Visit, path: str) -> None:
    assert visit(make_account()).get(path).status_code == 403


@pytest.mark.any_database
def test_a_password_without_a_code_a_moment_ago_is_not_set(visit: Visit) -> None:
    visitor = visit(make_account())

    statuses = [visitor.get("/account/code/password").status_code]
    statuses.append(visitor.send("/account/code/password", {"password": PASSWORD}).status_code)

    assert statuses == [404, 404]


def test_a_letter_to_somebody_without_an_address_goes_nowhere(app: Flask) -> None:
    letter = mail.compose(to="", subject="Тема", text="Слова", key="nobody")

    assert (mail.send(letter), list(mail.folder().glob("*.eml"))) == (False, [])


@pytest.mark.any_database
@pytest.mark.parametrize("how", ["time", "another tab", "forbidden"])
def test_what_was_written_for_a_person_never_goes_out_as_the_assistants(
    app: Flask, assistant: Visitor, library: Office, clock: MovingClock, how: str
) -> None:
    idea = make_idea(make_campaign())
    account, code = open_account(assistant, library)
    begin(assistant, account)
    with assistant.client.session_transaction() as session:
        session["csrf_token"] = "of the page with the form"
    form = {"csrf_token": assistant._token(), "body": "Мне тоже неудобно добираться"}

    if how == "time":
        clock.move_by(minutes=31)
    elif how == "another tab":
        assistant.send("/assist/finish")
    else:
        person = Visitor(app)
        person.send("/account/code", {"code": code})
        person.send("/account/help", {})
    late = [assistant.client.post(f"/threads/{idea.id}/comments", data=form) for _twice in range(2)]

    assert [(one.status_code, form["body"] in one.get_data(as_text=True)) for one in late] == [(400, True)] * 2
    assert db.session.scalar(select(func.count()).where(Contribution.kind == "comment")) == 0


@pytest.mark.any_database
def test_nobody_comes_in_by_a_code_for_a_person_who_forbids_help(
    app: Flask, assistant: Visitor, library: Office
) -> None:
    account, code = open_account(assistant, library)
    person = Visitor(app)
    person.send("/account/code", {"code": code})
    printed = CODE.search(assistant.get(assistant.send(f"/assist/{account.id}/code").location).get_data(as_text=True))
    assert printed

    person.send("/account/help", {})
    entered = Visitor(app).send("/account/code", {"code": printed[0]})
    another = assistant.send(f"/assist/{account.id}/code")

    assert (entered.status_code, another.status_code) == (422, 303)
    assert "does not want that anybody acts" in assistant.get(another.location).get_data(as_text=True)
    assert db.session.scalar(select(func.count()).where(EntryCode.ended_at.is_(None), EntryCode.used_at.is_(None))) == 0


@pytest.mark.any_database
def test_a_code_lets_nobody_into_an_account_that_was_given_a_role(
    app: Flask, assistant: Visitor, library: Office
) -> None:
    account, code = open_account(assistant, library)
    give_role(account, Role.ADMINISTRATOR)

    assert Visitor(app).send("/account/code", {"code": code}).status_code == 422


def test_who_has_no_password_shows_with_a_new_sheet_who_it_is(
    app: Flask, assistant: Visitor, library: Office, clock: MovingClock
) -> None:
    account, code = open_account(assistant, library)
    person = Visitor(app)
    person.send("/account/code", {"code": code})
    clock.move_by(minutes=16)
    page = person.get("/account/again?next=/account/data/leave").get_data(as_text=True)

    def show(typed: str) -> int:
        return person.send(
            "/account/again", {"again": "asked", "sheet": typed, "next": "/account/data/leave"}
        ).status_code

    with_old = [show(""), show(code), show("1234 5678 9012")]
    new = CODE.search(assistant.get(assistant.send(f"/assist/{account.id}/code", {}).location).get_data(as_text=True))
    assert new
    before = person.get("/account/data/leave").status_code
    done = show(new[0])

    assert ('name="sheet"' in page, 'name="password"' in page) == (True, False)
    assert (with_old, before, done, person.get("/account/data/leave").status_code) == ([422, 422, 422], 303, 303, 200)
    clock.move_by(minutes=16)
    assert (show(new[0]), person.get("/account/data/leave").status_code) == (422, 303)


def test_the_code_of_somebody_else_shows_nothing_and_stays_theirs(
    app: Flask, assistant: Visitor, library: Office, clock: MovingClock
) -> None:
    _account, code = open_account(assistant, library)
    person, other = Visitor(app), Visitor(app)
    person.send("/account/code", {"code": code})
    done = assistant.send("/assist/new", {**opening(library), "given_name": "Пётр"})
    theirs = CODE.search(assistant.get(done.location).get_data(as_text=True))
    assert theirs
    clock.move_by(minutes=16)

    response = person.send("/account/again", {"again": "asked", "sheet": theirs[0], "next": "/account/data/leave"})

    assert (response.status_code, person.get("/account/data/leave").status_code) == (422, 303)
    assert other.send("/account/code", {"code": theirs[0]}).status_code == 303


def test_nobody_guesses_the_code_of_a_sheet(
    app: Flask, assistant: Visitor, library: Office, clock: MovingClock
) -> None:
    _account, code = open_account(assistant, library)
    person = Visitor(app)
    person.send("/account/code", {"code": code})
    clock.move_by(minutes=16)

    found = [
        person.send("/account/again", {"again": "asked", "sheet": f"1234 5678 901{number}"}).status_code
        for number in range(7)
    ]

    assert found == [422] * 5 + [429] * 2


def test_who_has_a_password_or_wants_no_help_is_not_asked_for_a_sheet(
    app: Flask, assistant: Visitor, library: Office, clock: MovingClock
) -> None:
    _account, code = open_account(assistant, library)
    person = Visitor(app)
    person.send("/account/code", {"code": code})
    person.send("/account/help", {"wanted": ""})
    clock.move_by(minutes=16)

    page = person.get("/account/again").get_data(as_text=True)

    assert ('name="sheet"' in page, "You have no password here" in page) == (False, True)
