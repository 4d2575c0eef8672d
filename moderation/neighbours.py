"""What a text has in common with others of its campaign: for the checks that need to read them."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.findings import AS_USUAL, CheckSettings, Finding
from campaigns.contributions.models import Contribution, Kind, State
from moderation.checks import twins
from moderation.findings import Kept, main_parts
from moderation.texts import Text, texts_of
from search import analysis
from search.engine import Unready
from search.queries.similar import similar

# An advertisement is repeated within the hour: the last texts of a campaign are enough, and the last of its author.
LAST, LAST_OWN = 100, 50
# How alike ideas are from which on a moderator looks at both, by the angle between their words.
ALIKE = 0.45
TITLE_COUNTS = 2
GONE = frozenset({State.DRAFT, State.WITHDRAWN})


def compare(contribution: Contribution, text: Text, settings: CheckSettings = AS_USUAL) -> list[Kept]:
    """The same words under other names or once more; for an idea, those that stand already. Five statements."""
    part = main_parts(text)[0]
    others = _others(contribution)
    found = twins.repetitions(_words(text), [_other(id, other, contribution) for id, other in others.items()])
    same = {id for _, ids in found for id in ids}
    if contribution.kind == Kind.IDEA:
        found += _twins(contribution, text, {id: other for id, (other, _) in others.items() if id not in same}, same)
    whole = [(Finding(one.code, one.score, 0, len(part.text), one.explanation), ids) for one, ids in found]
    return [Kept.of(part.name, kept, ids) for one, ids in whole for kept in settings.judge([one])]


def _others(contribution: Contribution) -> dict[int, tuple[Text, int | None]]:
    """The last texts of the same kind, with who wrote them."""
    wanted = (
        select(Contribution.id, Contribution.author_id)
        .where(Contribution.campaign_id == contribution.campaign_id, Contribution.kind == contribution.kind)
        .where(Contribution.id != contribution.id, Contribution.state.not_in(GONE))
        .order_by(Contribution.id.desc())
    )
    rows = list(db.session.execute(wanted.limit(LAST)))
    if contribution.author_id is not None:
        rows += db.session.execute(wanted.where(Contribution.author_id == contribution.author_id).limit(LAST_OWN))
    authors = {row.id: row.author_id for row in rows}
    return {id: (text, authors[id]) for id, text in texts_of(dict.fromkeys(authors, contribution.kind)).items()}


def _other(id: int, read: tuple[Text, int | None], contribution: Contribution) -> twins.Other:
    text, author_id = read
    return twins.Other(id, _words(text), author_id is not None and author_id == contribution.author_id)


def _twins(
    contribution: Contribution, text: Text, near: dict[int, Text], same: set[int]
) -> list[tuple[Finding, tuple[int, ...]]]:
    """Ideas about the same, the likest first: of those that search finds and of the last ones."""
    try:
        answers = similar(_words(text), campaign_id=contribution.campaign_id, kind=Kind.IDEA, without=contribution.id)
    except Unready:
        answers = []
    more = [id for id in answers if id not in near and id not in same]
    read = near | texts_of(dict.fromkeys(more, Kind.IDEA))
    own = _weights(text)
    alike = {id: _angle(own, _weights(other)) for id, other in read.items()}
    ids = sorted((id for id, share in alike.items() if share >= ALIKE), key=lambda id: (-alike[id], id))[:3]
    return [(Finding(twins.TWIN, twins.LIKELY, 0, 0, twins.EXPLANATIONS[twins.TWIN]), tuple(ids))] if ids else []


def _words(text: Text) -> str:
    return "\n".join(part.text for part in text.parts)


def _weights(text: Text) -> Counter[str]:
    """The dictionary forms of the words that tell something, those of the title twice."""
    found: Counter[str] = Counter()
    for part in text.parts:
        telling: Sequence[str] = [one.text for one in analysis.words(part.text) if one.text not in analysis.STOP_WORDS]
        for word in telling:
            found[(analysis.forms(word) or (word,))[0]] += TITLE_COUNTS if part.name == "title" else 1
    return found


def _angle(one: Counter[str], other: Counter[str]) -> float:
    """The cosine between two bags of words; 0 where one is empty."""
    length = sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return sum(times * other[word] for word, times in one.items()) / length if length else 0.0
