"""The whole campaign, in the language of its people: stories that a civil servant can read."""

import pytest

from app.accounts.roles import Role
from campaigns.plan.phases import PhaseKind
from tests.factories.campaigns import make_campaign, make_idea, support
from tests.factories.discussion import HOW, WHERE, make_conclusion, make_topic
from tests.factories.people import give_role, make_account, make_office, make_territory
from tests.factories.selection import make_counted, make_expert
from tests.factories.services import make_service
from tests.journeys.conftest import DESK, PHONE, Letters, Reader, Sit
from tests.journeys.test_thread import Chapter, link_in

EVERY_WAY = pytest.mark.parametrize(
    ("scripts", "width"),
    [(True, DESK), (True, PHONE), (False, PHONE)],
    ids=["desk", "phone", "phone without scripts"],
)
ZINAIDA = "zinaida@example.org"


@EVERY_WAY
def test_a_pensioner_writes_her_first_idea_at_the_library(
    sit: Sit, run_jobs: Chapter, letters: Letters, scripts: bool, width: int
) -> None:
    """She writes first, answers a problem that the discussion has named, registers afterwards, and finds her words again."""
    make_territory("Берёзово")
    ugra = make_campaign("ugra")
    doctor = make_service("Запись к врачу", "Запись на приём к врачу.")
    topic = make_topic(ugra, title="Что мешает записаться к врачу?", service_id=doctor.id)
    make_conclusion(topic, "Талоны расходятся за минуты.")
    at_library = sit(scripts=scripts, width=width, locale="ru-RU")

    at_library.open("/").follow("Цифровые сервисы в Югре").follow("Обсуждение").follow("Что мешает записаться")
    at_library.reads("Талоны расходятся за минуты.").press("Предложить идею")
    at_library.fill(
        problem="Внуки далеко, а сама я не успеваю нажать.",
        proposal="Пусть талон можно занять в библиотеке, где помогут.",
        title="Талон к врачу через библиотеку",
    )
    at_library.press("Посмотреть, как будет").reads("Так её увидят другие")
    at_library.press("Отправить").press("Зарегистрироваться")
    at_library.fill(email=ZINAIDA, given_name="Зинаида", family_name="Филиппова", password="тихая лошадь 71")
    at_library.page.locator("[name=consent]").check()
    at_library.press("Зарегистрироваться")
    run_jobs()
    (letter,) = letters(ZINAIDA)
    at_home = sit(scripts=scripts, width=PHONE, locale="ru-RU")
    at_home.open(link_in(letter, "/account/confirm/")).press("Да, это моя почта")
    if at_home.page.locator("[name=password]").count():
        at_home.fill(email=ZINAIDA, password="тихая лошадь 71").press("Войти")
    at_home.open("/account/").follow("Талон к врачу через библиотеку")
    at_home.press("Отправить").reads("Ваша идея на проверке").reads("Талоны расходятся за минуты.")


