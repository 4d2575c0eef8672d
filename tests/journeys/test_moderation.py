"""Moderation as people live it: a Monday at the desk, a refusal and what becomes of it, a warning in time."""

from collections.abc import Callable

import pytest

from app.accounts.roles import Role
from campaigns.contributions.models import State
from tests.factories.campaigns import make_campaign, make_idea
from tests.factories.cases import make_case
from tests.factories.people import give_role, make_account
from tests.journeys.conftest import DESK, PHONE, Letters, Reader, Sit
from tests.journeys.test_campaign import by_keys

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


def opens(reader: Reader, act: Callable[[], None]) -> Reader:
    """What the person does opens a page, which is looked over."""
    with reader.page.expect_navigation():
        act()
    return reader.look()
