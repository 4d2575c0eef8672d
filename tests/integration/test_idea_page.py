"""An idea's page: what everyone reads, what its author can do, what is next; and the ideas on pages of other rooms."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import BaseLoader, ChoiceLoader, DictLoader

from app.accounts.models import Account
from app.accounts.roles import Role
from app.foundation.db import db
from app.foundation.slots import Part
from campaigns.contributions.models import State
from campaigns.ideas.models import Idea
from campaigns.ideas.slots import IDEA_ASIDE, IDEA_STATE_NOTE, IdeaShown
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account(territory_id=make_territory().id)


def read(visitor: Visitor, idea: Idea) -> str:
    answer = visitor.get(f"/ideas/{idea.id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everyone_reads_the_idea_and_who_brought_it(campaign: Campaign, anna: Account, visit: Visit) -> None:
    track = make_track(campaign)
    idea = make_idea(campaign, anna, track_id=track.id, effect="Меньше очередей.", elsewhere="В Тюмени.")

    page = read(visit(), idea)

    assert f"No. {idea.number}" in page
    assert "Анна К., Сургут" in page
    assert "Кравец" not in page
    assert all(
        words in page
        for words in (idea.title, idea.problem, idea.proposal, "Меньше очередей.", "В Тюмени.", "Здоровье")
    )


def test_an_idea_without_an_account_names_who_brought_it(campaign: Campaign, visit: Visit) -> None:
    assert "Мария Л., Когалым" in read(visit(), make_idea(campaign))


def test_parts_that_were_not_written_have_no_headings(campaign: Campaign, visit: Visit) -> None:
    page = read(visit(), make_idea(campaign))

    assert "What will change" not in page
    assert "Where this is done already" not in page


def test_a_guest_s_page_carries_no_token_and_no_cookie_and_is_answered_304(campaign: Campaign, visit: Visit) -> None:
    idea, guest = make_idea(campaign), visit()

    first = guest.get(f"/ideas/{idea.id}")
    again = guest.get(f"/ideas/{idea.id}", headers={"If-None-Match": first.headers["ETag"]})

    assert "csrf_token" not in first.get_data(as_text=True)
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.get_data()) == (304, b"")


def test_a_guest_is_led_to_sign_in_and_back(campaign: Campaign, visit: Visit) -> None:
    page = read(visit(), make_idea(campaign))

    assert "Sign in to support" in page
    assert 'action="/ideas/1/support"' not in page


def test_who_supports_sees_that_they_do(campaign: Campaign, anna: Account, visit: Visit) -> None:
    idea = make_idea(campaign)
    visitor = visit(anna)

    before = read(visitor, idea)
    support(idea, anna)
    after = read(visitor, idea)

    assert (f'action="/ideas/{idea.id}/support"' in before, f'action="/ideas/{idea.id}/unsupport"' in before) == (
        True,
        False,
    )
    assert (f'action="/ideas/{idea.id}/support"' in after, f'action="/ideas/{idea.id}/unsupport"' in after) == (
        False,
        True,
    )
    assert "You support this" in after


def test_an_author_is_told_why_there_is_no_support_button(campaign: Campaign, anna: Account, visit: Visit) -> None:
    page = read(visit(anna), make_idea(campaign, anna))

    assert "This is your own idea: others support it." in page
    assert "/support" not in page.replace('id="support', "")


@pytest.mark.parametrize(
    ("windows", "sentence"),
    [
        ([(PhaseKind.IDEAS, -5, 5.5)], "Support is collected"),
        ([(PhaseKind.IDEAS, 2, 5)], "Support is collected from 6\u00a0November."),
        ([(PhaseKind.IDEAS, -5, -1), (PhaseKind.DECISION, 2, 5)], "Decision: from 6\u00a0November."),
        ([(PhaseKind.IDEAS, -5, -1)], "The time for support is over."),
    ],
)
def test_the_page_says_what_happens_next_and_when(
    app: Flask, visit: Visit, windows: list[tuple[PhaseKind, float, float]], sentence: str
) -> None:
    assert sentence in read(visit(), make_idea(make_campaign(windows=windows)))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.SUBMITTED, "Your idea is being checked"),
        (State.RETURNED, "Mend and send again"),
        (State.WITHDRAWN, "This idea was taken back"),
        (State.HIDDEN, "Hidden"),
        (State.REJECTED, "Not published"),
    ],
)
def test_an_author_sees_how_their_idea_stands(
    campaign: Campaign, anna: Account, visit: Visit, state: State, sentence: str
) -> None:
    assert sentence in read(visit(anna), make_idea_in(state, campaign, anna))


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (State.SUBMITTED, True),
        (State.RETURNED, True),
        (State.PUBLISHED, True),
        (State.HIDDEN, False),
        (State.WITHDRAWN, False),
    ],
)
def test_an_author_may_take_back_what_is_on_its_way(
    campaign: Campaign, anna: Account, visit: Visit, state: State, may: bool
) -> None:
    idea = make_idea_in(state, campaign, anna)

    assert (f"/ideas/{idea.id}/withdraw" in read(visit(anna), idea)) == may


def test_other_rooms_bring_their_parts_and_the_reasons_are_for_author_and_staff_alone(
    app: Flask, campaign: Campaign, anna: Account, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[IdeaShown] = []

    def fill(shown: IdeaShown) -> Part:
        asked.append(shown)
        return Part("errors/probe.html", {"words": "канарейка"})

    monkeypatch.setitem(
        app.extensions, "veche.fillers", {IDEA_ASIDE: (fill, lambda shown: None), IDEA_STATE_NOTE: (fill,)}
    )
    monkeypatch.setattr(app.jinja_env, "loader", _with_probe(app))
    hidden, shown = make_idea_in(State.HIDDEN, campaign, anna), make_idea(campaign, anna)
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    pages = [read(visit(anna), hidden), read(visit(moderator), hidden), read(visit(), shown)]

    assert [page.count("канарейка") for page in pages] == [2, 2, 1]
    assert [one.is_own for one in asked] == [True, True, False, False, False]


def _with_probe(app: Flask) -> BaseLoader:
    return ChoiceLoader([DictLoader({"errors/probe.html": "{{ values.words }}"}), app.jinja_env.loader])


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_costs_as_many_statements_with_many_supports_as_with_none(
    campaign: Campaign, anna: Account, visit: Visit, signed_in: bool
) -> None:
    idea = make_idea(campaign)
    visitor, path = visit(anna if signed_in else None), f"/ideas/{idea.id}"
    costs = []

    for more in (0, 40):
        support(idea, *(make_account() for _ in range(more)))
        db.session.rollback()
        with counted() as sent:
            visitor.get(path)
        costs.append(len(sent))

    assert costs == ([14, 14] if signed_in else [12, 12])


def test_a_campaign_s_page_shows_fresh_ideas_numbers_and_the_tab(
    campaign: Campaign, visit: Visit, clock: MovingClock
) -> None:
    ideas = [make_idea(campaign, title=f"Идея номер {n}", at=clock.now() + timedelta(minutes=n)) for n in range(4)]
    support(ideas[0], make_account(), make_account())

    page = visit().get("/campaigns/ugra/").get_data(as_text=True)

    assert [f"Идея номер {n}" in page for n in range(4)] == [False, True, True, True]
    assert 'href="/campaigns/ugra/ideas/"' in page
    assert "<dt>ideas</dt><dd>4</dd>" in page
    assert "<dt>supports</dt><dd>2</dd>" in page


def test_my_page_lists_my_ideas_with_their_states(campaign: Campaign, anna: Account, visit: Visit) -> None:
    make_idea_in(State.RETURNED, campaign, anna, title="Вернули")
    make_idea_in(State.PUBLISHED, campaign, anna, title="Опубликовали")
    make_idea_in(State.PUBLISHED, campaign, make_account(), title="Чужая")

    page = visit(anna).get("/account/").get_data(as_text=True)

    assert ["Вернули" in page, "Returned to mend" in page, "Опубликовали" in page, "Чужая" in page] == [
        True,
        True,
        True,
        False,
    ]


def test_a_title_of_two_hundred_letters_without_a_space_is_a_title(campaign: Campaign, visit: Visit) -> None:
    idea = make_idea(campaign, title="Водогрязелечебница" * 11)

    assert idea.title in read(visit(), idea)
