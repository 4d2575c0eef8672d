"""The one mechanism of permissions: a table per package says who; `refusal` answers with a reason or None."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _l

from app.accounts.roles import Actor, Barred, Role
from app.foundation.errors import NotAllowed, Reason

SIGN_IN = Reason("sign-in", _l("Sign in to do this. What you have written stays."))
ROLE = Reason("role", _l("This is done by other people: your account has no such right here."))
OWN = Reason("own", _l("Nobody decides about their own text. Another moderator will look at it."))
BARRED = _l("You cannot write here until %(day)s: %(facts)s What you have written is kept as a draft.")
BARRED_FOR_GOOD = _l("You cannot write here any more: %(facts)s What you have written is kept as a draft.")
RESTS = Reason(
    "second-factor",
    _l("Your role rests until you have added a second step to your sign-in. Open “My page”, “Sign-in” and add one."),
)
NEW_CONSENT = Reason(
    "consent",
    _l(
        "The text of your consent to the processing of personal data has changed. Read it and agree, then go on; what you have "
        "written stays."
    ),
)
NOT_AUTHOR = Reason("not-author", _l("Only the author may do this."))


@dataclass(frozen=True)
class Rule:
    """Who may do an act: people with one of the roles, or (`author`) whoever wrote the thing; never, with `not_own`, its author.

    `writes`: others read what comes of it, so nobody does it who is kept from writing there.
    """

    roles: frozenset[Role] = frozenset()
    author: bool = False
    not_own: bool = False
    writes: bool = False


def refusal(rule: Rule, actor: Actor, *, campaign_id: int | None = None, author_id: int | None = None) -> Reason | None:
    """Why the actor may not do what the rule guards, or None where they may. The platform itself may do all."""
    if actor.is_system:
        return None
    is_author = actor.id is not None and actor.id == author_id
    if rule.not_own and is_author:
        return OWN
    if (rule.author and is_author) or rule.roles & actor.roles_in(campaign_id):
        return _unwritten(actor, campaign_id) if rule.writes else None
    if actor.is_guest:
        return SIGN_IN
    if any(grant.role in rule.roles and grant.campaign_id in {None, campaign_id} for grant in actor.resting):
        return RESTS
    return ROLE if rule.roles else NOT_AUTHOR


def _unwritten(actor: Actor, campaign_id: int | None) -> Reason | None:
    barred = actor.barred_in(campaign_id)
    if barred is not None:
        return because(barred)
    return NEW_CONSENT if actor.owes_consent else None


def because(barred: Barred) -> Reason:
    """Why somebody may not write, in the words of who decided so, and until when."""
    if barred.until is None:
        return Reason("blocked", BARRED_FOR_GOOD, {"facts": barred.facts})
    return Reason("blocked", BARRED, {"facts": barred.facts, "day": LazyString(format_date, barred.until, "d MMMM y")})


class Act(StrEnum):
    """What is done to people and settings."""

    SEE_PEOPLE = "see people"
    GIVE_ROLE = "give a role"
    SEE_LOG = "see the platform's log"
    KEEP_OFFICES = "keep the list of departments"
    KEEP_TERRITORIES = "keep the list of territories"
    KEEP_SERVICES = "keep the catalogue of services"
    KEEP_SITE = "keep the words and the look of the site"
    BLOCK = "keep somebody from writing"
    KEEP_WEBHOOKS = "keep the addresses of other programs"
    ASSIST = "open accounts for people and help them"
    RECOVER = "take somebody's lost second step away"


ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
RULES: dict[Act, Rule] = {
    Act.SEE_PEOPLE: Rule(ADMINISTRATORS),
    Act.GIVE_ROLE: Rule(ADMINISTRATORS),
    Act.SEE_LOG: Rule(ADMINISTRATORS),
    Act.KEEP_OFFICES: Rule(ADMINISTRATORS),
    Act.KEEP_TERRITORIES: Rule(ADMINISTRATORS),
    Act.KEEP_SERVICES: Rule(ADMINISTRATORS),
    Act.KEEP_WEBHOOKS: Rule(ADMINISTRATORS),
    Act.KEEP_SITE: Rule(ADMINISTRATORS),
    Act.RECOVER: Rule(ADMINISTRATORS),
    Act.ASSIST: Rule(frozenset({Role.ASSISTANT})),
    Act.BLOCK: Rule(frozenset({Role.MODERATOR, Role.OWNER, Role.ADMINISTRATOR})),
}


def require(actor: Actor, act: Act, *, campaign_id: int | None = None) -> None:
    """Raises NotAllowed with the reason where the actor may not do the act: on the platform, or in the campaign."""
    reason = refusal(RULES[act], actor, campaign_id=campaign_id)
    if reason:
        raise NotAllowed(reason)
