"""Which words of a text are masked, and how it reads then. Knows no database.

Whatever is chosen is masked wherever it stands in the text, not only where it was pointed at; a number is found however its
digits are set apart. Masks that overlap or touch become one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from app.foundation.errors import Invalid, Reason
from moderation.texts import Text

MARKS = {"ru": "[скрыто]", "uk": "[приховано]", "en": "[hidden]"}
MOST_WORDS, LONGEST_WORDS = 50, 200
DIGITS_OF_A_NUMBER = 5

NOTHING = Reason("mask.nothing", _l("Choose what is to be masked, or write the words."))
OUTSIDE = Reason("mask.outside", _l("A mask reaches beyond the text. Look once more at what you have chosen."))
TOO_MANY = Reason("mask.too-many", _l("These are too many or too long words for one time. Hide the text instead."))
EVERYTHING = Reason(
    "mask.everything", _l("Nothing would be left to read. Return the text, hide it or do not publish it.")
)


def not_there(words: str) -> Reason:
    """What was typed does not stand in the text."""
    return Reason("mask.not-there", _l("These words do not stand in the text: “%(words)s”."), {"words": words})


@dataclass(frozen=True)
class Span:
    """A stretch of a part of a text, from `start` up to but without `end`, in characters."""

    part: str
    start: int
    end: int


@dataclass(frozen=True)
class Wanted:
    """What a moderator wants masked: stretches that were found, and words typed as they stand in the text."""

    spans: tuple[Span, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mask:
    """A change of words: given a place and the words there, it gives them without what is to be masked.

    `at` are stretches of the parts that `read` as they did when they were chosen.
    """

    patterns: tuple[re.Pattern[str], ...]
    at: Mapping[str, tuple[tuple[int, int], ...]]
    read: Mapping[str, str]
    language: str

    def __call__(self, place: str, words: str) -> str:
        found = [match.span() for pattern in self.patterns for match in pattern.finditer(words)]
        if self.read.get(place) == words:
            found += self.at.get(place, ())
        return _without(words, found, mark_in(self._language_of(place)))

    def _language_of(self, place: str) -> str:
        own = place.rpartition("-")[2]
        return own if own in MARKS else self.language


def mark_in(language: str) -> str:
    """What stands in the place of masked words."""
    return MARKS.get(language, MARKS["en"])


def plan(text: Text, wanted: Wanted, language: str) -> Mask:
    """How the text is masked. Raises Invalid: nothing chosen, a stretch or words that are not there, nothing left to read."""
    if not wanted.spans and not wanted.words:
        raise Invalid(NOTHING)
    if len(wanted.words) > MOST_WORDS or any(len(one) > LONGEST_WORDS for one in wanted.words):
        raise Invalid(TOO_MANY)
    read = {part.name: part.text for part in text.parts}
    at: dict[str, tuple[tuple[int, int], ...]] = {}
    patterns: dict[re.Pattern[str], None] = {}
    for span in wanted.spans:
        if span.part not in read or not 0 <= span.start < span.end <= len(read[span.part]):
            raise Invalid(OUTSIDE)
        at[span.part] = (*at.get(span.part, ()), (span.start, span.end))
        patterns[_pattern_at(read[span.part], span.start, span.end)] = None
    for words in wanted.words:
        pattern = _pattern(words, True, True)
        if not words.strip() or not any(pattern.search(one) for one in read.values()):
            raise Invalid(not_there(words))
        patterns[pattern] = None
    mask = Mask(tuple(patterns), at, read, language)
    _require_something(mask, read)
    return mask


def _require_something(mask: Mask, read: Mapping[str, str]) -> None:
    left = "".join(mask(place, words) for place, words in read.items())
    for mark in MARKS.values():
        left = left.replace(mark, "")
    if not re.search(r"\w", left):
        raise Invalid(EVERYTHING)


def _pattern_at(text: str, start: int, end: int) -> re.Pattern[str]:
    is_whole = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    return _pattern(
        text[start:end], is_whole, end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    )


def _pattern(words: str, from_beginning: bool, to_end: bool) -> re.Pattern[str]:
    """Finds the words whatever their case and the space between them, as whole ones where they stood whole."""
    words = words.strip()
    core = _number(words) or r"\s+".join(re.escape(one) for one in words.split())
    before = r"(?<!\w)" if from_beginning and words[:1].isalnum() else ""
    after = r"(?!\w)" if to_end and words[-1:].isalnum() else ""
    return re.compile(f"{before}{core}{after}", re.IGNORECASE)


def _number(words: str) -> str:
    """A number however its digits are set apart, a phone with or without the code of its country; else nothing."""
    digits = [one for one in words if one.isdecimal()]
    if len(digits) < DIGITS_OF_A_NUMBER or any(one.isalpha() for one in words):
        return ""
    apart = r"[\W_]{0,3}"
    code = ""
    if len(digits) == 12 and digits[:2] == ["3", "8"]:
        code, digits = f"(?:3{apart}8{apart})?", digits[2:]
    elif len(digits) == 11 and digits[0] in "78":
        code, digits = f"(?:[78]{apart})?", digits[1:]
    return r"[+(]{0,2}" + code + apart.join(digits)


def _without(text: str, found: Iterable[tuple[int, int]], mark: str) -> str:
    pieces, place = [], 0
    for start, end in _merged(text, found):
        pieces += [text[place:start], mark]
        place = end
    return "".join([*pieces, text[place:]])


def _merged(text: str, found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order; those that overlap, or have nothing but spaces between them, made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and not text[merged[-1][1] : start].strip(" "):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
