"""How a campaign is moderated, set by its owner: checks, hiding for reports, trust."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.accounts.sessions import current_actor
from app.foundation import clock
from app.foundation.errors import Invalid, Refusal
from app.foundation.forms import Between, Choice, Form, Required, Whole
from app.foundation.unit_of_work import begin_writing
from campaigns.contributions.findings import PERSONAL
from campaigns.plan.models import Campaign
from campaigns.plan.web.owned import planned
from moderation.domain import settings as verbs
from moderation.domain.settings import (
    LEAST_REPORTS,
    LOOSER,
    MOST_DAYS,
    MOST_REPORTS,
    MOST_TRUSTED,
    ONLY_SUGGESTS,
    STRICTER,
    Settings,
)
from moderation.rules import RULES, rule_name

USUAL, OFF = "usual", "off"
STRENGTHS: dict[str, Any] = {
    USUAL: _l("as usual"),
    str(STRICTER): _l("stricter: hold more"),
    str(LOOSER): _l("looser: hold less"),
    str(ONLY_SUGGESTS): _l("only point at it, never hold"),
    OFF: _l("switched off"),
}
SET = tuple(code for code in RULES if not code.startswith(PERSONAL))


class SettingsForm(Form):
    """How a campaign is moderated; each rule of the checks has a field of its own below."""

    reports_hide_from = Whole(
        _l("Hide a text when so many people have reported it"), [Required(), Between(0, MOST_REPORTS)]
    )
    trusted_from = Whole(_l("Published texts that make an author trusted"), [Required(), Between(0, MOST_TRUSTED)])
    trusted_days = Whole(_l("Days without any text refused or hidden"), [Required(), Between(1, MOST_DAYS)])

    def validate_reports_hide_from(self, field: Field) -> None:
        """One or two people are no sign."""
        if 0 < field.data < LEAST_REPORTS:
            raise ValidationError(_("Write 0, or at least %(least)s: two people are too few.", least=LEAST_REPORTS))

    @property
    def strengths(self) -> list[Field]:
        """The fields of the rules."""
        return [self[_name(code)] for code in SET]

    @property
    def settings(self) -> Settings:
        """What was filled in, once it is valid."""
        chosen = {code: self[_name(code)].data for code in SET}
        checks = {code: None if one == OFF else float(one) for code, one in chosen.items() if one != USUAL}
        numbers = (self.reports_hide_from.data, self.trusted_from.data, self.trusted_days.data)
        return Settings(checks, *(number or 0 for number in numbers))


def _name(code: str) -> str:
    return "check_" + code.replace(".", "_")


def _headed(code: str) -> str:
    name = rule_name(code)
    return name[:1].upper() + name[1:]


for _code in SET:
    setattr(SettingsForm, _name(_code), Choice(LazyString(_headed, _code), list(STRENGTHS.items()), default=USUAL))


def show_settings(slug: str) -> str:
    """The settings as they are now."""
    campaign = planned(slug, current_actor())
    return _page(campaign, SettingsForm(formdata=None, data=_filled(campaign)))


def keep_settings(slug: str) -> ResponseReturnValue:
    """The settings are changed."""
    actor = current_actor()
    campaign = planned(slug, actor)
    form, campaign_id = SettingsForm(data=_filled(campaign)), campaign.id
    if not form.validate():
        return _page(campaign, form), 422
    begin_writing()
    try:
        verbs.keep(actor, campaign_id, form.settings, clock.now())
    except Invalid as refusal:
        return _page(campaign, form, refusal), refusal.status
    flash(_("Saved."))
    return redirect(url_for("moderation.show_settings", slug=slug), 303)


def told(details: Mapping[str, Any]) -> str:
    """What was changed, in words for the log: each setting with what it was and what it is."""
    before, after = details["before"], details["after"]
    named = (
        ("reports_hide_from", _("reports that hide")),
        ("trusted_from", _("texts for trust")),
        ("trusted_days", _("days for trust")),
    )
    numbers = [f"{label} {before[name]} → {after[name]}" for name, label in named if before[name] != after[name]]
    was, now = before["checks"], after["checks"]
    codes = sorted(code for code in {*was, *now} if _word(was, code) != _word(now, code))
    rules = [f"{rule_name(code)}: {STRENGTHS[_word(was, code)]} → {STRENGTHS[_word(now, code)]}" for code in codes]
    return str(_("How texts are checked was changed: %(changes)s", changes="; ".join([*numbers, *rules])))


def _word(checks: Mapping[str, float | None], code: str) -> str:
    if code not in checks:
        return USUAL
    score = checks[code]
    return OFF if score is None else str(score) if str(score) in STRENGTHS else USUAL


def _filled(campaign: Campaign) -> dict[str, Any]:
    settings = Settings.of(campaign)
    checks = {_name(code): _word(settings.checks, code) for code in SET}
    return {**checks, **{name: value for name, value in settings.as_json().items() if name != "checks"}}


def _page(campaign: Campaign, form: SettingsForm, refusal: Refusal | None = None) -> str:
    return render_template("moderation/settings.html", campaign=campaign, form=form, refusal=refusal)
