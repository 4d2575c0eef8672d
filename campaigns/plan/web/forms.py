"""What an owner says about a campaign apart from its dates."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from app.accounts.personal import ages
from app.foundation import clock, site
from app.foundation.forms import (
    Area,
    Between,
    Choice,
    Day,
    Form,
    Line,
    Optional,
    Radio,
    Required,
    Tick,
    Whole,
    options,
)
from campaigns.plan import days, slugs, words
from campaigns.plan.domain.campaigns import Outline
from campaigns.plan.models import Audience, Campaign, Template
from campaigns.plan.queries import places
from campaigns.plan.templates import DEFAULT, TEMPLATES
from campaigns.plan.web import zones


def _settings() -> Any:
    return current_app.extensions["veche.settings"]


def languages() -> list[tuple[str, str]]:
    """The languages of this copy: code and its own name."""
    return [(code, words.language_name(code)) for code in _settings().LANGUAGES]


def _is_an_age(form: Form, field: Field) -> None:
    if field.data and not ages.LEAST <= field.data <= ages.MOST:
        raise ValidationError(_("Write an age from %(least)s to %(most)s, or 0.", least=ages.LEAST, most=ages.MOST))


class OutlineForm(Form):
    """Texts and settings of a campaign."""

    title = Line(_l("Title"), [Required()], most=120)
    question = Line(_l("The question you ask people"), [Optional()], most=300)
    purpose = Area(_l("What it is for and what will be done with the ideas"), [Optional()], most=5000)
    organiser = Line(_l("Who answers for it"), [Optional()], most=200)
    territory_id = Choice(_l("Territory"), ids=True)
    language = Choice(_l("Language of the project"))
    time_zone = Choice(_l("Time zone of its dates"))
    audience = Radio(_l("Who may see it and take part"), list(words.AUDIENCES.items()), default=Audience.EVERYONE.value)
    ideas_checked_first = Tick(_l("Ideas are checked before they are published"))
    comments_checked_first = Tick(_l("Comments are checked before they are published"))
    winners = Whole(_l("How many ideas are selected by support"), [Required(), Between(1, 1000)])
    expert_picks = Whole(_l("How many more experts may select"), [Optional(), Between(0, 1000)])
    ideas_per_person = Whole(_l("How many ideas one person may send"), [Optional(), Between(0, 1000)])
    least_age = Whole(_l("From what age people take part"), [Optional(), _is_an_age])
    slug = Line(_l("Address"), [Optional()], most=60)
    voting_over_ideas = Tick(_l("Voting may run while ideas are still taken"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = languages()
        self.time_zone.choices = options(zones.offered(clock.now(), _settings().TIME_ZONE, self.time_zone.data))
        self.territory_id.choices = [("", _("not chosen")), *places.choices()]

    def outline(self) -> Outline:
        """What was said, as the verbs want it. An empty address is made of the title."""
        return Outline(
            title=self.title.data or "",
            slug=self.slug.data or slugs.slug_of(self.title.data or ""),
            language=self.language.data,
            time_zone=self.time_zone.data,
            question=self.question.data or "",
            purpose=self.purpose.data or "",
            organiser=self.organiser.data or "",
            territory_id=self.territory_id.data,
            audience=Audience(self.audience.data),
            ideas_checked_first=bool(self.ideas_checked_first.data),
            voting_over_ideas=bool(self.voting_over_ideas.data),
            winners=self.winners.data or 0,
            expert_picks=self.expert_picks.data or 0,
            ideas_per_person=self.ideas_per_person.data or 0,
            least_age=self.least_age.data or 0,
            comments_checked_first=bool(self.comments_checked_first.data),
        )


class NewCampaignForm(OutlineForm):
    """A new campaign: the same, from a template and a first day."""

    template = Radio(
        _l("What it is planned from"), [(name, words.TEMPLATES[name]) for name in TEMPLATES], default=DEFAULT.value
    )
    first_day = Day(_l("First day"), [Required()])

    @classmethod
    def blank(cls, now: datetime) -> "NewCampaignForm":
        """The form with the usual answers."""
        settings, chosen = _settings(), site.chosen()
        return cls(
            data={
                "language": chosen.default_language,
                "time_zone": settings.TIME_ZONE,
                "organiser": chosen.organiser,
                "first_day": days.first_day(now, settings.TIME_ZONE) + days.ONE_DAY,
                "ideas_checked_first": True,
                "winners": 20,
                "expert_picks": 0,
                "ideas_per_person": 0,
                "least_age": 0,
            }
        )

    @property
    def chosen_template(self) -> Template:
        return Template(self.template.data)

    @property
    def chosen_day(self) -> date | None:
        return self.first_day.data


class TracksForm(Form):
    """Directions, one a line."""

    names = Area(_l("Directions, one on each line"), [Optional()], most=4000)

    @property
    def chosen(self) -> list[str]:
        return [" ".join(line.split()) for line in (self.names.data or "").split("\n") if line.strip()]


class CopyForm(Form):
    """A past campaign and the day on which it begins once more."""

    source = Choice(_l("Project to copy"), [], [Required()])
    first_day = Day(_l("First day"), [Required()])

    def __init__(self, owned: Sequence[Campaign], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = options([(campaign.slug, campaign.title) for campaign in owned])


def outline_form_of(campaign: Campaign) -> OutlineForm:
    """The form as the campaign stands."""
    return OutlineForm(obj=campaign)
