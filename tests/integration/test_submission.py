"""An idea is sent: by whom, when, how often; what is asked of it before; mended, taken back."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.audit.models import Entry
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.contributions.findings import Finding
from campaigns.contributions.models import Contribution, State
from campaigns.contributions.slots import TEXT_CHECKS
from campaigns.ideas.domain import drafts, ideas
from campaigns.ideas.models import RING, Idea
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_track
from tests.factories.ideas import AN_IDEA, make_idea_in
from tests.factories.people import make_account, make_territory
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
TEXT = IdeaText(**AN_IDEA)
PHONE = "8 922 123-45-67"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account()


def kept(author: Account, campaign: Campaign, text: IdeaText = TEXT, secret: str = "") -> int:
    """A draft of the author."""
    actor = Actor(author.id)
    with step():
        draft = drafts.save(actor, campaign.id, text, house_clock.now(), secret=secret or drafts.new_secret())
        return draft.idea.id


def submit(author: Account, idea_id: int) -> None:
    actor = Actor(author.id)
    with step():
        ideas.submit(actor, idea_id, house_clock.now())


def idea(idea_id: int) -> Idea:
    db.session.rollback()
    return db.session.get_one(Idea, idea_id)


def state_of(idea_id: int) -> State:
    db.session.rollback()
    return db.session.get_one(Contribution, idea_id).state


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Idea)) or 0


def post(visitor: Visitor, **fields: str) -> tuple[int, str]:
    answer = visitor.send("/campaigns/ugra/ideas/", {**AN_IDEA, **fields}, page="/campaigns/ugra/ideas/new")
    return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)


def test_a_sent_idea_waits_for_a_check_and_its_author_reads_that(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    visitor = visit(anna)

    status, place = post(visitor)

    page = visitor.get(place).get_data(as_text=True)
    assert status == 303
    assert "Your idea is being checked" in page
    assert state_of(int(place.rsplit("/", 1)[1])) == State.SUBMITTED


def test_everything_that_was_written_and_chosen_is_kept(campaign: Campaign, anna: Account, visit: Visit) -> None:
    track, place = make_track(campaign), make_territory()
    over = {
        "effect": "Меньше очередей.",
        "elsewhere": "В Тюмени.",
        "track_id": str(track.id),
        "territory_id": str(place.id),
    }

    address = post(visit(anna), **over)[1]

    expected = IdeaText(
        **AN_IDEA, effect="Меньше очередей.", elsewhere="В Тюмени.", track_id=track.id, territory_id=place.id
    )
    assert IdeaText.of(idea(int(address.rsplit("/", 1)[1]))) == expected


def test_numbers_are_given_in_the_order_of_sending_and_never_again(campaign: Campaign, anna: Account) -> None:
    first, second, third = (kept(anna, campaign) for _ in range(3))

    submit(anna, second)
    with step():
        ideas.withdraw(Actor(anna.id), second, "Передумала", house_clock.now())
    submit(anna, first)

    assert [idea(id).number for id in (first, second, third)] == [2, 1, None]


def test_each_campaign_counts_its_own_ideas(app: Flask, anna: Account) -> None:
    one, other = (kept(anna, make_campaign()) for _ in range(2))

    submit(anna, one)
    submit(anna, other)

    assert [idea(one).number, idea(other).number] == [1, 1]


def test_people_who_send_at_once_get_different_numbers(app: Flask, campaign: Campaign, anna: Account) -> None:
    ids = [kept(anna, campaign) for _ in range(8)]
    actor, now, failures = Actor(anna.id), house_clock.now(), []

    def send(idea_id: int) -> None:
        try:
            with app.app_context(), step():
                ideas.submit(actor, idea_id, now)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=send, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(idea(id).number or 0 for id in ids) == list(range(1, 9))


def test_an_idea_gets_a_place_on_the_ring(campaign: Campaign, anna: Account) -> None:
    places = {idea(kept(anna, campaign)).ring for _ in range(5)}

    assert len(places) == 5
    assert all(0 <= place < RING for place in places)


def test_a_form_that_is_sent_twice_makes_one_idea(campaign: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    first = post(visitor, draft="the-secret-of-one-form")
    second = post(visitor, draft="the-secret-of-one-form")

    assert first == second
    assert count() == 1


def test_a_form_that_is_sent_many_times_at_once_makes_one_idea(app: Flask, campaign: Campaign, anna: Account) -> None:
    actor, now, made, failures = Actor(anna.id), house_clock.now(), [], []

    def send() -> None:
        try:
            with app.app_context(), step():
                draft = drafts.save(actor, campaign_id, TEXT, now, secret="one")
                if not draft.was_sent:
                    ideas.submit(actor, draft.idea.id, now)
                made.append(draft.idea.id)
        except Exception as error:
            failures.append(error)

    campaign_id = campaign.id
    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (failures, len(made), len(set(made)), count()) == ([], 8, 1, 1)


def test_other_words_in_a_form_that_was_sent_make_another_idea(campaign: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    post(visitor, draft="the-secret-of-one-form")
    other = post(visitor, draft="the-secret-of-one-form", title="Совсем другая идея")
    again = post(visitor, draft="the-secret-of-one-form", title="Совсем другая идея")

    assert other == again
    assert count() == 2


def test_where_ideas_are_checked_afterwards_one_is_published_at_once(anna: Account, app: Flask) -> None:
    campaign = make_campaign(ideas_checked_first=False)
    sent = kept(anna, campaign)

    submit(anna, sent)

    common = db.session.get_one(Contribution, sent)
    assert (common.state, common.published_at) == (State.PUBLISHED, house_clock.now())


def test_an_idea_is_marked_with_the_language_it_is_written_in(campaign: Campaign, anna: Account) -> None:
    words = "Черга до лікаря починається о п'ятій ранку, і ніхто не знає, чи є вільні місця."
    sent = kept(anna, campaign, IdeaText(title="Електронна черга", problem=words, proposal="Зробити електронну чергу."))

    submit(anna, sent)

    assert db.session.get_one(Contribution, sent).language == "uk"


@pytest.mark.parametrize("missing", ["title", "problem", "proposal"])
def test_a_form_that_lacks_what_an_idea_needs_comes_back_with_what_was_written(
    campaign: Campaign, anna: Account, visit: Visit, missing: str
) -> None:
    status, page = post(visit(anna), **{missing: "  \u200b "})

    assert status == 422
    assert "Please mend what is listed here" in page
    assert all(words in page for name, words in AN_IDEA.items() if name != missing)
    assert count() == 0


def test_a_text_of_a_hundred_kilobytes_is_refused_with_a_sentence_and_stays_in_the_form(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    status, page = post(visit(anna), problem="Очередь. " * 12_000)

    assert status == 422
    assert "At most 5000 characters fit here." in page
    assert page.count("Очередь.") >= 12_000


def test_an_idea_that_is_not_whole_is_not_sent(campaign: Campaign, anna: Account) -> None:
    draft = kept(anna, campaign, IdeaText(title="Только название"))

    with pytest.raises(Invalid):
        submit(anna, draft)

    assert (state_of(draft), idea(draft).number) == (State.DRAFT, None)


def test_nobody_sends_the_draft_of_another(campaign: Campaign, anna: Account) -> None:
    draft = kept(anna, campaign)

    with pytest.raises(Missing):
        submit(make_account(), draft)

    assert state_of(draft) == State.DRAFT


def test_an_idea_is_sent_only_once(campaign: Campaign, anna: Account) -> None:
    sent = kept(anna, campaign)
    submit(anna, sent)

    with pytest.raises(Conflict):
        submit(anna, sent)


def test_a_draft_that_is_sent_after_the_bell_stays_a_draft(
    campaign: Campaign, anna: Account, visit: Visit, clock: MovingClock
) -> None:
    draft, visitor = kept(anna, campaign), visit(anna)

    clock.move_by(days=10)
    page = f"/ideas/{draft}/edit"
    answer = visitor.send(page, {**AN_IDEA, "title": "Дописано поздно", "do": "send"}, page=page)

    assert answer.status_code == 409
    assert "Дописано поздно" in answer.get_data(as_text=True)
    assert (state_of(draft), idea(draft).title) == (State.DRAFT, "Дописано поздно")


def test_a_direction_of_another_project_is_no_choice(campaign: Campaign, anna: Account, visit: Visit) -> None:
    foreign = make_track(make_campaign())

    status = post(visit(anna), track_id=str(foreign.id))[0]

    assert (status, count()) == (422, 0)
    with pytest.raises(Invalid):
        kept(anna, campaign, IdeaText(**AN_IDEA, track_id=foreign.id))


def test_a_returned_idea_is_mended_and_sent_again_under_its_number(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    returned, visitor = make_idea_in(State.RETURNED, campaign, anna), visit(anna)
    number, page = returned.number, f"/ideas/{returned.id}/edit"

    answer = visitor.send(page, {**AN_IDEA, "proposal": "Сделать лист ожидания без телефонов."}, page=page)

    mended = idea(returned.id)
    assert answer.headers["Location"] == f"/ideas/{mended.id}"
    assert (mended.number, mended.proposal) == (number, "Сделать лист ожидания без телефонов.")
    common = db.session.get_one(Contribution, mended.id)
    assert (common.state, common.statement_id) == (State.SUBMITTED, None)


def test_a_mended_idea_that_is_sent_twice_leads_to_its_page(campaign: Campaign, anna: Account, visit: Visit) -> None:
    returned, visitor = make_idea_in(State.RETURNED, campaign, anna), visit(anna)
    page = f"/ideas/{returned.id}/edit"
    fields = {**AN_IDEA, "csrf_token": visitor.token(page)}

    answers = [visitor.client.post(page, data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_words_for_an_idea_that_has_moved_on_stay_in_sight(campaign: Campaign, anna: Account, visit: Visit) -> None:
    sent, visitor = make_idea_in(State.SUBMITTED, campaign, anna), visit(anna)
    fields = {**AN_IDEA, "title": "Новое название", "csrf_token": visitor.token("/campaigns/ugra/ideas/new")}

    answer = visitor.client.post(f"/ideas/{sent.id}/edit", data=fields)

    assert answer.status_code == 409
    assert "Новое название" in answer.get_data(as_text=True)
    assert idea(sent.id).title == AN_IDEA["title"]


def test_a_returned_idea_is_mended_in_the_refinement_too_and_not_after_it(app: Flask, anna: Account) -> None:
    campaign = make_campaign(
        windows=[(PhaseKind.IDEAS, -10, -5), (PhaseKind.REFINEMENT, -5, 5), (PhaseKind.DECISION, 5, 9)]
    )
    one, other = (make_idea_in(State.RETURNED, campaign, anna) for _ in range(2))
    actor, now = Actor(anna.id), house_clock.now()
    shut = campaign.windows[2].opens_at

    with step():
        ideas.revise_returned(actor, one.id, TEXT, now)
    with pytest.raises(NotAllowed) as refused, step():
        ideas.revise_returned(actor, other.id, TEXT, shut)

    assert refused.value.reason.code == "phase.over"
    assert (state_of(one.id), state_of(other.id)) == (State.SUBMITTED, State.RETURNED)


def test_an_author_takes_an_idea_back_and_says_why(campaign: Campaign, anna: Account, visit: Visit) -> None:
    published, visitor = make_idea_in(State.PUBLISHED, campaign, anna), visit(anna)
    page = f"/ideas/{published.id}/withdraw"

    silent = visitor.send(page, {"why": " "}, page=page)
    said = visitor.send(page, {"why": "Нашлось решение"}, page=page)

    assert (silent.status_code, said.status_code) == (422, 303)
    assert (state_of(published.id), idea(published.id).withdrawn_why) == (State.WITHDRAWN, "Нашлось решение")
    assert db.session.scalars(select(Entry.act)).all() == ["idea.withdraw"]
    assert "Нашлось решение" in visitor.get(f"/ideas/{published.id}").get_data(as_text=True)


def test_nobody_takes_back_the_idea_of_another(campaign: Campaign, anna: Account, visit: Visit) -> None:
    published, stranger = make_idea_in(State.PUBLISHED, campaign, anna), visit(make_account())
    fields = {"why": "Мешает", "csrf_token": stranger.token("/campaigns/ugra/ideas/new")}

    answer = stranger.client.post(f"/ideas/{published.id}/withdraw", data=fields)

    assert (answer.status_code, state_of(published.id)) == (404, State.PUBLISHED)


@pytest.fixture
def phones_are_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check that knows one number, so that what is tested here does not depend on the rules of moderation."""

    def find(text: str) -> list[Finding]:
        at = text.find(PHONE)
        return [Finding("personal.phone", 0.9, at, at + len(PHONE), "A phone number")] if at >= 0 else []

    monkeypatch.setitem(app.extensions, "veche.fillers", {**app.extensions["veche.fillers"], TEXT_CHECKS: (find,)})


@pytest.mark.usefixtures("phones_are_found")
def test_the_author_is_shown_personal_data_before_they_are_sent(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    status, page = post(visit(anna), problem=f"Никто не отвечает по номеру {PHONE} уже неделю.")

    assert (status, count()) == (422, 0)
    assert f"<mark>{PHONE}</mark>" in page
    assert "A phone number" in page


@pytest.mark.usefixtures("phones_are_found")
def test_who_was_shown_personal_data_may_send_them_all_the_same(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    visitor, words = visit(anna), f"Никто не отвечает по номеру {PHONE} уже неделю."
    shown = post(visitor, problem=words)[1]
    checked = shown.split('name="checked"')[1].split('value="')[1].split('"')[0]

    status = post(visitor, problem=words, checked=checked)[0]

    assert (status, count()) == (303, 1)


@pytest.mark.usefixtures("phones_are_found")
def test_a_draft_with_personal_data_is_kept_without_a_question(campaign: Campaign, anna: Account, visit: Visit) -> None:
    status = post(visit(anna), problem=f"Номер {PHONE}", do="save")[0]

    assert (status, count()) == (303, 1)
