"""The page of a selection: the rule and what comes next, the ideas to pick from, and in the end what was selected."""

from typing import Any

from flask import render_template, request, url_for

from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.rules.words import sentences
from campaigns.selection.domain.picks import closed
from campaigns.selection.models import Selection
from campaigns.selection.queries import candidates, made
from campaigns.selection.queries.ground import Ground
from campaigns.selection.slots import CANDIDATE_NOTES, Candidates
from campaigns.selection.web.lookups import Asked, asked_for
from campaigns.selection.words import finding


def show_selection(slug: str) -> str:
    """The selection as far as the reader may see it."""
    asked = asked_for(slug)
    values: dict[str, Any] = {
        "campaign": asked.campaign,
        "tabs_row": tabs_row(asked.campaign, asked.actor, "results"),
        "is_owner": asked.is_owner,
        "is_expert": asked.is_expert,
    }
    if asked.ground is None:
        return render_template("selection/none.html", **values)
    stands_on = asked.ground
    values |= {"round": stands_on.round, "result": stands_on.result, "rule": sentences(stands_on.rule)}
    if stands_on.made:
        return render_template("selection/made.html", **values, **_made(asked, stands_on.made))
    if stands_on.result is None or not asked.works:
        return render_template("selection/ahead.html", **values)
    return render_template("selection/picking.html", **values, **_picking(asked, stands_on))


def _made(asked: Asked, selection: Selection) -> dict[str, Any]:
    count = made.counts((asked.campaign.id,))[asked.campaign.id]
    page = made.by_support(selection.id, asked.actor, request.args.get("after"))
    return {
        "selection": selection,
        "finding": finding(count),
        "page": page,
        "by_experts": made.by_experts(selection.id, asked.actor) if page.is_first else [],
        "is_superseded": made.is_superseded(selection),
        **_neighbours(asked, page.is_first, page.following),
    }


def _picking(asked: Asked, stands_on: Ground) -> dict[str, Any]:
    result = stands_on.result
    if result is None:
        raise LookupError("nothing to pick from before the count")
    page = candidates.page(result.id, asked.campaign.id, asked.actor, request.args.get("after"))
    picks = candidates.picked(result.id, asked.campaign.id, asked.actor)
    left = stands_on.most_picks - candidates.counting(picks, stands_on.rule)
    return {
        "page": page,
        "notes": notes_on(asked.campaign.id, *(row.idea_id for row in page.rows)),
        "picks": picks,
        "left": left,
        "most": stands_on.most_picks,
        "is_being_made": stands_on.selection is not None,
        "may_pick": asked.is_expert and closed(stands_on) is None and left > 0,
        "may_take_back": asked.is_expert and closed(stands_on) is None,
        "viewer_id": asked.actor.id,
        **_neighbours(asked, page.is_first, page.following),
    }


def notes_on(campaign_id: int, *idea_ids: int) -> dict[int, str]:
    """What other rooms know of these ideas, by idea."""
    given = CANDIDATE_NOTES.fill(Candidates(campaign_id, idea_ids))
    return {idea_id: note for part in given for idea_id, note in part.items()}


def _neighbours(asked: Asked, is_first: bool, following: str | None) -> dict[str, Any]:
    slug = asked.campaign.slug
    return {
        "first_url": None if is_first else url_for("selection.show_selection", slug=slug),
        "next_url": url_for("selection.show_selection", slug=slug, after=following) if following else None,
    }
