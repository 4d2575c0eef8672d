"""Checks of a text as a whole and of what it has in common with others; what a campaign may change of them."""

import pytest

from campaigns.contributions.findings import CheckSettings
from moderation.checks import examine, holds, language, short, twins
from moderation.checks.twins import Other
from tests.unit.test_checks import HOSTILE, seconds

ADVERTISEMENT = "Приходите в субботу на ярмарку мёда у озера: музыка, варенье и катание на лошадях весь день"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Запись к врачу открывается ночью, и к утру талонов уже нет.", "ru"),
        ("Запис до лікаря відкривають уночі, і вранці талонів уже немає.", "uk"),
        ("There are no appointments left in the morning, and the line is long.", "en"),
        ("La biblioteca cierra demasiado pronto y los vecinos no pueden usarla por la tarde.", ""),
        ("图书馆关门太早，居民晚上无法使用，希望延长开放时间，让大家都能去看书。", ""),
        ("Спасибо!", None),
        ("89123456789, 100500, +++", None),
        ("Wi-Fi, HTML, QR, PDF, SMS, MMS", None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_letters_and_small_words(text: str, seen: str | None) -> None:
    assert language.seen_in(text) == seen


def test_another_language_is_said_and_holds_nothing() -> None:
    text = "Запис до лікаря відкривають уночі, і вранці талонів уже немає."

    assert [(one.code, one.end, one.holds) for one in language.find_in(text, {"ru"})] == [
        ("language", len(text), False)
    ]
    assert language.find_in(text, {"ru", "uk"}) == []


@pytest.mark.parametrize(
    ("texts", "words", "found"),
    [
        (["..."], 1, True),
        (["+1"], 1, True),
        (["Поддерживаю"], 1, False),
        (["Сделать лучше", "Просто сделайте"], 8, True),
        (["Талонов к врачу нет уже утром", "Открыть запись днём"], 8, False),
    ],
)
def test_a_text_that_says_nothing_is_too_short(texts: list[str], words: int, found: bool) -> None:
    assert bool(short.find_in(texts, words)) == found
    assert not holds(short.find_in(texts, words))


def test_the_same_words_under_other_names_are_found_though_a_few_changed() -> None:
    others = [
        Other(1, ADVERTISEMENT.upper() + "!!!", is_own=True),
        Other(2, ADVERTISEMENT.replace("варенье", "вapeньe").replace("мёд", "мед"), is_own=False),
        Other(3, "Приходите в субботу убирать берег у озера, возьмите перчатки на весь день", is_own=False),
    ]

    found = twins.repetitions(ADVERTISEMENT, others)

    assert [(one.code, ids, one.holds) for one, ids in found] == [
        ("spam.repeated", (1,), False),
        ("spam.copied", (2,), False),
    ]


def test_what_stands_there_three_times_holds_the_fourth() -> None:
    found = twins.repetitions(ADVERTISEMENT, [Other(id, ADVERTISEMENT, is_own=False) for id in (3, 1, 2)])

    assert [(one.code, ids, one.holds) for one, ids in found] == [("spam.copied", (1, 2, 3), True)]


def test_a_line_of_thanks_is_no_repetition() -> None:
    assert twins.repetitions("Спасибо, очень нужная идея!", [Other(1, "Спасибо, очень нужная идея!", False)]) == []


def test_a_campaign_switches_rules_and_groups_of_rules_off() -> None:
    text = "Есть халтурка на 4к, звоните 89123456789"
    no_spam = CheckSettings.of([{"code": "spam", "off": True, "hold_from": None}])
    no_phones = CheckSettings.of([{"code": "personal.phone", "off": True}, {"code": "spam", "off": True}])

    assert [one.code for one in examine(text, no_spam)] == ["personal.phone"]
    assert examine(text, no_phones) == []


def test_a_campaign_says_from_which_score_on_a_rule_holds() -> None:
    settings = CheckSettings.of([{"code": "spam", "hold_from": 1.01}, {"code": "links", "hold_from": 0.3}])
    links = "https://a.example/1 https://a.example/2 https://a.example/3"

    assert holds(examine("Есть халтурка на 4к", settings)) is False
    assert holds(examine(links, settings)) is True


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_keeps_the_checks_of_a_whole_text_busy(name: str) -> None:
    text = HOSTILE[name]

    assert seconds(twins.fingerprint, text) < 0.05
    assert seconds(language.seen_in, text) < 0.05
    assert seconds(lambda whole: short.find_in([whole], 8), text) < 0.05
