"""Before a text is sent, its author is shown the personal data in it, once, with the words in question marked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import Field, Form
from wtforms.validators import ValidationError

from campaigns.contributions.slots import findings_in

AROUND = 40


@dataclass(frozen=True)
class Warned:
    """A stretch of a field that looks like personal data, with some words before and after it."""

    field: str
    before: str
    marked: str
    after: str
    explanation: Any


def found_in(prose: Mapping[str, str]) -> list[Warned]:
    """What looks like personal data in these texts, by the name of the field each was written in."""
    return [
        Warned(
            field,
            ("…" if finding.start > AROUND else "") + words[max(0, finding.start - AROUND) : finding.start],
            words[finding.start : finding.end],
            words[finding.end : finding.end + AROUND] + ("…" if finding.end + AROUND < len(words) else ""),
            finding.explanation,
        )
        for field, words in prose.items()
        for finding in findings_in(words)
        if finding.is_personal
    ]


def word_for(warned: Sequence[Warned]) -> str:
    """What goes along with the form to say that these were shown; it does not repeat them."""
    return ".".join(sorted({_digest(one.marked) for one in warned}))


def were_shown(warned: Sequence[Warned], word: str | None) -> bool:
    """Whether each of these had been shown to the person before they sent the form."""
    shown = set((word or "")[:2000].split("."))
    return all(_digest(one.marked) in shown for one in warned)


def unseen_in(prose: Mapping[str, str], checked: Field) -> list[Warned]:
    """What is to be shown before these texts are kept, nothing where it was; the field of the form says that it was."""
    warned = found_in(prose)
    if were_shown(warned, checked.data):
        return []
    checked.data = word_for(warned)
    return warned


class NobodysData:
    """A reason that others read holds nobody's phone, address or document: it can always be said without."""

    def __call__(self, form: Form, field: Field) -> None:
        for finding in findings_in(field.data or ""):
            if finding.is_personal and finding.holds:
                words = field.data[finding.start : finding.end]
                raise ValidationError(_("Others will read this. Say it without “%(words)s”.", words=words))


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]
