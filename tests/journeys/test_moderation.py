"""Moderation as people live it: a Monday at the desk, a refusal and what becomes of it, a warning in time."""

from collections.abc import Callable

import pytest

from app.accounts.roles import Role
from app.foundation.unit_of_work import step
from campaigns.contributions.models import State
from moderation.models import Decision
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case, restrict
from tests.factories.people import give_role, make_account
from tests.journeys.conftest import DESK, PHONE, Letters, Reader, Sit
from tests.journeys.test_campaign import by_keys
from tests.journeys.test_thread import link_in
from tests.support.clocks import MovingClock

Chapter = Callable[[], None]
PHONE_NUMBER = "+7 912 345-67-89"


def test_a_moderators_monday_by_keyboard_alone(sit: Sit, run_jobs: Chapter, letters: Letters) -> None:
    """Three ideas came over the weekend: one is published, one returned with a reason, and that is taken back in time."""
    ugra = make_campaign("ugra")
    author = make_account("author@example.org", language="ru")
    texts = ("Лист ожидания к врачу", "Звоните мне сами", "Меню на неделю")
    for hours, title in zip((60, 50, 40), texts, strict=True):
        make_case(make_idea(ugra, author, State.SUBMITTED, title=title), waiting_hours=hours)
    moderator = sit(give_role(make_account(given_name="Мария"), Role.MODERATOR, ugra), locale="ru-RU")
    keys = moderator.page.keyboard

    moderator.open("/moderation/")
    keys.press("j")
    opens(moderator, lambda: keys.press("o")).reads("Лист ожидания к врачу")
    keys.press("p")
    opens(moderator, lambda: keys.press("Enter")).reads("Опубликовано: Лист ожидания к врачу")
    moderator.reads("Звоните мне сами")
    keys.press("r")
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowDown")
    opens(moderator, lambda: keys.press("Alt+v")).reads("Автор прочитает это")
    opens(moderator, lambda: keys.press("Alt+s")).reads("Возвращено автору: Звоните мне сами")
    by_keys(moderator, "Отменить")
    moderator.look().reads("Решение отменено")
    run_jobs()

    assert moderator.page.locator("main h1").inner_text() == "Звоните мне сами"
    assert [letter for letter in letters("author@example.org") if "Звоните" in letter] == []


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, PHONE)], ids=["desk", "phone without scripts"])
def test_a_resident_is_warned_of_a_phone_number(sit: Sit, scripts: bool, width: int) -> None:
    """The number is shown before anything is sent; the idea goes to be checked without it."""
    make_campaign("ugra")
    resident = sit(make_account(given_name="Пётр"), scripts=scripts, width=width, locale="ru-RU")

    resident.open("/campaigns/ugra/ideas/new").fill(
        problem=f"Талон не взять, звоните: {PHONE_NUMBER}.", proposal="Сделать лист ожидания.", title="Лист ожидания"
    )
    resident.press("Отправить").reads("похоже на номер телефона")
    assert PHONE_NUMBER in resident.page.locator("main mark").first.inner_text()
    resident.fill(problem="Талон не взять: расходятся за минуту.").press("Отправить").reads("Ваша идея на проверке")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_author_goes_from_a_refusal_to_its_reversal(
    sit: Sit, run_jobs: Chapter, letters: Letters, clock: MovingClock, width: int
) -> None:
    """The letter says why and what can be done; another person looks once more, and the idea stands where everyone reads it."""
    ugra = make_campaign("ugra")
    author = make_account("author@example.org", language="ru")
    idea = make_idea(ugra, author, State.SUBMITTED, title="Лист ожидания к врачу")
    restrict(idea, Decision.REJECT, give_role(make_account(), Role.MODERATOR, ugra), ground="off-topic")
    writing = sit(author, width=width, locale="ru-RU")
    second = sit(give_role(make_account(), Role.MODERATOR, ugra), width=width, locale="ru-RU")
    idea_id = idea.id
    clock.move_by(minutes=2)
    run_jobs()
    (letter,) = letters("author@example.org")

    writing.open(link_in(letter, "/ideas/")).press("Попросить пересмотреть")
    writing.fill(words="Запись к врачу — это и есть сервис из вопроса проекта.").press("Отправить")
    writing.reads("Посмотрит тот, кто раньше не решал")
    second.open("/moderation/").follow("Лист ожидания к врачу").reads("Запись к врачу — это и есть сервис")
    second.page.get_by_label("Решение отменено").check()
    second.fill(facts="Вы правы: запись к врачу входит в вопрос проекта.")
    second.press("Показать, что будет в письме").press("Отправить решение")
    run_jobs()

    assert any("Вы правы" in one for one in letters("author@example.org"))
    sit(width=width, locale="ru-RU").open(f"/ideas/{idea_id}").reads("Лист ожидания к врачу")


def test_the_idea_of_a_sole_moderator_is_decided_by_the_one_who_was_named(sit: Sit) -> None:
    """Nobody of the team is left: the person outside of it sees this text and no other."""
    ugra = make_campaign("ugra")
    sole = give_role(make_account(given_name="Мария"), Role.MODERATOR, ugra)
    named = make_account(given_name="Тамара")
    with step():
        ugra.reviewer_id = named.id
    make_case(make_idea(ugra, sole, State.SUBMITTED, title="Идея самой Марии"))
    make_case(make_idea(ugra, make_account(), State.SUBMITTED, title="Идея кого-то ещё"))
    team, outside = sit(sole, locale="ru-RU"), sit(named, locale="ru-RU")

    team.open("/moderation/").follow("Идея самой Марии")
    assert team.page.locator("main").get_by_role("button", name="Опубликовать", exact=True).count() == 0
    outside.open("/moderation/")
    assert outside.page.locator("main").get_by_text("Идея кого-то ещё").count() == 0
    outside.follow("Идея самой Марии").press("Опубликовать").reads("Опубликовано: Идея самой Марии")


def opens(reader: Reader, act: Callable[[], None]) -> Reader:
    """What the person does opens a page, which is looked over."""
    with reader.page.expect_navigation():
        act()
    return reader.look()
