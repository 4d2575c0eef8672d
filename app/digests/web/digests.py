"""The list of digests, one of them, and its data."""

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.sessions import current_actor
from app.digests.composing import compose
from app.digests.files import as_json, words_of
from app.digests.queries import digests


def list_digests() -> str:
    """The digests that the reader may read."""
    page = digests.page(current_actor(), request.args.get("after"))
    return render_template(
        "digests/list.html",
        page=page,
        first_url=None if page.is_first else url_for("digests.list_digests"),
        next_url=url_for("digests.list_digests", after=page.following) if page.following else None,
    )


def show_digest(id: int) -> str:
    """A digest in the reader's language."""
    snapshot, result, campaign = digests.snapshot_or_missing(id, current_actor())
    return render_template(
        "digests/show.html",
        id=id,
        document=compose(snapshot, words_of(snapshot), url_for),
        campaign=campaign,
        slug=campaign.slug,
        round=snapshot.body["round"]["number"],
        is_public=result.published_at is not None,
        is_superseded=result.superseded_at is not None,
    )


def download_json(id: int) -> ResponseReturnValue:
    """The digest as canonical JSON with an ETag."""
    snapshot, _result, _campaign = digests.snapshot_or_missing(id, current_actor())
    response = Response(as_json(snapshot), content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)
