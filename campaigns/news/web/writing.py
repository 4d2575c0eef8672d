"""News as those who speak for a campaign write it."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.sessions import require_person
from app.foundation import clock
from app.foundation.errors import Conflict, Invalid
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.models import PUBLIC, State
from campaigns.contributions.states import MOVED_ON
from campaigns.contributions.web import warnings
from campaigns.contributions.web.warnings import Warned
from campaigns.news.domain import news
from campaigns.news.domain.news import MENDABLE
from campaigns.news.models import NewsItem
from campaigns.news.queries import pages
from campaigns.news.queries.pages import NewsRead
from campaigns.news.web.forms import NewsForm
from campaigns.plan import permissions
from campaigns.plan.models import Campaign
from campaigns.plan.phases import Act
from campaigns.plan.queries.campaigns import campaign_or_missing


def new_news(slug: str) -> ResponseReturnValue:
    """The form for one more piece of news."""
    actor = require_person()
    campaign = campaign_or_missing(slug, actor)
    permissions.require(actor, Act.POST_NEWS, campaign, clock.now())
    return _page(campaign, NewsForm())


def post_news(slug: str) -> ResponseReturnValue:
    """Tells the followers of the campaign."""
    actor, form = require_person(), NewsForm()
    campaign = campaign_or_missing(slug, actor)
    permissions.require(actor, Act.POST_NEWS, campaign, clock.now())
    warned = _unseen_in(form) if form.validate() else []
    if form.errors or warned:
        return _page(campaign, form, warned=warned), 422
    begin_writing()
    item = news.post(actor, campaign, form.text, clock.now())
    if item.contribution.state == State.PUBLISHED:
        flash(_("The news is published. Those who follow the project are told."))
    else:
        flash(_("A check has found something in the text: a moderator reads it first. We write to you."))
    return redirect(url_for("news.show_news", news_id=item.id), 303)


def edit_news(news_id: int) -> ResponseReturnValue:
    """The news, to change its words or to take it back."""
    return _form(_to_mend(news_id), None)


def change_news(news_id: int) -> ResponseReturnValue:
    """Keeps the words that were changed."""
    read, form = _to_mend(news_id), NewsForm()
    warned = _unseen_in(form) if form.validate() else []
    if form.errors or warned:
        return _form(read, form, warned), 422
    begin_writing()
    try:
        news.edit(require_person(), news_id, form.text, clock.now())
    except Invalid as refusal:
        form.body.errors = [str(refusal.reason)]
        return _form(_to_mend(news_id), form), 422
    flash(_("Saved."))
    return redirect(url_for("news.show_news", news_id=news_id), 303)


def withdraw_news(news_id: int) -> ResponseReturnValue:
    """Takes the news back."""
    slug = _to_mend(news_id).campaign.slug
    begin_writing()
    news.withdraw(require_person(), news_id, clock.now())
    flash(_("The news is taken back."))
    return redirect(url_for("plan.show_campaign", slug=slug), 303)


def _unseen_in(form: NewsForm) -> list[Warned]:
    return warnings.unseen_in(form.text.prose, form.checked)


def _form(read: NewsRead, form: NewsForm | None, warned: Sequence[Warned] = ()) -> str:
    is_public = read.contribution.state in PUBLIC
    return _page(read.campaign, form or NewsForm(obj=read.item), read.item, is_public, warned)


def _page(
    campaign: Campaign,
    form: NewsForm,
    item: NewsItem | None = None,
    is_public: bool = True,
    warned: Sequence[Warned] = (),
) -> str:
    values = {"item": item, "form": form, "is_public": is_public, "warned": warned}
    return render_template("news/write.html", campaign=campaign, **values)


def _to_mend(news_id: int) -> NewsRead:
    actor = require_person()
    read = pages.news_or_missing(actor, news_id)
    permissions.require(actor, Act.POST_NEWS, read.campaign, clock.now())
    if read.contribution.state not in MENDABLE:
        raise Conflict(MOVED_ON)
    return read
