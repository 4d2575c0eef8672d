"""A published idea is changed by its author: small changes at once, larger ones with a warning; everyone can look back."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import Actor, Role
from app.audit.models import Entry
from app.foundation import clock as house_clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from app.notifications.models import Notice, NoticeKind
from campaigns.contributions.models import Contribution, State, Version, Weight
from campaigns.discussion.models import Problem
from campaigns.ideas.domain import edits, supports
from campaigns.ideas.domain.rows import text_of
from campaigns.ideas.models import Idea, Outcome, Support, SupportSheet
from campaigns.ideas.texts import IdeaText
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import PhaseKind
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea, make_track, support
from tests.factories.discussion import make_conclusion, make_topic
from tests.factories.ideas import make_idea_in
from tests.factories.people import give_role, make_account
from tests.factories.rounds import bring_sheet, close_round, make_round
from tests.factories.services import make_service
from tests.support.clocks import MovingClock
from tests.support.people import Visitor
from tests.support.statements import counted

Visit = Callable[..., Visitor]
OTHER = "Совсем другое предложение: построить новую поликлинику у реки и пустить туда автобус."


@pytest.fixture
def campaign(app: Flask) -> Campaign:
    return make_campaign("ugra")


@pytest.fixture
def anna(app: Flask) -> Account:
    return make_account()


@pytest.fixture
def idea(campaign: Campaign, anna: Account) -> Idea:
    return make_idea(campaign, anna)


def read(idea_id: int) -> Idea:
    db.session.rollback()
    return db.session.get_one(Idea, idea_id)


def words_of(idea_id: int) -> IdeaText:
    return text_of(read(idea_id))


def version_of(idea_id: int) -> int:
    db.session.rollback()
    return db.session.get_one(Contribution, idea_id).version


def kept(idea_id: int) -> list[tuple[int, Weight, int]]:
    """Number, weight and supports taken off of each version."""
    db.session.rollback()
    rows = select(Version.number, Version.weight, Version.supports_before).where(Version.contribution_id == idea_id)
    return [tuple(row) for row in db.session.execute(rows.order_by(Version.number))]


def edit(account: Account | None, idea_id: int, *, confirmed: bool = False, **changes: object) -> int:
    actor, before = Actor(account.id if account else None), words_of(idea_id)
    change = edits.compare(before, replace(before, **changes))
    with step():
        return edits.change(actor, idea_id, change, house_clock.now(), confirmed=confirmed)


def send(visitor: Visitor, idea: Idea, **fields: str) -> tuple[int, str]:
    """Sends the form of the published idea as it stands with some fields changed; status, and the page or where it leads."""
    page = f"/ideas/{idea.id}/edit"
    whole = {"title": idea.title, "problem": idea.problem, "proposal": idea.proposal, "do": "send", **fields}
    answer = visitor.send(page, whole, page=page)
    return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)


def test_an_author_corrects_a_published_idea_and_it_is_published_at_once(
    idea: Idea, anna: Account, visit: Visit
) -> None:
    visitor = visit(anna)

    link = f'href="/ideas/{idea.id}/edit"' in visitor.get(f"/ideas/{idea.id}").text
    status, place = send(visitor, idea, title="Лист ожидания к врачам")

    assert (link, status, place) == (True, 303, f"/ideas/{idea.id}")
    assert "Лист ожидания к врачам" in visit().get(place).text
    assert kept(idea.id) == [(1, Weight.FIRST, 0), (2, Weight.MINOR, 0)]


def test_the_form_says_what_becomes_of_the_supports(idea: Idea, anna: Account, visit: Visit) -> None:
    page = visit(anna).get(f"/ideas/{idea.id}/edit").text

    assert "A small change touches at most a tenth of the words" in page
    assert "no more than 15 words in all" in page
    assert 'value="save"' not in page


def test_before_the_first_support_a_large_change_costs_nothing(idea: Idea, anna: Account, visit: Visit) -> None:
    status, _place = send(visit(anna), idea, proposal=OTHER)

    assert (status, words_of(idea.id).proposal) == (303, OTHER)
    assert kept(idea.id)[1:] == [(2, Weight.MATERIAL, 0)]


def test_a_small_change_leaves_the_supports_alone(idea: Idea, anna: Account) -> None:
    support(idea, make_account(), make_account())

    taken = edit(anna, idea.id, effect="Меньше очередей.")

    assert (taken, read(idea.id).support_total) == (0, 2)
    assert kept(idea.id)[1:] == [(2, Weight.MINOR, 0)]


def test_many_small_changes_make_a_large_one(campaign: Campaign, anna: Account, visit: Visit) -> None:
    words = [f"слово{number}" for number in range(100)]
    idea = make_idea(campaign, anna, proposal=" ".join(words))
    support(idea, make_account())
    first, second = ["иное"] * 8 + words[8:], ["иное"] * 16 + words[16:]

    small, _place = send(visit(anna), idea, proposal=" ".join(first))
    asked, _page = send(visit(anna), idea, proposal=" ".join(second))
    back, _place = send(visit(anna), idea, proposal=" ".join(words))

    assert (small, asked, back, read(idea.id).support_total) == (303, 422, 303, 1)


def test_a_large_change_is_where_small_ones_are_counted_from(campaign: Campaign, anna: Account, visit: Visit) -> None:
    words = [f"слово{number}" for number in range(100)]
    idea = make_idea(campaign, anna, proposal="Одно предложение.")
    send(visit(anna), idea, proposal=" ".join(words))
    support(read(idea.id), make_account())

    small, _place = send(visit(anna), idea, proposal=" ".join(["иное"] * 8 + words[8:]))

    assert (small, [weight for _number, weight, _taken in kept(idea.id)]) == (
        303,
        [Weight.FIRST, Weight.MATERIAL, Weight.MINOR],
    )


def test_a_large_change_is_asked_about_and_nothing_has_happened_yet(idea: Idea, anna: Account, visit: Visit) -> None:
    before = words_of(idea.id)
    support(idea, make_account(), make_account())
    bring_sheet(idea, 5)

    status, page = send(visit(anna), idea, proposal=OTHER)

    assert status == 422
    assert "7 people supported the idea as it was" in page
    assert OTHER in page
    assert (words_of(idea.id), read(idea.id).support_total, kept(idea.id)) == (before, 7, [])


def test_a_confirmed_large_change_takes_all_supports_off_and_tells_the_people(
    idea: Idea, anna: Account, visit: Visit, run_jobs: Callable[[], None]
) -> None:
    people = [make_account(), make_account()]
    idea_id, people_ids = idea.id, [one.id for one in people]
    support(idea, *people)
    bring_sheet(idea, 5)

    status, place = send(visit(anna), idea, proposal=OTHER, do="confirm")
    run_jobs()

    now = read(idea_id)
    told = select(Notice.account_id).where(Notice.kind == NoticeKind.SUPPORT_RESET).order_by(Notice.account_id)
    left = [db.session.scalar(select(func.count()).select_from(table)) for table in (Support, SupportSheet)]
    assert (status, place) == (303, f"/ideas/{idea_id}")
    assert (now.supports, now.supports_elsewhere, now.support_total, left) == (0, 0, 0, [0, 0])
    assert kept(idea_id) == [(1, Weight.FIRST, 0), (2, Weight.MATERIAL, 7)]
    assert db.session.scalars(told).all() == people_ids
    assert db.session.scalars(select(Entry.act).where(Entry.thing_id == idea_id)).all() == ["idea.supports-off"]


def test_people_support_the_changed_idea_anew(idea: Idea, anna: Account) -> None:
    boris = make_account()
    support(idea, boris)

    edit(anna, idea.id, proposal=OTHER, confirmed=True)
    actor = Actor(boris.id)
    with step():
        given = supports.give(actor, idea.id, house_clock.now())

    assert (given, read(idea.id).support_total) == (True, 1)


def test_many_supporters_are_told_in_portions(idea: Idea, anna: Account, run_jobs: Callable[[], None]) -> None:
    support(idea, *(make_account() for _ in range(30)))

    with counted() as few:
        edit(anna, idea.id, proposal=OTHER, confirmed=True)
    support(read(idea.id), *(make_account() for _ in range(90)))
    with counted() as many:
        edit(anna, idea.id, proposal=f"{OTHER} {OTHER} Ещё и ещё раз.", confirmed=True)
    run_jobs()

    assert len(many) <= len(few)
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 120


def test_the_verb_takes_no_support_off_that_nobody_confirmed(idea: Idea, anna: Account) -> None:
    support(idea, make_account())

    with pytest.raises(Invalid) as refused:
        edit(anna, idea.id, proposal=OTHER)

    assert (refused.value.reason, read(idea.id).support_total) == (edits.SUPPORTS_GO, 1)


def test_nobody_else_changes_an_idea(idea: Idea, campaign: Campaign) -> None:
    moderator = give_role(make_account(), Role.MODERATOR, campaign)

    for stranger in (make_account(), moderator, None):
        with pytest.raises(Missing):
            edit(stranger, idea.id, title="Чужое название")

    assert kept(idea.id) == []


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HIDDEN, State.REJECTED, State.WITHDRAWN])
def test_only_a_published_idea_is_changed_in_public(campaign: Campaign, anna: Account, state: State) -> None:
    idea = make_idea_in(state, campaign, anna)

    with pytest.raises(Conflict):
        edit(anna, idea.id, title="Другое название")


@pytest.mark.parametrize(
    ("windows", "possible"),
    [
        ([(PhaseKind.IDEAS, -5, 5)], True),
        ([(PhaseKind.IDEAS, -5, -1), (PhaseKind.REFINEMENT, -1, 5)], True),
        ([(PhaseKind.IDEAS, -5, -1), (PhaseKind.DECISION, -1, 5)], False),
        ([(PhaseKind.IDEAS, -5, -1)], False),
    ],
)
def test_ideas_are_changed_while_the_timeline_allows_it(
    app: Flask, anna: Account, visit: Visit, windows: list[tuple[PhaseKind, float, float]], possible: bool
) -> None:
    idea = make_idea(make_campaign("late", windows=windows), anna)
    visitor = visit(anna)
    address = f"/ideas/{idea.id}/edit"

    button = f'href="{address}"' in visitor.get(f"/ideas/{idea.id}").text
    form = "<textarea" in visitor.get(address).text

    assert (button, form) == (possible, possible)
    if possible:
        edit(anna, idea.id, effect="Станет легче.")
        assert len(kept(idea.id)) == 2
    else:
        with pytest.raises(NotAllowed):
            edit(anna, idea.id, effect="Станет легче.")


def test_a_change_sent_after_the_bell_is_shown_again_to_its_author(
    idea: Idea, anna: Account, visit: Visit, clock: MovingClock
) -> None:
    visitor = visit(anna)
    token = visitor.token(f"/ideas/{idea.id}/edit")

    clock.move_by(days=10)
    fields = {"title": idea.title, "problem": idea.problem, "proposal": OTHER, "csrf_token": token}
    answer = visitor.client.post(f"/ideas/{idea.id}/edit", data=fields)

    assert answer.status_code == 409
    assert OTHER in answer.text
    assert kept(idea.id) == []


def test_what_is_counted_can_be_corrected_but_not_made_another(
    idea: Idea, campaign: Campaign, anna: Account, visit: Visit
) -> None:
    support(idea, make_account())
    close_round(make_round(campaign))
    at = house_clock.now()
    with step():
        refined = PlannedWindow(
            kind=PhaseKind.REFINEMENT, opens_at=at, closes_at=at + timedelta(days=7), added=[], removed=[]
        )
        db.session.get_one(Campaign, campaign.id).windows.append(refined)

    status, page = send(visit(anna), idea, proposal=OTHER, do="confirm")
    taken = edit(anna, idea.id, effect="Станет легче.")

    assert status == 409
    assert "can be corrected, but not made another" in page
    assert OTHER in page
    assert (taken, read(idea.id).support_total) == (0, 1)


def test_what_was_selected_is_not_made_another(idea: Idea, anna: Account) -> None:
    with step():
        db.session.get_one(Idea, idea.id).outcome = Outcome.SHORTLISTED

    with pytest.raises(NotAllowed) as refused:
        edit(anna, idea.id, proposal=OTHER, confirmed=True)

    assert refused.value.reason == edits.COUNTED


def test_the_same_form_sent_twice_is_one_change(idea: Idea, anna: Account, visit: Visit) -> None:
    visitor = visit(anna)

    answers = [send(visitor, idea, effect="Станет легче.")[0] for _ in range(2)]

    assert answers == [303, 303]
    assert len(kept(idea.id)) == 2


def test_of_two_windows_the_second_is_shown_what_the_first_has_made(idea: Idea, anna: Account, visit: Visit) -> None:
    visitor, seen = visit(anna), str(version_of(idea.id))

    first = send(visitor, idea, effect="Станет легче.", version=seen)
    second = send(visitor, idea, effect="Станет дешевле.", version=seen)
    now = re.search(r'name="version"[^>]*value="(\d+)"', second[1])
    assert now
    third = send(visitor, idea, effect="Станет дешевле.", version=now[1])

    assert (first[0], second[0], third[0]) == (303, 409, 303)
    assert all(words in second[1] for words in ("Станет легче.", "Станет дешевле."))
    assert words_of(idea.id).effect == "Станет дешевле."
    assert len(kept(idea.id)) == 3


def test_of_two_changes_at_once_one_is_told_of_the_other(app: Flask, idea: Idea, anna: Account) -> None:
    actor, before, results = Actor(anna.id), words_of(idea.id), []
    changes = [edits.compare(before, replace(before, effect=f"Вариант {n}.")) for n in range(2)]
    gate = threading.Barrier(2)

    def run(change: edits.Edit) -> None:
        with app.app_context():
            gate.wait()
            try:
                with step():
                    edits.change(actor, idea.id, change, house_clock.now())
                results.append("made")
            except Conflict:
                results.append("told")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(change,)) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["made", "told"]
    assert len(kept(idea.id)) == 2


def test_a_support_given_meanwhile_is_never_taken_off_unasked(app: Flask, idea: Idea, anna: Account) -> None:
    """However the two meet, either the support stands and the change was refused, or it was given to the changed idea."""
    author, people = Actor(anna.id), [Actor(make_account().id) for _ in range(4)]
    before, outcomes = words_of(idea.id), []
    change = edits.compare(before, replace(before, proposal=OTHER))
    gate = threading.Barrier(5)

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            gate.wait()
            try:
                with step():
                    act()
            except Invalid:
                outcomes.append("refused")
            finally:
                db.session.remove()

    acts = [lambda one=one: supports.give(one, idea.id, house_clock.now()) for one in people]
    acts.append(lambda: edits.change(author, idea.id, change, house_clock.now()))
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (read(idea.id).support_total, read(idea.id).supports) == (4, 4)
    assert outcomes == ([] if words_of(idea.id).proposal == OTHER else ["refused"])


def test_personal_data_in_a_change_are_shown_before_it_is_published(idea: Idea, anna: Account, visit: Visit) -> None:
    status, page = send(visit(anna), idea, effect="Звоните: 8 922 123-45-67.")

    assert status == 422
    assert "<mark>8 922 123-45-67</mark>" in page
    assert kept(idea.id) == []


def test_a_change_must_leave_an_idea_whole(idea: Idea, anna: Account, visit: Visit) -> None:
    statuses = [send(visit(anna), idea, **{field: ""})[0] for field in ("title", "problem", "proposal")]

    assert statuses == [422, 422, 422]
    assert kept(idea.id) == []


def test_a_draft_s_button_publishes_nothing(idea: Idea, anna: Account, visit: Visit) -> None:
    status, page = send(visit(anna), idea, proposal=OTHER, do="save")

    assert status == 409
    assert OTHER in page
    assert kept(idea.id) == []


def test_what_was_chosen_can_be_changed_and_stands_in_the_history(
    idea: Idea, campaign: Campaign, anna: Account, visit: Visit
) -> None:
    track, service = make_track(campaign, "Здоровье"), make_service("Запись к врачу")
    make_conclusion(make_topic(campaign), "Талонов мало.")
    problem = db.session.scalars(select(Problem)).one()
    chosen = {"track_id": str(track.id), "service_id": str(service.id), "problem_ids": str(problem.id)}

    status, place = send(visit(anna), idea, **chosen)

    page = visit().get(place).text
    history = visit().get(f"{place}/history").text
    assert status == 303
    assert kept(idea.id)[1:] == [(2, Weight.MINOR, 0)]
    assert f'href="/services/{service.id}"' in page
    assert f'href="/campaigns/ugra/problems#problem-{problem.number}"' in page
    assert all(f"<ins>{words}</ins>" in history for words in ("Здоровье", "Запись к врачу", f"№ {problem.number}"))


def test_moderators_look_again_at_what_was_changed(idea: Idea, anna: Account) -> None:
    edit(anna, idea.id, effect="Станет легче.")

    assert db.session.scalars(select(Case.contribution_id)).all() == [idea.id]


def test_the_history_shows_every_version_word_by_word_to_everyone(idea: Idea, anna: Account, visit: Visit) -> None:
    support(idea, make_account(), make_account())
    edit(anna, idea.id, title="Лист ожидания к врачам")
    edit(anna, idea.id, proposal=OTHER, confirmed=True)

    page = visit().get(f"/ideas/{idea.id}").text
    history = visit().get(f"/ideas/{idea.id}/history").text

    assert f'href="/ideas/{idea.id}/history"' in page
    assert "changed on" in page
    assert "The support of 2 people was taken off." in history
    told = re.findall("(?<=>)(?:A large change|A small change|The idea as it was published)(?=[<.])", history)
    assert told == ["A large change", "A small change", "The idea as it was published"]
    assert "<del>" in history
    assert "Анна К." in history
    assert "Кравец" not in history


def test_an_idea_that_was_never_changed_says_so(idea: Idea, visit: Visit) -> None:
    page = visit().get(f"/ideas/{idea.id}").text
    history = visit().get(f"/ideas/{idea.id}/history")

    assert f"/ideas/{idea.id}/history" not in page
    assert (history.status_code, "Nothing was changed" in history.text) == (200, True)


def test_a_long_history_is_read_page_by_page(idea: Idea, anna: Account, visit: Visit) -> None:
    for number in range(11):
        edit(anna, idea.id, effect=f"Станет легче в {number} раз.")

    first = visit().get(f"/ideas/{idea.id}/history").text
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = visit().get(older[1]).text

    numbers = [[int(n) for n in re.findall(r'id="version-(\d+)"', page)] for page in (first, second)]
    assert numbers == [list(range(12, 2, -1)), [2, 1]]
    assert "as it was published" in second


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HIDDEN, State.REJECTED, State.WITHDRAWN, State.RETURNED])
def test_the_history_of_a_hidden_idea_is_as_hidden_as_the_idea(
    campaign: Campaign, anna: Account, visit: Visit, state: State
) -> None:
    idea = make_idea_in(state, campaign, anna)
    with step():
        fields = {"title": "канарейка", "problem": "канарейка", "proposal": "канарейка"}
        db.session.add(
            Version(
                contribution_id=idea.id,
                number=1,
                weight=Weight.FIRST,
                fields=fields,
                kept_at=house_clock.now(),
                kept_by=None,
            )
        )

    answers = [visit(who).get(f"/ideas/{idea.id}/history") for who in (None, make_account())]

    assert [answer.status_code for answer in answers] == [404, 404]
