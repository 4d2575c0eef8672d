"""What votes set apart give to pages of others."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.accounts.slots import Item, Section
from app.foundation.db import db
from campaigns.plan.models import Campaign
from campaigns.plan.slots import Check, Told
from campaigns.rounds.apart.queries import looks
from campaigns.rounds.apart.words import name_of


def checks(campaign_id: int) -> Sequence[Check]:
    """Voters who wait for a person to look at their vote."""
    waiting = looks.waiting_count(campaign_id)
    if not waiting:
        return ()
    sentence = ngettext(
        "%(count)s voter asks that a person looks at their vote, which is counted apart.",
        "%(count)s voters ask that a person looks at their votes, which are counted apart.",
        waiting,
        count=format_decimal(waiting),
    )
    slug = db.session.get_one(Campaign, campaign_id).slug
    return (Check("apart.looks", str(sentence), False, url_for("apart.list_looks", slug=slug)),)


def account_section(account_id: int) -> Section | None:
    """For those who moderate: the campaigns in which voters wait for a person to look at their vote."""
    items = [
        Item(
            row.title,
            url_for("apart.list_looks", slug=row.slug),
            ngettext("%(num)s voter waits", "%(num)s voters wait", row.waiting),
        )
        for row in looks.waiting_for(account_id)
    ]
    return Section(_("Votes to look at"), items) if items else None


def by_rule(round_id: int, counted: int) -> list[str]:
    """How many votes each rule counts apart, for a result that was counted with so many; nothing where people have decided since."""
    apart = looks.by_rule(round_id)
    if sum(one.votes for one in apart) != counted:
        return []
    told = "; ".join(f"{name_of(one.code)}: {format_decimal(one.votes)}" for one in apart)
    return [str(_("By rule: %(rules)s.", rules=told))]


def log_words(_asked: None) -> dict[str, Told]:
    """How votes set apart are told in the log of a campaign."""
    return {
        "vote.set-apart": lambda _details: _("A rule of the vote counts votes apart"),
        "vote.counted-again": lambda _details: _(
            "A rule of the vote holds no more for votes: they are counted with all others"
        ),
        "look.ask": lambda _details: _("A voter asked that a person looks at their vote"),
        "look.decide": lambda _details: _("A person has looked at a vote counted apart"),
    }
