"""What joinings bring to pages of lower rooms."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.accounts.permissions import refusal as refusal_by_role
from app.foundation.slots import Part
from campaigns.contributions.models import State
from campaigns.ideas.slots import IdeaShown
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import Act
from campaigns.plan.slots import Told
from search.joining.models import Progress
from search.joining.queries import joinings


def aside(shown: IdeaShown) -> Part | None:
    """Beside an idea: what was joined into it, what is proposed of it, and for the staff the way to propose."""
    if shown.state not in {State.PUBLISHED, State.JOINED}:
        return None
    is_staff = refusal_by_role(RULES[Act.JOIN_IDEAS], shown.viewer, campaign_id=shown.campaign_id) is None
    found = joinings.around(shown.id)
    values = {
        "members": [one for one in found if one.progress == Progress.JOINED and not one.is_into],
        "joining": next((one for one in found if one.progress == Progress.JOINED and one.is_into), None),
        # Whether ideas are joined is the affair of their authors until they are.
        "asked": [one for one in found if one.progress == Progress.ASKED] if is_staff or shown.is_own else [],
        "propose_url": _propose_url(shown) if is_staff else None,
    }
    return Part("joining/aside.html", values) if any(values.values()) else None


def _propose_url(shown: IdeaShown) -> str | None:
    may = shown.state == State.PUBLISHED and not shown.is_own
    return url_for("joining.choose", idea_id=shown.id) if may else None


def log_words(_asked: None) -> dict[str, Told]:
    """How joinings are told in the log of a campaign."""
    return {
        "joining.propose": lambda _details: _("It was proposed to join two ideas: their authors are asked"),
        "joining.answer": _answered,
        "joining.end": _ended,
        "joining.join": lambda _details: _("Two ideas were joined"),
        "joining.part": lambda _details: _("Two joined ideas stand by themselves again"),
    }


def _answered(details: Mapping[str, Any]) -> str:
    if details.get("agrees"):
        return str(_("An author agreed that two ideas are joined"))
    return str(_("An author did not agree that two ideas are joined"))


def _ended(details: Mapping[str, Any]) -> str:
    if details.get("progress") == Progress.DECLINED:
        return str(_("Two ideas are not joined: an author did not agree"))
    return str(_("Two ideas are not joined: nothing came of the proposal"))
