"""What is being written is kept by itself: for people and guests, never sent, never over what was sent."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import throttle
from app.accounts.models import Account
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.guards.counters import Limit
from campaigns.contributions.models import Contribution, State
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_track
from tests.factories.ideas import AN_IDEA, make_idea_in
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
NEW = "/campaigns/ugra/ideas/new"
SAVE = "/campaigns/ugra/ideas/autosave"
SECRET = "a-secret-of-the-form"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account()


def keep(visitor: Visitor, path: str = SAVE, page: str = NEW, **fields: str) -> TestResponse:
    """What the script of the form sends."""
    whole = {"draft": SECRET, "csrf_token": visitor.token(page), **fields}
    return visitor.client.post(path, data=whole, headers={"Accept": "application/json", "Accept-Language": "en"})


def rows() -> list[tuple[str, State, int | None]]:
    db.session.rollback()
    query = select(Idea.problem, Contribution.state, Contribution.author_id).join(Idea.contribution).order_by(Idea.id)
    return [tuple(row) for row in db.session.execute(query)]


def test_half_an_idea_is_kept_and_told_when(campaign: Campaign, anna: Account, visit: Visit) -> None:
    answer = keep(visit(anna), problem="Очереди")

    told = answer.get_json()
    assert (answer.status_code, told["state"]) == (200, "draft")
    assert datetime.fromisoformat(told["saved_at"]) == house_clock.now()
    assert rows() == [("Очереди", State.DRAFT, anna.id)]


def test_typing_on_keeps_one_draft(campaign: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    for words in ("Оче", "Очере", "Очереди"):
        keep(visitor, problem=words)

    assert rows() == [("Очереди", State.DRAFT, anna.id)]


def test_a_guest_s_words_are_kept_under_the_secret_of_the_form(campaign: Campaign, visit: Visit) -> None:
    guest = visit()

    answer = keep(guest, problem="Очереди")

    cookie = guest.client.get_cookie("draft")
    assert answer.status_code == 200
    assert cookie is not None
    assert (cookie.value, cookie.http_only) == (SECRET, True)
    assert rows() == [("Очереди", State.DRAFT, None)]
    assert "Очереди" in visit().get(f"/ideas/drafts/{SECRET}").text


def test_who_comes_back_is_led_to_what_they_have_begun(campaign: Campaign, anna: Account, visit: Visit) -> None:
    guest, visitor = visit(), visit(anna)

    keep(guest, problem="Очереди")
    keep(visitor, draft="another-secret-of-a-form", problem="Талоны")

    assert f'href="/ideas/drafts/{SECRET}"' in guest.get(NEW).text
    assert 'href="/ideas/2/edit"' in visitor.get(NEW).text
    assert "You have begun an idea here" not in visit().get(NEW).text
    assert "You have begun an idea here" not in visit(make_account()).get(NEW).text


def test_nothing_is_ever_sent_by_itself(campaign: Campaign, anna: Account, visit: Visit) -> None:
    keep(visit(anna), **AN_IDEA, do="send")

    assert rows() == [(AN_IDEA["problem"], State.DRAFT, anna.id)]


def test_an_empty_form_begins_no_draft(campaign: Campaign, anna: Account, visit: Visit) -> None:
    answer = keep(visit(anna), territory_id="", problem="  ")

    assert (answer.status_code, rows()) == (422, [])


@pytest.mark.parametrize("field", ["problem", "proposal", "effect", "elsewhere", "title"])
def test_what_is_too_long_is_not_kept_and_nothing_before_is_lost(
    campaign: Campaign, anna: Account, visit: Visit, field: str
) -> None:
    visitor = visit(anna)
    keep(visitor, problem="Очереди")

    answer = keep(visitor, **{"problem": "Очереди", field: "ы" * 100_000})

    assert (answer.status_code, rows()) == (422, [("Очереди", State.DRAFT, anna.id)])


def test_a_choice_that_is_not_on_offer_costs_no_words(campaign: Campaign, anna: Account, visit: Visit) -> None:
    foreign = make_track(make_campaign("other"))
    odd = {"track_id": str(foreign.id), "territory_id": "9" * 30, "service_id": "x", "problem_ids": "1"}

    answer = keep(visit(anna), problem="Очереди\x00", **odd)

    idea = db.session.scalars(select(Idea)).one()
    assert (answer.status_code, rows()) == (200, [("Очереди", State.DRAFT, anna.id)])
    assert (idea.track_id, idea.territory_id, idea.service_id) == (None, None, None)


def test_what_was_sent_meanwhile_is_not_touched_and_no_second_idea_begins(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    visitor = visit(anna)
    visitor.send("/campaigns/ugra/ideas/", {**AN_IDEA, "draft": SECRET}, page=NEW)

    answer = keep(visitor, **{**AN_IDEA, "problem": "Пришло позже"})

    assert (answer.status_code, answer.get_json()["code"]) == (409, "state")
    assert rows() == [(AN_IDEA["problem"], State.SUBMITTED, anna.id)]


def test_a_secret_in_other_hands_keeps_nothing_over_the_words_of_another(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    keep(visit(anna), problem="Очереди")

    answers = [keep(visit(who), problem="Чужое") for who in (make_account(), None)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert rows() == [("Очереди", State.DRAFT, anna.id)]


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_a_draft_or_a_returned_idea_is_kept_while_it_is_mended(
    campaign: Campaign, anna: Account, visit: Visit, state: State
) -> None:
    idea = make_idea_in(state, campaign, anna)
    edit = f"/ideas/{idea.id}/edit"

    answer = keep(visit(anna), f"/ideas/{idea.id}/autosave", edit, **{**AN_IDEA, "problem": "Очереди"})

    assert (answer.status_code, answer.get_json()["state"]) == (200, state.value)
    assert rows() == [("Очереди", state, anna.id)]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED, State.HIDDEN, State.WITHDRAWN])
def test_nothing_is_kept_over_what_others_may_read(
    campaign: Campaign, anna: Account, visit: Visit, state: State
) -> None:
    idea = make_idea_in(state, campaign, anna)

    answer = keep(visit(anna), f"/ideas/{idea.id}/autosave", **{**AN_IDEA, "problem": "Очереди"})

    assert answer.status_code == 409
    assert rows() == [(idea.problem, state, anna.id)]


def test_nobody_keeps_words_in_the_draft_of_another(campaign: Campaign, anna: Account, visit: Visit) -> None:
    idea = make_idea_in(State.DRAFT, campaign, anna)

    answers = [keep(visit(who), f"/ideas/{idea.id}/autosave", problem="Чужое") for who in (None, make_account())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert rows() == [(idea.problem, State.DRAFT, anna.id)]


def test_of_two_windows_the_later_one_does_not_undo_the_other(campaign: Campaign, anna: Account, visit: Visit) -> None:
    idea = make_idea_in(State.DRAFT, campaign, anna)
    visitor, path, edit = visit(anna), f"/ideas/{idea.id}/autosave", f"/ideas/{idea.id}/edit"

    first = keep(visitor, path, edit, version="1", problem="Первое окно")
    second = keep(visitor, path, edit, version="1", problem="Второе окно")
    third = keep(visitor, path, edit, version=str(first.get_json()["version"]), problem="Первое окно и дальше")
    saved = visitor.send(edit, {"problem": "Второе окно", "version": "1", "do": "save"}, page=edit)

    assert [answer.status_code for answer in (first, second, third, saved)] == [200, 409, 200, 409]
    assert second.get_json()["code"] == "changed-elsewhere"
    assert all(words in saved.text for words in ("Первое окно и дальше", "Второе окно"))
    assert rows() == [("Первое окно и дальше", State.DRAFT, anna.id)]


def test_guests_of_one_network_begin_only_so_many_drafts(
    campaign: Campaign, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "DRAFTS_OF_NETWORK", Limit("draft-network", 2, 3600))
    guest = visit()

    first = [keep(guest, problem=words).status_code for words in ("Оче", "Очереди")]
    other = keep(visit(), draft="another-secret-of-a-form", problem="Талоны")

    assert (first, other.status_code) == ([200, 200], 429)
    assert 0 < int(other.headers["Retry-After"]) <= 7200
    assert rows() == [("Очереди", State.DRAFT, None)]


def test_words_are_kept_before_the_opening_and_after_the_bell(app: Flask, anna: Account, visit: Visit) -> None:
    for slug, windows in (("soon", [(PhaseKind.IDEAS, 2, 5)]), ("late", [(PhaseKind.IDEAS, -5, -1)])):
        make_campaign(slug, windows=windows)
        path = f"/campaigns/{slug}/ideas/autosave"
        answer = keep(visit(anna), path, "/account/profile", draft=f"{SECRET}-{slug}", problem=slug)
        assert answer.status_code == 200

    assert rows() == [("soon", State.DRAFT, anna.id), ("late", State.DRAFT, anna.id)]


def test_words_kept_by_themselves_wait_for_a_first_sign_in_on_another_device(
    campaign: Campaign, visit: Visit, clock: MovingClock
) -> None:
    keep(visit(), problem="Очереди")

    clock.move_by(days=13)
    page = visit().get(f"/ideas/drafts/{SECRET}")
    clock.move_by(days=2)
    gone = visit().get(f"/ideas/drafts/{SECRET}")

    assert (page.status_code, "Очереди" in page.text, gone.status_code) == (200, True, 404)


def test_a_form_without_its_token_keeps_nothing(campaign: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    answer = visitor.client.post(SAVE, data={"problem": "Очереди", "draft": SECRET})

    assert (answer.status_code, rows()) == (400, [])


def test_the_form_tells_the_script_where_words_are_kept(campaign: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)
    draft, published = make_idea_in(State.DRAFT, campaign, anna), make_idea_in(State.PUBLISHED, campaign, anna)

    pages = [visitor.get(path).text for path in (NEW, f"/ideas/{draft.id}/edit", f"/ideas/{published.id}/edit")]

    assert f'data-autosave="{SAVE}"' in pages[0]
    assert f'data-autosave="/ideas/{draft.id}/autosave"' in pages[1]
    assert "data-autosave=" not in pages[2]
