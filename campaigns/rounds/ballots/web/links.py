"""Ways from the pages of a vote to those of its neighbours: its whole rule, codes, the journal."""

from typing import Any

from flask import current_app, url_for

from campaigns.rounds.ballots.web.lookups import Asked


def rule_of(asked: Asked) -> str:
    """The page of the whole rule."""
    return _to("rounds.show_rule", asked) or url_for("rounds.show_results", **_where(asked))


def code_of(asked: Asked) -> str:
    """Where a code is typed; nothing where the rule takes none."""
    return _to("paper.ask_code", asked) if "code" in asked.round.rule.get("channels", ()) else ""


def _to(endpoint: str, asked: Asked) -> str:
    return url_for(endpoint, **_where(asked)) if endpoint in current_app.view_functions else ""


def _where(asked: Asked) -> dict[str, Any]:
    return {"slug": asked.slug, "round": asked.round.number}


def look_up(asked: Asked, code: str) -> str:
    """Where the journal is asked for a control code."""
    where = _to("ledger.find_vote", asked) or url_for("rounds.show_results", **_where(asked))
    return f"{where}#{code}"
