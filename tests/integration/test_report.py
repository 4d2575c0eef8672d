"""The final report: its draft, two people at once, its editions; and the digest of a week."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.roles import Role
from app.digests import jobs, weekly
from app.digests.files import as_html
from app.digests.models import ReportEdition, ReportPicture, Snapshot, SnapshotKind
from app.digests.reader import Reader
from app.digests.sections import week
from app.foundation import canonical
from app.foundation.db import db
from app.foundation.outbox import Errand
from app.foundation.unit_of_work import step
from campaigns.contributions import states
from campaigns.contributions.models import Contribution
from campaigns.plan.models import Campaign
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.comments import say
from tests.factories.discussion import make_conclusion, make_topic
from tests.factories.people import give_role, make_account, make_office
from tests.factories.reports import put_own_picture
from tests.factories.rounds import freeze, make_round, publish
from tests.factories.uploads import SECRET_PLACE, add_file, jpeg, pdf, png
from tests.factories.works import make_work, put_report
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PAGE = "/campaigns/ugra/report"


def finished() -> Campaign:
    """A cycle that is counted and published: two ideas, the first with a picture and with work on it."""
    campaign = make_campaign("ugra", winners=1, language="en")
    round_, author, other = make_round(campaign), make_account(), make_account()
    first, second = (make_idea(campaign, author, title=title) for title in ("Одна запись", "Крупный шрифт"))
    support(first, author, other)
    support(second, other)
    add_file(first, author)
    publish(freeze(round_))
    work = make_work(first, make_office("Депздрав"))
    put_report(work, picture=True)
    return campaign


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def written(**over: str) -> dict[str, str]:
    return {
        "foreword": "Мы спросили.\n\nВы ответили.",
        "post_1": "Директор",
        "name_1": "Анна Ковалёва",
        "place-idea-1": "2",
        "caption-idea-1": "Очередь в поликлинике",
        "place-progress-1": "1",
        "seen": "0",
        **over,
    }


def frozen(browser: Visitor, **fields: str) -> Snapshot:
    """The newest edition after an owner pressed the button. Its job runs alone: files would be made of it, too."""
    response = browser.send(f"{PAGE}/freeze", {"seen": "1", **fields}, page=f"{PAGE}/preview")
    assert response.status_code == 303
    jobs.freeze_report(1)
    return db.session.scalars(select(Snapshot).where(Snapshot.kind == SnapshotKind.FINAL).order_by(Snapshot.id)).all()[
        -1
    ]


def test_an_owner_writes_looks_freezes_and_everyone_reads(app: Flask, client: FlaskClient, visit: Visit) -> None:
    browser = visit(owner_of(finished()))

    kept = browser.send(PAGE, written(preview="1"), page=PAGE)
    preview = browser.get(f"{PAGE}/preview").text
    snapshot = frozen(browser)

    assert kept.location == f"{PAGE}/preview"
    assert [word in preview for word in ("Мы спросили.", "Очередь в поликлинике", "Анна Ковалёва")] == [True] * 3
    assert snapshot.fingerprint == hashlib.sha256(canonical.spell(snapshot.body)).hexdigest()
    told = snapshot.body["report"]
    assert (told["foreword"], told["approval"]) == (
        "Мы спросили.\n\nВы ответили.",
        [{"post": "Директор", "name": "Анна Ковалёва"}],
    )
    assert [one["source"] for one in told["pictures"]] == ["progress", "idea"]
    read = client.get(f"/digests/{snapshot.id}").text
    assert [word in read for word in ("<p>Вы ответили.</p>", "Анна Ковалёва", "What became of the ideas")] == [True] * 3
    led = client.get(f"/digests/sha256/{snapshot.fingerprint}")
    assert led.location == f"/digests/{snapshot.id}"
    jobs.take(1)
    assert f'href="/digests/{snapshot.id}"' in client.get("/campaigns/ugra/results").text


def test_of_two_who_write_at_once_the_second_sees_both(app: Flask, visit: Visit) -> None:
    campaign = finished()
    first, second = visit(owner_of(campaign)), visit(owner_of(campaign))
    second.get(PAGE)
    first.send(PAGE, written(foreword="Слова первого."), page=PAGE)

    late = second.send(PAGE, written(foreword="Слова второго."), page=PAGE)
    again = second.send(PAGE, written(foreword="Слова второго.", seen="1"), page=PAGE)

    assert late.status_code == 409
    assert ["Слова первого." in late.text, "Слова второго." in late.text] == [True, True]
    assert 'name="seen" type="hidden" value="1"' in late.text
    assert again.status_code == 303
    assert "Слова второго." in first.get(PAGE).text


def test_a_new_edition_needs_a_reason_and_leaves_the_old_one_readable(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    browser = visit(owner_of(finished()))
    browser.send(PAGE, written(), page=PAGE)
    first = frozen(browser)
    first_id, bytes_before = first.id, canonical.spell(first.body)

    refused = browser.send(f"{PAGE}/freeze", {"seen": "1"}, page=f"{PAGE}/preview")
    second = frozen(browser, reason="Опечатка в фамилии.")

    assert refused.status_code == 422
    numbers = db.session.execute(select(ReportEdition.number, ReportEdition.reason).order_by(ReportEdition.number))
    assert [tuple(row) for row in numbers] == [(1, ""), (2, "Опечатка в фамилии.")]
    assert canonical.spell(db.session.get_one(Snapshot, first_id).body) == bytes_before
    assert "There is a newer edition" in client.get(f"/digests/{first_id}").text
    assert "Опечатка в фамилии." in client.get(f"/digests/{second.id}").text


def test_a_draft_that_was_saved_meanwhile_is_not_frozen(app: Flask, visit: Visit) -> None:
    browser = visit(owner_of(finished()))
    browser.send(PAGE, written(), page=PAGE)
    browser.send(f"{PAGE}/freeze", {"seen": "1"}, page=f"{PAGE}/preview")
    browser.send(PAGE, written(seen="1", foreword="Другое."), page=PAGE)

    stale = browser.send(f"{PAGE}/freeze", {"seen": "1"}, page=f"{PAGE}/preview")
    jobs.freeze_report(1)

    assert stale.status_code == 409
    assert db.session.scalars(select(ReportEdition)).all() == []


def test_without_published_results_there_is_no_report(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    make_round(campaign)
    browser = visit(owner_of(campaign))

    preview = browser.get(f"{PAGE}/preview")
    refused = browser.send(f"{PAGE}/freeze", {"seen": "0"}, page=PAGE)

    assert (preview.status_code, refused.status_code) == (200, 409)
    assert "Publish the results of all rounds first" in preview.text


def test_a_discussion_alone_has_a_report_too(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    topic = make_topic(campaign)
    for _time in range(6):
        say(topic, make_account())
    make_conclusion(topic, "Талоны кончаются за минуты.")
    browser = visit(owner_of(campaign))

    read = browser.get(f"{PAGE}/preview").text

    assert "6 people took part. 6 comments were written." in read
    assert "Problems that no idea answers" in read


def test_a_picture_goes_with_its_idea_and_the_fingerprint_holds(
    app: Flask, client: FlaskClient, visit: Visit, clock: MovingClock
) -> None:
    browser = visit(owner_of(finished()))
    browser.send(PAGE, written(), page=PAGE)
    snapshot = frozen(browser)
    with step():
        states.withdraw(db.session.get_one(Contribution, 1), clock.now())

    read, found = client.get(f"/digests/{snapshot.id}").text, client.get(f"/digests/{snapshot.id}.json").json

    assert "Очередь в поликлинике" not in read
    assert "A picture that is no longer shown" in read
    assert "Очередь в поликлинике" not in json.dumps(found, ensure_ascii=False)
    assert hashlib.sha256(canonical.spell(found["body"])).hexdigest() == snapshot.fingerprint


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/preview"])
def test_only_owners_and_administrators_write_it(app: Flask, visit: Visit, path: str) -> None:
    campaign = make_campaign("ugra")
    moderator = give_role(make_account(), Role.MODERATOR, campaign)
    administrator = give_role(make_account(), Role.ADMINISTRATOR)

    people = (make_account(), moderator, owner_of(campaign), administrator)
    assert [visit(who).get(path).status_code for who in people] == [403, 403, 200, 200]


# The digest of a week.


def lived_through(clock: MovingClock) -> Campaign:
    """A campaign with a week behind it; it is Monday morning of the next one."""
    campaign = make_campaign("ugra", language="en")
    people = [make_account() for _ in range(6)]
    monday = date(2026, 11, 9)
    clock.move_to(clock.now().replace(year=2026, month=11, day=9, hour=10))
    idea = make_idea(campaign, people[0], title="Идея недели")
    support(idea, *people)
    say(idea, people[1])
    clock.move_by(days=7)
    assert weekly.week_before(clock.now(), campaign.time_zone) == weekly.Week(monday, monday + timedelta(days=6))
    return campaign


def weeks() -> list[Snapshot]:
    query = select(Snapshot).where(Snapshot.kind == SnapshotKind.WEEKLY).order_by(Snapshot.id)
    return list(db.session.scalars(query))


def test_on_monday_morning_a_week_in_which_something_happened_has_its_digest_once(
    app: Flask, client: FlaskClient, clock: MovingClock
) -> None:
    lived_through(clock)
    make_campaign("silent")

    for _time in range(2):
        jobs.look_at_weeks()
        for errand in db.session.scalars(select(Errand).where(Errand.job == "digests.take_week")).all():
            jobs.take_week(**errand.ids)

    (taken,) = weeks()
    assert (taken.period_from, taken.period_to) == (date(2026, 11, 9), date(2026, 11, 15))
    assert taken.body["numbers"] == {"people": 6, "ideas": 1, "comments": 1, "support": 6}
    assert taken.body["week"]["new_people"] == 6
    read = client.get(f"/digests/{taken.id}").text
    assert "6 people took part this week. 1 comment was written. 6 supports were given." in read
    assert "Идея недели" in read
    assert "Digest of the week" in client.get("/digests/").text


@pytest.mark.parametrize(
    ("word", "at", "told"),
    [
        ("opens", "2026-11-18T19:00:00+00:00", ("Voting: begins", "19 November 2026")),
        ("closes", "2026-11-15T19:00:00+00:00", ("Voting: last day", "15 November 2026")),
        ("closes", "2026-11-16T13:00:00+00:00", ("Voting: last day", "16 November 2026, 18:00")),
    ],
)
def test_what_comes_next_is_told_by_the_last_day_itself_included(
    app: Flask, word: str, at: str, told: tuple[str, str]
) -> None:
    one = {"kind": "voting", "word": word, "at": at}
    body = {"campaign": {"time_zone": "Asia/Yekaterinburg"}, "week": {"ahead": [one]}}

    with force_locale("en"):
        _heading, facts = week.ahead_blocks(Reader(body, {}, str, {}))

    assert [(label, value.replace("\xa0", " ")) for label, value in facts.rows] == [told]


@pytest.mark.parametrize(("hour", "day", "due"), [(1, 16, 0), (3, 16, 1), (18, 22, 1)])
def test_a_week_is_due_from_monday_morning_in_the_zone_of_the_campaign(
    app: Flask, clock: MovingClock, hour: int, day: int, due: int
) -> None:
    campaign = lived_through(clock)

    clock.move_to(clock.now().replace(day=day, hour=hour))

    assert [id for id, _week in weekly.due(clock.now())] == [campaign.id] * due


# Pictures of the organiser's own.

OWN = f"{PAGE}/pictures"


def brought(browser: Visitor, content: bytes, alt: str, name: str = "ramp.jpg") -> TestResponse:
    return browser.send(OWN, {"alt": alt, "checked": "", "file": (BytesIO(content), name)})


def test_an_owners_own_picture_is_frozen_with_the_report_and_taken_back_from_it(
    app: Flask, client: FlaskClient, visit: Visit
) -> None:
    browser = visit(owner_of(finished()))
    brought(browser, jpeg((3000, 20)), "Новый пандус у входа")
    picture = db.session.scalars(select(ReportPicture)).one()
    address = f"/digests/pictures/{picture.id}/ramp.jpg"
    before = client.get(address).status_code
    chosen = {"place-own-1": "1", "caption-own-1": "Пандус открыли в мае", "place-progress-1": "", "place-idea-1": ""}
    browser.send(PAGE, written(**chosen), page=PAGE)
    snapshot = frozen(browser)
    fingerprint, id = snapshot.fingerprint, snapshot.id

    with client.get(address) as shown:
        kept, guarded = shown.data, shown.headers["X-Content-Type-Options"]
    read, file = client.get(f"/digests/{id}").text, as_html(snapshot).decode()
    browser.send(f"{OWN}/{picture.id}/take-back", {}, page=OWN)
    gone, again = client.get(address).status_code, client.get(f"/digests/{id}.json").json

    (told,) = snapshot.body["report"]["pictures"]
    assert (told["source"], told["idea"], told["digest"]) == ("own", None, hashlib.sha256(kept).hexdigest())
    assert (before, gone) == (404, 404)
    assert Image.open(BytesIO(kept)).size == (2000, 13)
    assert (SECRET_PLACE.encode() in kept, guarded) == (False, "nosniff")
    assert ['alt="Новый пандус у входа"' in read, "Пандус открыли в мае" in read, address in read] == [True] * 3
    assert f'src="data:image/jpeg;base64,{b64encode(kept).decode()}"' in file
    assert not any("андус" in words for words in again["titles"].values())
    assert hashlib.sha256(canonical.spell(again["body"])).hexdigest() == fingerprint
    assert "A picture that is no longer shown" in client.get(f"/digests/{id}").text
    assert db.session.scalars(select(Errand.job).where(Errand.job == "digests.make_files_again")).all() != []


@pytest.mark.parametrize(
    ("content", "alt", "said"),
    [
        (b"GIF89a" + bytes(40), "Пандус", "Only pictures (PNG or JPEG) and PDF documents can be added."),
        (pdf(), "Пандус", "Choose a picture, PNG or JPEG."),
        (jpeg()[:60], "Пандус", "This picture cannot be opened"),
        (jpeg(), "", "Say in a few words what the picture shows"),
        (jpeg(), "Звоните +7 912 345-67-89", "This looks like personal data."),
        (b"", "Пандус", "Choose a file first."),
    ],
)
def test_a_picture_that_is_none_or_has_no_words_is_not_taken(
    app: Flask, visit: Visit, content: bytes, alt: str, said: str
) -> None:
    browser = visit(owner_of(make_campaign("ugra")))

    answer = brought(browser, content, alt)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert db.session.scalars(select(ReportPicture)).all() == []


def test_the_same_picture_is_taken_once_and_a_report_holds_so_many(
    app: Flask, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.digests.report.own.MOST_KEPT", 1)
    browser = visit(owner_of(make_campaign("ugra")))

    said = [brought(browser, content, "Пандус").status_code for content in (jpeg(), jpeg(), png())]

    assert said == [303, 422, 422]


def test_pictures_of_a_report_are_their_owners_alone_before_it_is_frozen(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("ugra")
    owner, neighbour = owner_of(campaign), owner_of(make_campaign("other"))
    picture = put_own_picture(campaign, owner)
    visitors = [visit(who) for who in (None, make_account(), neighbour, owner)]

    seen = []
    for one in visitors:
        with one.get(f"/digests/pictures/{picture.id}/small/a.jpg") as answer:
            seen.append(answer.status_code)
    taken = visitors[2].send(f"{OWN}/{picture.id}/take-back", {}, page="/account/").status_code

    assert seen == [404, 404, 404, 200]
    assert taken == 403
    assert db.session.get(ReportPicture, picture.id) is not None
