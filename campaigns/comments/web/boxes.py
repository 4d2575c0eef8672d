"""The box to write in, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.permissions import SIGN_IN
from app.foundation.errors import Reason
from campaigns.comments.domain import comments
from campaigns.comments.models import Stand
from campaigns.comments.web.forms import SayForm, new_secret
from campaigns.comments.web.places import page_of
from campaigns.comments.web.reader import Reader
from campaigns.comments.words import STANDS
from campaigns.contributions.web.warnings import Warned
from campaigns.plan import permissions
from campaigns.plan.phases import Act

OVER = Reason("comments.over", _l("The time for comments is over. What was said stays here."))


@dataclass(frozen=True)
class Box:
    """A form for a comment. `refusal` says why nothing can be sent; with `sign_in_url` it only wants a sign-in.

    `place` is the id of the box on its page. `stand` is where its author stands and may show beside the comment.
    `is_read_first`: others see it later.
    """

    place: str
    form: SayForm
    action: str
    most: int
    stand: Stand | None
    is_read_first: bool
    refusal: Reason | None
    sign_in_url: str | None
    warned: Sequence[Warned] = ()

    @property
    def stand_words(self) -> str:
        return str(STANDS[self.stand]) if self.stand else ""


def late(reason: Reason | None) -> Reason | None:
    """The reason in words for comments, of which no draft is kept."""
    return OVER if reason == permissions.OVER else reason


def box_of(
    reader: Reader, place: str = "say", parent_id: int | None = None, *, mine: Stand | None = None, **over: Any
) -> Box:
    """A box for a comment in this thread or, with `parent_id`, for an answer. `mine`: where the reader stands in the thread.

    `over`: the form as it was sent.
    """
    refusal = late(reader.refusal(Act.COMMENT))
    wants_sign_in = reader.actor.is_guest and refusal == SIGN_IN
    form = over.pop("form", None) or SayForm(formdata=None, data={"parent_id": parent_id, "secret": new_secret()})
    form.name_after(place)
    if parent_id is not None:
        form.body.label.text = _("Your answer")
    back = page_of(reader.contribution, reader.campaign, _anchor="say")
    return Box(
        place,
        form,
        url_for("comments.say", thread_id=reader.contribution.id),
        comments.LONGEST,
        (form.chosen or mine) if parent_id is None and reader.stand_refusal() is None else None,
        reader.campaign.comments_checked_first,
        refusal,
        url_for("accounts.sign_in", next=back) if wants_sign_in else None,
        **over,
    )
