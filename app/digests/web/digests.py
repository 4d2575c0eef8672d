"""The list of digests, one of them, and its data."""

from collections.abc import Sequence

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.roles import Actor
from app.accounts.sessions import current_actor
from app.digests import made, permissions, words
from app.digests.composing import compose
from app.digests.files import as_json, words_of
from app.digests.queries import digests
from campaigns.plan.models import Campaign
from campaigns.plan.queries.campaigns import in_hand

MOST_TO_WRITE = 10


def list_digests() -> str:
    """The digests that the reader may read."""
    actor = current_actor()
    page = digests.page(actor, request.args.get("after"))
    return render_template(
        "digests/list.html",
        page=page,
        to_write=_to_write(actor) if page.is_first else [],
        first_url=None if page.is_first else url_for("digests.list_digests"),
        next_url=url_for("digests.list_digests", after=page.following) if page.following else None,
    )


def _to_write(actor: Actor) -> Sequence[Campaign]:
    """Launched campaigns of which the actor may write the final report."""
    return [] if actor.is_guest else [one for one in in_hand(actor) if one.launched_at][:MOST_TO_WRITE]


def show_digest(id: int) -> str:
    """A digest in the reader's language."""
    actor = current_actor()
    read = digests.digest_or_missing(id, actor)
    snapshot, campaign = read.snapshot, read.campaign
    shown = words_of(snapshot)
    return render_template(
        "digests/show.html",
        id=id,
        document=compose(snapshot, shown, url_for),
        campaign=campaign,
        files=made.of_snapshot(snapshot, shown),
        form_words=words.FORMS,
        slug=campaign.slug,
        round=(snapshot.body["round"] or {}).get("number"),
        read=read,
        may_write=permissions.may_write(actor, campaign.id),
    )


def show_by_fingerprint(fingerprint: str) -> ResponseReturnValue:
    """Leads to the digest whose body has this checksum."""
    return redirect(url_for("digests.show_digest", id=digests.by_fingerprint(fingerprint, current_actor())))


def download_json(id: int) -> ResponseReturnValue:
    """The digest as canonical JSON with an ETag."""
    snapshot, _result, _campaign = digests.snapshot_or_missing(id, current_actor())
    response = Response(as_json(snapshot), content_type="application/json")
    response.add_etag()
    return response.make_conditional(request)