@EVERY_WAY
def test_a_parent_answers_a_question_and_disputes_politely(sit: Sit, scripts: bool, width: int) -> None:
    """One press to answer, one box to say why; a reply is answered where it stands."""
    ugra = make_campaign("ugra")
    topic = make_topic(ugra, title="Дневник: что помогает, а что отвлекает?", asked=[HOW, WHERE])
    official = give_role(make_account(given_name="Ирина"), Role.OFFICIAL, office=make_office("Управление школ"))
    parent = sit(make_account(given_name="Светлана"), scripts=scripts, width=width, locale="ru-RU")
    department = sit(official, scripts=scripts, width=width, locale="ru-RU")
    here = f"/campaigns/ugra/topics/{topic.id}"

    parent.open("/campaigns/ugra/").follow("Обсуждение").follow("Дневник: что помогает")
    for radio in ("2", "3"):
        parent.page.locator(f"main input[type=radio][value='{radio}']").nth(0 if radio == "2" else 1).check()
    parent.press("Ответить").reads("Ваш ответ")
    parent.fill(body="Уведомлений столько, что важное тонет.").press("Отправить").reads("важное тонет")
    department.open(here).reads("важное тонет")
    department.fill(body="Настройка есть, но спрятана в профиле.").press("Отправить").reads("Управление школ")
    parent.open(here).page.locator("main .thread").get_by_role("link", name="Ответить").first.click()
    parent.page.locator("main form.say [name=body]").last.fill("Спасибо. Но зачем её прятать?")
    parent.page.locator("main form.say").last.get_by_role("button", name="Отправить").click()
    parent.reads("Но зачем её прятать?")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_owner_plans_from_a_template_and_copies_last_years_campaign(sit: Sit, width: int) -> None:
    """The template spares the switches; a copy keeps texts and lengths and is a plan again."""
    owner = make_account(given_name="Ольга")
    last_year = make_campaign(
        "last-year",
        title="Зимники и переправы",
        windows=[(PhaseKind.DISCUSSION, -60, -40), (PhaseKind.IDEAS, -50, -30), (PhaseKind.RESULTS, -30, 100)],
    )
    give_role(owner, Role.OWNER, last_year)
    administrator = sit(give_role(make_account(), Role.ADMINISTRATOR), width=width, locale="ru-RU")
    owning = sit(owner, width=width, locale="ru-RU")

    administrator.open("/campaigns/new").fill(title="Новый проект", question="Что изменить?", organiser="Центр")
    administrator.press("Создать проект").reads("Сроки")
    owning.open("/campaigns/last-year/plan").follow("Скопировать")
    owning.press("Скопировать проект").reads("Проект скопирован").reads("Зимники и переправы")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_facilitator_concludes_a_topic(sit: Sit, width: int) -> None:
    """The conclusion stands on top, its problems are numbered, and each asks for an idea."""
    ugra = make_campaign("ugra")
    topic = make_topic(ugra, title="Чего не хватает на слабой связи?")
    facilitator = sit(give_role(make_account(), Role.FACILITATOR, ugra), width=width, locale="ru-RU")
    anybody = sit(width=width, locale="ru-RU")
    here = f"/campaigns/ugra/topics/{topic.id}"

    facilitator.open(here).follow("Подвести итог обсуждения")
    facilitator.page.locator("main textarea").first.fill(
        "Форма не помнит введённого, и заявление приходится начинать заново."
    )
    facilitator.page.locator("main textarea").nth(1).fill("На слабой связи форма обрывается.")
    facilitator.press("Опубликовать итог").reads("Форма не помнит введённого")
    anybody.open(here).reads("Проблема № 1").press("Предложить идею").reads("На слабой связи форма обрывается.")


def test_an_expert_selects_by_keyboard_alone(sit: Sit) -> None:
    """Without a mouse: to the idea, to the reason, to the button; then the owner makes the selection."""
    campaign, ideas, _result = make_counted("counted", (3, 2, 1, 0))
    owner = give_role(make_account(given_name="Ольга"), Role.OWNER, campaign)
    expert = sit(make_expert(campaign), locale="ru-RU")
    owning = sit(owner, locale="ru-RU")

    expert.open("/campaigns/counted/selection")
    by_keys(expert, "Выбрать и объяснить")
    expert.page.keyboard.type("Без этого не поедет ни один автобус посёлка.")
    by_keys(expert, "Выбрать эту идею")
    expert.look().reads("Выбрано")
    owning.open("/campaigns/counted/selection").press("Сделать отбор")
    owning.press("Сделать отбор")
    owning.open(f"/ideas/{ideas[2].id}").reads("Без этого не поедет ни один автобус посёлка.")


def by_keys(reader: Reader, name: str) -> None:
    """Goes by Tab to the first control of this name, or to a field that follows it, and presses it."""
    for _ in range(120):
        reader.page.keyboard.press("Tab")
        focused = reader.page.evaluate("document.activeElement ? document.activeElement.innerText || '' : ''")
        if name in focused:
            with reader.page.expect_navigation():
                reader.page.keyboard.press("Enter")
            break
    else:
        raise AssertionError(f"no key leads to {name}")
    field = reader.page.locator("main textarea")
    for _ in range(60):
        if not field.count() or reader.page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            return
        reader.page.keyboard.press("Tab")


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [
        ("uk-UA", "uk", ("Обговорення", "Надіслати", "Підтримати", "Ви підтримали")),
        ("en-GB", "en", ("Discussion", "Post", "Support this idea", "You support this")),
    ],
    ids=["Ukrainian", "English"],
)
def test_a_resident_takes_part_in_their_language(sit: Sit, locale: str, language: str, words: tuple[str, ...]) -> None:
    """From the home page to a comment and a support, all of it in one language."""
    campaign = make_campaign("here", title="Better buses" if language == "en" else "Послуги громади", language=language)
    topic = make_topic(
        campaign, title="Why not the bus?" if language == "en" else "Чому не автобус?", language=language
    )
    idea = make_idea(campaign, title="A later bus" if language == "en" else "Пізніший автобус", language=language)
    support(idea, make_account())
    resident = sit(make_account(language=language), width=PHONE, locale=locale)
    discussion, post, to_support, supported = words

    resident.open("/").follow(campaign.title).follow(discussion).follow(topic.title)
    resident.fill(body="It is always late." if language == "en" else "Він завжди запізнюється.").press(post)
    resident.open(f"/ideas/{idea.id}").press(to_support).reads(supported)
