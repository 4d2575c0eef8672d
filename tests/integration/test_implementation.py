"""What becomes of accepted ideas: begun by an answer, reported with evidence, done, objected to, replied to."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.foundation import clock as clocks
from app.foundation import events
from app.foundation.db import db
from app.foundation.errors import NotAllowed
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from app.offices import affiliations
from campaigns.answers.events import AnswerReleased
from campaigns.answers.models import Outcome as Answered
from campaigns.contributions.domain import follows
from campaigns.contributions.models import Contribution, Kind, State
from campaigns.ideas.models import Idea, Outcome
from campaigns.implementation.domain import contests, milestones, works
from campaigns.implementation.domain.works import Report
from campaigns.implementation.models import Contest, Milestone, Progress, Undertaking, WorkState
from campaigns.implementation.queries import works as reading
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Case
from moderation.texts import wording
from tests.factories.answers import make_owed, put_answer
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.people import give_role, make_account, make_office
from tests.factories.uploads import jpeg, pdf
from tests.factories.works import add_step, make_work, put_contest, put_report
from tests.support.clocks import MovingClock
from tests.support.letters import letters
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
RunJobs = Callable[[], None]
WINDOWS = [(PhaseKind.IDEAS, -30, -10), (PhaseKind.DECISION, -5, 10)]
SMALL = re.compile(r'<img src="(/implementation/[^"]+)"')
CHECKED = re.compile(r'name="checked"[^>]* value="([^"]+)"')
TEXT = "Пандус построен, перила стоят."


class World:
    """An idea that was accepted a moment ago, its department with an official, and the people around it."""

    def __init__(self) -> None:
        self.author, self.resident = make_account(given_name="Автор"), make_account(given_name="Жительница")
        self.campaign = make_campaign("ugra", windows=WINDOWS)
        self.idea = make_idea(self.campaign, self.author, title="Пандус у библиотеки")
        self.office = make_office("Департамент строительства")
        self.official = give_role(make_account("official@example.org"), Role.OFFICIAL, office=self.office)
        self.stranger = give_role(make_account(), Role.OFFICIAL, office=make_office("Другой департамент"))
        self.owner = give_role(make_account("owner@example.org"), Role.OWNER, self.campaign)
        self.idea_id, self.url = self.idea.id, f"/ideas/{self.idea.id}/implementation"
        names = "author resident official stranger owner".split()
        self.ids = {name: getattr(self, name).id for name in names}

    @property
    def work(self) -> Undertaking:
        query = select(Undertaking).where(Undertaking.idea_id == self.idea_id)
        return db.session.scalars(query.execution_options(populate_existing=True)).one()

    def outcome(self) -> Outcome | None:
        return db.session.scalar(select(Idea.outcome).where(Idea.id == self.idea_id))


@pytest.fixture
def world(app: Flask, made_once: Callable[[Callable[[], Any]], Any]) -> World:
    return made_once(World)


def release(world: World, outcome: Answered, **over: Any) -> None:
    """The answer of the department comes out."""
    owed = make_owed(world.idea, world.office) if not over.get("number") else over.pop("owed")
    answer = put_answer(owed, world.official, outcome=outcome, **over)
    with step():
        events.announce(AnswerReleased(answer.id, world.idea.id, world.campaign.id))


def report(visitor: Visitor, url: str, picture: bytes | None = None, **fields: Any) -> TestResponse:
    """Sends a report from its own form."""
    token = visitor.token(url + "/report")
    files = {"file": (BytesIO(picture), "photo.jpg")} if picture is not None else {}
    told = {"csrf_token": token, "state": "in progress", "text": TEXT, **files, **fields}
    return visitor.client.post(url + "/report", data=told, content_type="multipart/form-data")


def told(kind: NoticeKind, *account_ids: int) -> list[int]:
    """Which of the people were told."""
    rows = set(db.session.scalars(select(Notice.account_id).where(Notice.kind == kind)))
    return [1 if id in rows else 0 for id in account_ids]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Answered.ACCEPTED, WorkState.PLANNED),
        (Answered.PARTLY, WorkState.PLANNED),
        (Answered.WORKS_ALREADY, None),
        (Answered.NOT_ACCEPTED, None),
    ],
)
def test_a_yes_of_the_department_begins_work(world: World, outcome: Answered, state: WorkState | None) -> None:
    over = {"link": "https://example.org"} if outcome == Answered.WORKS_ALREADY else {}

    release(world, outcome, **over)
    read = reading.of_idea(world.idea.id)

    assert (read and (read.state, read.office)) == (state and (state, "Департамент строительства"))


def test_another_answer_than_yes_ends_what_is_only_planned_and_not_what_is_being_built(world: World) -> None:
    planned, built = make_work(world.idea, world.office, WorkState.PLANNED), make_idea(world.campaign)
    make_work(built, world.office, WorkState.IN_PROGRESS)

    with step():
        works.end_by_answer(world.idea.id, clocks.now())
        works.end_by_answer(built.id, clocks.now())
    states = {id: work.state for id, work in reading.of_ideas([world.idea.id, built.id]).items()}

    assert states == {world.idea.id: WorkState.GIVEN_UP, built.id: WorkState.IN_PROGRESS}
    assert db.session.get_one(Undertaking, planned.id).reason


def test_a_report_with_a_picture_makes_it_done_and_tells_whom_it_concerns(
    world: World, visit: Visit, run_jobs: RunJobs
) -> None:
    follower, milestone = make_account(), add_step(make_work(world.idea, world.office))
    milestone_id, people = milestone.id, [*world.ids.values(), follower.id]
    support(world.idea, world.resident, world.official)
    with step():
        common = db.session.get_one(Contribution, world.idea.id)
        follows.follow(common, world.campaign, actor=actor_of(follower), now=clocks.now())

    answer = report(
        visit(world.official),
        world.url,
        jpeg(),
        state="done",
        caption="Пандус с перилами",
        milestone_id=str(milestone_id),
        was="in progress",
    )
    run_jobs()

    assert (answer.status_code, answer.location) == (303, world.url)
    assert (world.work.state, world.outcome()) == (WorkState.DONE, Outcome.IMPLEMENTED)
    assert db.session.get_one(Milestone, milestone_id).reached_at is not None
    assert told(NoticeKind.PROGRESS, *people) == [1, 1, 0, 0, 0, 1]
    guest = visit()
    page = guest.get(world.url).get_data(as_text=True)
    small = SMALL.findall(page)[0]
    assert (TEXT in page, 'alt="Пандус с перилами"' in page) == (True, True)
    with guest.get(small) as picture:
        assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    feed = guest.get("/implementation/feed.atom?state=done")
    assert (feed.mimetype, TEXT in feed.get_data(as_text=True)) == ("application/atom+xml", True)
    assert "The idea is done" in guest.get(f"/ideas/{world.idea_id}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"state": "done"}, 422, "Show that it is done"),
        ({"state": "done", "link": "javascript:alert(1)"}, 422, "Write the link whole"),
        ({"state": "done", "picture": jpeg(), "caption": ""}, 422, "what the picture shows"),
        ({"state": "done", "picture": pdf(), "caption": "Акт"}, 422, "Only pictures"),
        ({"text": "Звоните +7 922 123-45-67"}, 422, "Say it without"),
        ({"text": ""}, 422, "Fill this in"),
        ({"was": "planned"}, 409, "moved on meanwhile"),
        ({"state": "done", "link": "https://example.org/x", "milestone_id": "999"}, 422, "Choose one of the list"),
    ],
)
def test_a_report_that_does_not_hold_comes_back_with_its_words(
    world: World, visit: Visit, fields: dict[str, Any], status: int, sentence: str
) -> None:
    make_work(world.idea, world.office)

    answer = report(visit(world.official), world.url, fields.pop("picture", None), **fields)
    page = answer.get_data(as_text=True)

    assert (answer.status_code, sentence in page) == (status, True)
    assert world.work.state == WorkState.IN_PROGRESS


def test_the_same_report_twice_is_one_and_given_up_says_why(world: World, visit: Visit) -> None:
    make_work(world.idea, world.office)
    official = visit(world.official)

    answers = [report(official, world.url, text="Дорого.", state="given up", was="in progress") for _ in range(2)]
    reports = db.session.scalars(select(Progress.text)).all()

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (reports, world.work.reason, world.outcome()) == (["Дорого."], "Дорого.", Outcome.GIVEN_UP)


def test_the_database_takes_nothing_done_without_evidence_and_nothing_given_up_without_a_reason(world: World) -> None:
    work = make_work(world.idea, world.office)

    with pytest.raises(IntegrityError), step():
        db.session.add(Progress(undertaking_id=work.id, state=WorkState.DONE, text="Да", reported_at=clocks.now()))
    with pytest.raises(IntegrityError), step():
        work = world.work
        work.state, work.ended_at = WorkState.GIVEN_UP, clocks.now()


def test_the_department_and_the_owner_report_and_nobody_else(world: World, visit: Visit) -> None:
    make_work(world.idea, world.office)
    people = [world.official, world.owner, world.stranger, world.author]

    statuses = [visit(one).get(world.url + "/report").status_code for one in people]
    buttons = [b"Report how it goes" in visit(one).get(world.url).data for one in people]

    assert (statuses, buttons) == ([200, 200, 403, 403], [True, True, False, False])
    assert visit().get(world.url + "/report").status_code == 303


def test_nothing_is_reported_before_the_stage_of_answers_and_it_is_never_too_late(
    world: World, clock: MovingClock
) -> None:
    make_work(world.idea, world.office)
    reported, when = Report(WorkState.IN_PROGRESS, TEXT), []

    for days in (-6, -4, 400):
        at = clocks.now() + timedelta(days=days)
        try:
            with step():
                works.report(actor_of(world.official), world.idea.id, reported, at)
            when.append("")
        except NotAllowed as refusal:
            when.append(refusal.reason.code)

    assert when == ["phase.not-yet", "", ""]


def test_work_is_begun_by_hand_by_the_owner_and_by_who_was_asked(world: World, visit: Visit) -> None:
    owner, others = visit(world.owner), [world.official, world.stranger, world.resident]
    before = [visit(one).get(world.url + "/begin").status_code for one in others]
    make_owed(world.idea, world.office)
    asked = visit(world.official).get(world.url + "/begin").status_code

    fields = {"office_id": str(world.office.id), "state": "in progress", "text": TEXT, "milestone_id": ""}
    begun = owner.send(world.url + "/begin", fields, page=world.url + "/begin")
    again = owner.send(world.url + "/begin", fields)

    assert (before, asked, begun.status_code, again.status_code) == ([403, 403, 403], 200, 303, 409)
    assert (world.work.state, world.outcome()) == (WorkState.IN_PROGRESS, Outcome.IN_PROGRESS)


def test_steps_are_added_ordered_changed_and_taken_away_until_they_are_reached(world: World, visit: Visit) -> None:
    make_work(world.idea, world.office)
    official, steps = visit(world.official), world.url + "/steps"
    for title in ("Проект", "Стройка", "Лишнее"):
        official.send(steps, {"title": title, "due_on": "2026-12-01"}, page=steps)
    one, two, three = (row.id for row in db.session.scalars(select(Milestone).order_by(Milestone.place)))

    official.send(f"{steps}/{two}/move", {"way": "up"})
    official.send(f"{steps}/{two}/move", {"way": "up"})
    official.send(f"{steps}/{one}", {"title": "Проект готов", "due_on": ""})
    official.send(f"{steps}/{three}/remove")
    report(official, world.url, milestone_id=str(one))
    late = official.send(f"{steps}/{one}/remove").status_code
    standing = db.session.scalars(select(Milestone).order_by(Milestone.place)).all()

    assert [(step.title, step.due_on) for step in standing] == [("Стройка", date(2026, 12, 1)), ("Проект готов", None)]
    assert late == 409


def contest(visitor: Visitor, url: str, picture: bytes | None = None, **fields: Any) -> TestResponse:
    files = {"file": (BytesIO(picture), "step.jpg")} if picture is not None else {}
    said = {
        "csrf_token": visitor.token("/account/sign-in"),
        "body": "Пандус кончается перед ступенькой.",
        **files,
        **fields,
    }
    return visitor.client.post(url + "/contest", data=said, content_type="multipart/form-data")


def test_a_resident_objects_once_with_a_picture_and_who_answers_for_it_is_told(
    world: World, visit: Visit, run_jobs: RunJobs, clock: MovingClock
) -> None:
    make_work(world.idea, world.office, WorkState.DONE)
    resident = visit(world.resident)

    first = contest(resident, world.url, jpeg(), caption="Последняя ступенька", checked="")
    again = contest(resident, world.url)
    clock.move_by(minutes=2)
    run_jobs()
    page = visit().get(world.url).get_data(as_text=True)

    assert (first.status_code, again.status_code) == (303, 409)
    assert ("Пандус кончается перед ступенькой." in page, 'alt="Последняя ступенька"' in page) == (True, True)
    assert told(NoticeKind.DONE_CONTESTED, *world.ids.values()) == [0, 0, 1, 0, 1]


def test_who_is_of_the_department_or_kept_from_writing_does_not_object_nor_anybody_to_what_is_not_done(
    world: World, visit: Visit
) -> None:
    work, kin = make_work(world.idea, world.office, WorkState.DONE), make_account()
    with step():
        affiliations.say(actor_of(kin), world.office.id, clocks.now())

    refused = [contest(visit(one), world.url).status_code for one in (world.official, kin)]
    with step():
        kept = db.session.get_one(Undertaking, work.id)
        kept.state, kept.ended_at = WorkState.IN_PROGRESS, None
    undone = contest(visit(world.resident), world.url).status_code

    assert (refused, undone) == ([403, 403], 403)
    assert db.session.scalars(select(Contest.id)).all() == []


def test_an_objection_waits_for_a_check_where_comments_do_and_is_read_by_nobody_until_then(
    world: World, visit: Visit
) -> None:
    with step():
        db.session.get_one(Campaign, world.campaign.id).comments_checked_first = True
    make_work(world.idea, world.office, WorkState.DONE)

    location = contest(
        visit(world.resident), world.url, jpeg(), caption="Канарейка", body="Канарейка не построена"
    ).location
    case = db.session.scalars(select(Case)).one()
    pages = (world.url, "/implementation/", "/implementation/feed.atom", f"/ideas/{world.idea_id}")
    seen = ["Канарейка" in visit().get(url).get_data(as_text=True) for url in pages]

    assert (case.contribution_id, seen) == (int(location.rpartition("/")[2]), [False] * 4)
    assert [visit(one).get(location).status_code for one in (None, world.official, world.owner)] == [404, 404, 200]
    assert visit(world.resident).get(location).status_code == 200
    assert visit().get(f"{location}/picture/step.jpg").status_code == 404


def test_personal_data_in_an_objection_is_shown_first_and_then_read_by_a_moderator(world: World, visit: Visit) -> None:
    make_work(world.idea, world.office, WorkState.DONE)
    resident, body = visit(world.resident), "Позвоните мне: +7 922 123-45-67, покажу ступеньку."

    shown = contest(resident, world.url, body=body, checked="")
    word = CHECKED.findall(shown.get_data(as_text=True))[0]
    sent = contest(resident, world.url, body=body, checked=word)
    states = db.session.scalars(select(Contribution.state).where(Contribution.kind == Kind.CONTEST)).all()

    assert (shown.status_code, sent.status_code, states) == (422, 303, [State.SUBMITTED])
    assert body[:20] not in visit().get(world.url).get_data(as_text=True)


def test_the_log_tells_each_act(world: World, visit: Visit) -> None:
    objection = put_contest(make_work(world.idea, world.office, WorkState.DONE), world.resident)
    with step():
        contests.reply(actor_of(world.official), objection.id, "Достроим.", clocks.now(), upheld=True)
        milestone = milestones.add(actor_of(world.official), world.idea_id, "Проект", None, clocks.now())
        milestones.remove(actor_of(world.official), world.idea_id, milestone.id, clocks.now())

    log = visit(world.owner).get("/campaigns/ugra/log").get_data(as_text=True)
    told = [words in log for words in ("replied to: it is right", ": In progress", "idea was added", "taken away")]

    assert told == [True] * 4


@pytest.mark.parametrize(("upheld", "state"), [("yes", WorkState.IN_PROGRESS), ("no", WorkState.DONE)])
def test_the_department_replies_once_and_what_is_upheld_goes_on(
    world: World, visit: Visit, run_jobs: RunJobs, upheld: str, state: WorkState
) -> None:
    support(world.idea, world.author)
    objection = put_contest(make_work(world.idea, world.office, WorkState.DONE), world.resident)
    url = f"/implementation/objections/{objection.id}/reply"
    official, fields = visit(world.official), {"upheld": upheld, "words": "Достроим до конца месяца."}

    own = visit(world.resident).get(url).status_code
    answers = [official.send(url, fields).status_code for _ in range(2)]
    run_jobs()
    page = visit().get(world.url).get_data(as_text=True)

    assert (own, answers) == (403, [303, 409])
    assert (world.work.state, "Достроим до конца месяца." in page) == (state, True)
    assert told(NoticeKind.CONTEST_ANSWERED, world.ids["resident"]) == [1]
    (letter,) = [one.text for one in letters() if "Your objection with the reply" in one.text]
    assert ("Достроим до конца месяца." in letter, "the work goes on" in letter) == (True, upheld == "yes")
    assert told(NoticeKind.PROGRESS, world.ids["author"]) == [1 if upheld == "yes" else 0]


def test_words_that_are_masked_go_from_the_reply_that_stands_among_the_reports_too(world: World) -> None:
    objection = put_contest(make_work(world.idea, world.office, WorkState.DONE), body="Ступенька у дома Иванова")
    with step():
        contests.reply(actor_of(world.owner), objection.id, "Иванов прав.", clocks.now(), upheld=True)

    with step():
        common = db.session.get_one(Contribution, objection.id)
        wording.rewrite(common, lambda _place, words: words.replace("Иванов", "[скрыто]"))
    kept = db.session.get_one(Contest, objection.id)
    reported = db.session.scalar(select(Progress.text).where(Progress.contest_id == objection.id))

    assert (kept.body, kept.reply, reported) == ("Ступенька у дома [скрыто]а", "[скрыто] прав.", "[скрыто] прав.")


def test_the_board_is_narrowed_by_department_and_state_and_shows_nothing_hidden(world: World, visit: Visit) -> None:
    make_work(world.idea, world.office, WorkState.DONE)
    other = make_idea(world.campaign, title="Автобус по выходным")
    put_report(make_work(other, make_office("Департамент транспорта")), picture=True)
    hidden = make_idea(world.campaign, state=State.WITHDRAWN, title="Канарейка")
    put_report(make_work(hidden, world.office), text="Канарейка строится")
    guest = visit()

    pages = {
        query: guest.get(f"/implementation/{query}").get_data(as_text=True)
        for query in ("", "?state=done", f"?office={world.office.id}", "?campaign=nowhere", "?state=%00&after=zzz")
    }
    found = {query: [title in page for title in ("Пандус у", "Автобус", "Канарейка")] for query, page in pages.items()}

    assert found == {
        "": [True, True, False],
        "?state=done": [True, False, False],
        f"?office={world.office.id}": [True, False, False],
        "?campaign=nowhere": [False, False, False],
        "?state=%00&after=zzz": [True, True, False],
    }
    assert guest.get(f"/ideas/{hidden.id}/implementation").status_code == 404
    whole = reading.numbers(None)
    assert (whole.begun, whole.in_progress, whole.done, [one.name for one in whole.by_office]) == (
        2,
        1,
        1,
        ["Департамент строительства", "Департамент транспорта"],
    )
