"""Swear words through their disguises, and ordinary words that only contain them."""

import pytest

from moderation.checks import profanity
from moderation.checks.profanity import find

HELD = [
    # Plain
    ("иди на хуй", "хуй"),
    ("это полный пиздец", "пиздец"),
    ("Блять, опять закрыто", "Блять"),
    ("заебали уже", "заебали"),
    ("чиновник мудак", "мудак"),
    ("нахуя это надо", "нахуя"),
    ("заїбали вже", "заїбали"),
    ("йобаний ремонт", "йобаний"),
    ("це піздець", "піздець"),
    ("довбойоб", "довбойоб"),
    ("what the fuck", "fuck"),
    ("you cunt", "cunt"),
    # Look-alike letters, digits and signs
    ("xyй вам", "xyй"),
    ("χуй", "χуй"),
    ("пиздa", "пиздa"),
    ("дoлбoёб", "дoлбoёб"),
    ("бл@ть", "бл@ть"),
    ("на%уй", "на%уй"),
    ("х*й", "х*й"),
    ("п*здец", "п*здец"),
    ("F*ck this", "F*ck"),
    ("г*ндон", "г*ндон"),
    # Letters apart, repeated, joined by what is not seen
    ("х.у.й", "х.у.й"),
    ("ну х у й тебе", "х у й"),
    ("е.ба.нат", "е.ба.нат"),
    ("хуууууй", "хуууууй"),
    ("ху\u200bй", "ху\u200bй"),
    ("f.u.c.k off", "f.u.c.k"),
    ("fuuuuck", "fuuuuck"),
    # By ear, and with a sign or a dot in place of a letter
    ("пошли накуй", "накуй"),
    ("иди на.ку.й", "на.ку.й"),
    ("биллат, опять", "биллат"),
    ("заибали", "заибали"),
    ('ху"ло', 'ху"ло'),
    ("это п.здец", "п.здец"),
    # Russian in Latin letters
    ("idi nahuy", "nahuy"),
    ("zaebal", "zaebal"),
]

SUGGESTED = [
    ("сука", "сука"),
    ("одни идиоты сидят", "идиоты"),
    ("полная херня", "херня"),
    ("курва", "курва"),
    ("bullshit", "bullshit"),
    ("д*бил", "д*бил"),
    ("д.бил", "д.бил"),
    ("сцуко", "сцуко"),
]

LEFT_ALONE = [
    'Дерева білять щовесни, п.Дорохово, п.Зеленый, г.Омск, д.Билибино, Ибатуллин, ООО"Ромашка", на куполе, кули с песком.',
    "Застрахуйте имущество, подстрахуйте соседа, страхуй себя сам.",
    "Нельзя оскорблять людей, ослаблять и употреблять.",
    "Хулиганы, команда, мандат, Педро, мандарин, сукно, барсук, требуется хлеб.",
    "рубля, сабля, корабля, ансамбля",
    "Потребителей.К тому же, учебник,щебень, себестоимость, вебинар и небо.",
    "Я психую, но не рискую; тихую, плохую, глухую улицу чинят.",
    "Хутор, художник, хурма, худой. Херсон, херувим, Аньхуй.",
    "Штрихуют, тасуют, рисуют. Спидометр, педикюр, подарок.",
    "хуртовина себе тебе поїзд піздній підрахунок підручник підорожник підірвати",
    "Порахуй, врахуйте, рахує, приховує, зібрати, діброва, Київбуд.",
    "Scunthorpe, Essex, assess, classic, Dickens, cocktail, Hyundai, e-banking, ebank",
    "П.И.Здановский и Б.Л.Ядов подписали.",
    "конфискат, фиск, диск",
    "москаленко, хохлома, хохолок, тварина, уродився, жидкий",
    "Оплата 5*6, **важно**, x*y, #тег, п. 5.1, т.е. и т.д.",
    "доки не виїдеш на неї... Тому; стереть ее... H&R, R&D, anna@mail.example, C#, 100%ный",
    "сразу, сражение, страна, рассрочка",
]


@pytest.mark.parametrize(("text", "quote"), HELD)
def test_a_swear_word_is_found_through_its_disguise(text: str, quote: str) -> None:
    found = find(text)

    assert [(text[one.start : one.end], one.holds) for one in found] == [(quote, True)]


@pytest.mark.parametrize(("text", "quote"), SUGGESTED)
def test_a_doubtful_word_is_shown_and_holds_nothing(text: str, quote: str) -> None:
    found = find(text)

    assert [(text[one.start : one.end], one.holds) for one in found] == [(quote, False)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_a_word_that_only_contains_one_is_left_alone(text: str) -> None:
    assert [text[one.start : one.end] for one in find(text)] == []


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "İstanbul", "\U0001f600" * 3, "ＡＢＣ", "x" * 5000])
def test_any_text_is_read(text: str) -> None:
    assert find(text) == []


def test_a_place_of_two_rules_is_named_once() -> None:
    found = find("пиздец блять")

    assert [(one.code, one.start, one.end) for one in found] == [(profanity.CODE, 0, 6), (profanity.CODE, 7, 12)]
