"""In which language a text is written, told by its letters."""

import pytest

from campaigns.contributions.languages import language_of


@pytest.mark.parametrize(
    ("text", "usual", "language"),
    [
        ("Лист ожидания к врачу: вы узнаёте о месте", "uk", "ru"),
        ("Черга до лікаря починається о п'ятій", "ru", "uk"),
        ("A waiting list for a doctor", "ru", "en"),
        ("Wi-Fi в библиотеке и ещё розетки", "en", "ru"),
        ("112", "uk", "uk"),
        ("Карта города", "uk", "uk"),
        ("Карта города", "ru", "ru"),
        ("Карта города", "en", "ru"),
        ("", "en", "en"),
    ],
)
def test_letters_tell_the_language(text: str, usual: str, language: str) -> None:
    assert language_of(text, usual) == language
