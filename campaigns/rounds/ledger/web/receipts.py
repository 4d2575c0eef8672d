"""Looking up the control code of a vote."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.foundation import canonical
from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ledger import spelling
from campaigns.rounds.ledger.queries import documents, receipts
from campaigns.rounds.ledger.queries.observers import HOUR, hour_of
from campaigns.rounds.ledger.queries.receipts import Line, Proof, Receipt
from campaigns.rounds.ledger.web.lookups import Asked, vote_or_missing

LONGEST_CODE = 100
# The address holds the code: nobody on the way keeps the answer.
UNKEPT = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class Found:
    """What a code led to."""

    typed: str
    is_code: bool
    receipt: Receipt | None = None
    proof: Proof | None = None
    line: Line | None = None

    @property
    def by(self) -> datetime | None:
        """When the hour is over at whose end a vote that waits is sealed."""
        return hour_of(self.receipt.cast_at) + HOUR if self.receipt else None


def find_receipt(slug: str) -> Response:
    """The field for a code, and what it leads to."""
    asked = vote_or_missing(slug)
    found = _found(asked)
    page = render_template(
        "rounds/ledger/receipt.html",
        campaign=asked.campaign,
        round=asked.round,
        which=asked.which,
        tabs=tabs_row(asked.campaign, asked.actor, "vote"),
        found=found,
        choice=_choice(asked, found.line) if found and found.line else None,
        json_url=_json_url(asked, found.receipt) if found and found.receipt else None,
        ledger_url=url_for("rounds.show_ledger", slug=slug, round=asked.which),
    )
    return make_response(page, UNKEPT if found else {})


def download_receipt(slug: str) -> Response:
    """The same for programs: the entry, its place, the checkpoint and the proof that leads there."""
    asked = vote_or_missing(slug)
    found = _found(asked)
    if found is None or found.receipt is None:
        raise Missing
    code = found.receipt.code
    told = found.proof.told(code) if found.proof else {"code": code, "entry": None}
    answer = attached(canonical.spell(told), "application/json", f"{slug}-{code}.json")
    answer.headers.update(UNKEPT)
    return answer


def _found(asked: Asked) -> Found | None:
    typed = request.args.get("code", "")[:LONGEST_CODE].strip()
    if not typed:
        return None
    receipt = receipts.find(asked.round.id, typed)
    if receipt is None:
        return Found(typed, spelling.prefix(typed) is not None)
    proof = receipts.prove(asked.round.id, receipt.seq) if receipt.seq is not None else None
    return Found(typed, True, receipt, proof, receipts.line(asked.round, receipt))


def _choice(asked: Asked, line: Line) -> list[dict[str, Any]] | None:
    """The options that the published line names, with their titles where these are public; None where it was replaced."""
    if line.choice is None:
        return None
    named = dict(line.choice)
    options = documents.of_options(asked.round.id)
    kind = asked.round.rule["ballot"]["kind"]
    return [{**option, "said": _said(kind, named[option["id"]])} for option in options if option["id"] in named]


def _said(kind: str, value: int) -> str:
    """What a value means on this ballot; nothing where being named says it all."""
    if kind == "for-against":
        return str({1: _("For"), -1: _("Against")}.get(value, _("No opinion")))
    if kind == "ranking":
        return str(_("place %(number)s", number=value))
    return format_decimal(value) if kind in {"score", "points"} else ""


def _json_url(asked: Asked, receipt: Receipt) -> str:
    return url_for("rounds.download_receipt", slug=asked.campaign.slug, round=asked.which, code=receipt.code)
