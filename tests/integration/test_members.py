"""Campaigns by invitation: three ways in, one way out, and nothing of them for others."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.audit.models import Entry, Opening
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.plan import addresses
from campaigns.plan.domain import campaigns, members
from campaigns.plan.models import Audience, Campaign, Invitation, Joining, Member
from campaigns.plan.visibility import campaigns_seen_by, people_who_see
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.members import invite, is_member, make_closed_campaign, make_link, make_member, remove_member
from tests.factories.people import PASSWORD, give_role, make_account
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
Run = Callable[[], None]
PAGE = "/campaigns/invited/"
FIELD = re.compile(r'<textarea[^>]* name="addresses"[^>]*>\r?\n([^<]*)</textarea>')


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_closed_campaign("invited", title="Совет отцов")


@pytest.fixture
def owner(campaign: Campaign, visit: Visit) -> Visitor:
    return visit(give_role(make_account("owner@example.org"), Role.OWNER, campaign))


def acts() -> list[str]:
    return list(db.session.scalars(select(Entry.act).order_by(Entry.id)))


def details_of(act: str) -> list[dict[str, object]]:
    query = select(Opening.details).join(Entry, Entry.id == Opening.entry_id).where(Entry.act == act)
    return list(db.session.scalars(query.order_by(Entry.id)))


def send_list(owner: Visitor, addresses: str, do: str = "send") -> TestResponse:
    return owner.send("/campaigns/invited/members/list", {"addresses": addresses, "do": do})


def figures_of(page: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>([^<]+)</dt><dd>([^<]*)</dd></div>", page))


def rows_of(page: str) -> list[tuple[str, ...]]:
    cells = r"<tr><th scope=\"row\">([^<]*)</th>\s*<td>([^<]*)</td>\s*<td>([^<]*)</td></tr>"
    return re.findall(cells, page)


def fields_of(page: str) -> list[str]:
    """What stands in the fields of addresses: that which is sent, where there is one, and that which people type in."""
    return [html.unescape(text).replace("\r", "") for text in re.findall(FIELD, page)]


def waiting() -> list[str]:
    return sorted(db.session.scalars(select(Invitation.email)))


# The list


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("anna@example.org", "anna@example.org"),
        ("  Anna@Example.ORG, ", "anna@example.org"),
        ("Анна Кравец <anna@example.org>", "anna@example.org"),
        ("Кравец\tАнна\tanna@example.org\t112", "anna@example.org"),
        ("анна@почта.рф", "анна@xn--80a1acny.xn--p1ai"),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, key: str) -> None:
    assert list(addresses.read(line).addresses) == [key]


def test_broken_lines_are_told_by_their_number_and_empty_ones_are_none() -> None:
    listed = addresses.read("anna@example.org\n\nnobody\nanna@EXAMPLE.org\n@example.org")

    assert listed.broken == [(3, "nobody"), (5, "@example.org")]
    assert listed.twice == [(4, "anna@EXAMPLE.org", 1)]
    assert len(listed.addresses) == 1


def test_several_addresses_of_a_line_all_count() -> None:
    listed = addresses.read("Анна <anna@example.org>, boris@example.org;\nvera@example.org")

    assert listed.lines == {"anna@example.org": 1, "boris@example.org": 1, "vera@example.org": 2}


@pytest.mark.parametrize(
    ("words", "domain"),
    [
        ("City.Example.org", "city.example.org"),
        ("@city.example.org.", "city.example.org"),
        ("почта.рф", "xn--80a1acny.xn--p1ai"),
        ("org", None),
        ("a b.org", None),
        ("evil.org@city.example.org", None),
        ("", None),
    ],
)
def test_a_domain_is_read_in_its_ascii_form(words: str, domain: str | None) -> None:
    assert addresses.read_domain(words) == domain


def test_who_has_confirmed_a_listed_address_is_in_at_once_and_others_are_waited_for(
    campaign: Campaign, owner: Visitor
) -> None:
    anna, boris = make_account("anna@example.org"), make_account("boris@example.org", email_confirmed_at=None)

    answer = send_list(owner, "ANNA@example.org\nboris@example.org\nnew@example.org")

    assert answer.status_code == 303
    assert (is_member(campaign, anna), is_member(campaign, boris)) == (True, False)
    page = owner.get("/campaigns/invited/members").text
    assert "who is in: 1" in page
    assert "who is waited for: 2" in page
    assert "ANNA@example.org" in page
    assert "new@example.org" in owner.get("/campaigns/invited/members?show=waiting").text


def test_a_list_is_looked_at_before_anything_is_kept(campaign: Campaign, owner: Visitor) -> None:
    invite(campaign, "vera@example.org")
    text = "anna@example.org\nnobody at all\nANNA@example.org\nvera@example.org\nboris@gmial.com\n<b>@</b>"

    answer = send_list(owner, text, do="look")

    page = answer.text
    assert answer.status_code == 200
    assert figures_of(page) == {"new": "2", "left out": "4"}
    assert rows_of(page) == [
        ("2", "nobody at all", "this is no e-mail address"),
        ("3", "ANNA@example.org", "stands in line 1 already"),
        ("4", "vera@example.org", "was invited before"),
        ("6", "&lt;b&gt;@&lt;/b&gt;", "this is no e-mail address"),
    ]
    assert "boris@gmial.com → boris@gmail.com" in page
    assert "Invite 2 people" in page
    assert fields_of(page) == [text, text]
    assert waiting() == ["vera@example.org"]


def test_what_was_looked_at_is_sent_and_lines_without_an_address_stay(
    campaign: Campaign, owner: Visitor, run_jobs: Run
) -> None:
    text = "Анна Кравец;anna@example.org\nnobody at all\nboris@example.org, vera@example.org"
    seen, button = fields_of(send_list(owner, text, do="look").text)

    answer = send_list(owner, seen)
    run_jobs()

    assert seen == button == text
    assert answer.status_code == 200
    assert "3 addresses are new on the list." in answer.text
    assert rows_of(answer.text) == [("1", "nobody at all", "this is no e-mail address")]
    assert fields_of(answer.text) == ["nobody at all"]
    assert (
        sorted(letter.to for letter in letters())
        == waiting()
        == [
            "anna@example.org",
            "boris@example.org",
            "vera@example.org",
        ]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nobody at all", "this is no e-mail address"),
        ("", "Fill this in"),
        ("\n".join(f"p{number}@example.org" for number in range(2001)), "At most 2,000 addresses at a time."),
    ],
)
@pytest.mark.parametrize("do", ["look", "send"])
def test_a_list_of_nobody_or_of_too_many_is_refused_and_kept_in_the_field(
    campaign: Campaign, owner: Visitor, text: str, told: str, do: str
) -> None:
    answer = send_list(owner, text, do=do)

    assert answer.status_code == 422
    assert told in answer.text
    assert fields_of(answer.text) == [text]
    assert waiting() == []


def test_a_list_of_those_invited_before_offers_nothing_to_send(campaign: Campaign, owner: Visitor) -> None:
    invite(campaign, "anna@example.org")

    page = send_list(owner, "anna@example.org", do="look").text

    assert "There is nobody new on this list." in page
    assert 'value="send"' not in page


def test_2000_addresses_fit_and_one_more_is_too_many(campaign: Campaign) -> None:
    many = {f"p{number}@example.org": f"p{number}@example.org" for number in range(2001)}
    with pytest.raises(Invalid), step():
        members.invite(campaign, many, actor=SYSTEM, now=clock.now())

    del many["p2000@example.org"]
    with step():
        new = members.invite(campaign, many, actor=SYSTEM, now=clock.now())

    assert new == 2000


def test_who_is_on_a_long_list_is_in_with_the_letters(campaign: Campaign, run_jobs: Run) -> None:
    anna, removed = make_account("p7@example.org"), remove_member(campaign, make_account("p9@example.org"))

    invite(campaign, *(f"p{number}@example.org" for number in range(201)))
    run_jobs()

    assert (is_member(campaign, anna), is_member(campaign, removed)) == (True, True)
    assert len(letters()) == 201


def test_each_address_gets_one_letter_in_the_language_of_the_campaign(campaign: Campaign, run_jobs: Run) -> None:
    invite(campaign, "anna@example.org", "boris@example.org")
    run_jobs()
    invite(campaign, "anna@example.org", "new@example.org")
    run_jobs()

    sent = letters()
    assert sorted(letter.to for letter in sent) == ["anna@example.org", "boris@example.org", "new@example.org"]
    assert all("Совет отцов" in letter.subject for letter in sent)
    assert sent[0].link("/account/sign-in") == "/account/sign-in?next=/campaigns/invited/"


def test_a_letter_is_sent_after_the_launch_not_before(app: Flask, run_jobs: Run) -> None:
    planned = make_closed_campaign(launched=False)
    give_role(make_account(), Role.MODERATOR, planned)
    invite(planned, "anna@example.org")
    number = planned.id
    run_jobs()
    before = len(letters())

    with step():
        campaigns.launch(db.session.get_one(Campaign, number), actor=SYSTEM, now=clock.now())
    run_jobs()

    assert (before, [letter.to for letter in letters()]) == (0, ["anna@example.org"])


def test_who_registers_with_a_listed_address_is_in_after_confirming_it(
    campaign: Campaign, visit: Visit, run_jobs: Run
) -> None:
    invite(campaign, "new@example.org")
    guest = visit()
    fields = {
        "given_name": "Нина",
        "family_name": "Кравец",
        "email": "New@example.org",
        "password": PASSWORD,
        "territory_id": "",
        "consent": "y",
        "next": PAGE,
    }
    guest.send("/account/register", fields, page="/account/register")
    run_jobs()
    letter = next(one for one in letters() if "/account/confirm/" in one.text)
    before = guest.get(PAGE).status_code

    answer = guest.send(letter.link("/account/confirm/"), page=letter.link("/account/confirm/"))

    assert before == 404
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert guest.get(PAGE).status_code == 200


def test_an_address_that_is_not_confirmed_lets_nobody_in(campaign: Campaign) -> None:
    waiting = make_account("anna@example.org", email_confirmed_at=None)
    invite(campaign, "anna@example.org")

    with step():
        members.welcome(waiting.id, clock.now())

    assert not is_member(campaign, waiting)


def test_an_address_taken_off_the_list_lets_nobody_in(campaign: Campaign, owner: Visitor) -> None:
    invite(campaign, "anna@example.org")
    number = db.session.scalars(select(Invitation.id)).one()

    owner.send(f"/campaigns/invited/members/invitations/{number}/take-back")

    anna = make_account("anna@example.org")
    with step():
        members.welcome(anna.id, clock.now())
    assert not is_member(campaign, anna)


# The link


def test_a_link_changes_nothing_until_its_button_is_pressed(campaign: Campaign, visit: Visit) -> None:
    link, anna = make_link(campaign), make_account()
    visitor = visit(anna)

    shown = visitor.get(link)
    before = is_member(campaign, anna)
    pressed = visitor.send(link, page=link)

    assert "Совет отцов" in shown.text
    assert (before, is_member(campaign, anna)) == (False, True)
    assert (pressed.status_code, pressed.headers["Location"]) == (303, PAGE)


def test_a_guest_is_asked_to_sign_in_and_comes_back(campaign: Campaign, visit: Visit) -> None:
    link = make_link(campaign)

    shown = visit().get(link)
    pressed = visit().send(link)

    assert f'href="/account/sign-in?next={link}"' in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert pressed.status_code == 403


@pytest.mark.parametrize("kind", ["wrong", "of another", "cut off", "replaced", "no campaign", "not launched", "open"])
def test_a_link_that_leads_nowhere_looks_like_no_campaign_at_all(campaign: Campaign, visit: Visit, kind: str) -> None:
    link, anna = make_link(campaign), make_account()
    other = make_closed_campaign("other")
    paths = {
        "wrong": f"{PAGE}join/nothing",
        "of another": f"{PAGE}join/" + make_link(other).rpartition("/")[2],
        "cut off": link,
        "replaced": link,
        "no campaign": link.replace("invited", "nowhere"),
        "not launched": link,
        "open": link,
    }
    with step():
        held = db.session.get_one(Campaign, campaign.id)
        if kind == "cut off":
            members.cut_link(held, actor=SYSTEM, now=clock.now())
        if kind == "replaced":
            members.make_link(held, actor=SYSTEM, now=clock.now())
        if kind == "not launched":
            held.launched_at = None
        if kind == "open":
            held.audience = Audience.EVERYONE
    visitor = visit(anna)

    answers = [visitor.get(paths[kind]), visitor.send(paths[kind]), visit().get(paths[kind])]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not any("Совет отцов" in answer.text for answer in answers)
    assert not is_member(campaign, anna)


def test_many_wrong_links_are_too_many_and_the_right_one_still_leads_in(campaign: Campaign, visit: Visit) -> None:
    link, guest = make_link(campaign), visit()

    wrong = [guest.get(f"{PAGE}join/{number}").status_code for number in range(62)]

    assert wrong == [404] * 60 + [429] * 2
    assert guest.get(link).status_code == 200


def test_the_owner_sees_a_new_link_once_and_only_its_digest_is_kept(
    campaign: Campaign, owner: Visitor, visit: Visit
) -> None:
    owner.send("/campaigns/invited/members/link")

    first, second = owner.get("/campaigns/invited/members").text, owner.get("/campaigns/invited/members").text

    found = re.search(r"http://localhost(/campaigns/invited/join/[\w-]+)", first)
    assert found
    assert "/join/" not in second
    assert visit().get(found[1]).status_code == 200
    kept = db.session.get_one(Campaign, campaign.id, populate_existing=True).invite_secret
    assert kept is not None
    assert found[1].rpartition("/")[2] not in kept


# Domains


@pytest.mark.parametrize(
    ("email", "comes_in"),
    [
        ("anna@city.example.org", True),
        ("anna@CITY.example.org", True),
        ("anna@office.city.example.org", False),
        ("anna@evilcity.example.org", False),
        ("anna@city.example.org.evil.org", False),
        ("anna@example.org", False),
    ],
)
def test_a_domain_lets_in_exactly_its_own_people(campaign: Campaign, run_jobs: Run, email: str, comes_in: bool) -> None:
    here, later = make_account(email), make_account(f"x{email}")
    with step():
        members.set_domains(campaign, ["city.example.org"], actor=SYSTEM, now=clock.now())
        members.welcome(later.id, clock.now())
    run_jobs()

    assert (is_member(campaign, here), is_member(campaign, later)) == (comes_in, comes_in)


def test_a_cyrillic_domain_lets_in_its_people_however_it_is_written(campaign: Campaign, owner: Visitor) -> None:
    key = "анна@xn--80a1acny.xn--p1ai"
    anna = make_account(key)

    answer = owner.send("/campaigns/invited/members/domains", {"domains": "почта.РФ"})
    with step():
        members.welcome(anna.id, clock.now())

    assert answer.status_code == 303
    assert is_member(campaign, anna)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("gmail.com", "so it would let in everyone"),
        ("no domain", "This is no domain: “no domain”."),
        ("ru", "no domain"),
    ],
)
def test_a_domain_that_lets_in_everyone_or_is_none_is_refused(
    campaign: Campaign, owner: Visitor, words: str, told: str
) -> None:
    answer = owner.send("/campaigns/invited/members/domains", {"domains": words})

    assert answer.status_code == 422
    assert told in answer.text
    assert words in answer.text


def test_people_of_a_domain_come_in_by_steps_of_some_hundred(
    campaign: Campaign, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "A_STEP", 2)
    people = [make_account(f"p{number}@city.example.org") for number in range(5)]

    with step():
        members.set_domains(campaign, ["city.example.org"], actor=SYSTEM, now=clock.now())
    run_jobs()

    assert [is_member(campaign, person) for person in people] == [True] * 5
    assert [len(entry["account_ids"]) for entry in details_of("member.added")] == [2, 2, 1]  # type: ignore[arg-type]


# Removing


def test_who_is_removed_sees_nothing_more_and_comes_back_by_no_way_of_their_own(
    campaign: Campaign, owner: Visitor, visit: Visit
) -> None:
    anna = make_account("anna@city.example.org")
    idea = make_idea(campaign, anna, title="Мысль Анны")
    link = make_link(campaign)
    invite(campaign, "anna@city.example.org")
    with step():
        members.set_domains(campaign, ["city.example.org"], actor=SYSTEM, now=clock.now())
    visitor = visit(anna)
    before = visitor.get(PAGE).status_code

    owner.send(f"/campaigns/invited/members/{anna.id}/remove")
    with step():
        members.welcome(anna.id, clock.now())
    joined = visitor.send(link)

    assert before == 200
    assert [visitor.get(path).status_code for path in (PAGE, f"/ideas/{idea.id}")] == [404, 404]
    assert (joined.status_code, is_member(campaign, anna)) == (403, False)
    assert "They can invite you again" in joined.text
    assert owner.get(f"/ideas/{idea.id}").status_code == 200
    assert "Мысль Анны" not in visitor.get("/account/").text


def test_an_owner_lets_a_removed_person_in_again(campaign: Campaign) -> None:
    anna = make_account("anna@example.org")
    remove_member(campaign, anna)

    invite(campaign, "anna@example.org")

    assert is_member(campaign, anna)


def test_a_removed_person_who_is_removed_again_is_missing(campaign: Campaign) -> None:
    anna = remove_member(campaign, make_account())

    with pytest.raises(Missing), step():
        members.remove(campaign, anna.id, actor=SYSTEM, now=clock.now())


def test_a_role_opens_the_campaign_without_an_invitation(campaign: Campaign, visit: Visit) -> None:
    expert = give_role(make_account(), Role.EXPERT, campaign)

    assert visit(expert).get(PAGE).status_code == 200


# Who may, and what is kept of it


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EXPERT, Role.FACILITATOR, Role.OBSERVER])
def test_only_owners_invite(campaign: Campaign, visit: Visit, role: Role) -> None:
    other = visit(give_role(make_account(), role, campaign))

    assert other.get("/campaigns/invited/members").status_code == 403
    assert other.send("/campaigns/invited/members/list", {"addresses": "anna@example.org"}).status_code == 403
    assert other.send("/campaigns/invited/members/link").status_code == 403


def test_nobody_is_invited_to_what_is_open_to_everyone(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("open")
    owner = visit(give_role(make_account(), Role.OWNER, campaign))

    assert "open to everyone" in owner.get("/campaigns/open/members").text
    assert owner.send("/campaigns/open/members/list", {"addresses": "anna@example.org"}).status_code == 409
    with pytest.raises(Conflict), step():
        members.set_domains(campaign, ["city.example.org"], actor=SYSTEM, now=clock.now())


def test_a_member_may_do_no_more_than_a_resident(campaign: Campaign) -> None:
    anna = make_member(campaign, make_account())

    with pytest.raises(NotAllowed), step():
        members.make_link(campaign, actor=SYSTEM.__class__(anna.id), now=clock.now())


def test_what_is_done_to_members_stands_in_the_log_with_ids_and_no_words(campaign: Campaign, owner: Visitor) -> None:
    anna = make_account("anna@example.org", given_name="Аннушка")

    send_list(owner, "anna@example.org")
    owner.send(f"/campaigns/invited/members/{anna.id}/remove")

    assert acts() == ["people.invited", "member.added", "member.removed"]
    assert details_of("member.added") == [{"way": "list", "account_ids": [anna.id]}]
    told = owner.get("/campaigns/invited/log").text
    assert "1 person came in by invitation" in told
    assert "A person was removed from the invited" in told


# The rule in SQL


def test_the_rule_for_many_people_says_what_it_says_for_one(app: Flask) -> None:
    kinds = {
        "open": make_campaign(),
        "invited": make_closed_campaign(),
        "planned": make_campaign(launched=False),
        "planned, invited": make_closed_campaign("later", launched=False),
    }
    people: dict[str, Account] = {name: make_account() for name in ("stranger", "member", "removed", "expert", "chief")}
    for campaign in kinds.values():
        give_role(people["expert"], Role.EXPERT, campaign)
        make_member(campaign, people["member"])
        with step():
            db.session.add(
                Member(
                    campaign_id=campaign.id,
                    account_id=people["removed"].id,
                    joined_by=Joining.LINK,
                    since=clock.now(),
                    ended_at=clock.now() + timedelta(0),
                )
            )
    give_role(people["chief"], Role.ADMINISTRATOR)
    expected = {
        "open": "stranger member removed expert chief",
        "invited": "member expert chief",
        "planned": "expert chief",
        "planned, invited": "expert chief",
    }

    of_many = {
        kind: set(db.session.scalars(select(Account.id).where(people_who_see(campaign))))
        for kind, campaign in kinds.items()
    }
    of_one = {
        kind: {
            account.id
            for account in people.values()
            if db.session.scalar(select(Campaign.id).where(Campaign.id == campaign.id, campaigns_seen_by(account.id)))
        }
        for kind, campaign in kinds.items()
    }

    hand = {kind: {people[name].id for name in names.split()} for kind, names in expected.items()}
    assert of_many == hand
    assert of_one == hand


def test_members_are_paged_by_key_and_searched(campaign: Campaign, owner: Visitor) -> None:
    for number in range(52):
        make_member(campaign, make_account(f"p{number}@example.org", given_name=f"Имя{number}"), Joining.LINK)

    first = owner.get("/campaigns/invited/members").text
    following = re.search(r'href="(/campaigns/invited/members\?after=[^"]+)"', first)
    found = owner.get("/campaigns/invited/members?q=имя51").text

    assert following
    assert ("Имя51" in first, "Имя0 " in first) == (True, False)
    assert "Имя0 " in owner.get(following[1]).text
    assert ("Имя51" in found, "Имя50" in found) == (True, False)
    assert "p51@example.org" not in first
