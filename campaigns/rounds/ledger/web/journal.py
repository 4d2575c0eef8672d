"""The page of the open journal of votes, and its entries as files."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from app.foundation import canonical
from app.foundation.errors import Missing
from app.foundation.spreadsheets import attached
from campaigns.plan.web.tabs import tabs_row
from campaigns.rounds.ledger.models import EntryKind
from campaigns.rounds.ledger.queries import documents, journal, published
from campaigns.rounds.ledger.queries.observers import hour_of
from campaigns.rounds.ledger.queries.proofs import TILE
from campaigns.rounds.ledger.web.lookups import Asked, kept, vote_or_missing
from campaigns.rounds.queries import results

SHOWN_TILES = 12


@dataclass(frozen=True)
class Piece:
    """A part of the journal as a file."""

    first: int
    last: int
    url: str


@dataclass(frozen=True)
class Choice:
    """A vote among several."""

    label: str
    url: str
    current: bool


def show_ledger(slug: str) -> str:
    """What the journal is, how long it is, its checkpoints, and how to check it."""
    asked = vote_or_missing(slug)
    round_, size = asked.round, journal.size(asked.round.id)
    page = journal.checkpoints(round_.id, request.args.get("after"))
    return render_template(
        "rounds/ledger/journal.html",
        campaign=asked.campaign,
        round=round_,
        rounds=_choices(asked),
        tabs=tabs_row(asked.campaign, asked.actor, "vote"),
        size=size,
        page=page,
        noted=journal.noted(round_.id),
        about_ideas=journal.about_ideas(round_.id) if page.is_first else [],
        pieces=_pieces(asked, size),
        more=max(0, -(-size // TILE) - SHOWN_TILES),
        downloads=_downloads(asked),
        kinds=EntryKind,
        hour_of=hour_of,
        **_addresses(asked, page.following if page.rows else None),
    )


def _addresses(asked: Asked, following: str | None) -> dict[str, str | None]:
    def address(endpoint: str, **values: Any) -> str:
        return url_for(endpoint, slug=asked.campaign.slug, round=asked.which, **values)

    return {
        "receipt_url": address("rounds.find_receipt"),
        "first_url": address("rounds.show_ledger") if "after" in request.args else None,
        "next_url": address("rounds.show_ledger", after=following) if following else None,
        "checkpoints_url": url_for("rounds.download_checkpoints", slug=asked.campaign.slug, number=asked.round.number),
    }


def _choices(asked: Asked) -> list[Choice]:
    if asked.which is None:
        return []
    return [
        Choice(
            _("Vote %(number)s", number=one.number),
            url_for("rounds.show_ledger", slug=asked.campaign.slug, round=one.number),
            one is asked.round,
        )
        for one in asked.every
    ]


def _pieces(asked: Asked, size: int) -> list[Piece]:
    """The newest files first; the one that still grows in front."""
    where: dict[str, Any] = {"slug": asked.campaign.slug, "number": asked.round.number}
    last = -(-size // TILE)
    return [
        Piece(place * TILE + 1, min(size, (place + 1) * TILE), url_for("rounds.download_entries", place=place, **where))
        for place in range(last - 1, max(-1, last - 1 - SHOWN_TILES), -1)
    ]


def _downloads(asked: Asked) -> list[tuple[str, str, int]]:
    """Name, address and size of the files of the published result, the zip with all of them first."""
    result = results.current(asked.round.id)
    files = published.of_result(result.id) if result and result.published_at else None
    if files is None:
        return []
    names = sorted(files.files, key=lambda name: (not name.endswith(".zip"), name))
    where: dict[str, Any] = {"slug": asked.campaign.slug, "number": asked.round.number}
    return [(name, url_for("rounds.download_file", name=name, **where), files.files[name]["size"]) for name in names]


def download_entries(slug: str, number: int, place: int) -> Response:
    """The entries of a tile, one a line. A complete one never changes, so anyone may keep it for good."""
    asked = vote_or_missing(slug, number)
    bodies = journal.tile(asked.round.id, place)
    if not bodies:
        raise Missing
    body = "".join(f"{body}\n" for body in bodies).encode()
    answer = attached(body, "application/jsonl; charset=utf-8", f"{slug}-{number}-{place}.jsonl")
    return kept(answer, asked.campaign, for_good=len(bodies) == TILE)


def download_checkpoints(slug: str, number: int) -> Response:
    """All checkpoints so far."""
    asked = vote_or_missing(slug, number)
    body = canonical.spell(documents.of_checkpoints(asked.round.id))
    answer = attached(body, "application/json", f"{slug}-{number}-checkpoints.json")
    return kept(answer, asked.campaign, for_good=False)
