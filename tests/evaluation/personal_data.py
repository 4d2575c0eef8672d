"""Cases of personal data in three languages and what only looks alike, cut in two by a hash: rules are tuned on one half, the other
is reported."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from campaigns.contributions.findings import Finding
from tests.evaluation import personal_en, personal_ru, personal_uk

LANGUAGES = {"ru": personal_ru, "uk": personal_uk, "en": personal_en}

# A name is a weak sign and counts; what is only shown to a moderator and to nobody else does not.
COUNTED_FROM = 0.4

_MARKED = re.compile(r"\[\[(.+?)\]\]")


@dataclass(frozen=True)
class Case:
    """A sentence. `code` names the personal data between `start` and `end`; None where there are none."""

    language: str
    text: str
    code: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Count:
    """How many personal data of the cases were found, and how many of the findings were none."""

    hidden: int
    found: int
    wrong: int


def is_reported(text: str) -> bool:
    """Whether a text belongs to the half that no rule was tuned on."""
    return sha256(text.encode()).digest()[0] % 2 == 1


def cases() -> list[Case]:
    """All cases of all languages."""
    hidden = [
        _marked(language, f"personal.{kind}", line)
        for language, module in LANGUAGES.items()
        for kind, lines in module.HIDDEN.items()
        for line in lines.strip().splitlines()
    ]
    plain = [Case(name, line) for name, module in LANGUAGES.items() for line in module.PLAIN.strip().splitlines()]
    return hidden + plain


def count(cases: Iterable[Case], examine: Callable[[str], list[Finding]]) -> Count:
    """How well an examination does on cases."""
    looked = [(case, personal(examine(case.text))) for case in cases]
    return Count(
        hidden=sum(case.code is not None for case, _ in looked),
        found=sum(is_found(case, found) for case, found in looked),
        wrong=sum(not overlaps(case, one) for case, found in looked for one in found),
    )


def personal(found: Iterable[Finding]) -> list[Finding]:
    """The findings that count."""
    return [one for one in found if one.is_personal and one.score >= COUNTED_FROM]


def is_found(case: Case, found: Iterable[Finding]) -> bool:
    return case.code is not None and any(one.code == case.code and overlaps(case, one) for one in found)


def overlaps(case: Case, finding: Finding) -> bool:
    return finding.start < case.end and case.start < finding.end


def interval(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of Wilson for a share."""
    if not trials:
        return 0.0, 1.0
    z = 1.96
    share, weight = successes / trials, z * z / trials
    middle = (share + weight / 2) / (1 + weight)
    margin = z / (1 + weight) * (share * (1 - share) / trials + weight / 4 / trials) ** 0.5
    return middle - margin, middle + margin


def _marked(language: str, code: str, line: str) -> Case:
    (match,) = _MARKED.finditer(line)
    return Case(language, _MARKED.sub(r"\1", line), code, match.start(), match.end() - 4)
