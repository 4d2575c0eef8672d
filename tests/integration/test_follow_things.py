"""People follow tracks, services, places and departments, and are told once of what is new there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as present
from app.foundation import events
from app.foundation.db import db
from app.foundation.unit_of_work import step
from app.notifications.followed import PAGE, follows_of
from app.notifications.models import Notice, NoticeKind
from app.territories.models import Territory
from campaigns.answers.events import AnswerReleased
from campaigns.contributions import states
from campaigns.contributions.domain import follows
from campaigns.contributions.models import Contribution, Follow, State, Thing
from campaigns.ideas.models import CoAuthor, Idea
from campaigns.implementation.events import ProgressReported
from campaigns.plan.models import Audience, Track
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.people import give_role, make_account, make_office
from tests.factories.services import make_service
from tests.factories.works import make_work, put_report
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
Run = Callable[[], None]
LIST = "/account/follows"


def follow(account: Account, **thing: int) -> int:
    with step():
        row = Follow(account_id=account.id, since=present.now(), **thing)
        db.session.add(row)
        db.session.flush()
        return row.id


def publish(idea: Idea) -> None:
    with step():
        states.publish(db.session.get_one(Contribution, idea.id), present.now())


def told(*ids: int) -> list[list[NoticeKind]]:
    db.session.rollback()
    return [
        list(db.session.scalars(select(Notice.kind).where(Notice.account_id == id).order_by(Notice.id))) for id in ids
    ]


def make_place(name: str, parent: Territory | None = None) -> Territory:
    with step():
        place = Territory(name=name, level=1 if parent else 0, parent_id=parent.id if parent else None)
        db.session.add(place)
    return place


def test_a_new_idea_is_told_once_to_all_who_follow_what_leads_to_it(app: Flask, run_jobs: Run) -> None:
    campaign, service, region = make_campaign("ugra"), make_service(), make_place("Югра")
    track, other, place, far = (
        make_track(campaign),
        make_track(campaign, "Дороги"),
        make_place("Сургут", region),
        make_place("Нягань"),
    )
    author, along, *people = (make_account() for _ in range(9))
    of_track, of_service, of_place, of_region, of_all, elsewhere, ended = people
    idea = make_idea(campaign, author, State.SUBMITTED, track_id=track.id, service_id=service.id, territory_id=place.id)
    with step():
        db.session.add(
            CoAuthor(
                idea_id=idea.id, account_id=along.id, secret="s", invited_at=present.now(), accepted_at=present.now()
            )
        )
        db.session.get_one(Account, ended.id).ended_at = present.now()
    for one, things in {
        author: {"track_id": track.id},
        along: {"service_id": service.id},
        of_track: {"track_id": track.id},
        of_service: {"service_id": service.id},
        of_place: {"territory_id": place.id},
        of_region: {"territory_id": region.id},
        of_all: {"track_id": track.id, "service_id": service.id, "territory_id": region.id, "campaign_id": campaign.id},
        elsewhere: {"track_id": other.id, "territory_id": far.id, "office_id": make_office().id},
        ended: {"track_id": track.id},
    }.items():
        for column, thing_id in things.items():
            follow(one, **{column: thing_id})
    ids = [one.id for one in (author, along, *people)]

    publish(idea)
    run_jobs()

    once = [NoticeKind.FOLLOWED_PUBLISHED]
    assert told(*ids) == [[], [], once, once, once, once, once, [], []]


def test_an_answer_and_progress_are_told_to_who_follows_the_department_and_nothing_twice(
    app: Flask, run_jobs: Run
) -> None:
    campaign, office = make_campaign("ugra"), make_office()
    official = give_role(make_account(), Role.OFFICIAL, office=office)
    author, follower, both, of_other = (make_account() for _ in range(4))
    idea = make_idea(campaign, author)
    support(idea, both)
    for one in (official, author, follower, both):
        follow(one, office_id=office.id)
    follow(of_other, office_id=make_office("Другой").id)
    ids = [one.id for one in (author, follower, both, of_other, official)]
    answer = put_answer(make_owed(idea, office), official)
    report = put_report(make_work(idea, office), official)

    with step():
        events.announce(AnswerReleased(answer.id, idea.id, campaign.id))
        events.announce(ProgressReported(report.id, idea.id, campaign.id))
    run_jobs()

    assert [sorted(kinds) for kinds in told(*ids)] == [
        [NoticeKind.OFFICIAL_ANSWER, NoticeKind.PROGRESS],
        [NoticeKind.OFFICE_ANSWERED, NoticeKind.OFFICE_PROGRESS],
        [NoticeKind.ANSWER_GIVEN, NoticeKind.PROGRESS],
        [],
        [],
    ]


def test_nobody_is_told_of_what_they_may_not_see(app: Flask, run_jobs: Run) -> None:
    invited, office = make_campaign("invited", audience=Audience.INVITED), make_office()
    service, outsider, owner = make_service(), make_account(), make_account()
    give_role(owner, Role.OWNER, invited)
    idea = make_idea(invited, make_account(), State.SUBMITTED, service_id=service.id)
    hidden = make_idea(invited, make_account(), State.WITHDRAWN, service_id=service.id)
    for one in (outsider, owner):
        follow(one, service_id=service.id)
        follow(one, office_id=office.id)
    ids = (outsider.id, owner.id)
    report = put_report(make_work(hidden, office))
    answer = put_answer(make_owed(idea, office))

    publish(idea)
    with step():
        events.announce(ProgressReported(report.id, hidden.id, invited.id))
        events.announce(AnswerReleased(answer.id, idea.id, invited.id))
    run_jobs()

    assert told(*ids) == [[], [NoticeKind.FOLLOWED_PUBLISHED, NoticeKind.OFFICE_ANSWERED]]


def test_each_thing_is_followed_by_the_button_of_its_page(app: Flask, visit: Visit) -> None:
    campaign, office, place, service = make_campaign("ugra"), make_office(), make_place("Сургут"), make_service()
    track, anna = make_track(campaign), make_account()
    idea = make_idea(campaign, track_id=track.id, territory_id=place.id, service_id=service.id)
    put_answer(make_owed(idea, office))
    make_work(idea, office)
    pages = {
        f"/services/{service.id}": [f"/follows/service/{service.id}"],
        f"/campaigns/ugra/ideas/?track={track.id}": [f"/follows/track/{track.id}"],
        f"/campaigns/ugra/ideas/?territory={place.id}": [f"/follows/place/{place.id}"],
        f"/answers/?office={office.id}": [f"/follows/department/{office.id}"],
        f"/implementation/?territory={place.id}": [f"/follows/place/{place.id}"],
    }
    things = {"service_id": service.id, "track_id": track.id, "territory_id": place.id, "office_id": office.id}
    browser, guest, offered, answers = visit(anna), visit(), {}, []

    for page, buttons in pages.items():
        shown = browser.get(page).get_data(as_text=True)
        offered[page] = [
            button for button in buttons if f'action="{button}"' in shown or f'action="{button}/stop"' in shown
        ]
        answers += [browser.send(button, {"next": page}, page=page).headers["Location"] for button in buttons]
    followed = browser.get(LIST).get_data(as_text=True)
    stopped = [browser.send(f"{button}/stop", page=page).status_code for page, (button,) in pages.items()]

    assert (offered, answers) == (pages, list(pages))
    assert [name in followed for name in (service.name, track.name, place.name, office.name)] == [True] * 4
    assert all("Sign in to follow" in guest.get(page).get_data(as_text=True) for page in pages)
    assert (set(stopped), len(things), db.session.scalars(select(Follow)).all()) == ({303}, 4, [])


def test_what_is_not_there_cannot_be_followed(app: Flask, visit: Visit) -> None:
    planned, invited = make_campaign("planned", launched=False), make_campaign("invited", audience=Audience.INVITED)
    owner = give_role(make_account(), Role.OWNER, planned)
    tracks = [make_track(one).id for one in (planned, invited)]
    make_campaign("ugra")
    browser, page = visit(owner), "/campaigns/ugra/"

    missing = [f"/follows/track/{id}" for id in tracks]
    missing += [f"/follows/{thing}/999" for thing in Thing] + ["/follows/campaign/1", "/follows/place/" + "9" * 18]
    answers = [browser.send(path, page=page).status_code for path in missing]

    assert (answers, db.session.scalars(select(Follow)).all()) == ([404] * len(missing), [])
    assert visit().send("/follows/service/1", page="/account/sign-in").status_code == 403


def test_the_list_names_nothing_hidden_and_stops_all_of_it(app: Flask, visit: Visit) -> None:
    campaign, anna, boris = make_campaign("ugra"), make_account(), make_account()
    shown, hidden = make_idea(campaign, title="Видимая"), make_idea(campaign, state=State.WITHDRAWN, title="Скрытая")
    closed = make_campaign("closed", title="Закрытый совет", audience=Audience.INVITED)
    mine = [follow(anna, contribution_id=one.id) for one in (shown, hidden)]
    mine += [follow(anna, campaign_id=closed.id), follow(anna, track_id=make_track(closed, "Тайное").id)]
    others = follow(boris, contribution_id=shown.id)
    browser = visit(anna)

    page = browser.get(LIST).get_data(as_text=True)
    for one in (*mine, others):
        browser.send(f"{LIST}/{one}/stop", page=LIST)

    assert [word in page for word in ("Видимая", "Скрытая", "Закрытый совет", "Тайное")] == [True, False, False, False]
    assert page.count("This cannot be read any more.") == 3
    assert list(db.session.scalars(select(Follow.id))) == [others]


@pytest.mark.any_database
def test_the_list_is_paged_by_key_and_each_is_on_one_page(app: Flask) -> None:
    anna, campaign = make_account(), make_campaign()
    with step():
        tracks = [Track(campaign_id=campaign.id, name=str(number)) for number in range(PAGE + 5)]
        db.session.add_all(tracks)
        db.session.flush()
        follows_kept = [Follow(account_id=anna.id, track_id=one.id, since=present.now()) for one in tracks]
        db.session.add_all(follows_kept)
    rows = [one.id for one in follows_kept]
    first = follow(anna, campaign_id=campaign.id)

    with app.test_request_context():
        page = follows_of(actor_of(anna), None)
        rest = follows_of(actor_of(anna), page.following)

    assert [line.id for line in (*page.rows, *rest.rows)] == [first, *reversed(rows)]
    assert (len(page.rows), rest.following, rest.is_first) == (PAGE, None, False)


@pytest.mark.parametrize("things", [{}, {"service_id": 1, "territory_id": 1}, {"track_id": 1, "office_id": 1}])
def test_the_database_keeps_a_follow_to_one_thing(app: Flask, things: dict[str, int]) -> None:
    make_track(make_campaign()), make_service(), make_place("Сургут"), make_office()
    anna = make_account()

    with pytest.raises(IntegrityError, match="one_thing"):
        follow(anna, **things)


def test_following_a_thing_twice_is_following_it_once(app: Flask) -> None:
    anna, place = make_account(), make_place("Сургут")

    for day in range(2):
        with step():
            at = present.now() + timedelta(days=day)
            follows.follow_thing(Thing.PLACE, place.id, None, actor=actor_of(anna), now=at)

    assert len(db.session.scalars(select(Follow)).all()) == 1
