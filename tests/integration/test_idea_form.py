"""The form of an idea: what can be chosen, looked at before it is sent, how many one person may send; and what it bears."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Actor
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.errors import Invalid, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.contributions.models import Contribution, State
from campaigns.discussion.models import Problem
from campaigns.ideas.domain import choices, drafts, ideas
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.models import Idea, IdeaProblem
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign
from campaigns.services.models import Service
from tests.factories.campaigns import make_campaign, make_idea, make_track
from tests.factories.discussion import make_conclusion, make_topic
from tests.factories.ideas import AN_IDEA, make_idea_in
from tests.factories.members import make_closed_campaign, make_member
from tests.factories.people import make_account, make_territory
from tests.factories.services import make_service
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
NEW = "/campaigns/ugra/ideas/new"
SEND = "/campaigns/ugra/ideas/"


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account(territory_id=make_territory().id)


def problems_of(campaign: Campaign, *texts: str, state: State = State.PUBLISHED) -> list[Problem]:
    """Problems that a conclusion in the campaign has named."""
    conclusion = make_conclusion(make_topic(campaign), *texts, state=state)
    return list(
        db.session.scalars(select(Problem).where(Problem.conclusion_id == conclusion.id).order_by(Problem.number))
    )


def send(visitor: Visitor, **fields: object) -> tuple[int, str]:
    answer = visitor.send(SEND, {**AN_IDEA, **fields}, page=NEW)
    return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)


def texts() -> list[IdeaText]:
    db.session.rollback()
    return [text_of(idea) for idea in db.session.scalars(select(Idea).order_by(Idea.id))]


def states() -> list[State]:
    db.session.rollback()
    return list(db.session.scalars(select(Contribution.state).order_by(Contribution.id)))


def test_an_idea_answers_problems_and_is_about_a_service(campaign: Campaign, anna: Account, visit: Visit) -> None:
    first, second = problems_of(campaign, "Талонов мало.", "Очередь у окна.")
    service = make_service("Запись к врачу")
    visitor = visit(anna)

    status, place = send(visitor, service_id=str(service.id), problem_ids=[str(second.id), str(first.id)])

    page = visitor.get(place).text
    assert status == 303
    assert texts() == [IdeaText(**AN_IDEA, service_id=service.id, problem_ids=(first.id, second.id))]
    assert all(words in page for words in ("Талонов мало.", "Очередь у окна.", "Запись к врачу"))


def test_a_problem_and_a_service_are_carried_over_and_the_place_is_ones_own(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    (problem,) = problems_of(campaign, "Талонов мало.")
    service, track = make_service(), make_track(campaign)

    page = visit(anna).get(f"{NEW}?problem={problem.id}&service={service.id}&track={track.id}").text

    assert re.search(rf'<input checked[^>]*name="problem_ids"[^>]*value="{problem.id}"', page)
    assert [f'<option selected value="{id}">' in page for id in (service.id, track.id, anna.territory_id)] == [True] * 3


def test_what_cannot_be_chosen_is_not_carried_over(campaign: Campaign, anna: Account, visit: Visit) -> None:
    (foreign,) = problems_of(make_campaign("other"), "Чужая беда.")
    ended = make_service(ended_at=house_clock.now())

    page = visit(anna).get(f"{NEW}?problem={foreign.id}&service={ended.id}&track=x").text

    assert "Чужая беда." not in page
    assert ended.name not in page


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.HIDDEN])
def test_problems_of_a_conclusion_that_nobody_reads_are_not_offered(
    campaign: Campaign, anna: Account, visit: Visit, state: State
) -> None:
    (problem,) = problems_of(campaign, "Канарейка.", state=state)

    page = visit(anna).get(NEW).text
    status, answer = send(visit(anna), problem_ids=str(problem.id))

    assert "Канарейка." not in page
    assert (status, "Canary" in answer, texts()) == (422, False, [])


def test_foreign_dropped_and_too_many_problems_are_refused_by_the_verb(campaign: Campaign, anna: Account) -> None:
    (foreign,) = problems_of(make_campaign("other"), "Чужая беда.")
    many = problems_of(campaign, "Раз.", "Два.", "Три.", "Четыре.")
    with step():
        db.session.get_one(Problem, many[3].id).dropped_at = house_clock.now()
    ids = [problem.id for problem in many]
    ended = make_service(ended_at=house_clock.now())
    base, actor = IdeaText(**AN_IDEA), Actor(anna.id)
    tries = {
        choices.FOREIGN_PROBLEM: replace(base, problem_ids=(foreign.id,)),
        choices.TOO_MANY_PROBLEMS: replace(base, problem_ids=(*ids[:3], foreign.id)),
        choices.NO_SERVICE: replace(base, service_id=ended.id),
        choices.NO_PLACE: replace(base, territory_id=999_999),
    }

    for reason, text in tries.items():
        with pytest.raises(Invalid) as refused, step():
            drafts.save(actor, campaign.id, text, house_clock.now(), secret=reason.code)
        assert refused.value.reason == reason
    with pytest.raises(Invalid), step():
        drafts.save(actor, campaign.id, replace(base, problem_ids=(ids[3],)), house_clock.now(), secret="dropped")

    assert texts() == []


def test_four_problems_are_one_too_many_and_the_text_stays(campaign: Campaign, anna: Account, visit: Visit) -> None:
    ids = [str(problem.id) for problem in problems_of(campaign, "Раз.", "Два.", "Три.", "Четыре.")]

    status, page = send(visit(anna), problem_ids=ids)

    assert status == 422
    assert "Choose 3 at the most." in page
    assert AN_IDEA["problem"] in page


def test_a_service_that_left_the_catalogue_stays_where_it_was_chosen(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    service = make_service("Запись к врачу")
    idea = make_idea_in(State.DRAFT, campaign, anna, service_id=service.id)
    with step():
        db.session.get_one(Service, service.id).ended_at = house_clock.now()
    visitor, page = visit(anna), f"/ideas/{idea.id}/edit"

    offered = f'<option selected value="{service.id}">' in visitor.get(page).text
    answer = visitor.send(page, {**AN_IDEA, "service_id": str(service.id), "do": "save"}, page=page)

    assert (offered, answer.status_code) == (True, 303)
    assert texts()[0].service_id == service.id


def test_a_guest_s_choices_survive_registration_on_another_device(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    (problem,) = problems_of(campaign, "Талонов мало.")
    service, address = make_service(), "/ideas/drafts/a-secret-of-the-form"
    fields = {"draft": "a-secret-of-the-form", "service_id": str(service.id), "problem_ids": str(problem.id)}
    send(visit(), **fields)

    shown = visit().get(address).text
    other_device = visit(anna)
    claimed = other_device.send(f"{address}/claim", page=address)

    assert re.search(rf'<input checked[^>]*value="{problem.id}"', shown)
    assert f'<option selected value="{service.id}">' in shown
    assert claimed.status_code == 303
    assert texts() == [IdeaText(**AN_IDEA, service_id=service.id, problem_ids=(problem.id,))]


def test_a_discarded_draft_forgets_its_problems(campaign: Campaign, anna: Account, visit: Visit) -> None:
    (problem,) = problems_of(campaign, "Талонов мало.")
    visitor = visit(anna)
    place = send(visitor, problem_ids=str(problem.id), do="save")[1]

    answer = visitor.send(place.replace("/edit", "/discard"), page=place)

    assert (answer.status_code, texts(), db.session.scalars(select(IdeaProblem)).all()) == (303, [], [])


def test_a_look_at_the_idea_sends_and_keeps_nothing(campaign: Campaign, anna: Account, visit: Visit) -> None:
    track = make_track(campaign, "Здоровье")

    for visitor in (visit(anna), visit()):
        status, page = send(visitor, track_id=str(track.id), effect="Меньше очередей.", do="preview")
        look = page[page.index('id="preview"') : page.index('id="writing"')]
        assert status == 200
        assert all(words in look for words in (*AN_IDEA.values(), "Здоровье", "Меньше очередей."))
        assert page.count(AN_IDEA["problem"]) == 2

    assert texts() == []


def test_a_look_shows_personal_data_and_the_idea_is_then_sent_without_asking_again(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    visitor, words = visit(anna), "Звоните: 8 922 123-45-67, мы расскажем."

    looked = send(visitor, problem=words, do="preview")
    checked = re.search(r'name="checked"[^>]*value="([^"]+)"', looked[1])
    assert checked
    sent = send(visitor, problem=words, checked=checked[1])

    assert (looked[0], "<mark>8 922 123-45-67</mark>" in looked[1], sent[0]) == (200, True, 303)


def test_half_an_idea_can_be_looked_at_but_not_nothing(campaign: Campaign, anna: Account, visit: Visit) -> None:
    empty = {"title": "", "problem": "", "proposal": "", "do": "preview"}

    assert send(visit(anna), **empty)[0] == 422
    assert send(visit(anna), **{**empty, "problem": "Очереди."})[0] == 200


def test_a_look_at_a_change_publishes_nothing(campaign: Campaign, anna: Account, visit: Visit) -> None:
    idea = make_idea(campaign, anna)
    page = f"/ideas/{idea.id}/edit"

    answer = visit(anna).send(page, {**AN_IDEA, "effect": "Станет легче.", "do": "preview"}, page=page)

    assert (answer.status_code, "Станет легче." in answer.text) == (200, True)
    assert texts()[0].effect == ""


@pytest.fixture
def limited(app: Flask) -> Campaign:
    return make_campaign("ugra", ideas_per_person=2)


def test_a_person_is_told_how_many_ideas_they_can_send(limited: Campaign, anna: Account, visit: Visit) -> None:
    visitor, told = visit(anna), []

    for _ in range(3):
        page = visitor.get(NEW).text
        told.append((re.findall(r"You can send \d (?:more )?ideas? to this project", page), 'value="send"' in page))
        send(visitor, draft="")

    assert told == [
        (["You can send 2 ideas to this project"], True),
        (["You can send 1 more idea to this project"], True),
        ([], False),
    ]
    assert "You have sent as many ideas as one person can" in visitor.get(NEW).text
    assert "You can send 2 ideas to this project" in visit().get(NEW).text


def test_one_idea_too_many_stays_a_draft(limited: Campaign, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    answers = [send(visitor, draft="") for _ in range(3)]

    assert [status for status, _page in answers] == [303, 303, 409]
    assert "One person can send 2 ideas to this project" in answers[2][1]
    assert states() == [State.SUBMITTED, State.SUBMITTED, State.DRAFT]
    assert db.session.scalars(select(Idea.number).order_by(Idea.id)).all() == [1, 2, None]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.DRAFT, False),
        (State.WITHDRAWN, False),
        (State.REJECTED, False),
        (State.SUBMITTED, True),
        (State.RETURNED, True),
        (State.PUBLISHED, True),
        (State.HIDDEN, True),
    ],
)
def test_what_was_taken_back_or_refused_does_not_count(
    app: Flask, anna: Account, visit: Visit, state: State, counts: bool
) -> None:
    campaign = make_campaign("ugra", ideas_per_person=1)
    make_idea_in(state, campaign, anna, number=None if state == State.DRAFT else 100)
    make_idea_in(State.PUBLISHED, make_campaign("other"), anna)
    make_idea_in(State.PUBLISHED, campaign, make_account(), number=101)

    status, page = send(visit(anna))

    assert (status, "One person can send 1 idea" in page) == ((409, True) if counts else (303, False))


def test_a_returned_idea_is_sent_again_by_who_has_reached_the_limit(app: Flask, anna: Account, visit: Visit) -> None:
    campaign = make_campaign("ugra", ideas_per_person=1)
    idea = make_idea_in(State.RETURNED, campaign, anna)
    page = f"/ideas/{idea.id}/edit"

    answer = visit(anna).send(page, {**AN_IDEA, "effect": "Станет легче."}, page=page)

    assert (answer.status_code, states()) == (303, [State.SUBMITTED])


def test_of_two_ideas_sent_at_once_one_is_too_many(app: Flask, anna: Account) -> None:
    campaign = make_campaign("ugra", ideas_per_person=1)
    ids, results = [make_idea_in(State.DRAFT, campaign, anna).id for _ in range(2)], []
    actor, gate = Actor(anna.id), threading.Barrier(2)

    def run(idea_id: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                with step():
                    ideas.submit(actor, idea_id, house_clock.now())
                results.append("sent")
            except NotAllowed as refusal:
                results.append(refusal.reason.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(idea_id,)) for idea_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["limit", "sent"]
    assert sorted(states()) == [State.DRAFT, State.SUBMITTED]


def test_the_last_step_says_who_checks_and_that_it_is_no_petition(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    page = visit(anna).get(NEW).text

    assert "A moderator reads every idea before it is published, usually within one working day." in page
    assert "An idea is not an official petition" in page


def test_whoever_writes_is_told_what_others_may_do_with_the_text(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    make_member(make_closed_campaign("closed"), anna)

    forms = [visit(anna).get(path).text for path in (NEW, "/campaigns/closed/ideas/new")]
    rules = visit().get("/pages/rules").text

    # What only members read is given to nobody else.
    assert ['href="/pages/rules#data"' in form for form in forms] == [True, False]
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in rules


def test_ideas_stand_under_the_problem_they_answer_and_the_service_they_are_about(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    (problem,) = problems_of(campaign, "Талонов мало.")
    service, idea_ids = make_service("Запись к врачу"), []
    for state in (State.PUBLISHED, State.HIDDEN, State.SUBMITTED):
        idea = make_idea_in(state, campaign, anna, title=f"Идея {state.value}", service_id=service.id)
        idea_ids.append(idea.id)
        with step():
            db.session.add(IdeaProblem(idea_id=idea.id, problem_id=problem.id))

    pages = [visit().get(path).text for path in (f"/services/{service.id}", "/campaigns/ugra/problems")]
    filtered = visit().get(f"/campaigns/ugra/ideas/?service={service.id}&problem={problem.id}").text

    for page in (*pages, filtered):
        assert [f"Идея {state}" in page for state in ("published", "hidden", "submitted")] == [True, False, False]


def test_lists_are_filtered_by_service_problem_and_outcome_and_sorted_by_discussion(
    campaign: Campaign, anna: Account, visit: Visit
) -> None:
    (problem,) = problems_of(campaign, "Талонов мало.")
    service = make_service()
    by_service = make_idea(campaign, anna, title="О сервисе", service_id=service.id)
    by_problem = make_idea(campaign, anna, title="О проблеме")
    chosen = make_idea(campaign, anna, title="Отобрана", outcome="shortlisted")
    with step():
        db.session.add(IdeaProblem(idea_id=by_problem.id, problem_id=problem.id))

    def ids_on(query: str) -> list[int]:
        page = visit().get(f"/campaigns/ugra/ideas/?{query}").text
        return [int(id) for id in re.findall(r'<h3><a href="/ideas/(\d+)">', page)]

    assert ids_on(f"service={service.id}") == [by_service.id]
    assert ids_on(f"problem={problem.id}") == [by_problem.id]
    assert ids_on("outcome=shortlisted") == [chosen.id]
    assert ids_on("outcome=nonsense&service=x&problem=-1&sort=discussed") == [chosen.id, by_problem.id, by_service.id]
    assert ids_on(f"service={service.id}&problem={problem.id}") == []


def test_a_form_offers_the_places_and_services_of_the_campaigns_own_territory(visit: Visit) -> None:
    region, other = make_territory("Югра"), make_territory("Вербівська громада")
    town = make_territory("Сургут", level=1, parent_id=region.id)
    make_territory("Вербове", level=1, parent_id=other.id)
    campaign = make_campaign("here", territory_id=town.id)
    make_service("Запись к врачу")
    make_service("Автобусы на карте", territory_id=region.id)
    make_service("Черга до центру", territory_id=other.id)

    page = visit(make_account()).get(f"/campaigns/{campaign.slug}/ideas/new").get_data(as_text=True)

    offered = {name: name in page for name in ("Сургут", "Вербове", "Запись к врачу", "Автобусы на карте", "Черга")}
    assert offered == {
        "Сургут": True,
        "Вербове": False,
        "Запись к врачу": True,
        "Автобусы на карте": True,
        "Черга": False,
    }
