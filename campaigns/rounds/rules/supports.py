"""The rule of a round that counts supports."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from campaigns.plan.phases import Act, PhaseKind, Window


def of_supports(winners: int, expert_picks: int = 0) -> dict[str, Any]:
    """The rule of a round that counts supports: the ideas with most support win, those on the site and elsewhere together.

    Experts may add up to `expert_picks` ideas after the count; they change nothing in it.
    """
    return {
        "version": 2,
        "source": "supports",
        "counting": "most votes",
        "channels": ["site", "elsewhere"],
        "winners": winners,
        "expert_picks": expert_picks,
        "threshold": 1,
        "ties": "earliest published",
    }


def counts_supports(window: Window) -> bool:
    """Whether people support ideas in this window, so that it is a round."""
    return window.kind == PhaseKind.IDEAS or Act.SUPPORT in window.allows


def sentences(rule: Mapping[str, Any]) -> list[str]:
    """The rule as people read it."""
    return [
        ngettext(
            "%(num)s idea is selected: the one with the most support.",
            "%(num)s ideas are selected: those with the most support.",
            rule["winners"],
        ),
        *_of_experts(rule.get("expert_picks", 0)),
        _("You may support as many ideas as you like, each of them once. Support can be taken back until the end."),
        _("Support given on the site and support gathered elsewhere count alike and are shown apart."),
        _("An idea without any support is not selected."),
        _("Of ideas with equal support, the one published earlier comes first."),
    ]


def _of_experts(most: int) -> list[str]:
    if not most:
        return []
    return [
        ngettext(
            "Experts may select %(num)s idea more, and give a reason that everyone can read.",
            "Experts may select up to %(num)s ideas more, each with a reason that everyone can read.",
            most,
        )
    ]
