"""Writing together: the author's page of invitations, and the page of whoever is asked."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import current_actor, require_person
from app.accounts.slots import Item, Section
from app.foundation import clock
from app.foundation.errors import Conflict, Missing
from app.foundation.slots import Part
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.words import LABELS, TONES
from campaigns.ideas.domain import co_authors as verbs
from campaigns.ideas.queries import authors, co_authors, pages
from campaigns.ideas.queries.pages import IdeaRead
from campaigns.plan.slots import Told

# The browser that made a link shows it once, on the next page.
LINK = "co-author-link"


def show_co_authors(idea_id: int) -> ResponseReturnValue:
    """Who writes along: for the author, who invites and takes back, and for those who may leave."""
    return _page(_to_write(idea_id))


def invite_co_author(idea_id: int) -> ResponseReturnValue:
    """Makes a link for the author to hand on."""
    read = _to_write(idea_id)
    begin_writing()
    try:
        secret = verbs.invite(current_actor(), idea_id, clock.now())
    except Conflict as refusal:
        return _page(read, str(refusal.reason)), refusal.status
    session[LINK] = [idea_id, secret]
    return redirect(url_for("ideas.show_co_authors", idea_id=idea_id), 303)


def end_co_author(idea_id: int, co_author_id: int) -> ResponseReturnValue:
    """Takes an invitation or a co-author back, or lets a co-author leave."""
    begin_writing()
    if verbs.end(current_actor(), idea_id, co_author_id, clock.now()):
        flash(_("You do not write along with this idea any more."))
        return redirect(url_for("accounts.my_page"), 303)
    flash(_("It is taken back."))
    return redirect(url_for("ideas.show_co_authors", idea_id=idea_id), 303)


def show_invitation(secret: str) -> ResponseReturnValue:
    """Asks whoever holds the link whether they agree to be named."""
    actor = require_person()
    live = verbs.live_at(clock.now())
    invitation = co_authors.invitation_or_missing(actor, verbs.digest_of(secret), live, verbs.JOINABLE)
    if authors.author_for(actor, invitation.idea) == actor.id and actor.id != invitation.author_id:
        return redirect(url_for("ideas.show_idea", idea_id=invitation.idea.id))
    return render_template(
        "ideas/invitation.html",
        secret=secret,
        idea=invitation.idea,
        campaign=invitation.campaign,
        author=authors.name_of(invitation.author_id) if invitation.author_id else "",
        own_name=authors.name_of(actor.id or 0),
        is_own=actor.id == invitation.author_id,
    )


def accept_invitation(secret: str) -> ResponseReturnValue:
    """The person agrees to be named and may write along from now on."""
    begin_writing()
    idea = verbs.join(require_person(), secret, clock.now())
    flash(_("You are named as a co-author now."))
    return redirect(url_for("ideas.show_idea", idea_id=idea.id), 303)


def sections_of(read: IdeaRead) -> list[Part]:
    """What the page on which the idea is written says of those who write along; nothing where its author has no account."""
    if read.contribution.author_id is None:
        return []
    return [Part("ideas/_authors_own.html", {"idea_id": read.idea.id, "names": authors.co_authors_of(read.idea.id)})]


def account_section(account_id: int) -> Section | None:
    """The ideas that a person writes along; none where there are none."""
    items = [
        Item(
            along.title or _("Without a title yet"),
            url_for("ideas.show_idea", idea_id=along.id),
            along.campaign,
            str(LABELS[along.state]),
            TONES[along.state],
        )
        for along in co_authors.along_of(account_id)
    ]
    return Section(_("Ideas you write together with others"), items) if items else None


def log_words(_asked: None) -> dict[str, Told]:
    """How this is told in the log of a campaign."""
    return {
        "idea.co-author": lambda _details: _("Somebody became a co-author of an idea"),
        "idea.co-author-ended": lambda _details: _("Somebody is a co-author of an idea no more"),
    }


def _to_write(idea_id: int) -> IdeaRead:
    actor = current_actor()
    read = pages.idea_or_missing(actor, idea_id)
    if actor.id is None or authors.author_for(actor, read.idea) != actor.id:
        raise Missing()
    return read


def _page(read: IdeaRead, refusal: str = "") -> str:
    actor, now = current_actor(), clock.now()
    made = session.pop(LINK, None) if not refusal else None
    is_author = actor.id == read.contribution.author_id
    invited = co_authors.invited_to(read.idea.id, verbs.live_at(now))
    return render_template(
        "ideas/co_authors.html",
        read=read,
        campaign=read.campaign,
        invited=invited if is_author else [one for one in invited if one.account_id is not None],
        is_author=is_author,
        my_id=actor.id,
        link=url_for("ideas.show_invitation", secret=made[1]) if made and made[0] == read.idea.id else None,
        refusal=refusal,
        may_invite=is_author and len(invited) < verbs.MOST and read.state in verbs.JOINABLE,
        good_for=verbs.GOOD_FOR,
        until=now + verbs.GOOD_FOR,
        most=verbs.MOST,
    )
