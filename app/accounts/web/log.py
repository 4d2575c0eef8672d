"""The platform's log of what was done, for administrators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.models import LEFT, Account
from app.accounts.permissions import Act
from app.accounts.sessions import require_person
from app.accounts.web import places
from app.accounts.words import ROLES
from app.audit import queries
from app.audit.models import Entry
from app.audit.queries import Line
from app.foundation.db import db
from app.site import texts

ACTS = {
    "role.give": _l("A role was given"),
    "role.take": _l("A role was taken away"),
    "factor.code-added": _l("An app for one-time codes was set up"),
    "factor.code-twice": _l("A code of an app was typed that had been used"),
    "factor.code-removed": _l("An app for one-time codes was taken away"),
    "factor.passkey-added": _l("A passkey was added"),
    "factor.passkey-removed": _l("A passkey was taken away"),
    "factor.paper-made": _l("New codes on paper were made"),
    "recovery.propose": _l("It was proposed to take somebody’s lost second step away"),
    "recovery.confirm": _l("It was confirmed to take somebody’s lost second step away"),
    "recovery.stop": _l("The taking away of a lost second step was stopped"),
    "recovery.done": _l("Somebody’s lost second step was taken away"),
    "address.change": _l("Somebody’s e-mail was changed"),
    "person.add": _l("An account was made by command"),
    "consent.give": _l("A person agreed to a text"),
    "consent.withdraw": _l("A person took a consent back"),
    "erasure.ask": _l("A person asked to be erased"),
    "erasure.cancel": _l("A person wants to stay after all"),
    "erasure.done": _l("A person’s data were erased"),
    "block.make": _l("Somebody was kept from writing"),
    "block.confirm": _l("It was agreed that somebody may not write for good"),
    "block.end": _l("Somebody may write again"),
    "block.ask": _l("Somebody who may not write asked for a review"),
    "block.review": _l("A review of a block was decided"),
    "identity.verify": _l("It was verified who somebody is"),
    "assist.open": _l("An assistant opened an account for somebody"),
    "assist.code": _l("A code to sign in was printed for somebody"),
    "code.use": _l("Somebody came in with a printed code"),
    "assist.begin": _l("An assistant began to write for somebody"),
    "assist.act": _l("An assistant did something in the name of somebody"),
    "assist.forbid": _l("Somebody forbade that assistants act for them"),
    "assist.allow": _l("Somebody lets assistants act for them again"),
    "account.join": _l("Two accounts of one person became one"),
    "office.add": _l("A department was added"),
    "office.change": _l("A department was changed"),
    "office.remove": _l("A department was taken off the list"),
    "affiliation.say": _l("Somebody is connected with a department"),
    "affiliation.end": _l("Somebody is connected with a department no longer"),
    "calendar.keep": _l("A day of the office’s calendar was set"),
    "calendar.remove": _l("A day of the office’s calendar was set back"),
    "territory.add": _l("A territory was added"),
    "territory.change": _l("A territory was changed"),
    "service.add": _l("A service was added"),
    "service.change": _l("A service was changed"),
    "service.retire": _l("A service left the catalogue"),
    "service.restore": _l("A service came back into the catalogue"),
    "service.bring": _l("Services came in from a file"),
    "installation.restore": _l("The installation was restored from a backup"),
    "territory.bring": _l("Territories came in from a file"),
    "territory.remove": _l("A territory was taken off the list"),
    "text.write": _l("A text of the site was written anew"),
    "site.call": _l("Names or languages of the site were set"),
    "site.residents": _l("What residents are called was set"),
    "site.paint": _l("The main colour was set"),
    "site.logo": _l("The logo was set"),
    "site.no_logo": _l("The logo was taken away"),
    "staff.invite": _l("Somebody was invited to work here"),
    "staff.uninvite": _l("An invitation to work here was taken back"),
}

THINGS = {
    "office": _l("Department"),
    "territory": _l("Territory"),
    "service": _l("Service"),
    "invitation": _l("Invitation"),
}


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it."""

    number: int
    at: datetime
    act: str
    who: str
    what: str
    details: str
    digest: str


def admin_log() -> str:
    """The chain of the platform, the latest first."""
    permissions.require(require_person(), Act.SEE_LOG)
    page = queries.entries(after=request.args.get("after"))
    names, where = _names(page.rows), places.names()
    return render_template("audit/log.html", page=page, entries=[_shown(line, names, where) for line in page.rows])


def _shown(line: Line, names: dict[int, str], where: dict[str, str]) -> Shown:
    entry, opening = line.entry, line.opening
    details = opening.details if opening else {}
    return Shown(
        number=entry.number,
        at=entry.happened_at,
        act=str(ACTS.get(entry.act, entry.act)),
        who=_who(opening.actor_id, names) if opening else _("erased"),
        what=_what(entry, details, names),
        details=_words(details, where),
        digest=entry.digest,
    )


def _who(actor_id: int | None, names: dict[int, str]) -> str:
    return _("a command or a job") if actor_id is None else names.get(actor_id, str(actor_id))


def _what(entry: Entry, details: dict[str, Any], names: dict[int, str]) -> str:
    """What the entry is about, by the name it had then; by its number where that was erased."""
    if entry.thing_id is None:
        return ""
    if entry.thing == "text":
        return str(texts.TITLES.get(details.get("name", ""), details.get("name", "")))
    named = names.get(entry.thing_id) if entry.thing == "account" else details.get("name")
    return named or f"{THINGS.get(entry.thing, entry.thing)} № {entry.thing_id}"


def _words(details: dict[str, Any], where: dict[str, str]) -> str:
    if details.keys() == {"role", "place"}:
        return f"{ROLES.get(details['role'], details['role'])}, {where.get(details['place'], details['place'])}"
    if details.keys() == {"added", "changed"}:
        added, changed = len(details["added"]), len(details["changed"])
        return str(_("new: %(added)s, changed: %(changed)s", added=added, changed=changed))
    if details.keys() == {"now_is", "was"}:
        was, now_is = details["was"], details["now_is"]
        return "; ".join(f"{k}: {_said(was[k])} → {_said(now_is[k])}" for k in now_is if now_is[k] != was[k])
    if details.keys() == {"name", "language", "version", "site"}:
        return f"{details['language']}, {_('version %(version)s', version=details['version'])}"
    before = details.get("before")
    return str(_("before: %(name)s", name=before)) if before and before != details.get("name") else ""


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "—"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_said(words)}" for key, words in value.items()) or "—"
    return str(value or "—")


def _names(lines: Any) -> dict[int, str]:
    ids = {line.opening.actor_id for line in lines if line.opening}
    ids |= {line.entry.thing_id for line in lines if line.entry.thing == "account"}
    rows = db.session.execute(
        select(Account.id, Account.given_name, Account.family_name).where(Account.id.in_(ids - {None}))
    )
    return {row.id: f"{row.given_name} {row.family_name}".strip() or str(LEFT) for row in rows}
