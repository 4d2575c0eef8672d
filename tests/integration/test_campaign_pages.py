"""Pages of campaigns as people see them: guests, residents and owners."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from app.web import filters
from campaigns.plan import words
from campaigns.plan.models import Audience, Campaign, TimelineChange
from campaigns.plan.phases import PhaseKind, Window
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import NOON, MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
DAY = timedelta(days=1)
DATES = "/campaigns/ugra/plan/dates"


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def owner_of(campaign: Campaign) -> Account:
    return give_role(make_account(), Role.OWNER, campaign)


def test_the_first_page_says_what_is_open_and_until_when(app, visit: Visit):
    make_campaign(windows=[(PhaseKind.IDEAS, -10, 12)])

    page = text_of(visit(), "/")

    assert "Ideas are taken for 12 more days" in page


def test_the_first_page_keeps_what_is_open_apart_from_what_comes_and_what_is_over(app, visit: Visit):
    make_campaign(title="Open one", windows=[(PhaseKind.IDEAS, -1, 1)])
    make_campaign(title="Coming one", windows=[(PhaseKind.ANNOUNCEMENT, -1, 5), (PhaseKind.IDEAS, 5, 9)])
    make_campaign(title="Finished one", windows=[(PhaseKind.IDEAS, -9, -5), (PhaseKind.RESULTS, -5, 9)])

    page = text_of(visit(), "/")

    places = [
        page.index(words)
        for words in ("Open now", "Open one", "Coming next", "Coming one", "What came", "Finished one")
    ]
    assert places == sorted(places)


def test_an_empty_site_says_so(app, visit: Visit):
    assert "There is nothing here yet" in text_of(visit(), "/")


@pytest.mark.parametrize(
    "path", ["/", "/campaigns/", "/campaigns/ugra/", "/campaigns/ugra/rules", "/pages/rules", "/display"]
)
def test_pages_for_everyone_set_no_cookie_carry_no_token_and_may_be_kept(app, visit: Visit, path):
    make_campaign("ugra")

    response = visit().get(path)

    body = response.get_data(as_text=True)
    assert ("csrf_token" in body, response.headers.get("Set-Cookie"), response.headers["Cache-Control"]) == (
        False,
        None,
        "public, no-cache",
    )
    assert response.headers["ETag"]


@pytest.mark.parametrize("name", ["how-it-works", "rules", "data-policy", "accessibility", "contacts"])
def test_the_words_of_the_site_are_there(app, visit: Visit, name):
    assert text_of(visit(), f"/pages/{name}").count("<h1>") == 1


def test_a_campaign_tells_its_question_the_one_thing_to_do_and_the_last_day(app, visit: Visit):
    make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, 12.3)])

    page = text_of(visit(), "/campaigns/ugra/")

    assert page.count("button primary") == 1
    assert "Until 17 November, 00:12 (UTC+5)" in page


def test_a_last_day_is_told_as_inclusive_with_the_zone(app, visit: Visit):
    midnight = (datetime(2026, 11, 16, 19, 0, tzinfo=UTC) - NOON) / DAY
    make_campaign("ugra", windows=[(PhaseKind.IDEAS, -10, midnight)])

    page = text_of(visit(), "/campaigns/ugra/")

    assert "Until 16 November inclusive (Yekaterinburg time, UTC+5)" in page


@pytest.mark.parametrize(
    ("windows", "sentence"),
    [
        ([(PhaseKind.IDEAS, 3, 9)], "Ideas: begins in 3 days"),
        ([(PhaseKind.DISCUSSION, -9, -3), (PhaseKind.IDEAS, 1, 9)], "Ideas: begins in 1 day"),
        ([(PhaseKind.SCREENING, -1, 2)], "Experts assess the ideas for 2 more days"),
        ([(PhaseKind.IDEAS, -9, -3)], "This project is finished"),
        ([(PhaseKind.IDEAS, -9, 0.1)], "Today is the last day for ideas"),
    ],
)
def test_where_nothing_may_be_done_a_sentence_says_why(app, visit: Visit, windows, sentence):
    make_campaign("ugra", windows=windows)

    assert sentence in text_of(visit(), "/campaigns/ugra/")


@pytest.mark.parametrize("path", ["", "rules", "plan", "plan/dates", "plan/outline", "plan/tracks"])
@pytest.mark.parametrize("over", [{"launched": False}, {"audience": Audience.INVITED}])
def test_a_campaign_that_is_not_for_one_does_not_exist_for_them(app, visit: Visit, path, over):
    make_campaign("hidden", title="Sekret", **over)

    answers = [visit(who).get(f"/campaigns/hidden/{path}") for who in (None, make_account())]

    assert [(a.status_code, "Sekret" in a.get_data(as_text=True)) for a in answers] == [(404, False), (404, False)]


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/?stage=running"])
@pytest.mark.parametrize("over", [{"launched": False}, {"audience": Audience.INVITED}])
def test_lists_hold_only_what_one_may_see(app, visit: Visit, path, over):
    make_campaign("hidden", title="Sekret", **over)

    assert "Sekret" not in text_of(visit(make_account()), path)


def test_an_owner_sees_the_campaign_they_plan(app, visit: Visit):
    owner = owner_of(make_campaign("ugra", launched=False))

    assert "This project is being planned" in text_of(visit(owner), "/campaigns/ugra/")


def test_the_rules_say_when_who_checks_and_what_an_idea_is_not(app, visit: Visit):
    make_campaign("ugra", windows=[(PhaseKind.IDEAS, -1, 9)])

    page = text_of(visit(), "/campaigns/ugra/rules")

    assert [said in page for said in ("A moderator reads each idea", "59-FZ")] == [True, True]
    assert (
        "Open in this stage: Write comments · Change one’s comment · Say “Useful” · Submit an idea · Revise an idea · Support an idea"
        in page
    )


def test_the_list_is_paged_by_key(app, visit: Visit):
    for number in range(23):
        make_campaign(f"many-{number:02}", title=f"Project {number:02}", windows=[(PhaseKind.IDEAS, -1, 1)])

    first = text_of(visit(), "/campaigns/?stage=running")
    address = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = text_of(visit(), address)

    assert [f"Project {n:02}" in first for n in (22, 3, 2)] == [True, True, False]
    assert [f"Project {n:02}" in second for n in (3, 2, 0)] == [False, True, True]


@pytest.mark.parametrize("after", ["x", "W10", "WyJhIl0", "a" * 400])
def test_a_broken_key_shows_the_first_page(app, visit: Visit, after):
    make_campaign(title="The only one")

    assert "The only one" in text_of(visit(), f"/campaigns/?stage=running&after={after}")


@pytest.mark.parametrize("path", ["/", "/campaigns/", "/campaigns/ugra/"])
def test_the_number_of_statements_does_not_grow_with_campaigns_ideas_and_changes(app, visit: Visit, path):
    place_id = make_territory().id

    def fill(count: int) -> None:
        for kind in ([(PhaseKind.IDEAS, -1, 1)], [(PhaseKind.IDEAS, 1, 2)], [(PhaseKind.IDEAS, -2, -1)]):
            for _ in range(count):
                make_idea(make_campaign(windows=kind, territory_id=place_id))

    campaign_id = make_campaign("ugra", territory_id=place_id).id
    fill(1)
    db.session.remove()
    with counted() as few:
        text_of(visit(), path)
    fill(3)
    for _ in range(5):
        make_idea(db.session.get_one(Campaign, campaign_id))
    db.session.remove()
    with counted() as many:
        text_of(visit(), path)

    assert len(many) == len(few)
    assert len(many) <= 20


def test_a_change_of_dates_is_read_by_everyone_with_its_reason(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -5, 5)])))
    fields = {"window-1-last_day": "2026-11-20", "window-1-closes_time": "", "reason": "Свята: багато хто просив."}

    sent = owner.send(DATES, fields, page=DATES)

    page = text_of(visit(), "/campaigns/ugra/")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/campaigns/ugra/plan")
    assert "Reason: Свята: багато хто просив." in page
    assert "<ins>30 October – 20 November</ins>" in page


def test_the_last_day_is_kept_as_midnight_after_it(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -5, 5)])
    owner = visit(owner_of(campaign))
    fields = {"window-1-last_day": "2026-11-16", "window-1-closes_time": "", "reason": "Раньше."}

    owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    assert campaign.timeline.closes_at == datetime(2026, 11, 16, 19, 0, tzinfo=UTC)


def test_an_hour_may_be_told_under_details(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -5, 5)])
    owner = visit(owner_of(campaign))
    fields = {"window-1-last_day": "2026-11-16", "window-1-closes_time": "18:00", "reason": "Раньше."}

    owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    assert campaign.timeline.closes_at == datetime(2026, 11, 16, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"window-1-last_day": "2026-11-16", "reason": ""}, "Say why the dates change"),
        ({"window-1-last_day": "2026-11-03", "reason": "x"}, "can end no earlier than now"),
        ({"window-1-last_day": "16.11.2026", "reason": "x"}, "Choose a day of the calendar."),
        (
            {"window-1-last_day": "2026-11-16", "window-1-closes_time": "25:00", "reason": "x"},
            "Write a time like 18:00.",
        ),
        (
            {"window-1-last_day": "2026-11-16", "reason": "x", "new-kind": "results", "new-first_day": "2026-11-04"},
            "Fill this in.",
        ),
        (
            {
                "window-1-last_day": "2026-11-16",
                "reason": "x",
                "new-kind": "results",
                "new-first_day": "2026-11-04",
                "new-last_day": "2026-11-30",
            },
            "cannot begin before now",
        ),
        (
            {
                "window-1-last_day": "2026-11-16",
                "reason": "x",
                "new-kind": "results",
                "new-first_day": "2026-12-04",
                "new-last_day": "2026-11-30",
            },
            "The last day is before the first one.",
        ),
    ],
)
def test_dates_that_cannot_be_come_back_with_a_sentence(app, visit: Visit, fields, sentence):
    owner = visit(owner_of(make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -5, 5)])))

    answer = owner.send(DATES, fields, page=DATES)

    page = answer.get_data(as_text=True)
    assert (answer.status_code, sentence in page, "error-summary" in page) == (422, True, True)
    assert db.session.query(TimelineChange).count() == 0


def test_of_a_past_window_no_field_is_offered_and_none_is_taken(app, visit: Visit):
    campaign = make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -5, -2), (PhaseKind.IDEAS, -2, 5)])
    owner = visit(owner_of(campaign))
    past = campaign.timeline.windows[0]
    fields = {"window-1-last_day": "2026-12-01", "window-2-last_day": "2026-11-16", "reason": "Раньше."}

    owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    assert (campaign.timeline.windows[0], 'name="window-1-' in text_of(owner, DATES)) == (past, False)


def test_an_administrator_plans_and_launches_a_campaign(app, visit: Visit):
    boss = visit(give_role(make_account(), Role.ADMINISTRATOR))
    for _ in range(2):
        give_role(make_account(), Role.MODERATOR)
    fields = {
        "title": "Цифровые сервисы",
        "question": "Что мешает?",
        "template": "discussion and ideas",
        "first_day": "2026-11-04",
        "language": "ru",
        "time_zone": "Asia/Yekaterinburg",
        "audience": "everyone",
        "ideas_checked_first": "y",
        "winners": "5",
        "slug": "",
    }

    created = boss.send("/campaigns/new", fields, page="/campaigns/new")
    launched = boss.send("/campaigns/tsifrovye-servisy/plan/launch", page=created.headers["Location"])

    page = text_of(visit(), "/campaigns/tsifrovye-servisy/")
    assert (created.status_code, launched.status_code) == (303, 303)
    assert "Discussion: begins in 7 days" in page


def test_switches_of_a_window_are_boxes_under_details(app, visit: Visit):
    campaign = make_campaign("ugra", launched=False, windows=[(PhaseKind.REFINEMENT, 1, 5)])
    owner = visit(owner_of(campaign))
    fields = {
        "window-1-first_day": "2026-11-06",
        "window-1-last_day": "2026-11-10",
        "window-1-acts": ["comment"],
    }

    owner.send(DATES, fields, page=DATES)

    db.session.expire_all()
    (window,) = campaign.timeline.windows
    assert ({act.value for act in window.added}, {act.value for act in window.removed}) == (
        {"comment"},
        {"revise an idea"},
    )


def test_the_plan_says_what_stands_in_the_way_of_the_launch(app, visit: Visit):
    owner = owner_of(make_campaign("ugra", launched=False, windows=[]))

    page = text_of(visit(owner), "/campaigns/ugra/plan")

    assert ("There are no dates yet" in page, "/campaigns/ugra/plan/launch" in page) == (True, False)


def test_the_grid_tells_who_may_do_what_in_each_stage(app, visit: Visit):
    owner = owner_of(make_campaign("ugra", windows=[(PhaseKind.DISCUSSION, -1, 1), (PhaseKind.IDEAS, -1, 1)]))

    page = text_of(visit(owner), "/campaigns/ugra/plan")

    rows = [
        '<tr><th scope="row">Submit an idea</th> <td>—</td> <td>Author</td></tr>',
        '<tr><th scope="row">Open a topic</th> <td>Facilitator, Owner</td> <td>—</td></tr>',
        '<tr><th scope="row">Write comments</th> <td>Resident</td> <td>Resident</td></tr>',
    ]
    assert [row.replace("</th> <td>", "</th><td>").replace("</td> <td>", "</td><td>") in page for row in rows] == [
        True
    ] * 3


@pytest.mark.parametrize("path", ["plan", "plan/dates", "plan/outline", "plan/tracks"])
def test_the_plan_is_for_owners(app, visit: Visit, path):
    campaign = make_campaign("ugra")
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    answers = [visit(who).get(f"/campaigns/ugra/{path}").status_code for who in (None, make_account(), moderator)]

    assert answers == [303, 403, 403]


def test_a_launched_campaign_has_no_form_that_would_save_nothing(app, visit: Visit):
    owner = visit(owner_of(make_campaign("ugra")))

    page = owner.get("/campaigns/ugra/plan/outline").text

    assert ["The project is launched" in page, 'name="title"' in page] == [True, False]


def test_only_administrators_are_offered_a_new_campaign(app, visit: Visit):
    owner = owner_of(make_campaign())

    assert [visit(who).get("/campaigns/new").status_code for who in (None, owner)] == [303, 403]


DATES_IN_WORDS = [
    ("ru", "Asia/Yekaterinburg", datetime(2026, 11, 16, 19, 0, tzinfo=UTC), "16 ноября"),
    ("uk", "Asia/Yekaterinburg", datetime(2026, 11, 16, 19, 0, tzinfo=UTC), "16 листопада"),
    ("en", "Asia/Yekaterinburg", datetime(2026, 11, 16, 19, 0, tzinfo=UTC), "16 November"),
    # On 25 October clocks in Kyiv go back: the day ends at 22:00 UTC, the one before it at 21:00.
    ("uk", "Europe/Kyiv", datetime(2026, 10, 24, 21, 0, tzinfo=UTC), "24 жовтня"),
    ("uk", "Europe/Kyiv", datetime(2026, 10, 25, 22, 0, tzinfo=UTC), "25 жовтня"),
    ("en", "Europe/Kyiv", datetime(2026, 10, 25, 21, 0, tzinfo=UTC), "25 October"),
]


@pytest.mark.parametrize(("language", "zone", "closes_at", "said"), DATES_IN_WORDS)
def test_a_last_day_is_told_in_the_language_of_the_page(app: Flask, language, zone, closes_at, said):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert filters.last_day(closes_at, zone).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("en", "Asia/Yekaterinburg", "Yekaterinburg time, UTC+5"),
        ("en", "Europe/Kyiv", "Kyiv time, UTC+2"),
        ("uk", "Europe/Kyiv", "Київ, UTC+2"),
        ("en", "UTC", "UTC"),
    ],
)
def test_a_zone_is_told_by_its_city_and_hours(app: Flask, language, zone, said):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert words.zone_words(NOON, zone) == said


def test_russian_zones_are_told_from_moscow_in_russian(app: Flask):
    with app.test_request_context(headers={"Accept-Language": "ru"}):
        told = [words.zone_words(NOON, zone) for zone in ("Asia/Yekaterinburg", "Europe/Moscow", "Europe/Kyiv")]

    assert [sentence.split(", ")[1] for sentence in told] == ["МСК+2", "МСК", "UTC+2"]


@pytest.mark.parametrize(
    ("left", "said"), [(12, "for 12 more days"), (1, "for 1 more day"), (0, "Today is the last day")]
)
def test_days_left_are_counted_on_the_calendar_of_the_campaign(app: Flask, left, said):
    late = datetime(2026, 11, 4, 18, 59, tzinfo=UTC)
    closes = datetime(2026, 11, 4, 19, 0, tzinfo=UTC) + left * DAY

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said in words.open_until(Window(PhaseKind.IDEAS, late - DAY, closes), late, "Asia/Yekaterinburg")


def test_the_command_lists_campaigns_as_json(app: Flask, clock: MovingClock):
    open_one = make_campaign("open", title="Открыта", windows=[(PhaseKind.IDEAS, -1, 1), (PhaseKind.DISCUSSION, -1, 1)])
    make_idea(open_one)
    make_campaign("coming", title="Скоро", language="uk", windows=[(PhaseKind.IDEAS, 1, 2)])
    make_campaign("over", title="Прошла", windows=[(PhaseKind.IDEAS, -2, -1)])

    result = app.test_cli_runner().invoke(args=["campaigns", "list", "--json"])

    assert json.loads(result.stdout) == [
        {"slug": "open", "title": "Открыта", "language": "ru", "phase": "discussion, ideas", "ideas": 1},
        {"slug": "coming", "title": "Скоро", "language": "uk", "phase": "announcement", "ideas": 0},
        {"slug": "over", "title": "Прошла", "language": "ru", "phase": "finished", "ideas": 0},
    ]


def test_commands_plan_and_launch_a_campaign(app: Flask, visit: Visit):
    give_role(make_account(), Role.MODERATOR)
    flask = app.test_cli_runner()
    create = [
        "campaigns",
        "create",
        "busy",
        "--title",
        "Буси",
        "--question",
        "Чого бракує?",
        "--time-zone",
        "Europe/Kyiv",
    ]

    codes = [flask.invoke(args=args).exit_code for args in (create, create, ["campaigns", "launch", "busy"])]

    assert codes == [0, 1, 0]
    assert "Чого бракує?" in text_of(visit(), "/campaigns/busy/")
