"""Which texts look like advertisements, which only share their words, and letters that look like others."""

import pytest

from moderation.checks import letters, spam
from tests.evaluation.spam import ADVERTISEMENTS as ADVERTISING
from tests.evaluation.spam import APPEALS, FEEDBACK, REPORTED, advertisements, appeals, feedback, held, of_half
from tests.support.real import FOLDER, real
from tests.unit.test_checks import HOSTILE, seconds

ADVERTISEMENTS = [
    "Нужны двое на разгрузку фуры завтра утром, оплата 3000р на руки, пишите в лс",
    "Зарабатывай от 500$ в неделю на арбитраже крипты, без опыта, всему обучим, подробности в личных сообщениях",
    "Ищу людей на удалённую работу, 2-3 часа в день, доход от 60 000 в месяц",
    "Кто свободен сегодня? Есть халтурка на 4к",
    "Помогу деньгами, обращайтесь",
    "Тебе 18+? Есть темка, пиши",
    "Онлайн-казино дарит бонусы: промокод внутри, ставки на спорт",
    "Прuглaшaю в кoмaндy, oбyчeнue бeсплaтнoe",
    "Напишиᴛᴇ ʍнᴇ, ᴇᴄть выᴦодноᴇ дᴇᴧо",
    "Шукаю людей у команду, віддалена робота без досвіду, заробіток від 800$ на тиждень",
    "Терміново потрібні вантажники, оплата 1500 грн на руки",
    "Пишіть в особисті, легкі гроші без вкладень",
    "Work from home and earn $500 a week, no experience needed, text me",
    "Join my telegram channel: free trading signals, bitcoin, guaranteed profit",
    "Заходите: t.me/joinchat/AAAAAEexample",
    "Сусіди, наш чат: https://chat.whatsapp.com/Example123",
    "Мы тут https://t.me/+example",
    "Спільнота: https://invite.viber.com/?g2=example",
]

RESIDENTS = [
    "Почему я плачу 1 500 рублей за воду, которой третий день нет?",
    "Нужны люди в регистратуру: утром стоит очередь на два часа.",
    "Проезд подорожал до 35 рублей, а автобус ходит реже.",
    "Пусть курьеры привозят лекарства пожилым, у которых нет машины.",
    "Откройте для подростков центр занятости, чтобы летом они могли работать в парках и на субботниках.",
    "Напишите на портале, когда заработает лифт. Обращались в управляющую компанию дважды.",
    "Оплата детского сада через портал не проходит, деньги списали 12.03.2025 г.",
    "Запись к врачу без опыта работы на портале не освоить: нужна помощь библиотек.",
    "Потрібні нові лавки біля школи та освітлення, бо ввечері темно.",
    "Чому за опалення 2 400 грн, якщо батареї холодні?",
    "Робота поліклініки з восьмої, а черга з шостої ранку.",
    "Two more people at the desk would be enough. The fee is 500 roubles.",
    "The library needs helpers for its evening course.",
    "SMSка пришла через час, а QR-код не открылся.",
    "Киiвська мiська рада має вiдповiсти.",
    "Об'ява на під'їзді: https://t.me/example_town/12",
]


@pytest.mark.parametrize("text", ADVERTISEMENTS)
def test_an_advertisement_waits_for_a_person(text: str) -> None:
    assert any(one.holds for one in spam.find(text))


@pytest.mark.parametrize("text", RESIDENTS)
def test_who_writes_of_pay_and_workers_to_their_town_is_let_through(text: str) -> None:
    assert [one for one in spam.find(text) if one.holds] == []


def test_every_sign_is_named_with_its_own_words() -> None:
    text = "Добрый день! Нужны грузчики, оплата 3000р, пишите в лс."

    assert [(one.code, text[one.start : one.end]) for one in spam.find(text)] == [
        ("spam.hiring", "Нужны грузчики"),
        ("spam.pay", "оплата 3000р"),
        ("spam.contact", "пишите в лс"),
    ]


def test_signs_far_from_each_other_tell_nothing_together() -> None:
    far = "Дорожки у школы не чистят, и дети идут по проезжей части. " * 8

    assert spam.find(f"Хорошо бы найти курьеров для библиотеки. {far}За всё про всё просят 3000р.") == []


def test_words_of_two_alphabets_are_shown_from_the_first_to_the_last() -> None:
    text = "Доступна нoвая прoграмма."

    assert [(one.code, text[one.start : one.end], one.holds) for one in spam.find(text)] == [
        ("spam.letters", "нoвая прoграмма", True)
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Кpиптoвaлютa", "криптовалюта"),
        ("0бyчeниe с н0ля", "обучение с ноля"),
        ("ᴧучɯий ᴄпособ", "лучший способ"),
        ("Πpивeт, ещё раз", "привет, еще раз"),
        ("Wi-Fi в HTML, 4 мм, 3D-печать", "wi-fi в html, 4 мм, 3d-печать"),
        ("İstanbul ẞ", "istanbul ß"),
    ],
)
def test_a_word_is_read_as_it_looks_and_keeps_its_length(written: str, read: str) -> None:
    assert (letters.unmask(written), len(letters.unmask(written))) == (read, len(written))


def test_a_keyboard_of_two_languages_masks_nothing() -> None:
    assert letters.masked("Мiсто, SMSка, AA3249КН, Wi-Fi, ІТ-відділ") == []


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_keeps_the_rules_of_advertisements_busy(name: str) -> None:
    assert seconds(spam.find, HOSTILE[name]) < 0.05


@pytest.mark.slow
def test_advertisements_are_held_and_residents_are_not_as_it_was_measured() -> None:
    for name in (ADVERTISING, APPEALS, FEEDBACK):
        real(name)

    caught = held(of_half(advertisements(FOLDER), REPORTED))
    stopped = held([text for read in (feedback, appeals) for text in of_half(read(FOLDER), REPORTED)])

    assert (caught.value >= 0.89, stopped.value <= 0.005) == (True, True)
