"""Findings as a case keeps them, and the text cut where they begin and end."""

from moderation.findings import Kept, find_in, kept, stretches
from moderation.texts import Part

PHONE = Kept("problem", "personal.phone", 0.9, 2, 6)
LOUD = Kept("problem", "shouting", 0.5, 4, 8)


def test_a_text_is_cut_where_findings_begin_and_end_and_the_surest_is_named() -> None:
    assert stretches("0123456789", [PHONE, LOUD]) == [
        ("01", None),
        ("23", PHONE),
        ("45", PHONE),
        ("67", LOUD),
        ("89", None),
    ]


def test_a_finding_behind_the_end_of_a_text_that_became_shorter_is_passed_over() -> None:
    assert stretches("012", [LOUD]) == [("012", None)]


def test_an_empty_text_has_no_stretches() -> None:
    assert stretches("", []) == []


def test_findings_are_kept_and_read_again() -> None:
    found = find_in([Part("title", "Title", "Звоните 89123456789"), Part("effect", "Effect", "Спокойно.")])

    assert found == [Kept("title", "personal.phone", 0.9, 8, 19)]
    assert kept([one.as_json() for one in found]) == found


def test_findings_of_a_rule_that_is_no_more_are_passed_over() -> None:
    assert kept([{"part": "title", "code": "gone", "score": 1.0, "start": 0, "end": 1}]) == []


def test_a_text_full_of_numbers_keeps_a_hundred_findings() -> None:
    assert len(find_in([Part("problem", "Problem", "89123456789, " * 200)])) == 100
