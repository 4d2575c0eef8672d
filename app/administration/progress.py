"""What of a new site is set up already, and what is missing: in the order in which an administrator does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from app.accounts.roles import Place, Role
from app.administration import drafts
from app.foundation import hosts, site
from app.site import texts

# Without these the operator has told nobody what becomes of their data.
WANTED = (texts.DATA_POLICY, texts.CONSENT, texts.TERMS, texts.CONTACTS)


@dataclass(frozen=True)
class Step:
    """One thing to set up: what it is, how it stands in a sentence, whether it is done, and where it is done."""

    title: str
    sentence: str
    is_done: bool
    url: str
    label: str


def steps(counts: Mapping[str, int]) -> list[Step]:
    """All steps, those that are done among them."""
    return [_names(), _mail(), _people(counts), _places(counts), _offices(counts), _words(), _projects(counts)]


def _names() -> Step:
    chosen = site.chosen()
    missing = [
        word
        for word, value in (
            (_("the name of the site"), chosen.name),
            (_("who runs it"), chosen.organiser),
            (_("how to reach them"), chosen.contacts),
        )
        if not value
    ]
    sentence = (
        _("Still to be told: %(what)s.", what=", ".join(missing))
        if missing
        else _("Name, operator and contacts stand on every page.")
    )
    return Step(
        _("Name and operator"), sentence, not missing, url_for("administration.show_site"), _("Name and languages")
    )


def _mail() -> Step:
    is_set = bool(current_app.extensions["veche.settings"].SMTP_URL)
    if is_set and hosts.is_loopback(hosts.host()):
        is_set, sentence = False, _("Letters leave, but their links lead to this machine alone: set PUBLIC_URL.")
    elif is_set:
        sentence = _("Letters leave by a mail server. Send one to yourself from time to time.")
    else:
        sentence = _("Letters stay on this machine: nobody can confirm an address. Set SMTP_URL.")
    return Step(_("Mail"), sentence, is_set, url_for("administration.show_mail"), _("Try it"))


def _people(counts: Mapping[str, int]) -> Step:
    is_done = counts["administrators"] > 1
    sentence = (
        _("There are several administrators: if one cannot come in, others help.")
        if is_done
        else _(
            "You are the only administrator. Invite a second one, who can let you in when you cannot come in yourself."
        )
    )
    asked: dict[str, Any] = {} if is_done else {"role": Role.ADMINISTRATOR, "place": Place().word}
    return Step(
        _("People who work here"), sentence, is_done, url_for("administration.list_invitations", **asked), _("Invite")
    )


def _places(counts: Mapping[str, int]) -> Step:
    is_done = counts["territories"] > 0
    sentence = (
        _("People can say where they live.")
        if is_done
        else _("Nobody can say where they live. Bring in the list of places: the region, its towns and districts.")
    )
    return Step(_("Territories"), sentence, is_done, url_for("administration.show_places"), _("From a file"))


def _offices(counts: Mapping[str, int]) -> Step:
    is_done, url, label = False, url_for("offices.list_offices"), _("Departments")
    if not counts["offices"]:
        sentence = _("Nobody can answer ideas. Add the departments that will.")
    elif not counts["officials"]:
        sentence = _("The departments are there, but nobody answers for them yet: invite an official.")
        url, label = url_for("administration.list_invitations", role=Role.OFFICIAL), _("Invite")
    else:
        is_done, sentence = True, _("Ideas can be answered.")
    return Step(_("Departments"), sentence, is_done, url, label)


def _words() -> Step:
    usual = site.chosen().default_language
    missing, gaps = [], []
    for name in WANTED:
        written = next((text for text in texts.written_in(name) if text.language == usual), None)
        if written is None:
            missing.append(_inside(texts.TITLES[name]))
        elif drafts.has_gaps(written.body):
            gaps.append(_inside(texts.TITLES[name]))
    if missing:
        sentence = _(
            "Not written by you yet: %(what)s. The words of the platform stand there meanwhile.",
            what=", ".join(missing),
        )
    elif gaps:
        sentence = _("Places to be filled in are left in: %(what)s.", what=", ".join(gaps))
    else:
        sentence = _("What the law asks for is written in the main language.")
    return Step(
        _("Rules, data, consent"), sentence, not (missing or gaps), url_for("administration.list_texts"), _("Texts")
    )


def _projects(counts: Mapping[str, int]) -> Step:
    is_done = counts["campaigns"] > 0
    sentence = (
        _("The first project is there.")
        if is_done
        else _("There is no project yet. Prepare one: nobody sees it until you publish it.")
    )
    url, label = (
        (url_for("plan.list_campaigns"), _("Projects")) if is_done else (url_for("plan.new_campaign"), _("New project"))
    )
    return Step(_("The first project"), sentence, is_done, url, label)


def _inside(title: object) -> str:
    """A title as it stands inside a sentence."""
    words = str(title)
    return words[:1].lower() + words[1:]
