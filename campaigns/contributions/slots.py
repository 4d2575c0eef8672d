"""Places that rooms above fill for any text people bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from app.accounts.roles import Actor
from app.foundation.db import db
from app.foundation.slots import Slot
from campaigns.contributions.findings import AS_USUAL, CheckSettings, Finding
from campaigns.plan.models import Campaign

# Asked with one text as it will be kept. Costs no statement for a text without phones and mailboxes.
TEXT_CHECKS: Slot[str, list[Finding]] = Slot("contribution.text-checks")


# Asked with a person by the rule of who sees what: texts of others that they write along, as a condition on Contribution.
WRITTEN_ALONG: Slot[Actor, ColumnElement[bool]] = Slot("contribution.written-along")

# Texts that hang on one that is not public, as a condition on Contribution: they are read, found and told nowhere either.
UNDER_HIDDEN: Slot[None, ColumnElement[bool]] = Slot("contribution.under-hidden")

# Asked with the id of a text that becomes readable again: whether it was joined into another, where it goes on.
GOES_ON_ELSEWHERE: Slot[int, bool] = Slot("contribution.goes-on-elsewhere")


@dataclass(frozen=True)
class Brought:
    """The texts that somebody brings at once."""

    author_id: int
    texts: Sequence[str]


# Asked inside a write with what a person brings: whether it should be read by a moderator first for its author's sake.
WAITS_FOR_AUTHOR: Slot[Brought, bool] = Slot("contribution.waits-for-author")


def findings_in(text: str, settings: CheckSettings = AS_USUAL) -> list[Finding]:
    """What the quick checks that are on find in the text, in the order of the text."""
    found = [finding for given in TEXT_CHECKS.fill(text) for finding in given] if text else []
    return sorted(settings.judge(found), key=lambda finding: (finding.start, finding.end))


def are_held(texts: Iterable[str], campaign_id: int, author_id: int | None = None) -> bool:
    """Whether a person should read the texts before everyone does, as the owner of the campaign has set its checks.

    With `author_id`, that of a resident, also for who brings them: many new accounts of one make, one text of many.
    """
    texts = [text for text in texts if text]
    if author_id is not None and any(WAITS_FOR_AUTHOR.fill(Brought(author_id, texts))):
        return True
    settings = CheckSettings.of(db.session.get_one(Campaign, campaign_id).checks)
    return any(finding.holds for text in texts for finding in findings_in(text, settings))
