"""What a text has in common with others of its campaign: for the checks that need to read them."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from app.foundation.db import db
from campaigns.contributions.findings import AS_USUAL, CheckSettings, Finding
from campaigns.contributions.models import Contribution, Kind, State
from moderation.checks import twins
from moderation.findings import Kept, main_parts
from moderation.texts import Text, texts_of
from search.answers import Stored
from search.engine import Likeness, Twin, Unready
from search.likeness import ALIKE, among
from search.queries.similar import sent_like

# An advertisement is repeated within the hour: the last texts of a campaign are enough, and the last of its author.
LAST, LAST_OWN = 100, 50
MOST_TWINS = 3
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
    """Ideas about the same, the likest first: of all that search finds, unpublished ones too, and of the last ones."""
    try:
        answers = sent_like(_words(text), campaign_id=contribution.campaign_id, kind=Kind.IDEA, without=contribution.id)
    except Unready:
        answers = []
    more = [id for id in answers if id not in near and id not in same]
    alike = _alike(text, near | texts_of(dict.fromkeys(more, Kind.IDEA)))
    ids = tuple(twin.id for twin in alike if twin.share >= ALIKE)[:MOST_TWINS]
    return [(Finding(twins.TWIN, twins.LIKELY, 0, 0, twins.EXPLANATIONS[twins.TWIN]), ids)] if ids else []


def in_common(text: Text, findings: Collection[Kept]) -> dict[int, tuple[str, ...]]:
    """The words that the twins found have in common with the text, as they write them, by the id of the twin."""
    ids = [id for one in findings if one.code == twins.TWIN for id in one.others]
    return {twin.id: twin.words for twin in _alike(text, texts_of(dict.fromkeys(ids, Kind.IDEA)))} if ids else {}


def _alike(text: Text, others: Mapping[int, Text]) -> tuple[Twin, ...]:
    stored = [Stored(id, Kind.IDEA.value, *_title_and_rest(other), None) for id, other in others.items()]
    return among(Likeness(*_title_and_rest(text), limit=len(stored)), stored)


def _title_and_rest(text: Text) -> tuple[str, str]:
    title = next((part.text for part in text.parts if part.name == "title"), "")
    return title, "\n".join(part.text for part in text.parts if part.name != "title")


def _words(text: Text) -> str:
    return "\n".join(part.text for part in text.parts)
