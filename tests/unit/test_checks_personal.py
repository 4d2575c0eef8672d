"""Personal data: the cases no rule was tuned on, and what the table of cases cannot say."""

from dataclasses import replace

import pytest

from campaigns.contributions.findings import Finding
from moderation.checks import addresses, allowed, examine, holds, names, phones
from tests.evaluation import personal_data

# A little below what was measured (docs/moderation.md).
LEAST_FOUND, LEAST_RIGHT = 0.95, 0.95


def test_the_cases_no_rule_was_tuned_on_are_found_and_nothing_else() -> None:
    reported = [case for case in personal_data.cases() if personal_data.is_reported(case.text)]

    counted = personal_data.count(reported, examine)

    found, wrong = counted.found / counted.hidden, counted.wrong / (counted.found + counted.wrong)
    assert (len(reported) > 200, found >= LEAST_FOUND, 1 - wrong >= LEAST_RIGHT) == (True, True, True), counted


@pytest.mark.parametrize("language", personal_data.LANGUAGES)
def test_each_language_has_cases_of_both_kinds(language: str) -> None:
    cases = [case for case in personal_data.cases() if case.language == language]

    assert min(sum(case.code is not None for case in cases), sum(case.code is None for case in cases)) >= 60


def test_a_name_alone_holds_nothing() -> None:
    found = examine("Моя соседка Гусейнова Лейла Рашидовна не может выйти из дома.")

    assert ([one.code for one in found], holds(found)) == ([names.CODE], False)


def test_a_name_beside_where_somebody_lives_holds() -> None:
    found = examine("Гусейнова Лейла Рашидовна, живёт на ул. Мира, 5, лифта нет.")

    assert [(one.code, one.holds) for one in found] == [(names.CODE, True), (addresses.CODE, False)]


def test_a_house_where_nobody_is_said_to_live_is_no_home() -> None:
    assert examine("У дома 5 по улице Мира нет света, а на ул. Ленина, 11 есть.") == []


def test_the_phone_of_an_office_is_left_alone_and_a_persons_beside_it_is_not() -> None:
    text = "Регистратура 8 (3462) 52-20-20 молчит, мой телефон 8 (3462) 51-20-84."

    assert [text[one.start : one.end] for one in examine(text)] == ["8 (3462) 51-20-84"]


def test_what_an_operator_published_is_left_alone_however_it_is_written() -> None:
    text = "Пишите на Duty@example.org или звоните 8 922 418-33-07."
    published = frozenset({allowed.key("+7 (922) 418-33-07"), allowed.key("duty@EXAMPLE.org")})

    assert (len(examine(text)), examine(text, published=published)) == (2, [])


def test_company_is_sought_nearby_only() -> None:
    name = Finding(names.CODE, names.WEAK, 0, 10, "")
    near, far = Finding(phones.CODE, 0.6, 100, 110, ""), Finding(phones.CODE, 0.6, 1000, 1010, "")

    assert [names.with_company([name, one])[0] for one in (near, far)] == [replace(name, score=0.7), name]
