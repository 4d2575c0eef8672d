"""What votes bring to a person's own page: that they have voted and when, never how."""

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from app.accounts.slots import Item, Section
from campaigns.rounds.ballots.queries import votes
from campaigns.rounds.ballots.queries.votes import Voted


def account_section(account_id: int) -> Section | None:
    """Where the person has voted, each with the way to its confirmation; none where they have not."""
    found = votes.of_account(account_id)
    return Section(_("My votes"), [_item(one) for one in found]) if found else None


def _item(one: Voted) -> Item:
    url = url_for("ballots.show_confirmation", slug=one.slug, round=one.round)
    when = _(
        "You voted on %(day)s. Here is the confirmation; what you chose is not shown.",
        day=format_date(one.cast_at, "d MMMM"),
    )
    return Item(one.campaign, url, when)
