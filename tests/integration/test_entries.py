"""Ideas entered for somebody: by whom, with what agreement, how they are shown, and who mends what comes back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry as LogEntry
from app.foundation import clock as clocks
from app.foundation.db import db
from app.foundation.errors import Invalid
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Channel, Contribution, State
from campaigns.ideas.domain import entries
from campaigns.ideas.domain.entries import Told
from campaigns.ideas.models import Entry, Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Case, Decision
from tests.factories.campaigns import make_campaign, make_track
from tests.factories.cases import restrict
from tests.factories.ideas import AN_IDEA
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
ENTER = "/campaigns/ugra/ideas/enter"
AN_ENTRY: dict[str, Any] = {
    **AN_IDEA,
    "channel": "paper",
    "author": "Пётр С., Берёзово",
    "place": "Лист 17",
    "consent": "Подпись на листе",
    "agreed": "y",
}


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def facilitator(campaign: Campaign) -> Account:
    return give_role(make_account(given_name="Ольга", family_name="Ведунова"), Role.FACILITATOR, campaign)


def entered() -> list[Idea]:
    db.session.rollback()
    return list(db.session.scalars(select(Idea).order_by(Idea.id)))


def an_idea(account: Account, campaign: Campaign, channel: Channel = Channel.PAPER) -> Idea:
    with step():
        actor = actor_of(db.session.get_one(Account, account.id))
        text = IdeaText(AN_IDEA["title"], AN_IDEA["problem"], AN_IDEA["proposal"])
        told = Told(channel, "Пётр С., Берёзово", "Подпись на листе", "Лист 17")
        return entries.enter(actor, campaign.id, text, told, clocks.now(), secret=f"s-{account.id}-{channel}")


def test_an_idea_on_paper_is_entered_with_its_author_and_waits_for_a_check(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    track, place = make_track(campaign), make_territory("Берёзово")

    answer = visit(facilitator).send(ENTER, {**AN_ENTRY, "track_id": track.id, "territory_id": place.id})

    (idea,) = entered()
    common, entry = db.session.get_one(Contribution, idea.id), db.session.get_one(Entry, idea.id)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ENTER}?entered={idea.id}")
    assert (common.state, common.channel, common.byline) == (State.SUBMITTED, Channel.PAPER, "Пётр С., Берёзово")
    assert (common.author_id, idea.number, idea.track_id, idea.territory_id) == (None, 1, track.id, place.id)
    assert (entry.entered_by, entry.consent, entry.place) == (facilitator.id, "Подпись на листе", "Лист 17")
    assert db.session.scalars(select(Case.contribution_id)).all() == [idea.id]
    assert [row.act for row in db.session.scalars(select(LogEntry))] == ["idea.enter"]


def test_the_next_one_begins_with_what_the_last_had_in_common(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    visitor = visit(facilitator)
    place = visitor.send(ENTER, AN_ENTRY).headers["Location"]

    page = visitor.get(place).text

    assert "Idea No. 1 is entered" in page
    assert (
        'value="paper" checked' in page.replace(" required", "").replace('checked=""', "checked") or "checked" in page
    )
    assert 'value="Лист 17"' in page
    assert 'value="Пётр С., Берёзово"' not in page
    assert 'name="agreed" checked' not in page


def test_what_others_entered_is_not_told_to_whom_a_number_is_guessed(
    visit: Visit, campaign: Campaign, facilitator: Account
) -> None:
    idea = an_idea(facilitator, campaign)
    other = give_role(make_account(), Role.FACILITATOR, campaign)

    assert "Лист 17" not in visit(other).get(f"{ENTER}?entered={idea.id}").text


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("agreed", "Without the author&#39;s agreement the idea cannot be published."),
        ("consent", "Fill this in."),
        ("author", "Fill this in."),
        ("channel", "Choose one of the list."),
        ("title", "Fill this in."),
        ("problem", "Fill this in."),
    ],
)
def test_without_the_author_and_their_agreement_nothing_is_entered(
    visit: Visit, campaign: Campaign, facilitator: Account, missing: str, words: str
) -> None:
    fields = {name: value for name, value in AN_ENTRY.items() if name != missing}

    answer = visit(facilitator).send(ENTER, fields)

    assert (answer.status_code, words in answer.text) == (422, True)
    assert "Подпись" in answer.text or missing == "consent"
    assert entered() == []


@pytest.mark.parametrize("channel", ["site", "import", "", "paper\x00"])
def test_only_three_ways_are_entered(visit: Visit, campaign: Campaign, facilitator: Account, channel: str) -> None:
    answer = visit(facilitator).send(ENTER, {**AN_ENTRY, "channel": channel})

    assert (answer.status_code, entered()) == (422, [])


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Told(Channel.SITE, "Пётр", "Да"), entries.NO_CHANNEL),
        (Told(Channel.PAPER, "", "Да"), entries.NO_AUTHOR),
        (Told(Channel.PAPER, "Пётр", ""), entries.NO_CONSENT),
    ],
)
def test_the_verb_asks_for_the_same(campaign: Campaign, facilitator: Account, told: Told, reason: object) -> None:
    actor = actor_of(db.session.get_one(Account, facilitator.id))

    with pytest.raises(Invalid) as refusal, step():
        entries.enter(actor, campaign.id, IdeaText("a", "b", "c"), told, clocks.now(), secret="s")

    assert refusal.value.reason == reason


def test_the_same_form_sent_twice_makes_one_idea(visit: Visit, campaign: Campaign, facilitator: Account) -> None:
    visitor = visit(facilitator)

    places = [visitor.send(ENTER, {**AN_ENTRY, "draft": "one-form"}).headers["Location"] for _ in range(2)]

    assert places[0] == places[1]
    assert len(entered()) == 1


def test_personal_data_in_it_is_shown_once(visit: Visit, campaign: Campaign, facilitator: Account) -> None:
    fields = {**AN_ENTRY, "proposal": "Звоните мне, +7 912 345-67-89, расскажу."}
    visitor = visit(facilitator)

    first = visitor.send(ENTER, fields)
    checked = first.text.split('name="checked"')[1].split('value="')[1].split('"')[0]
    second = visitor.send(ENTER, {**fields, "checked": checked})

    assert (first.status_code, "<mark>+7 912 345-67-89</mark>" in first.text) == (422, True)
    assert (second.status_code, len(entered())) == (303, 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("owner", 303),
        ("facilitator", 303),
        ("administrator", 303),
        ("moderator", 403),
        ("resident", 403),
        ("guest", 403),
    ],
)
def test_who_enters_ideas_for_others(visit: Visit, campaign: Campaign, who: str, status: int) -> None:
    person = None if who == "guest" else make_account()
    if person and who != "resident":
        give_role(person, Role(who), None if who == "administrator" else campaign)

    answer = visit(person).send(ENTER, AN_ENTRY)

    assert (answer.status_code, len(entered())) == (status, 1 if status == 303 else 0)


def test_a_facilitator_of_another_project_enters_nothing_here(visit: Visit, campaign: Campaign) -> None:
    other = give_role(make_account(), Role.FACILITATOR, make_campaign())

    assert visit(other).send(ENTER, AN_ENTRY).status_code == 403


def test_when_ideas_are_taken_no_more_none_is_entered_and_the_words_stay(
    visit: Visit, campaign: Campaign, facilitator: Account, clock: MovingClock
) -> None:
    clock.move_by(days=11)
    visitor = visit(facilitator)

    page = visitor.get(ENTER).text
    answer = visitor.send(ENTER, AN_ENTRY)

    assert "Ideas from meetings and from paper are taken as long as those of the site" in page
    assert (answer.status_code, entered()) == (409, [])
    assert AN_IDEA["proposal"] in answer.text


def test_what_is_entered_counts_for_nobody_s_limit(visit: Visit, facilitator: Account) -> None:
    limited = make_campaign("few", ideas_per_person=1)
    give_role(facilitator, Role.FACILITATOR, limited)
    visitor = visit(facilitator)

    entered_here = [visitor.send("/campaigns/few/ideas/enter", AN_ENTRY | {"title": f"Лист {n}"}) for n in range(2)]
    own = visitor.send("/campaigns/few/ideas/", AN_IDEA)

    assert [answer.status_code for answer in (*entered_here, own)] == [303] * 3
    assert db.session.scalar(select(func.count()).where(Contribution.state == State.SUBMITTED)) == 3


def test_where_ideas_are_checked_afterwards_it_is_published_at_once(visit: Visit, facilitator: Account) -> None:
    later = make_campaign("later", ideas_checked_first=False)
    give_role(facilitator, Role.FACILITATOR, later)

    visit(facilitator).send("/campaigns/later/ideas/enter", AN_ENTRY)

    (idea,) = entered()
    assert db.session.get_one(Contribution, idea.id).state == State.PUBLISHED


# As it is shown.


def publish(idea: Idea) -> None:
    with step():
        common = db.session.get_one(Contribution, idea.id)
        common.state, common.published_at = State.PUBLISHED, clocks.now()


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        (Channel.PAPER, "Written on paper, entered by the organisers"),
        (Channel.MEETING, "Told at a meeting, entered by the organisers"),
        (Channel.TOLD, "Told to an assistant, who entered it"),
    ],
)
def test_everyone_reads_how_it_came_and_the_team_who_entered_it(
    visit: Visit, campaign: Campaign, facilitator: Account, channel: Channel, words: str
) -> None:
    idea = an_idea(facilitator, campaign, channel)
    publish(idea)
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    guest, team = (visit(person).get(f"/ideas/{idea.id}").text for person in (None, moderator))

    assert ("Пётр С., Берёзово" in guest, words in guest) == (True, True)
    assert [secret in guest for secret in ("Ольга", "Подпись", "Лист 17")] == [False] * 3
    assert [secret in team for secret in ("Ольга В.", "Подпись на листе", "Лист 17")] == [True] * 3


def test_who_entered_it_may_support_it_as_a_person(visit: Visit, campaign: Campaign, facilitator: Account) -> None:
    idea = an_idea(facilitator, campaign)
    publish(idea)

    assert visit(facilitator).send(f"/ideas/{idea.id}/support").status_code == 303


# What comes back.


@pytest.fixture
def returned(campaign: Campaign, facilitator: Account) -> Idea:
    idea = an_idea(facilitator, campaign)
    restrict(idea, Decision.RETURN, give_role(make_account(), Role.MODERATOR, campaign))
    return idea


def test_who_entered_it_sees_why_it_came_back_mends_it_and_sends_it_again(
    visit: Visit, facilitator: Account, returned: Idea
) -> None:
    visitor = visit(facilitator)

    mine, page = visitor.get("/account/").text, visitor.get(f"/ideas/{returned.id}").text
    answer = visitor.send(f"/ideas/{returned.id}/edit", {**AN_IDEA, "effect": "Легче.", "do": "send"})

    db.session.rollback()
    common = db.session.get_one(Contribution, returned.id)
    assert "Ideas you entered for others" in mine
    assert "There is a phone in it." in page
    assert f'href="/ideas/{returned.id}/edit"' in page
    assert answer.status_code == 303
    assert (common.state, common.author_id, common.byline) == (State.SUBMITTED, None, "Пётр С., Берёзово")


def test_who_may_enter_no_more_mends_no_more(
    visit: Visit, campaign: Campaign, facilitator: Account, returned: Idea
) -> None:
    visitor, number = visit(facilitator), returned.id
    with step():
        for grant in db.session.get_one(Account, facilitator.id).grants:
            grant.ended_at = clocks.now()
    db.session.remove()

    statuses = [visitor.get(f"/ideas/{number}{rest}").status_code for rest in ("", "/edit")]

    assert statuses == [404, 404]


@pytest.mark.parametrize("who", ["another facilitator", "stranger", "administrator"])
def test_nobody_else_mends_it(visit: Visit, campaign: Campaign, returned: Idea, who: str) -> None:
    person = make_account()
    if who == "another facilitator":
        give_role(person, Role.FACILITATOR, campaign)
    elif who == "administrator":
        give_role(person, Role.ADMINISTRATOR)

    assert visit(person).get(f"/ideas/{returned.id}/edit").status_code == 404


def test_nobody_takes_back_or_invites_in_the_name_of_the_author(
    visit: Visit, facilitator: Account, returned: Idea
) -> None:
    visitor = visit(facilitator)

    statuses = [
        visitor.get(f"/ideas/{returned.id}/withdraw").status_code,
        visitor.get(f"/ideas/{returned.id}/co-authors").status_code,
        visitor.send(f"/ideas/{returned.id}/co-authors").status_code,
    ]

    assert statuses == [404, 404, 404]


# The form on paper.


def test_a_form_on_paper_asks_for_the_same_and_for_a_signature(visit: Visit, campaign: Campaign) -> None:
    page = visit().get("/campaigns/ugra/ideas/paper")

    wanted = ("What is inconvenient now", "What you propose", "Signature", "I agree that this idea is published")
    assert page.status_code == 200
    assert [words in page.text for words in wanted] == [True] * 4
    assert page.headers["Cache-Control"] == "public, no-cache"


def test_those_who_may_are_led_to_the_form(visit: Visit, campaign: Campaign, facilitator: Account) -> None:
    list_of = "/campaigns/ugra/ideas/"

    shown = [f'href="{ENTER}"' in visit(person).get(list_of).text for person in (None, make_account(), facilitator)]

    assert shown == [False, False, True]


def test_after_the_window_of_another_kind_the_form_says_so(visit: Visit) -> None:
    talk = make_campaign("talk", windows=[(PhaseKind.DISCUSSION, -1, 5)])
    person = give_role(make_account(), Role.FACILITATOR, talk)

    assert visit(person).send("/campaigns/talk/ideas/enter", AN_ENTRY).status_code == 409
