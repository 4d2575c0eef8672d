"""Places that rooms above fill for any text people bring."""

from sqlalchemy import ColumnElement

from app.accounts.roles import Actor
from app.foundation.slots import Slot
from campaigns.contributions.findings import Finding

# Asked with one text as it will be kept; costs no statement, for it runs before the write begins.
TEXT_CHECKS: Slot[str, list[Finding]] = Slot("contribution.text-checks")


# Asked with a person by the rule of who sees what: texts of others that they write along, as a condition on Contribution.
WRITTEN_ALONG: Slot[Actor, ColumnElement[bool]] = Slot("contribution.written-along")


def findings_in(text: str) -> list[Finding]:
    """What all quick checks find in the text, in the order of the text."""
    found = [finding for given in TEXT_CHECKS.fill(text) for finding in given] if text else []
    return sorted(found, key=lambda finding: (finding.start, finding.end))
