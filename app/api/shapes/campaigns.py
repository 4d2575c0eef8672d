"""Campaigns and what stands in them."""

from marshmallow import Schema, fields

from app.api.shapes import kinds
from campaigns.plan.models import Audience
from campaigns.plan.phases import PhaseKind, Stage

HERE = "https://veche.example"
SLUG = "tsifrovye-servisy"


class NamedSchema(Schema):
    """Something with a name."""

    id = kinds.number("Its id.", 3)
    name = kinds.words("Its name.", "Здоровье")


class CampaignsAskedSchema(Schema):
    """Which campaigns."""

    stage = kinds.one_of("Where they are on their way.", "running", Stage, load_default=Stage.RUNNING.value)
    after = kinds.after()


class CampaignLineSchema(Schema):
    """A campaign in a list."""

    slug = kinds.words("Its word in addresses.", SLUG)
    title = kinds.words("Its title, in the language asked for where it has one.", "Цифровые сервисы в Югре")
    question = kinds.words("What it asks.", "Что мешает пользоваться сервисами?")
    language = kinds.words("The language of its title.", "ru")
    organiser = kinds.words("Who runs it.", "Центр цифровой трансформации")
    stage = kinds.one_of("Where it is on its way.", "running", Stage)
    audience = kinds.one_of("Whom it is for.", "everyone", Audience)
    opens_at = kinds.moment("When it begins.", allow_none=True)
    closes_at = kinds.moment("When it ends.", allow_none=True)
    page = kinds.link("Its page for people.", f"{HERE}/campaigns/{SLUG}/")


class PhaseSchema(Schema):
    """A stretch of the timeline: open at `opens_at`, shut at `closes_at`."""

    kind = kinds.one_of("What it is for.", "ideas", PhaseKind)
    opens_at = kinds.moment("When it opens.")
    closes_at = kinds.moment("When it shuts.")
    is_open = kinds.flag("Whether it is open now.", True)


class CampaignSchema(CampaignLineSchema):
    """A campaign."""

    purpose = kinds.words("What becomes of it.", "Лучшие идеи войдут в план на год.")
    time_zone = kinds.words("The zone its dates are meant in.", "Asia/Yekaterinburg")
    phases = fields.List(fields.Nested(PhaseSchema), metadata=kinds.told("Its timeline.", []))
    tracks = fields.List(fields.Nested(NamedSchema), metadata=kinds.told("Directions that ideas are sorted into.", []))


class CampaignsSchema(Schema):
    """A page of campaigns."""

    items = fields.List(fields.Nested(CampaignLineSchema))
    next = kinds.words("The cursor of the next page; null on the last.", None, allow_none=True)


class ChoicesSchema(Schema):
    """What an author of an idea may choose from: ids for what is sent."""

    tracks = fields.List(fields.Nested(NamedSchema))
    territories = fields.List(fields.Nested(NamedSchema))
    services = fields.List(fields.Nested(NamedSchema))
    problems = fields.List(fields.Nested(NamedSchema))


class ModerationNumbersSchema(Schema):
    """The public numbers of moderation."""

    submitted = kinds.number("Texts that were looked at or wait.", 120)
    decided = kinds.number("Of these decided.", 118)
    waiting = kinds.number("Waiting now.", 2)
    in_time = kinds.number("Decided within a working day.", 110)
    restricted = kinds.number("Restrictions, a text that was restricted twice counted twice.", 9)
    automatic = kinds.number("Of these decided by a machine alone.", 0)
    median_hours = fields.Float(
        allow_none=True,
        metadata=kinds.told("Half of the decisions came within so many hours; null where there were none.", 3.5),
    )
    reasons = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata=kinds.told("Restrictions by their reason.", {"insult": 4}),
    )


class DayNumbersSchema(Schema):
    """What came on one day."""

    day = kinds.day("The day, in the zone of the campaign.")
    ideas = kinds.number("Ideas.", 4)
    comments = kinds.number("Comments.", 20)
    supports = kinds.number("Supports.", 61)


class PlaceNumbersSchema(Schema):
    """What came from one place."""

    name = kinds.words("The place; empty where people told none.", "Сургут")
    ideas = kinds.number("Ideas.", 4)
    comments = kinds.number("Comments.", 20)
    supports = kinds.number("Supports.", 61)


class ParticipationSchema(Schema):
    """Who takes part, in numbers: no person can be told from another."""

    days = fields.List(fields.Nested(DayNumbersSchema))
    places = fields.List(fields.Nested(PlaceNumbersSchema))
