"""What a letter says of a digest: some findings in its order. Where there are too many, those that say least go first."""

from collections.abc import Sequence

from app.digests.findings import Part

MOST = 10
# The first of these goes first.
LESSER = (
    "spread",
    "elsewhere",
    "unsupported",
    "without-votes",
    "service",
    "track",
    "newcomers",
    "week-newcomers",
    "problems-selected",
    "minority-first",
    "worst-rated",
    "apart",
    "moderation",
    "cut",
)


def chosen(findings: Sequence[Part], most: int = MOST) -> list[Part]:
    """At most so many of the findings, in their order."""
    kept = list(findings)
    for code in LESSER:
        if len(kept) > most:
            kept = [one for one in kept if one["code"] != code]
    return kept[:most]


def says_nothing(body: Part) -> bool:
    """Whether nobody did anything that it could tell of: such a digest is told to nobody."""
    numbers = body["numbers"]
    return not any(numbers.get(name) for name in ("people", "ideas", "support", "comments"))
