"""Drafts: what somebody has begun to write is lost neither by a bell, nor by signing in, nor by sending twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import passwords, throttle
from app.accounts.models import Account
from app.accounts.roles import Actor
from app.accounts.slots import REGISTERED, SIGNED_IN
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from app.foundation.unit_of_work import step
from app.guards.counters import Limit
from campaigns.contributions.models import Contribution, State
from campaigns.ideas import jobs
from campaigns.ideas.domain import drafts
from campaigns.ideas.models import Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign
from tests.factories.ideas import AN_IDEA
from tests.factories.people import make_account
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


def send(visitor: Visitor, campaign: Campaign, **fields: str) -> tuple[int, str]:
    """Sends the form of a new idea; gives the status and where it leads."""
    page = f"/campaigns/{campaign.slug}/ideas/new"
    answer = visitor.send(f"/campaigns/{campaign.slug}/ideas/", {**AN_IDEA, **fields}, page=page)
    return answer.status_code, answer.headers.get("Location", "")


def rows() -> list[tuple[str, State, int | None]]:
    """Title, state and author of every idea, as they stand."""
    db.session.rollback()
    query = select(Idea.title, Contribution.state, Contribution.author_id).join(Idea.contribution).order_by(Idea.id)
    return [tuple(row) for row in db.session.execute(query)]


def actor(account: Account) -> Actor:
    return Actor(account.id)


def test_a_guest_who_sends_an_idea_is_told_that_it_is_kept(campaign: Campaign, visit: Visit) -> None:
    guest = visit()

    status, place = send(guest, campaign, draft="a-secret-of-the-form")

    assert (status, place) == (303, "/ideas/drafts/a-secret-of-the-form/kept")
    page = guest.get(place)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Your text is kept" in page.get_data(as_text=True)
    assert "/account/sign-in?next=/ideas/drafts/a-secret-of-the-form" in page.get_data(as_text=True)
    assert rows() == [(AN_IDEA["title"], State.DRAFT, None)]


def test_only_a_digest_of_the_secret_is_stored(campaign: Campaign, visit: Visit) -> None:
    send(visit(), campaign, draft="a-secret-of-the-form")

    stored = db.session.scalars(select(Idea.draft_secret)).one()

    assert stored == drafts.digest_of("a-secret-of-the-form")
    assert "a-secret-of-the-form" not in stored


def test_the_secret_address_shows_the_text_to_a_guest_who_goes_on_writing(campaign: Campaign, visit: Visit) -> None:
    send(visit(), campaign, do="save", draft="a-secret-of-the-form")
    other_device = visit()

    page = other_device.get("/ideas/drafts/a-secret-of-the-form").get_data(as_text=True)
    status, place = send(other_device, campaign, do="save", draft="a-secret-of-the-form", title="Другое название")

    assert AN_IDEA["problem"] in page
    assert (status, place) == (303, "/ideas/drafts/a-secret-of-the-form/kept")
    assert rows() == [("Другое название", State.DRAFT, None)]


def test_a_wrong_secret_leads_nowhere(campaign: Campaign, visit: Visit) -> None:
    send(visit(), campaign, draft="a-secret-of-the-form")

    assert visit().get("/ideas/drafts/another-secret").status_code == 404
    assert visit().get("/ideas/drafts/another-secret/kept").status_code == 404


def test_a_draft_holds_out_for_fourteen_days(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    send(visit(), campaign, draft="a-secret-of-the-form")

    clock.move_by(days=13, hours=23)
    before = visit().get("/ideas/drafts/a-secret-of-the-form").status_code
    clock.move_by(hours=1)
    after = visit().get("/ideas/drafts/a-secret-of-the-form").status_code

    assert (before, after) == (200, 404)


def test_what_nobody_claimed_in_time_is_removed_and_the_rest_stays(campaign: Campaign, clock: MovingClock) -> None:
    anna = make_account()
    with step():
        drafts.save(Actor(), campaign.id, IdeaText(title="Ничей"), house_clock.now(), secret="one")
        drafts.save(actor(anna), campaign.id, IdeaText(title="Анны"), house_clock.now(), secret="two")

    clock.move_by(days=14)
    jobs.purge_drafts()

    assert rows() == [("Анны", State.DRAFT, anna.id)]
    assert db.session.scalars(select(Idea.draft_secret)).all() == [None]


def test_signing_in_makes_the_drafts_of_the_browser_ones_own(campaign: Campaign, app: Flask) -> None:
    anna = make_account()
    with step():
        drafts.save(Actor(), campaign.id, IdeaText(title="Мой"), house_clock.now(), secret="one")
        drafts.save(Actor(), campaign.id, IdeaText(title="Чужой"), house_clock.now(), secret="two")

    with app.test_request_context(headers={"Cookie": "draft=one.nothing"}), step():
        SIGNED_IN.fill(anna.id)

    assert rows() == [("Мой", State.DRAFT, anna.id), ("Чужой", State.DRAFT, None)]


def test_who_registers_finds_the_draft_at_the_first_sign_in_on_another_device(campaign: Campaign, app: Flask) -> None:
    anna = make_account()
    with step():
        drafts.save(Actor(), campaign.id, IdeaText(title="Мой"), house_clock.now(), secret="one")

    with app.test_request_context(headers={"Cookie": "draft=one"}), step():
        REGISTERED.fill(anna.id)
    between = rows()
    with app.test_request_context(), step():
        SIGNED_IN.fill(anna.id)

    assert between == [("Мой", State.DRAFT, None)]
    assert rows() == [("Мой", State.DRAFT, anna.id)]


def test_opening_the_secret_address_signed_in_claims_nothing_until_the_button_is_pressed(
    campaign: Campaign, visit: Visit
) -> None:
    send(visit(), campaign, draft="a-secret-of-the-form")
    anna = make_account()
    visitor, path = visit(anna), "/ideas/drafts/a-secret-of-the-form"

    opened = visitor.get(path)
    between = rows()
    pressed = visitor.send(f"{path}/claim", page=path)

    assert (opened.status_code, between) == (200, [(AN_IDEA["title"], State.DRAFT, None)])
    assert (pressed.status_code, rows()) == (303, [(AN_IDEA["title"], State.DRAFT, anna.id)])
    assert visitor.get(pressed.headers["Location"]).status_code == 200
    assert visitor.get(path).headers["Location"] == pressed.headers["Location"]


def test_a_claimed_draft_is_hidden_from_everyone_else_who_holds_its_secret(campaign: Campaign, visit: Visit) -> None:
    anna = make_account()
    with step():
        kept = drafts.save(actor(anna), campaign.id, IdeaText(title="Мой"), house_clock.now(), secret="one")

    guest, boris = visit(), visit(make_account())

    assert [v.get("/ideas/drafts/one").status_code for v in (guest, boris)] == [404, 404]
    assert [v.get(f"/ideas/{kept.idea.id}/edit").status_code for v in (guest, boris)] == [404, 404]
    assert [v.get(f"/ideas/{kept.idea.id}").status_code for v in (guest, boris)] == [404, 404]


def test_the_same_secret_in_other_hands_makes_another_draft_and_loses_no_text(campaign: Campaign) -> None:
    anna, boris = make_account(), make_account()

    with step():
        drafts.save(actor(anna), campaign.id, IdeaText(title="Анны"), house_clock.now(), secret="one")
        drafts.save(actor(boris), campaign.id, IdeaText(title="Бориса"), house_clock.now(), secret="one")
        drafts.save(actor(boris), campaign.id, IdeaText(title="Бориса"), house_clock.now(), secret="one")

    assert rows() == [("Анны", State.DRAFT, anna.id), ("Бориса", State.DRAFT, boris.id)]


def test_a_form_after_the_bell_keeps_its_text_as_a_draft(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    anna = make_account()
    visitor = visit(anna)
    visitor.get("/campaigns/ugra/ideas/new")
    token = visitor.token("/campaigns/ugra/ideas/new")

    clock.move_by(days=10)
    answer = visitor.client.post("/campaigns/ugra/ideas/", data={**AN_IDEA, "csrf_token": token})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Kept as a draft" in page
    assert AN_IDEA["problem"] in page
    assert rows() == [(AN_IDEA["title"], State.DRAFT, anna.id)]


def test_a_guest_s_form_after_the_bell_keeps_its_text_too(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    guest = visit()
    token = guest.token("/campaigns/ugra/ideas/new")

    clock.move_by(days=10)
    answer = guest.client.post("/campaigns/ugra/ideas/", data={**AN_IDEA, "draft": "one", "csrf_token": token})

    assert answer.status_code == 409
    assert "/ideas/drafts/one" in answer.get_data(as_text=True)
    assert AN_IDEA["proposal"] in answer.get_data(as_text=True)
    assert rows() == [(AN_IDEA["title"], State.DRAFT, None)]


def test_nobody_is_asked_to_write_what_can_never_be_sent(campaign: Campaign, visit: Visit, clock: MovingClock) -> None:
    before = "<textarea" in visit().get("/campaigns/ugra/ideas/new").get_data(as_text=True)
    clock.move_by(days=10)
    after = "<textarea" in visit().get("/campaigns/ugra/ideas/new").get_data(as_text=True)

    assert (before, after) == (True, False)


def test_a_draft_may_lack_anything_but_not_everything(campaign: Campaign, visit: Visit) -> None:
    visitor = visit(make_account())
    empty = {"title": "", "problem": "", "proposal": "", "do": "save"}

    assert send(visitor, campaign, **empty)[0] == 422
    assert send(visitor, campaign, **{**empty, "problem": "Очереди."})[0] == 303


def test_saving_leads_to_the_draft_where_it_is_found_again(campaign: Campaign, visit: Visit) -> None:
    visitor = visit(make_account())

    status, place = send(visitor, campaign, do="save")

    assert status == 303
    assert AN_IDEA["problem"] in visitor.get(place).get_data(as_text=True)
    assert place in visitor.get("/account/").get_data(as_text=True)


def test_a_discarded_draft_leaves_nothing_behind(campaign: Campaign, visit: Visit) -> None:
    visitor = visit(make_account())
    place = send(visitor, campaign, do="save")[1]

    answer = visitor.send(place.replace("/edit", "/discard"), page=place)

    assert answer.status_code == 303
    assert rows() == []
    assert db.session.scalars(select(Contribution.id)).all() == []


def test_only_the_author_discards_and_only_a_draft(campaign: Campaign) -> None:
    anna, boris = make_account(), make_account()
    with step():
        kept = drafts.save(actor(anna), campaign.id, IdeaText(**AN_IDEA), house_clock.now(), secret="one")

    with pytest.raises(Missing), step():
        drafts.discard(actor(boris), kept.idea.id)
    with step():
        db.session.get_one(Contribution, kept.idea.id).state = State.SUBMITTED
    with pytest.raises(Conflict), step():
        drafts.discard(actor(anna), kept.idea.id)


def test_the_cookie_holds_the_secret_out_of_reach_of_scripts(campaign: Campaign, visit: Visit) -> None:
    guest = visit()

    send(guest, campaign, draft="one")
    send(guest, campaign, draft="two", title="Другая идея")

    cookie = guest.client.get_cookie("draft")
    assert cookie is not None
    assert (cookie.value, cookie.http_only, cookie.same_site) == ("two.one", True, "Lax")
    assert cookie.max_age == timedelta(days=14).total_seconds()


def test_a_title_is_carried_over_from_a_search_that_found_nothing(campaign: Campaign, visit: Visit) -> None:
    page = visit().get("/campaigns/ugra/ideas/new?title=Лист%20ожидания%00%20<b>").get_data(as_text=True)

    assert 'value="Лист ожидания &lt;b&gt;"' in page


def test_before_the_opening_one_writes_already_and_is_told_when_it_can_be_sent(app: Flask, visit: Visit) -> None:
    campaign = make_campaign("soon", windows=[(PhaseKind.IDEAS, 2, 5)])
    visitor = visit(make_account())

    page = visitor.get("/campaigns/soon/ideas/new").get_data(as_text=True)
    saved = send(visitor, campaign, do="save")
    sent = send(visitor, campaign, do="send", title="Другая идея")

    assert "They are taken from 6\u00a0November." in page
    assert ('value="save"' in page, 'value="send"' in page) == (True, False)
    assert (saved[0], sent[0]) == (303, 409)
    assert [state for _title, state, _author in rows()] == [State.DRAFT, State.DRAFT]


def test_a_guest_writes_signs_in_and_sends(campaign: Campaign, visit: Visit) -> None:
    anna = make_account("anna@example.org", password_hash=passwords.hash_of("верный конь 7"))
    browser = visit()
    kept = send(browser, campaign, draft="a-secret-of-the-form")[1]
    door = "/account/sign-in?next=/ideas/drafts/a-secret-of-the-form"

    signed_in = browser.send(door, {"email": "anna@example.org", "password": "верный конь 7"}, page=door)
    draft = browser.get(kept.removesuffix("/kept")).headers["Location"]
    sent = browser.send(draft, {**AN_IDEA, "do": "send"}, page=draft)

    assert (signed_in.status_code, browser.client.get_cookie("draft")) == (303, None)
    assert sent.headers["Location"] == draft.removesuffix("/edit")
    assert rows() == [(AN_IDEA["title"], State.SUBMITTED, anna.id)]


def test_a_second_registration_of_an_address_gets_nothing_that_waited_for_the_first(
    campaign: Campaign, app: Flask
) -> None:
    anna = make_account()
    with step():
        drafts.save(Actor(), campaign.id, IdeaText(title="Мой"), house_clock.now(), secret="one")

    with app.test_request_context(headers={"Cookie": "draft=one"}), step():
        REGISTERED.fill(anna.id)
    with app.test_request_context(), step():
        REGISTERED.fill(anna.id)
    with app.test_request_context(), step():
        SIGNED_IN.fill(anna.id)

    assert rows() == [("Мой", State.DRAFT, None)]


def test_guests_of_one_network_begin_only_so_many_drafts_and_lose_no_words(
    campaign: Campaign, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "DRAFTS_OF_NETWORK", Limit("draft-network", 4, 3600))
    path, page = f"/campaigns/{campaign.slug}/ideas/", f"/campaigns/{campaign.slug}/ideas/new"

    begun = [send(visit(), campaign, draft=f"a-secret-of-form-{n}")[0] for n in range(2)]
    again = send(visit(), campaign, draft="a-secret-of-form-1", title="Другое название")[0]
    third = visit().send(path, {**AN_IDEA, "draft": "a-secret-of-form-3"}, page=page)
    resident = send(visit(make_account()), campaign, do="save")[0]

    assert (begun, again, third.status_code, resident) == ([303, 303], 303, 429, 303)
    assert AN_IDEA["problem"] in third.get_data(as_text=True)
    assert 0 < int(third.headers["Retry-After"]) <= 7200
