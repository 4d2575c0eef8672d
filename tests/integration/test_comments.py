"""Comments: said, answered, mended, deleted; who sees what of them."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Account
from app.accounts.roles import GUEST, Role
from app.accounts.sessions import actor_of
from app.audit.models import Entry
from app.foundation import clock as present
from app.foundation.db import db
from app.foundation.errors import Conflict, Invalid, Missing, NotAllowed
from app.foundation.unit_of_work import step
from campaigns.comments.domain import comments, highlights, reactions
from campaigns.comments.models import Comment, Reaction, Stand, Thread, Voice
from campaigns.comments.queries.counts import counts_of
from campaigns.contributions import states
from campaigns.contributions.models import Contribution, State, Version
from campaigns.ideas.models import Idea
from campaigns.plan.models import Campaign
from campaigns.plan.phases import PhaseKind
from moderation.models import Case
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.comments import hide, make_comment_in, say
from tests.factories.discussion import make_topic
from tests.factories.people import give_role, make_account, make_office
from tests.support.clocks import MovingClock
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
PHONE = "Звоните мне: +7 912 345-67-89."
HIDDEN = (State.SUBMITTED, State.HIDDEN, State.REJECTED, State.WITHDRAWN)


@pytest.fixture
def idea(app: Flask) -> Idea:
    return make_idea(make_campaign("ugra"))


def page_of(idea: Idea, rest: str = "") -> str:
    return f"/ideas/{idea.id}{rest}"


def send(visitor: Visitor, idea: Idea, body: str, **fields: str) -> tuple[int, str]:
    answer = visitor.send(f"/threads/{idea.id}/comments", {"body": body, **fields})
    return answer.status_code, answer.headers.get("Location", answer.text)


def state_of(comment: Comment) -> State:
    return db.session.get_one(Contribution, comment.id, populate_existing=True).state


def counted(idea: Idea) -> int:
    return counts_of([idea.id])[idea.id]


def replies(comment: Comment) -> int:
    return db.session.get_one(Comment, comment.id, populate_existing=True).replies


def bodies() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Comment.body).order_by(Comment.id)))


def test_a_comment_appears_at_once_and_its_author_is_led_to_it(idea: Idea, visit: Visit) -> None:
    status, place = send(visit(make_account()), idea, "У нас в посёлке так же.")

    (comment,) = db.session.scalars(select(Comment))
    assert (status, place) == (303, page_of(idea, f"#c{comment.id}"))
    assert "У нас в посёлке так же." in visit().get(page_of(idea)).text
    assert (state_of(comment), counted(idea)) == (State.PUBLISHED, 1)


def test_an_answer_stands_under_the_comment_and_its_author_is_led_to_it(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account())

    status, place = send(visit(make_account()), idea, "Не везде.", parent_id=str(root.id))

    answer = db.session.scalars(select(Comment).where(Comment.parent_id == root.id)).one()
    assert (status, place) == (303, f"/comments/{answer.id}#c{answer.id}")
    assert (answer.root_id, counted(idea), replies(root)) == (root.id, 2, 1)


def test_an_answer_to_an_answer_stands_in_the_same_branch_and_names_whom_it_answers(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account())
    first = say(idea, make_account(given_name="Олег", family_name="Ким"), parent=root)

    second = say(idea, make_account(), parent=first)

    assert (second.parent_id, second.root_id, replies(root)) == (first.id, root.id, 2)
    assert f'answers <a href="/comments/{first.id}">Олег К.</a>' in visit().get(page_of(idea)).text


def test_a_form_sent_twice_makes_one_comment(idea: Idea, visit: Visit) -> None:
    person = visit(make_account())

    first = send(person, idea, "Один раз.", secret="a-secret-of-a-form")
    again = send(person, idea, "Один раз.", secret="a-secret-of-a-form")
    other = send(person, idea, "Другое.", secret="a-secret-of-a-form")

    assert first == again
    assert other != first
    assert (bodies(), counted(idea)) == (["Один раз.", "Другое."], 2)


def test_the_same_secret_in_other_hands_makes_another_comment(idea: Idea, visit: Visit) -> None:
    for _ in range(2):
        send(visit(make_account()), idea, "Один раз.", secret="a-secret-of-a-form")

    assert bodies() == ["Один раз.", "Один раз."]


@pytest.mark.parametrize(
    ("body", "sentence"), [("", "Fill this in."), (" \n\u200b ", "Fill this in."), ("Й" * 3001, "fit here")]
)
def test_what_is_no_comment_comes_back_with_a_sentence(idea: Idea, visit: Visit, body: str, sentence: str) -> None:
    status, text = send(visit(make_account()), idea, body)

    assert (status, bodies()) == (422, [])
    assert sentence in text


def test_a_comment_as_long_as_may_be_is_kept_whole_and_cut_in_the_thread(idea: Idea, visit: Visit) -> None:
    words = "Слово " * 499 + "конец."

    status, _place = send(visit(make_account()), idea, words)

    (comment,) = db.session.scalars(select(Comment))
    listed, whole = visit().get(page_of(idea)).text, visit().get(f"/comments/{comment.id}").text
    assert (status, comment.body) == (303, words)
    assert ("конец." in listed, "Read it whole" in listed, "конец." in whole) == (False, True, True)


def test_nul_and_a_hundred_kilobytes_do_no_harm(idea: Idea, visit: Visit) -> None:
    person = visit(make_account())

    nul = send(person, idea, "Слово\x00 и\x08 слово")
    huge = send(person, idea, "Й" * 50_000)

    assert (nul[0], huge[0], bodies()) == (303, 422, ["Слово и слово"])


def test_personal_data_are_shown_once_and_then_wait_for_a_person(idea: Idea, visit: Visit) -> None:
    author = make_account()
    person = visit(author)

    status, text = send(person, idea, PHONE)
    checked = text.partition('name="checked"')[2].partition('value="')[2].partition('"')[0]
    then, place = send(person, idea, PHONE, checked=checked)

    (comment,) = db.session.scalars(select(Comment))
    assert (status, "This looks like personal data" in text, "<mark>" in text) == (422, True, True)
    assert (then, place, state_of(comment), counted(idea)) == (
        303,
        page_of(idea, f"#c{comment.id}"),
        State.SUBMITTED,
        0,
    )
    assert "912 345" not in visit().get(page_of(idea)).text
    assert "Waiting for a check" in person.get(page_of(idea)).text
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_where_comments_are_read_first_others_see_them_when_published(app: Flask, visit: Visit) -> None:
    idea = make_idea(make_campaign(comments_checked_first=True))
    person = visit(make_account())

    send(person, idea, "Сначала прочтите.")

    (comment,) = db.session.scalars(select(Comment))
    before = ["Сначала прочтите." in one.get(page_of(idea)).text for one in (person, visit(), visit(make_account()))]
    with step():
        states.publish(db.session.get_one(Contribution, comment.id), present.now())
    assert (before, counted(idea)) == ([True, False, False], 1)
    assert "Сначала прочтите." in visit().get(page_of(idea)).text


def test_the_voice_is_that_of_the_roles_when_it_was_said(app: Flask, visit: Visit) -> None:
    campaign = make_campaign()
    place = make_idea(campaign)
    office = make_office("Департамент здравоохранения")
    people = {
        Voice.RESIDENT: make_account(),
        Voice.EXPERT: give_role(make_account(), Role.EXPERT, campaign),
        Voice.FACILITATOR: give_role(make_account(), Role.FACILITATOR, campaign),
        Voice.OWNER: give_role(make_account(), Role.OWNER, campaign),
        Voice.OFFICIAL: give_role(make_account(), Role.OFFICIAL, office=office),
    }

    said = {voice: say(place, account) for voice, account in people.items()}

    text = visit().get(page_of(place)).text
    assert {voice: comment.voice for voice, comment in said.items()} == {voice: voice for voice in people}
    assert said[Voice.OFFICIAL].office_id == office.id
    assert [text.count(mark) for mark in ("Департамент здравоохранения", "Expert", "Facilitator", "Organiser")] == [
        1
    ] * 4


def test_a_role_elsewhere_is_no_voice_here(app: Flask) -> None:
    here, elsewhere = make_campaign(), make_campaign()

    comment = say(make_idea(here), give_role(make_account(), Role.EXPERT, elsewhere))

    assert comment.voice == Voice.RESIDENT


def test_the_language_is_told_by_the_letters(idea: Idea) -> None:
    comment = say(idea, make_account(), "Ніхто не знає, де її шукати.")

    assert db.session.get_one(Contribution, comment.id).language == "uk"


def test_a_guest_is_asked_to_sign_in_and_comes_back(idea: Idea, visit: Visit) -> None:
    guest = visit()

    text = guest.get(page_of(idea)).text
    status, _text = send(guest, idea, "Слово гостя.")

    assert f"/account/sign-in?next=/ideas/{idea.id}%23say" in text
    assert ("csrf_token" in text, status, bodies()) == (False, 403, [])


def test_when_the_time_is_over_the_words_come_back(app: Flask, visit: Visit) -> None:
    idea = make_idea(make_campaign(windows=[(PhaseKind.IDEAS, -10, -1), (PhaseKind.RESULTS, -1, 10)]))

    status, text = send(visit(make_account()), idea, "Опоздавшее слово.")

    assert (status, "Опоздавшее слово." in text, bodies()) == (409, True, [])
    assert "The time for comments is over" in visit(make_account()).get(page_of(idea)).text


def test_a_closed_topic_takes_no_comments_and_gives_the_words_back(app: Flask, visit: Visit) -> None:
    topic = make_topic(make_campaign("ugra"), closed_at=present.now())

    answer = visit(make_account()).send(f"/threads/{topic.id}/comments", {"body": "Ещё слово."})

    assert (answer.status_code, "Ещё слово." in answer.text, bodies()) == (409, True, [])


def test_the_seventh_comment_of_a_minute_waits_and_its_words_stay(idea: Idea, visit: Visit) -> None:
    person = visit(make_account())
    for number in range(6):
        assert send(person, idea, f"Слово {number}.")[0] == 303

    answer = person.send(f"/threads/{idea.id}/comments", {"body": "Слово седьмое."})

    assert (answer.status_code, "Слово седьмое." in answer.text, len(bodies())) == (429, True, 6)
    assert int(answer.headers["Retry-After"]) > 0
    assert send(visit(make_account()), idea, "Слово другого.")[0] == 303


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_gone_is_not_answered(idea: Idea, visit: Visit, state: State) -> None:
    root = make_comment_in(state, idea, make_account())

    status, text = send(visit(make_account()), idea, "Ответ.", parent_id=str(root.id))

    assert (status, "The comment you answer is not there any more." in text, "Ответ." in text) == (409, True, True)


def test_a_comment_of_another_thread_is_not_answered_here(app: Flask, visit: Visit) -> None:
    campaign = make_campaign()
    idea, neighbour, elsewhere = make_idea(campaign), make_idea(campaign), make_idea(make_campaign())
    parents = [say(neighbour, make_account()).id, say(elsewhere, make_account()).id, 999_999, "x", "9" * 30, idea.id]
    person = visit(make_account())

    answers = [send(person, idea, "Ответ.", parent_id=str(parent))[0] for parent in parents]

    assert answers == [409] * 6
    assert counted(idea) == 0


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
def test_nobody_comments_on_what_is_not_public(app: Flask, state: State) -> None:
    author = make_account()
    idea = make_idea(make_campaign(), author, state)

    with pytest.raises(Missing):
        say(idea, make_account())
    with pytest.raises(NotAllowed) as refused:
        say(idea, author)

    assert refused.value.reason.code == "not-public"


def test_within_a_quarter_of_an_hour_a_comment_is_mended_without_a_trace(
    idea: Idea, visit: Visit, clock: MovingClock
) -> None:
    author = make_account()
    comment = say(idea, author, "Апечатка.")
    clock.move_by(minutes=14)

    answer = visit(author).send(f"/comments/{comment.id}/edit", {"body": "Опечатка."})

    text = visit().get(page_of(idea)).text
    assert answer.status_code == 303
    assert ("Опечатка." in text, "Апечатка." in text, "edited" in text) == (True, False, False)
    assert db.session.scalar(select(func.count()).select_from(Version)) == 0


def test_later_everyone_sees_what_was_changed(idea: Idea, visit: Visit, clock: MovingClock) -> None:
    author = make_account()
    comment = say(idea, author, "Очередь в час.")
    answer = say(idea, make_account(), parent=comment)
    clock.move_by(minutes=15)

    visit(author).send(f"/comments/{comment.id}/edit", {"body": "Очередь в два часа."})

    text, history = visit().get(page_of(idea)).text, visit().get(f"/comments/{comment.id}/history").text
    assert f'href="/comments/{comment.id}/history">edited</a>' in text
    assert ("<del>" in history, "<ins>" in history, "Очередь в час." in history) == (True, True, True)
    assert db.session.get_one(Comment, answer.id, populate_existing=True).parent_id == comment.id


def test_a_history_shows_the_first_words_and_the_last_ten_changes(idea: Idea, visit: Visit, clock: MovingClock) -> None:
    author = make_account()
    comment = say(idea, author, "Слово первое.")
    clock.move_by(minutes=15)
    for number in range(2, 15):
        with step():
            comments.revise(actor_of(author), comment.id, f"Слово {number}.", clock.now())

    history = visit().get(f"/comments/{comment.id}/history").text

    assert history.count("<del>") == 10
    assert ("Слово первое." in history, "<ins>14</ins>" in history) == (True, True)


def test_others_change_and_delete_nothing(idea: Idea) -> None:
    comment = say(idea, make_account())
    other = actor_of(make_account())

    for verb in (
        lambda: comments.revise(other, comment.id, "Чужое.", present.now()),
        lambda: comments.delete(other, comment.id, present.now()),
        lambda: comments.revise(GUEST, comment.id, "Чужое.", present.now()),
    ):
        with pytest.raises(NotAllowed), step():
            verb()

    assert (bodies(), counted(idea)) == (["Так и есть."], 1)


def test_a_published_comment_does_not_become_what_would_have_waited(idea: Idea) -> None:
    author = make_account()
    comment = say(idea, author)

    with pytest.raises(Conflict) as refused, step():
        comments.revise(actor_of(author), comment.id, PHONE, present.now())

    assert (refused.value.reason.code, bodies()) == ("held", ["Так и есть."])


def test_where_comments_are_read_first_a_published_one_stays_as_it_was_read(app: Flask, visit: Visit) -> None:
    idea, author = make_idea(make_campaign(comments_checked_first=True)), make_account()
    comment = say(idea, author)
    visit(author).send(f"/comments/{comment.id}/edit", {"body": "Ещё не прочтено."})
    with step():
        states.publish(db.session.get_one(Contribution, comment.id), present.now())

    answer = visit(author).send(f"/comments/{comment.id}/edit", {"body": "Подменено."})

    assert (answer.status_code, bodies()) == (409, ["Ещё не прочтено."])


def test_after_the_bell_nothing_is_changed_but_a_comment_may_be_deleted(
    app: Flask, visit: Visit, clock: MovingClock
) -> None:
    idea, author = make_idea(make_campaign()), make_account()
    comment = say(idea, author)
    clock.move_by(days=11)

    changed = visit(author).send(f"/comments/{comment.id}/edit", {"body": "Поздно."})
    deleted = visit(author).send(f"/comments/{comment.id}/delete")

    assert (changed.status_code, "Поздно." in changed.text, deleted.status_code) == (409, True, 303)
    assert (bodies(), state_of(comment)) == (["Так и есть."], State.WITHDRAWN)


def test_a_deleted_comment_leaves_its_place_where_others_have_answered(idea: Idea, visit: Visit) -> None:
    author = make_account(given_name="Вера")
    root = say(idea, author, "Слова, которых не будет.")
    say(idea, make_account(), "Ответ остаётся.", root)

    answer = visit(author).send(f"/comments/{root.id}/delete")

    texts = [one.get(page_of(idea)).text for one in (visit(), visit(author))]
    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(idea, "#comments"))
    assert [("которых не будет" in text, "Deleted by its author." in text) for text in texts] == [(False, True)] * 2
    assert ("Ответ остаётся." in texts[0], "Вера" in texts[0]) == (True, False)
    assert (counted(idea), replies(root)) == (1, 1)


def test_a_deleted_comment_without_answers_is_gone(idea: Idea, visit: Visit) -> None:
    author = make_account()
    root = say(idea, author)
    last = say(idea, author, "Последнее.", root)

    for comment in (last, root):
        visit(author).send(f"/comments/{comment.id}/delete")

    text = visit().get(page_of(idea)).text
    assert ("Deleted by its author." in text, "Nobody has said anything yet" in text) == (False, True)
    assert (counted(idea), replies(root)) == (0, 0)
    assert visit(author).get(f"/comments/{root.id}").status_code == 404


def test_deleting_twice_is_deleting_once(idea: Idea) -> None:
    author = make_account()
    comment = say(idea, author)

    for _ in range(2):
        with step():
            comments.delete(actor_of(author), comment.id, present.now())

    assert counted(idea) == 0


def test_a_hidden_comment_leaves_its_place_with_the_rule_and_comes_back_into_the_count(
    idea: Idea, visit: Visit
) -> None:
    root = say(idea, make_account(), "Грубое слово.")
    say(idea, make_account(), "Ответ остаётся.", root)
    hidden = make_comment_in(State.HIDDEN, idea, make_account(), "Другое грубое.", parent=root)

    before = counted(idea)
    with step():
        states.publish(db.session.get_one(Contribution, hidden.id), present.now())

    assert (before, counted(idea), replies(root)) == (2, 3, 2)


def test_the_place_of_a_hidden_comment_names_the_rule(idea: Idea, visit: Visit) -> None:
    root = say(idea, make_account(), "Слова до скрытия.")
    say(idea, make_account(), "Ответ остаётся.", root)
    hide(root)

    text = visit().get(page_of(idea)).text

    assert "Слова до скрытия." not in text
    assert "Hidden by a moderator. The rule: " in text
    assert "Слова до скрытия." not in visit().get(f"/comments/{root.id}").text


@pytest.mark.parametrize("state", HIDDEN)
def test_words_of_hidden_comments_are_for_their_author_and_the_staff_alone(
    idea: Idea, visit: Visit, state: State
) -> None:
    author = make_account()
    root = make_comment_in(state, idea, author, "Канарейка поёт.")
    people: dict[str, Account | None] = {"guest": None, "stranger": make_account(), "author": author}
    people["moderator"] = give_role(make_account(), Role.MODERATOR)

    places = [page_of(idea), f"/comments/{root.id}", page_of(idea, "?sort=useful"), f"/comments/{root.id}/history"]
    seen = {who for who, one in people.items() if any("Канарейка" in visit(one).get(place).text for place in places)}

    assert seen == (set() if state == State.WITHDRAWN else {"author", "moderator"})


def test_a_comment_under_what_is_hidden_is_read_nowhere(app: Flask, visit: Visit) -> None:
    idea, author = make_idea(make_campaign(), make_account()), make_account()
    comment = say(idea, author, "Канарейка поёт.")
    with step():
        states.withdraw(db.session.get_one(Contribution, idea.id), present.now())

    answers = [
        visit(one).get(f"/comments/{comment.id}{rest}") for one in (None, author) for rest in ("", "/history", "/edit")
    ]

    assert {answer.status_code for answer in answers} == {404}


def test_useful_is_a_set_and_counts_people(idea: Idea, visit: Visit) -> None:
    comment, person = say(idea, make_account()), visit(make_account())

    for _ in range(2):
        answer = person.send(f"/comments/{comment.id}/useful", {"next": page_of(idea, "?sort=useful")})
    visit(make_account()).send(f"/comments/{comment.id}/useful")
    twice = db.session.get_one(Comment, comment.id, populate_existing=True).useful
    for _ in range(2):
        person.send(f"/comments/{comment.id}/not-useful")

    assert (answer.status_code, answer.headers["Location"]) == (303, page_of(idea, f"?sort=useful#c{comment.id}"))
    assert (twice, db.session.get_one(Comment, comment.id, populate_existing=True).useful) == (2, 1)
    assert db.session.scalar(select(func.count()).select_from(Reaction)) == 1


def test_nobody_finds_their_own_comment_useful(idea: Idea, visit: Visit) -> None:
    author = make_account()
    comment = say(idea, author)

    with pytest.raises(NotAllowed) as refused, step():
        reactions.useful(actor_of(author), comment.id, present.now())

    assert refused.value.reason.code == "not-own"
    assert f"/comments/{comment.id}/useful" not in visit(author).get(page_of(idea)).text


def test_a_highlighted_comment_stands_first_and_in_the_log(idea: Idea, visit: Visit) -> None:
    facilitator = give_role(make_account(), Role.FACILITATOR, db.session.get_one(Campaign, idea.campaign_id))
    first = say(idea, make_account(), "Самое важное.")
    for number in range(25):
        say(idea, make_account(), f"Прочее {number}.")

    for _ in range(2):
        answer = visit(facilitator).send(f"/comments/{first.id}/highlight")

    text = visit().get(page_of(idea)).text
    acts = list(db.session.scalars(select(Entry.act).where(Entry.act.like("comment.%"))))
    assert (answer.status_code, acts) == (303, ["comment.highlight"])
    assert "Highlighted by the facilitator" in text
    assert 0 < text.index("Самое важное.") < text.index("Прочее 24.")


def test_only_who_leads_highlights(idea: Idea) -> None:
    comment = say(idea, make_account())

    for account in (make_account(), give_role(make_account(), Role.MODERATOR)):
        with pytest.raises(NotAllowed), step():
            highlights.highlight(actor_of(account), comment.id, present.now())

    assert db.session.get_one(Comment, comment.id, populate_existing=True).highlighted_at is None


def test_my_comments_stand_on_my_page(idea: Idea, visit: Visit) -> None:
    author = make_account()
    said, waiting = say(idea, author, "Сказанное мной."), make_comment_in(State.SUBMITTED, idea, author, "Ждёт ещё.")
    make_comment_in(State.WITHDRAWN, idea, author, "Уже удалено.")
    say(idea, make_account(), "Сказанное другим.")

    text = visit(author).get("/account/").text

    assert "My comments" in text
    assert [f"/comments/{one.id}" in text for one in (said, waiting)] == [True, True]
    assert [words in text for words in ("Уже удалено.", "Сказанное другим.")] == [False, False]


def test_too_much_for_the_verb_is_refused_too(idea: Idea) -> None:
    author = make_account()

    for body in ("", "Й" * 3001):
        with pytest.raises(Invalid):
            say(idea, author, body)

    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0


def test_no_stand_is_taken_on_an_idea(idea: Idea) -> None:
    with pytest.raises(NotAllowed) as refused:
        say(idea, make_account(), stand=Stand.FOR)

    assert refused.value.reason.code == "no-stands"
