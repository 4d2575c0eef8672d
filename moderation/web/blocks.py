"""Somebody may not write for a while: asked for beside a text or a person, listed, confirmed, ended."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import permissions as account_permissions
from app.accounts.domain import blocks as verbs
from app.accounts.domain.blocks import LONGEST, Reasons
from app.accounts.models import Account, Block
from app.accounts.permissions import RULES, Act
from app.accounts.permissions import refusal as refusal_by_role
from app.accounts.queries import blocks, people
from app.accounts.roles import Actor
from app.accounts.sessions import current_actor, require_person
from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Missing, Refusal
from app.foundation.forms import Area, Choice, Form, Line, Required
from app.foundation.unit_of_work import begin_writing
from campaigns.plan.models import Campaign
from moderation import deciders
from moderation.queries import cases
from moderation.reasons import BY_CODE, GROUNDS
from moderation.words import BLOCK_REVIEWED

TERMS: dict[str, Any] = {
    "1": _l("For a day"),
    "7": _l("For a week"),
    "30": _l("For 30 days"),
    "90": _l("For 90 days"),
    "365": _l("For a year"),
    "": _l("For good: a second person must agree, until then for 30 days"),
}
LONG = frozenset({"90", "365"})


class BlockForm(Form):
    """Why somebody may not write, where and for how long."""

    place = Choice(_l("Where"))
    rule = Choice(_l("Rule"), [("", _l("Choose a reason")), *((one.code, one.label) for one in GROUNDS)], [Required()])
    facts = Area(_l("What the person reads"), [Required()], most=LONGEST)
    term = Choice(_l("For how long"), default="7")

    def offer(self, campaign: Campaign | None, anywhere: bool) -> "BlockForm":
        """Offers the project, and the whole site to those who may decide there."""
        here = [(str(campaign.id), campaign.title)] if campaign else []
        self.place.choices = [*here, *([("", _("The whole site"))] if anywhere else [])]
        self.term.choices = [(days, label) for days, label in TERMS.items() if anywhere or days not in LONG]
        return self

    @property
    def reasons(self) -> Reasons:
        """What was filled in, once it is valid."""
        return Reasons(self.rule.data, self.facts.data, int(self.term.data) if self.term.data else None)


@dataclass(frozen=True)
class Beside:
    """Somebody who is to be kept from writing, and the pages the form hangs on: the last is gone back to."""

    account: Account
    path: tuple[tuple[str, str], ...]
    campaign: Campaign | None = None


class EndForm(Form):
    """Why a block ends before its term."""

    why = Line(_l("Why it ends"), [Required()], most=300)


def ask_block_author(case_id: int) -> ResponseReturnValue:
    """The form, beside a case: its author may not write."""
    return _ask(_author_of(case_id))


def block_author(case_id: int) -> ResponseReturnValue:
    """The author of the text may not write from now on."""
    return _make(_author_of(case_id))


def ask_block_person(account_id: int) -> ResponseReturnValue:
    """The form for the whole site, beside a person."""
    return _ask(_person(account_id))


def block_person(account_id: int) -> ResponseReturnValue:
    """The person may write nowhere from now on."""
    return _make(_person(account_id))


def list_blocks() -> str:
    """Who may not write, for those who moderate there."""
    return _list()


def confirm_block(block_id: int) -> ResponseReturnValue:
    """A second person agrees that it is for good."""
    actor = require_person()
    begin_writing()
    verbs.confirm(actor, block_id, clock.now())
    flash(_("Agreed: it is for good now."))
    return redirect(url_for("moderation.list_blocks"), 303)


def end_block(block_id: int) -> ResponseReturnValue:
    """The person may write again."""
    actor, form = require_person(), EndForm()
    if not form.validate():
        if blocks.one_in_hand(actor, block_id) is None:
            raise Missing
        return _list(form), 422
    begin_writing()
    verbs.end(actor, block_id, form.why.data, clock.now())
    flash(_("Ended. The person may write again."))
    return redirect(url_for("moderation.list_blocks"), 303)


def _list(form: EndForm | None = None) -> str:
    actor = require_person()
    if not _may(actor, None):
        deciders.require_some_queue(actor)
    now = clock.now()
    rows = blocks.in_hand(actor, now)
    ids = {row.block.campaign_id for row in rows if row.block.campaign_id}
    titles = db.session.execute(select(Campaign.id, Campaign.title).where(Campaign.id.in_(sorted(ids)))).all()
    return render_template(
        "moderation/blocks.html",
        rows=rows,
        now=now,
        form=form or EndForm(formdata=None),
        own_id=actor.id,
        may_end={row.block.id for row in rows if _may(actor, row.block.campaign_id)},
        outcomes=BLOCK_REVIEWED,
        rules={code: ground.label for code, ground in BY_CODE.items()},
        titles={row.id: row.title for row in titles},
    )


def _author_of(case_id: int) -> Beside:
    read = cases.case_or_missing(require_person(), case_id)
    author_id = read.contribution.author_id
    account = people.living(author_id) if author_id is not None else None
    if account is None:
        raise Missing
    account_permissions.require(current_actor(), Act.BLOCK, campaign_id=read.campaign.id)
    case = url_for("moderation.show_case", case_id=case_id)
    path = ((_("Waiting for a check"), url_for("moderation.show_queue")), (read.text.title, case))
    return Beside(account, path, read.campaign)


def _person(account_id: int) -> Beside:
    account_permissions.require(require_person(), Act.BLOCK)
    account = people.living(account_id)
    if account is None:
        raise Missing
    person = url_for("accounts.admin_person", account_id=account_id)
    return Beside(account, ((_("People and roles"), url_for("accounts.admin_people")), (account.public_name, person)))


def _may(actor: Actor, campaign_id: int | None) -> bool:
    return refusal_by_role(RULES[Act.BLOCK], actor, campaign_id=campaign_id) is None


def _ask(beside: Beside) -> str:
    return _page(beside, BlockForm(formdata=None).offer(beside.campaign, _may(current_actor(), None)))


def _make(beside: Beside) -> ResponseReturnValue:
    form = BlockForm().offer(beside.campaign, _may(current_actor(), None))
    if not form.validate():
        return _page(beside, form), 422
    campaign_id, account_id = int(form.place.data) if form.place.data else None, beside.account.id
    begin_writing()
    try:
        verbs.make(current_actor(), account_id, campaign_id, form.reasons, clock.now())
    except Missing:
        raise
    except Refusal as refusal:
        return _page(beside, form, refusal), refusal.status
    flash(_("Done. The person reads why on their page and in a letter."))
    return redirect(url_for("moderation.list_blocks"), 303)


def _page(beside: Beside, form: BlockForm, refusal: Refusal | None = None) -> str:
    held: list[Block] = blocks.of_person(beside.account.id, clock.now())
    return render_template(
        "moderation/block.html",
        name=beside.account.public_name,
        path=beside.path,
        form=form,
        refusal=refusal,
        held=held,
    )
