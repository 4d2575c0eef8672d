"""What is said in each language of this copy: the texts of a campaign and its rules."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.foundation.forms import Area, Form, Line, Optional, Required
from campaigns.plan import words
from campaigns.plan.domain.texts import Wording
from campaigns.plan.models import Campaign, Rules
from campaigns.plan.queries import texts
from campaigns.plan.web.forms import languages
from campaigns.plan.web.together import Forms


class WordingForm(Form):
    """What a campaign says in one language."""

    title = Line(_l("Title"), [Optional()], most=120)
    question = Line(_l("The question you ask people"), [Optional()], most=300)
    purpose = Area(_l("What it is for and what will be done with the ideas"), [Optional()], most=5000)

    @property
    def wording(self) -> Wording:
        return Wording(self.title.data or "", self.question.data or "", self.purpose.data or "")


class TextsForm(Forms):
    """The texts of a campaign in each language, its own first; of a launched one its own are not asked for."""

    def __init__(self, campaign: Campaign) -> None:
        given: dict[str, Any] = {row.language: row for row in texts.rows_of(campaign.id)}
        given[campaign.language] = campaign
        self.parts = {
            code: WordingForm(prefix=f"{code}-", obj=given.get(code))
            for code, _name in own_first(campaign)
            if code != campaign.language or campaign.launched_at is None
        }
        _mark_languages(self.parts)

    @property
    def forms(self) -> list[Form]:
        return list(self.parts.values())

    @property
    def wordings(self) -> dict[str, Wording]:
        return {code: form.wording for code, form in self.parts.items()}


class RulesForm(Forms):
    """The rules of a campaign in each language, its own first; of a launched one the reason of the change, too."""

    class Body(Form):
        body = Area(_l("Rules"), [Optional()], most=20_000)

    class Reason(Form):
        reason = Area(
            _l("Why the rules change"), [Required(_l("Say why the rules change: everyone will read it."))], most=1000
        )

    def __init__(self, campaign: Campaign, written: Mapping[str, Rules]) -> None:
        self.parts = {code: self.Body(prefix=f"{code}-", obj=written.get(code)) for code, _name in own_first(campaign)}
        _mark_languages(self.parts)
        self.about = self.Reason() if campaign.launched_at else None

    @property
    def forms(self) -> list[Form]:
        return [*self.parts.values(), *([self.about] if self.about else [])]

    @property
    def bodies(self) -> dict[str, str]:
        return {code: form.body.data or "" for code, form in self.parts.items()}


def _mark_languages(parts: Mapping[str, Form]) -> None:
    # A screen reader reads what stands in the field in the voice of its language.
    for code, form in parts.items():
        for field in form:
            field.render_kw = {"lang": code}


def own_first(campaign: Campaign) -> list[tuple[str, str]]:
    """The languages of this copy with their names, the campaign's own first, though it be none of them."""
    others = [(code, name) for code, name in languages() if code != campaign.language]
    return [(campaign.language, words.language_name(campaign.language)), *others]
