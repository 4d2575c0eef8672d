"""What the linter says of a plan before its launch, and where each thing is mended."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import SYSTEM, Role
from app.foundation import clock as time
from app.foundation.db import db
from app.foundation.errors import Conflict
from app.foundation.unit_of_work import step
from campaigns.plan.domain import campaigns, reviewers
from campaigns.plan.models import Audience, Campaign, Invitation, Joining, Member
from campaigns.plan.phases import PhaseKind
from campaigns.plan.queries import launching
from tests.factories.campaigns import make_campaign, make_track
from tests.factories.people import give_role, make_account
from tests.factories.plans import make_rules, make_text
from tests.support.clocks import NOON
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
K = PhaseKind
WHOLE = [(K.DISCUSSION, 1.0, 20.0), (K.IDEAS, 5.0, 20.0), (K.DECISION, 20.0, 30.0), (K.RESULTS, 30.0, 90.0)]
SCREENED = [*WHOLE[:2], (K.SCREENING, 20.0, 25.0), (K.DECISION, 25.0, 30.0), (K.RESULTS, 30.0, 90.0)]


def text_of(visitor: Visitor, path: str) -> str:
    response = visitor.get(path)
    assert response.status_code == 200, response.status
    return " ".join(response.get_data(as_text=True).replace("\u00a0", " ").split())


def whole_plan(windows: list[tuple[PhaseKind, float, float]] | None = None, **over: object) -> Campaign:
    """A plan about which the linter has nothing to say."""
    campaign = make_campaign("ugra", launched=False, windows=windows or WHOLE, organiser="Центр", **over)
    make_track(campaign)
    make_rules(campaign, "Пишем вежливо.")
    for role in (Role.MODERATOR, Role.FACILITATOR, Role.OWNER):
        give_role(make_account(), role, campaign)
    return campaign


def codes(campaign: Campaign) -> list[tuple[str, bool]]:
    return [(found.reason.code, found.blocks) for found in launching.findings(campaign, time.now())]


def taken(campaign: Campaign, *roles: Role) -> None:
    """Nobody has these roles there any more."""
    for account in db.session.query(Account):
        for grant in account.grants:
            if grant.role in roles:
                with step():
                    db.session.merge(grant).ended_at = time.now()
    db.session.expire_all()


def test_of_a_whole_plan_nothing_is_said(app):
    assert codes(whole_plan()) == []


@pytest.mark.parametrize(
    ("role", "found"),
    [
        (Role.MODERATOR, [("launch.no-moderator", True), ("launch.one-reviewer", True)]),
        (Role.FACILITATOR, [("launch.no-facilitator", False)]),
        (Role.OWNER, [("launch.one-reviewer", True)]),
    ],
)
def test_a_team_that_lacks_a_role_is_told_so(app, role, found):
    campaign = whole_plan()

    taken(campaign, role)

    assert codes(campaign) == found


def test_a_person_named_outside_of_the_team_can_look_a_second_time(app):
    campaign = whole_plan()
    taken(campaign, Role.OWNER)
    give_role(make_account(), Role.ADMINISTRATOR)
    before, outside = codes(campaign), make_account("outside@example.org").email

    with step():
        reviewers.name(campaign, outside, actor=SYSTEM, now=time.now())

    assert (before, codes(campaign)) == ([("launch.one-reviewer", True)], [])


def test_one_person_with_two_roles_is_one_person(app):
    campaign = whole_plan()
    taken(campaign, Role.OWNER, Role.MODERATOR)

    give_role(give_role(make_account(), Role.OWNER, campaign), Role.MODERATOR, campaign)

    assert codes(campaign) == [("launch.one-reviewer", True)]


def test_a_person_who_is_gone_does_not_count(app):
    campaign = whole_plan()

    with step():
        for account in db.session.query(Account):
            account.ended_at = time.now()

    assert [code for code, _blocks in codes(campaign)] == [
        "launch.no-moderator",
        "launch.one-reviewer",
        "launch.no-facilitator",
    ]


@pytest.mark.parametrize(("windows", "picks", "besides"), [(WHOLE, 3, []), (SCREENED, 0, [("card.usual", False)])])
def test_experts_who_select_must_be_there(app, windows, picks, besides):
    campaign = whole_plan(windows, expert_picks=picks)

    before = codes(campaign)
    give_role(make_account(), Role.EXPERT, campaign)

    assert (before, codes(campaign)) == ([("launch.no-expert", False), *besides], besides)


def test_comments_that_are_checked_first_need_a_moderator_too(app):
    campaign = whole_plan([(K.DISCUSSION, 1, 20), (K.RESULTS, 20, 30)], comments_checked_first=True)

    taken(campaign, Role.MODERATOR)

    assert ("launch.no-moderator", True) in codes(campaign)


def test_a_plan_by_invitation_needs_somebody_invited(app):
    campaign = whole_plan(audience=Audience.INVITED)

    with pytest.raises(Conflict) as refused, step():
        campaigns.launch(campaign, actor=SYSTEM, now=time.now())

    assert (codes(campaign), refused.value.reason.code) == (
        [("launch.nobody-invited", True)],
        "launch.nobody-invited",
    )


@pytest.mark.parametrize("way", ["member", "address", "link", "domain"])
def test_with_somebody_invited_it_may_be_launched(app, way):
    over = {"link": {"invite_secret": "digest"}, "domain": {"domains": ["example.org"]}}
    campaign, account = whole_plan(audience=Audience.INVITED, **over.get(way, {})), make_account()
    with step():
        if way == "member":
            db.session.add(Member(campaign_id=campaign.id, account_id=account.id, joined_by=Joining.LIST, since=NOON))
        if way == "address":
            db.session.add(Invitation(campaign_id=campaign.id, email="a@b.org", email_key="a@b.org", invited_at=NOON))

    assert codes(campaign) == []


def test_a_language_that_is_promised_must_have_its_texts_and_rules(app):
    campaign = whole_plan(purpose="Чтобы стало удобнее.")
    make_text(campaign, "uk", title="Сервіси")
    make_text(campaign, "en", title="Services", question="What is in the way?", purpose="So that it works.")

    found = {str(f.reason): (f.reason.code, f.mend) for f in launching.findings(campaign, time.now())}

    assert found == {
        "English is promised, but the rules are missing in it.": ("launch.rules-language", "plan.edit_rules"),
        "Українська is promised, but some texts are missing in it: question, what it is for.": (
            "launch.language",
            "plan.edit_texts",
        ),
    }


@pytest.mark.parametrize(
    ("windows", "sentence"),
    [
        (
            [(K.DISCUSSION, 1, 5), (K.IDEAS, 8, 20), (K.DECISION, 20, 30), (K.RESULTS, 30, 90)],
            "From 9 November 2026 to 12 November 2026 nothing may be done",
        ),
        (
            [(K.DISCUSSION, 1, 5), (K.IDEAS, 5.1, 20), (K.DECISION, 20, 30), (K.RESULTS, 30, 90)],
            "On 9 November 2026 nothing may be done for a while",
        ),
        (
            [(K.IDEAS, 1, 20), (K.SCREENING, 15, 25), (K.DECISION, 25, 30), (K.RESULTS, 30, 90)],
            "“Ideas” and “Screening” run at once from 19 November 2026 to 24 November 2026",
        ),
        ([*WHOLE, (K.ANNOUNCEMENT, -9, -5)], "“Announcement” (26 October 2026 – 30 October 2026) is over already"),
        ([(K.IDEAS, 1, 7), (K.DECISION, 7, 30), (K.RESULTS, 30, 90)], "is shorter than a week"),
        ([(K.IDEAS, 1, 20), (K.RESULTS, 20, 90)], "no stage is planned for answers"),
        ([*WHOLE, (K.VOTING, 20, 30)], "A vote is planned without a stage in which ideas are selected"),
    ],
)
def test_what_is_odd_in_the_dates_is_said_with_the_days_and_a_way_to_mend_it(app, visit: Visit, windows, sentence):
    campaign = whole_plan(windows)

    page = text_of(visit(give_role(make_account(), Role.OWNER, campaign)), "/campaigns/ugra/plan")

    assert sentence in page
    assert '<a href="/campaigns/ugra/plan/dates">Mend this' in page


@pytest.mark.parametrize(
    ("role", "link"),
    [
        (Role.OWNER, '<a href="/pages/contacts">Ask the administrators'),
        (
            Role.ADMINISTRATOR,
            '<a href="/admin/people/invitations?role=facilitator&amp;place=campaign:{id}">Invite somebody',
        ),
    ],
)
def test_who_may_give_roles_is_led_there_and_others_to_those_who_may(app, visit: Visit, role, link):
    campaign = whole_plan()
    taken(campaign, Role.FACILITATOR)

    account = give_role(make_account(), role, campaign if role is Role.OWNER else None)

    assert link.format(id=campaign.id) in text_of(visit(account), "/campaigns/ugra/plan")


def test_the_form_of_an_invitation_knows_whom_the_plan_lacks(app, visit: Visit):
    campaign = whole_plan()
    taken(campaign, Role.FACILITATOR)
    administrator = visit(give_role(make_account(), Role.ADMINISTRATOR))

    (path,) = re.findall(r'href="(/admin/people/invitations\?[^"]+)"', text_of(administrator, "/campaigns/ugra/plan"))
    page = text_of(administrator, html.unescape(path))

    assert re.findall(r'<option selected value="([^"]+)"', page)[:2] == ["facilitator", f"campaign:{campaign.id}"]


def test_every_page_on_which_something_is_mended_is_there(app: Flask):
    pages = {value for name, value in vars(launching).items() if name.isupper() and isinstance(value, str)}

    assert pages - set(app.view_functions) == set()
