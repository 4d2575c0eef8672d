"""Phones and mailboxes that everybody may know: of departments, of the catalogue of services, of projects and of the site.

They are read only for a text in which a check takes something for one: most have none.
"""

from collections.abc import Iterable, Sequence

from flask import g, has_request_context
from sqlalchemy import select, union_all

from app.foundation import site
from app.foundation.db import db
from app.offices.models import Competence, Office
from campaigns.contributions.findings import AS_USUAL, CheckSettings, Finding
from campaigns.plan.models import Campaign, Rules
from campaigns.services.models import Service
from moderation import checks, findings
from moderation.checks import allowed, emails, phones
from moderation.findings import Kept
from moderation.texts import Part

CODES = frozenset({phones.CODE, emails.CODE})


def examine(text: str) -> list[Finding]:
    """What the checks of a request find in a text: fills the slot of contributions. One statement where there is a contact."""
    found = checks.examine(text)
    return checks.examine(text, published=contacts()) if _any_contact(found) else found


def find_in(parts: Sequence[Part], settings: CheckSettings = AS_USUAL) -> list[Kept]:
    """What all checks find in the parts of a text. One statement where there is a contact."""
    found = findings.find_in(parts, settings)
    return findings.find_in(parts, settings, contacts()) if _any_contact(found) else found


def contacts() -> frozenset[str]:
    """The contacts as `allowed.key` writes them. One statement a request."""
    if not has_request_context():
        return _read()
    if "published_contacts" not in g:
        g.published_contacts = _read()
    known: frozenset[str] = g.published_contacts
    return known


def _read() -> frozenset[str]:
    told = union_all(
        select(Office.contacts).where(Office.contacts != ""),
        select(Competence.address).where(Competence.ended_at.is_(None)),
        select(Service.description + " " + Service.link).where(Service.ended_at.is_(None)),
        select(Rules.body),
        select(Campaign.organiser + " " + Campaign.purpose).where(Campaign.launched_at.is_not(None)),
    )
    texts = [*db.session.scalars(told), site.chosen().contacts]
    return frozenset(allowed.key(contact) for text in texts for contact in _contacts_in(text))


def _contacts_in(text: str) -> Iterable[str]:
    yield from phones.written(text)
    yield from (text[one.start : one.end] for one in emails.find(text))


def _any_contact(found: Iterable[Finding | Kept]) -> bool:
    return any(one.code in CODES for one in found)
