"""One's own data through the doors of the site: consents, the name, the file to take along, the age, the way out."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import consents, passwords
from app.accounts.models import Account, Consent
from app.accounts.personal import consenting, downloads, jobs, terms
from app.accounts.personal.models import AgeDeclaration, ErasureRequest, OwnDownload
from app.foundation import clock, mailboxes
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.models import Notice
from app.schedule import SCHEDULE
from app.site.models import SiteSettings, TextVersion
from campaigns.comments.models import Comment
from campaigns.contributions.models import Contribution
from campaigns.ideas.domain.drafts import KEPT_FOR
from campaigns.ideas.models import Idea
from campaigns.rounds.apart import rules
from search.domain import marks
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.comments import say
from tests.factories.people import PASSWORD, make_account
from tests.factories.uploads import add_file
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
Run = Callable[[], None]
DATA = "/account/data"


def write_anew(name: str, body: str = "Other words.") -> None:
    """The operator writes a text of the site anew."""
    with step():
        db.session.add(
            TextVersion(name=name, number=2, language="en", title="Consent", body=body, why="", written_at=clock.now())
        )
        kept = db.session.get(SiteSettings, 1) or SiteSettings(id=1, version=0, chosen={}, changed_at=clock.now())
        kept.version += 1
        db.session.add(kept)


def agreed(account: Account, name: str = consents.PERSONAL_DATA) -> Account:
    with step():
        consenting.agree(account, name, "en", clock.now())
    return account


def words_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_a_person_sees_to_what_they_agreed_and_when(app: Flask, visit: Visit) -> None:
    account = agreed(make_account())

    page = words_of(visit(account).get(DATA))

    assert ("Consent to the processing of personal data" in page, "version 1" in page, "4\xa0November" in page) == (
        *(True, True, True),
    )


def test_a_new_version_is_asked_for_at_the_next_sign_in_and_stands_in_the_way_of_writing_alone(
    app: Flask, client: FlaskClient, clock: MovingClock
) -> None:
    account, idea = agreed(make_account(password_hash=passwords.hash_of(PASSWORD))), make_idea(make_campaign())
    write_anew("consent")
    clock.move_by(minutes=1)
    browser = Visitor(app)
    who = {"email": account.email, "password": PASSWORD, "next": f"/ideas/{idea.id}"}
    led_to = browser.send("/account/sign-in", who, page="/account/sign-in").location

    read = browser.get(f"/ideas/{idea.id}").status_code
    refused = browser.send(f"/ideas/{idea.id}/support")
    browser.send("/account/consent", {"agreed": "y", "next": f"/ideas/{idea.id}"})
    supported = browser.send(f"/ideas/{idea.id}/support")

    assert (read, refused.status_code, "/account/consent" in words_of(refused), supported.status_code) == (
        *(200, 403, True, 303),
    )
    assert led_to == f"/account/consent?next=/ideas/{idea.id}"
    versions = db.session.scalars(select(Consent.version).order_by(Consent.id)).all()
    assert versions == ["1.1", "2"]


def test_who_has_agreed_to_the_present_words_is_asked_for_nothing(app: Flask, clock: MovingClock) -> None:
    account = make_account()
    asked = [consenting.owes(account.id)]
    agreed(account)
    asked.append(consenting.owes(account.id))
    write_anew("consent")
    clock.move_by(minutes=1)
    asked.append(consenting.owes(account.id))
    agreed(account)

    assert [*asked, consenting.owes(account.id)] == [False, False, True, False]


def test_the_full_name_is_shown_wherever_a_name_stands_once_its_person_agreed_and_nowhere_after(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    author, campaign = make_account(given_name="Анна", family_name="Кравец"), make_campaign()
    idea = make_idea(campaign, author=author, title="Скамейки у воды")
    say(idea, author, "Их мало на набережной.")
    found = "/search?q=Скамейки"
    ideas = f"/campaigns/{campaign.slug}/ideas/"
    pages = [f"/ideas/{idea.id}", ideas, f"{ideas}feed.atom", found]
    guest, browser = visit(), visit(author)
    with step():
        marks.mark([idea.id], clock.now())
    run_jobs()

    def shown() -> list[bool]:
        return ["Анна Кравец" in words_of(guest.get(page)) for page in pages]

    before = shown()
    browser.send(f"{DATA}/full-name", {"agreed": "y"})
    given = shown()
    browser.send(f"{DATA}/full-name/withdraw")

    assert (before, given, shown()) == ([False] * 4, [True] * 4, [False] * 4)
    kept = db.session.scalars(select(Consent).where(Consent.text_name == consents.FULL_NAME)).one()
    assert (kept.version, kept.language, kept.withdrawn_at) == ("1", "en", clock.now())


def test_the_full_name_needs_the_box(app: Flask, visit: Visit) -> None:
    account = make_account()

    response = visit(account).send(f"{DATA}/full-name", {})

    assert (response.status_code, db.session.get_one(Account, account.id).shows_full_name) == (422, False)


def test_the_file_holds_what_is_theirs_and_nothing_of_others(app: Flask, visit: Visit, run_jobs: Run) -> None:
    me, other, campaign = make_account("me@example.org"), make_account("other@example.org"), make_campaign()
    mine = make_idea(campaign, author=me, title="Лавки у пруда")
    theirs = make_idea(campaign, author=other, title="Чужая идея")
    support(theirs, me)
    say(theirs, me, "Согласна с этим.")
    say(mine, other, "Чужой комментарий")
    agreed(me)
    browser, supported = visit(me), theirs.id
    browser.send(f"{DATA}/file")
    run_jobs()

    with browser.get(f"{DATA}/file") as answer:
        bundle = ZipFile(io.BytesIO(answer.data))
    told = {name: bundle.read(name).decode() for name in bundle.namelist() if not name.startswith("files/")}
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [one["title"] for one in json.loads(told["ideas.json"])] == ["Лавки у пруда"]
    assert [one["idea_id"] for one in json.loads(told["supports.json"])] == [supported]
    assert [one["body"] for one in json.loads(told["comments.json"])] == ["Согласна с этим."]
    assert [one["version"] for one in json.loads(told["consents.json"])] == ["1.1"]
    assert ("Лавки у пруда" in told["index.html"], "Согласна с этим." in told["index.html"]) == (True, True)
    everything = "".join(told.values())
    assert ("other@example.org" in everything, "Чужой комментарий" in everything) == (False, False)


def test_what_a_person_wrote_is_no_markup_in_their_file(app: Flask, run_jobs: Run) -> None:
    number = make_account(given_name="<script>alert(1)</script>").id
    with step():
        downloads.ask(number, clock.now())
    run_jobs()

    page = ZipFile(downloads.path_of(number)).read("index.html").decode()

    assert ("<script>" in page, "&lt;script&gt;" in page) == (False, True)


def test_the_file_is_for_its_person_alone_and_goes_after_its_term(
    app: Flask, visit: Visit, run_jobs: Run, clock: MovingClock
) -> None:
    me, other = make_account(), make_account()
    number, mine, theirs = me.id, visit(me), visit(other)
    mine.send(f"{DATA}/file")
    run_jobs()
    answers = [theirs.get(f"{DATA}/file").status_code, visit().get(f"{DATA}/file").status_code]
    clock.move_to(clock.now() + terms.DOWNLOADS.lasts)

    answers.append(visit(db.session.get_one(Account, number)).get(f"{DATA}/file").status_code)
    jobs.remove_downloads()

    assert (answers, downloads.path_of(number).exists(), db.session.scalars(select(OwnDownload.id)).all()) == (
        *([404, 303, 404], False, []),
    )


def test_the_file_is_made_and_fetched_after_a_fresh_sign_in_alone(app: Flask, visit: Visit, clock: MovingClock) -> None:
    browser = visit(make_account())
    clock.move_by(minutes=16)

    asked, fetched = browser.send(f"{DATA}/file"), browser.get(f"{DATA}/file")

    assert (asked.status_code, fetched.status_code) == (307, 303)
    assert all("/account/again" in one.location for one in (asked, fetched))
    assert db.session.scalars(select(OwnDownload.id)).all() == []


def test_a_letter_says_that_the_file_is_there_and_asked_twice_it_is_made_once(
    app: Flask, visit: Visit, run_jobs: Run
) -> None:
    browser = visit(make_account("me@example.org"))
    browser.send(f"{DATA}/file")
    browser.send(f"{DATA}/file")
    run_jobs()

    assert [(letter.to, letter.subject) for letter in letters()] == [("me@example.org", "Your data are ready: Veche")]


def test_leaving_waits_for_its_days_and_can_be_cancelled(
    app: Flask, visit: Visit, run_jobs: Run, clock: MovingClock
) -> None:
    number = make_account("me@example.org").id
    browser = visit(db.session.get_one(Account, number))
    browser.send(f"{DATA}/leave", {"texts": "nameless", "understood": "y"})
    run_jobs()
    clock.move_to(clock.now() + terms.REFLECTION.lasts - timedelta(minutes=1))
    jobs.erase_due()
    still = db.session.get_one(Account, number, populate_existing=True).given_name
    told = [letter.subject for letter in letters()]

    browser.send(f"{DATA}/stay")
    clock.move_by(minutes=2)
    jobs.erase_due()

    stayed = db.session.get_one(Account, number, populate_existing=True)
    assert (still, told, stayed.given_name, db.session.scalars(select(ErasureRequest.texts)).all()) == (
        "Анна",
        ["Your account is going to be erased: Veche"],
        "Анна",
        [],
    )


def test_leaving_needs_the_box_and_says_so(app: Flask, visit: Visit) -> None:
    response = visit(make_account()).send(f"{DATA}/leave", {"texts": "nameless"})

    assert (response.status_code, db.session.scalars(select(ErasureRequest.texts)).all()) == (422, [])


@pytest.fixture
def thread(app: Flask, visit: Visit, run_jobs: Run, clock: MovingClock) -> Callable[[str], tuple[int, int]]:
    """Somebody leaves in whose thread others wrote. Gives the idea and the comment at the top."""

    def leave(texts: str) -> tuple[int, int]:
        me, other = make_account("me@example.org"), make_account(given_name="Ирина")
        idea = make_idea(make_campaign(), author=me, title="Скамейки у воды", problem="Негде посидеть.")
        add_file(idea, account=me)
        root = say(idea, me, "Мой комментарий.")
        say(idea, other, "Чужой ответ.", parent=root)
        browser, left = visit(me), (idea.id, root.id)
        with step():
            marks.mark([idea.id], clock.now())
        browser.send(f"{DATA}/leave", {"texts": texts, "understood": "y"})
        run_jobs()
        clock.move_to(clock.now() + terms.REFLECTION.lasts)
        jobs.erase_due()
        run_jobs()
        assert browser.get("/account/").status_code == 303
        return left

    return leave


@pytest.mark.parametrize(("texts", "own_words"), [("nameless", True), ("stubs", False)])
def test_others_threads_stay_whole_when_somebody_leaves(
    app: Flask, visit: Visit, thread: Callable[[str], tuple[int, int]], texts: str, own_words: bool
) -> None:
    idea_id, _root = thread(texts)

    page = words_of(visit().get(f"/ideas/{idea_id}"))
    found = words_of(visit().get("/search?q=Скамейки"))

    assert ("Чужой ответ." in page, "Анна" in page, "A person who has left" in page) == (True, False, True)
    assert ("Мой комментарий." in page, "Скамейки у воды" in page, f"/ideas/{idea_id}" in found) == ((own_words,) * 3)
    assert "Автор ушёл" in page or own_words


def test_no_letter_goes_to_somebody_who_has_left(
    app: Flask, thread: Callable[[str], tuple[int, int]], run_jobs: Run, clock: MovingClock
) -> None:
    idea_id, root_id = thread("nameless")
    sent, idea, root = len(letters()), db.session.get_one(Idea, idea_id), db.session.get_one(Comment, root_id)

    say(idea, make_account(), "Ещё один ответ.", parent=root)
    run_jobs()
    clock.move_by(days=2)
    run_jobs()

    assert ([letter.to for letter in letters()[sent:]], db.session.scalars(select(Notice.id)).all()) == ([], [])


def test_the_address_is_free_again_and_leads_to_a_new_account(
    app: Flask, visit: Visit, thread: Callable[[str], tuple[int, int]]
) -> None:
    idea_id, _root = thread("nameless")

    again = make_account("me@example.org")

    assert (db.session.get_one(Contribution, idea_id).author_id == again.id, again.public_name) == (False, "Анна К.")


def test_an_age_is_asked_for_once_where_the_project_wants_it_and_only_said(app: Flask, visit: Visit) -> None:
    young, idea = make_account(), make_idea(make_campaign(least_age=14))
    browser = visit(young)

    read = browser.get(f"/ideas/{idea.id}").status_code
    refused = browser.send(f"/ideas/{idea.id}/support", headers={"Referer": f"http://localhost/ideas/{idea.id}"})
    unsaid = browser.send(f"{DATA}/age?years=14", {}).status_code
    said = browser.send(f"{DATA}/age?years=14", {"old_enough": "y", "next": f"/ideas/{idea.id}"})
    supported = browser.send(f"/ideas/{idea.id}/support").status_code

    assert (read, refused.status_code, unsaid, said.status_code, said.location, supported) == (
        *(200, 403, 422, 303),
        f"/ideas/{idea.id}",
        303,
    )
    assert "from the age of 14 on" in words_of(refused)
    assert [(one.years, one.account_id) for one in db.session.scalars(select(AgeDeclaration))] == [(14, young.id)]


def test_who_said_to_be_older_is_asked_for_nothing_less_and_who_said_less_is_asked_again(
    app: Flask, visit: Visit
) -> None:
    account = make_account()
    visit(account).send(f"{DATA}/age?years=16", {"old_enough": "y"})
    ideas = [make_idea(make_campaign(f"from-{age}", least_age=age)) for age in (14, 16, 18)]

    statuses = [visit(account).send(f"/ideas/{idea.id}/support").status_code for idea in ideas]

    assert statuses == [303, 303, 403]


@pytest.mark.parametrize("years", ["", "5", "22", "x", "-1", "1e1", "٣٠"])
def test_no_page_asks_for_an_odd_age(app: Flask, visit: Visit, years: str) -> None:
    assert visit(make_account()).get(f"{DATA}/age", query_string={"years": years}).status_code == 404


def test_the_owner_sets_the_age_on_the_plan(app: Flask) -> None:
    assert make_campaign(least_age=16).least_age == 16


def test_every_term_is_shown_and_kept_by_a_job(app: Flask, visit: Visit) -> None:
    page = words_of(visit().get("/pages/data-policy"))

    assert [str(term.what) for term in terms.TERMS if str(term.what) not in page] == []
    assert {term.job for term in terms.TERMS if term.job} - {every.job for every in SCHEDULE} == set()
    assert (KEPT_FOR, terms.UNCONFIRMED.lasts) == (terms.GUEST_DRAFTS.lasts, timedelta(days=14))
    assert terms.BOUNCES.lasts == mailboxes.TERM
    assert rules.DAYS.most == terms.VOTE_TRACES.lasts.days


@pytest.mark.parametrize("days", [7, 45])
def test_a_term_that_the_operator_sets_is_told_as_it_is_set(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setitem(app.extensions, "veche.settings", replace(app.extensions["veche.settings"], SESSION_DAYS=days))

    page = words_of(visit().get("/pages/data-policy"))

    row = re.search(r"Traces of sign-ins[^<]*</th><td[^>]*>([^<]*)</td>", page)
    assert row[1] == f"{days} days"


@pytest.mark.parametrize("contacts", ["", "data@ugra.example"])
def test_the_consent_names_the_page_where_it_is_taken_back_and_the_contact_that_there_is(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch, contacts: str
) -> None:
    changed = replace(app.extensions["veche.settings"], SITE_CONTACTS=contacts)
    monkeypatch.setitem(app.extensions, "veche.settings", changed)

    page = words_of(visit().get("/pages/consent"))

    how_long = page[page.index("For how long") :]
    assert f'<a href="{DATA}"' in how_long
    assert ("I write to the organiser: data@ugra.example" in how_long) == bool(contacts)


def test_the_consent_that_people_gave_before_stays_as_it_was(app: Flask, visit: Visit) -> None:
    visitor = visit()

    now, before = (words_of(visitor.get(f"/pages/consent/versions/{number}")) for number in ("1.1", "1"))

    assert [consents.present(consents.PERSONAL_DATA, "en").version, "writing to the organiser;" in now] == [
        "1.1",
        False,
    ]
    assert "by writing to the organiser;" in before


def test_a_term_of_less_than_a_day_is_told_in_hours(client: FlaskClient) -> None:
    page = words_of(client.get("/pages/data-policy"))

    assert (">0 days<" in page, ">1 hour<" in page) == (False, True)
