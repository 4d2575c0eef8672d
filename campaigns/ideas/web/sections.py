"""What ideas bring to pages of lower rooms: a person's own page, a campaign's page and the cards of campaigns."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.slots import Item, Section
from app.foundation.slots import Part
from campaigns.contributions.models import State
from campaigns.contributions.words import LABELS, TONES
from campaigns.discussion.slots import Answering
from campaigns.ideas.queries import counts, lists, pages, problems
from campaigns.ideas.queries.pages import Written
from campaigns.ideas.web.lists import card_of
from campaigns.ideas.web.sheets import UNFINISHED
from campaigns.plan.phases import Act
from campaigns.plan.slots import Figure, Fresh, Seen, Tab, Told
from campaigns.services.slots import ServiceShown


def account_section(account_id: int) -> Section:
    """A person's own ideas and drafts, each with its state."""
    written = pages.written_by(account_id)
    empty = _("You have not written an idea yet. What you begin is kept here, sent or not.")
    return Section(_("My ideas"), [_item(one) for one in written], empty)


def followed_section(account_id: int) -> Section | None:
    """The ideas a person follows; none where they follow no idea."""
    followed = pages.followed_by(account_id)
    items = [Item(one.title, url_for("ideas.show_idea", idea_id=one.id), one.campaign) for one in followed]
    return Section(_("Ideas you follow"), items) if items else None


def _item(one: Written) -> Item:
    pages_of = dict.fromkeys(UNFINISHED, "ideas.edit_idea") | {State.JOINED: "ideas.show_joined"}
    page = pages_of.get(one.state, "ideas.show_idea")
    meta = one.campaign
    if one.state == State.PUBLISHED:
        people = ngettext("%(num)s person supports it", "%(num)s people support it", one.supports)
        meta = f"{one.campaign} · {people}"
    title = one.title or _("Without a title yet")
    return Item(title, url_for(page, idea_id=one.id), meta, str(LABELS[one.state]), TONES[one.state])


def campaign_fresh(seen: Seen) -> Fresh | None:
    """The ideas that were published last in the campaign."""
    fresh = lists.fresh(seen.viewer, seen.campaign.id)
    if not fresh:
        return None
    url = url_for("ideas.list_ideas", slug=seen.campaign.slug)
    return Fresh(_("Fresh ideas"), url, [card_of(line) for line in fresh])


def campaign_numbers(campaign_ids: tuple[int, ...]) -> dict[int, tuple[Figure, ...]]:
    """How many ideas everyone can read in each campaign, and how many supports they have."""
    return {
        id: (
            Figure("ideas", found.ideas, ngettext("idea", "ideas", found.ideas)),
            Figure("supports", found.supports, ngettext("support", "supports", found.supports)),
        )
        for id, found in counts.published(list(campaign_ids)).items()
    }


def campaign_tabs(seen: Seen) -> Sequence[Tab]:
    """The section of ideas, where the campaign takes any."""
    if not any(Act.SUBMIT_IDEA in window.allows for window in seen.campaign.timeline.windows):
        return ()
    return (Tab("ideas", _("Ideas"), url_for("ideas.list_ideas", slug=seen.campaign.slug)),)


def problem_ideas(problem_ids: tuple[int, ...]) -> dict[int, tuple[Answering, ...]]:
    """The ideas that answer each of the problems."""
    return problems.ideas_for(problem_ids)


def service_part(asked: ServiceShown) -> Part | None:
    """The most supported ideas about a service, and the lists where all of them stand."""
    lines = lists.about_service(asked.viewer, asked.id)
    if not lines:
        return None
    everything = [
        (title, url_for("ideas.list_ideas", slug=slug, service=asked.id), count)
        for slug, title, count in lists.campaigns_about(asked.viewer, asked.id)
    ]
    return Part("ideas/service.html", {"cards": [card_of(line) for line in lines], "everything": everything})


def service_numbers(service_ids: tuple[int, ...]) -> dict[int, tuple[Figure, ...]]:
    """How many ideas everyone can read about each of the services."""
    found = counts.of_services(service_ids)
    return {id: (Figure("ideas", count, ngettext("idea", "ideas", count)),) for id, count in found.items()}


def log_words(_asked: None) -> dict[str, Told]:
    """How acts on ideas are told in the log of a campaign."""
    return {
        "idea.supports-off": lambda _details: _("Supports were taken off an idea: its author changed it much"),
        "idea.withdraw": lambda _details: _("An idea was taken back by its author"),
    }
