"""The log of a campaign, for those who watch over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.roles import Role
from app.accounts.sessions import require_person
from app.accounts.words import ROLES
from app.audit import queries
from app.audit.queries import Line
from app.foundation import clock
from app.foundation.db import db
from campaigns.plan import permissions
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing
from campaigns.plan.slots import LOG_THINGS, LOG_WORDS, Logged, LogThing, Told
from campaigns.plan.web import tabs
from campaigns.plan.words import language_name

OWN: dict[str, Told] = {
    "campaign.created": lambda _details: _("The project was created"),
    "campaign.copied": lambda _details: _("The project was made as a copy of another one"),
    "campaign.launched": lambda _details: _("The project was launched"),
    "timeline.changed": lambda _details: _("The dates were changed"),
    "levels.set": lambda _details: _("Who may take part was changed"),
    "texts.changed": lambda details: _(
        "The texts were changed: %(languages)s", languages=", ".join(map(language_name, details["languages"]))
    ),
    "rules.changed": lambda details: _(
        "The rules were changed: version %(number)s, %(language)s",
        number=details["number"],
        language=language_name(details["language"]),
    ),
    "role.give": lambda details: _("A role was given: %(role)s", role=ROLES[Role(details["role"])]),
    "role.take": lambda details: _("A role was taken away: %(role)s", role=ROLES[Role(details["role"])]),
    "people.invited": lambda details: ngettext(
        "%(num)s address was put on the list of the invited",
        "%(num)s addresses were put on the list of the invited",
        details["count"],
    ),
    "member.added": lambda details: ngettext(
        "%(num)s person came in by invitation", "%(num)s people came in by invitation", len(details["account_ids"])
    ),
    "member.removed": lambda _details: _("A person was removed from the invited"),
    "invitation.taken-back": lambda _details: _("An address was taken off the list of the invited"),
    "link.made": lambda _details: _("A new link of invitation was made"),
    "link.cut": lambda _details: _("The link of invitation was cut off"),
    "domains.set": lambda _details: _("The e-mail domains of the invited were changed"),
}


@dataclass(frozen=True)
class Shown:
    """An entry as the page shows it. `whom` is the person it is about, `what` the text."""

    number: int
    at: datetime
    act: str
    who: str
    whom: str
    what: Logged | None
    fingerprint: str
    digest: str


def show_log(slug: str) -> str:
    """What was done in the campaign, the latest first."""
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require(actor, Act.SEE_LOG, campaign, clock.now())
    page = queries.entries(campaign.id, after=request.args.get("after"))
    names = _names(page.rows)
    told = {act: words for part in [OWN, *LOG_WORDS.fill(None)] for act, words in part.items()}
    row = tabs.tabs_row(campaign, actor, "log")
    things = _things(page.rows)
    entries = [_shown(line, names, told, things) for line in page.rows]
    return render_template("plan/log.html", campaign=campaign, tabs_row=row, page=page, entries=entries)


def _shown(line: Line, names: Mapping[int, str], told: Mapping[str, Told], things: Mapping[LogThing, Logged]) -> Shown:
    entry, opening = line.entry, line.opening
    details = opening.details if opening else {}
    return Shown(
        number=entry.number,
        at=entry.happened_at,
        act=told[entry.act](details) if opening and entry.act in told else entry.act,
        who=_who(opening.actor_id, names) if opening else _("erased"),
        # Whom an erased entry is about is erased with it: the number may be another person's in this installation.
        whom=names.get(entry.thing_id or 0, "") if opening and entry.thing == "account" else "",
        what=things.get((entry.thing, entry.thing_id or 0)),
        fingerprint=str(details.get("fingerprint", "")),
        digest=entry.digest,
    )


def _who(actor_id: int | None, names: Mapping[int, str]) -> str:
    return _("by itself") if actor_id is None else names.get(actor_id, str(actor_id))


def _things(lines: Iterable[Line]) -> dict[LogThing, Logged]:
    asked = frozenset((line.entry.thing, line.entry.thing_id) for line in lines if line.entry.thing_id is not None)
    return {thing: logged for given in LOG_THINGS.fill(asked) for thing, logged in given.items()}


def _names(lines: Iterable[Line]) -> dict[int, str]:
    ids: set[Any] = {line.opening.actor_id for line in lines if line.opening}
    ids |= {line.entry.thing_id for line in lines if line.entry.thing == "account"}
    return {row.id: row.public_name for row in db.session.scalars(select(Account).where(Account.id.in_(ids - {None})))}
