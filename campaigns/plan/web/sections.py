"""What a person's own page says of their work here: each role they were given, where, and the page it is done on."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.roles import Role
from app.accounts.slots import Item, Section
from app.accounts.words import ROLES
from campaigns.plan.queries.grants import Given, given_to

# The page a role works on, and what is found there. Those with `slug` are pages of the campaign.
WORK: dict[Role, tuple[str, Any]] = {
    Role.OWNER: ("plan.show_plan", _l("today, dates and texts")),
    Role.MODERATOR: ("moderation.show_queue", _l("texts that wait for a check")),
    Role.OBSERVER: ("plan.show_log", _l("log of the project")),
    Role.FACILITATOR: ("discussion.list_topics", _l("topics, their order and conclusions")),
    Role.EXPERT: ("selection.show_selection", _l("ideas to select from")),
    Role.OFFICIAL: ("digests.list_digests", _l("digests of counted projects")),
    Role.ADMINISTRATOR: ("administration.overview", _l("what is set up and what is missing: people, lists, texts")),
}


def account_section(account_id: int) -> Section | None:
    """The roles of the person; none for those who have no role."""
    items = [_item(given) for given in given_to(account_id) if given.role in WORK]
    return Section(_("My work here"), items) if items else None


def _item(given: Given) -> Item:
    endpoint, found = WORK[given.role]
    of_campaign = given.slug and endpoint.startswith(("plan.", "discussion.", "selection."))
    url = url_for(endpoint, slug=given.slug) if of_campaign else url_for(endpoint)
    return Item(given.place or _("The whole site"), url, str(found), str(ROLES[given.role]), "brand")
