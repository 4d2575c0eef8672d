"""A second look at what keeps somebody from writing: asked for on their own page, decided beside the list of blocks."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import reviewers
from app.accounts.domain import block_reviews as verbs
from app.accounts.domain.blocks import LONGEST
from app.accounts.models import BlockOutcome, BlockReview
from app.accounts.queries import blocks
from app.accounts.queries.blocks import BlockRead
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Missing
from app.foundation.forms import Area, Form, Radio, Required
from app.foundation.unit_of_work import begin_writing
from app.offices.calendar import calendar
from campaigns.plan.models import Campaign
from campaigns.plan.words import language_name
from moderation.reasons import BY_CODE
from moderation.waits import Wait, wait_of
from moderation.words import BLOCK_REVIEWED


class AskForm(Form):
    """What those who keep somebody from writing have overlooked."""

    words = Area(_l("What we have overlooked"), [Required()], most=LONGEST)


class DecideForm(Form):
    """What the second look ends in, in words for the person."""

    outcome = Radio(_l("What to decide"), [(one.value, label) for one, label in BLOCK_REVIEWED.items()], [Required()])
    facts = Area(_l("What the one who asked reads"), [Required()], most=LONGEST)


def show_own_block(block_id: int) -> str:
    """Why one may not write and until when, and where a review is asked for or what it ended in."""
    require_person()
    return _own_page(block_id, AskForm(formdata=None))


def ask_block_review(block_id: int) -> ResponseReturnValue:
    """The person asks for a review."""
    actor, form = require_person(), AskForm()
    if not form.validate():
        return _own_page(block_id, form), 422
    begin_writing()
    try:
        verbs.ask(actor, block_id, form.words.data, clock.now())
    except Conflict as refused:
        return _own_page(block_id, form, refused), refused.status
    flash(_("Sent. Somebody who had no part in it will look at it; you get a letter."))
    return redirect(url_for("moderation.show_own_block", block_id=block_id), 303)


def show_block(block_id: int) -> str:
    """A block whose review was asked for, and the form of the decision."""
    require_person()
    return _page(block_id, DecideForm(formdata=None))


def decide_block(block_id: int) -> ResponseReturnValue:
    """The block stands, or is lifted."""
    actor, form = require_person(), DecideForm()
    if not form.validate():
        return _page(block_id, form), 422
    begin_writing()
    try:
        verbs.decide(actor, block_id, BlockOutcome(form.outcome.data), form.facts.data, clock.now())
    except Conflict as refused:
        return _page(block_id, form, refused), refused.status
    flash(_("The review is decided. The person is told."))
    return redirect(url_for("moderation.list_blocks"), 303)


def _own_page(block_id: int, form: AskForm, refused: Conflict | None = None) -> str:
    read = blocks.of_oneself(current_actor().id, block_id)
    if read is None:
        raise Missing
    now = clock.now()
    return render_template(
        "moderation/block_own.html",
        read=read,
        now=now,
        form=form,
        refused=refused.reason if refused else None,
        rule=BY_CODE[read.block.rule].usual.rule if read.block.rule in BY_CODE else "",
        place=_place_of(read),
        may_ask=verbs.refusal(read.block, now) is None,
        outcomes=BLOCK_REVIEWED,
    )


def _page(block_id: int, form: DecideForm, refused: Conflict | None = None) -> str:
    actor, now = current_actor(), clock.now()
    read = blocks.one_in_hand(actor, block_id)
    if read is None or read.review is None:
        raise Missing
    place = _place_of(read)
    return render_template(
        "moderation/block_review.html",
        read=read,
        form=form,
        refused=refused.reason if refused else None,
        not_allowed=reviewers.refusal(actor, read.block),
        is_open=read.review.outcome is None and read.block.holds(now),
        wait=_wait(read.review, place),
        rule=BY_CODE[read.block.rule].label if read.block.rule in BY_CODE else read.block.rule,
        place=place,
        outcomes=BLOCK_REVIEWED,
        language=language_name(read.language),
    )


def _place_of(read: BlockRead) -> Campaign | None:
    """The project in which the person may not write; None where that is the whole site."""
    return db.session.get_one(Campaign, read.block.campaign_id) if read.block.campaign_id else None


def _wait(review: BlockReview, campaign: Campaign | None) -> Wait:
    """How long the review waits, promised within a working day like a text."""
    days, zone = calendar(), campaign.time_zone if campaign else current_app.extensions["veche.settings"].TIME_ZONE
    return wait_of(review.asked_at, days.due(review.asked_at, zone), zone, days, clock.now())
