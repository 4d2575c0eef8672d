"""Rounds, ballots, votes and results; what is found; whose token it is."""

from marshmallow import Schema, fields, validate

from app.api.scopes import Scope
from app.api.shapes import kinds
from app.api.shapes.campaigns import HERE, SLUG
from campaigns.contributions.models import Kind, State
from campaigns.ideas.models import Outcome
from campaigns.rounds.models import Source
from search.engine import Sort
from search.queries.wanted import LONGEST, LONGEST_VALUE, Period

VOTES_MOST = 500


class RoundLineSchema(Schema):
    """A round."""

    number = kinds.number("Its number in the campaign.", 1)
    counts = kinds.one_of("What it counts.", "ballots", Source)
    opens_at = kinds.moment("When it opens.")
    closes_at = kinds.moment("When it shuts.")
    closed_at = kinds.moment("When it was closed; nothing is accepted after it.", allow_none=True)
    state = kinds.one_of("Where it is on its way.", "open", ("before", "open", "over"))
    rule = fields.Dict(metadata=kinds.told("The rule as it was published.", {"ballot": {"kind": "approve", "most": 5}}))
    rule_fingerprint = kinds.words("The SHA-256 of the rule as canonical JSON.", "9f86d081884c7d65")
    has_result = kinds.flag("Whether there is a result that may be read.", False)
    page = kinds.link("Its page for people.", f"{HERE}/campaigns/{SLUG}/results?round=1")


class RoundsSchema(Schema):
    """The rounds of a campaign."""

    items = fields.List(fields.Nested(RoundLineSchema))


class OptionSchema(Schema):
    """An idea on a ballot."""

    idea = kinds.number("Its id.", 12)
    place = kinds.number("Its place on the ballot as it was laid, from 1.", 1)
    number = kinds.number("Its number in the campaign.", 7, allow_none=True)
    title = kinds.words("What it is called there.", "Лист ожидания к врачу")
    cost = kinds.number("What it costs, where there is a budget.", None, allow_none=True)
    stands = kinds.flag("Whether it can be chosen now.", True)


class BallotSchema(Schema):
    """What is on the ballot of a round."""

    round = kinds.number("The number of the round.", 1)
    kind = kinds.words("How it is marked.", "approve")
    ballot = fields.Dict(metadata=kinds.told("What the rule says of the ballot.", {"kind": "approve", "most": 5}))
    options = fields.List(fields.Nested(OptionSchema))


class MarkSchema(Schema):
    """How one idea is marked."""

    idea = kinds.identity("The id of the idea.", 12, required=True)
    value = kinds.number(
        "1 approves; 1 and -1 are for and against, 0 passes; else a score, points, or a place in a ranking from 1.",
        1,
        load_default=1,
        validate=validate.Range(-999_999, 999_999),
    )


class NewVoteSchema(Schema):
    """A choice as it is sent: the last one counts."""

    marks = fields.List(
        fields.Nested(MarkSchema),
        required=True,
        validate=validate.Length(1, VOTES_MOST),
        metadata={"description": "The ideas that are marked."},
    )


class VotedSchema(Schema):
    """The receipt of a vote: never the choice."""

    code = kinds.words("The control code: with it the vote is found in the published journal.", "3F7K-92QD-11MA-X0P4")
    number = kinds.number("How often this person has voted in this round, this time included.", 1)
    page = kinds.link("The confirmation for people.", f"{HERE}/campaigns/{SLUG}/vote/confirmation?round=1&number=1")


class ResultAskedSchema(Schema):
    """Which edition and which page of it."""

    edition = kinds.number(
        "A count that was made before; the newest where none is asked for.", 1, validate=validate.Range(1, 999_999)
    )
    after = kinds.after()


class ResultRowSchema(Schema):
    """An idea in a result."""

    idea = kinds.number("Its id.", 12)
    number = kinds.number("Its number in the campaign.", 7, allow_none=True)
    title = kinds.words("Its title; null where it is not shown any more.", "Лист ожидания к врачу", allow_none=True)
    rank = kinds.number("Its rank, from 1.", 1)
    votes = kinds.number("Ballots for it, or people who support it.", 63)
    against = kinds.number("Ballots against it.", 0)
    score = kinds.words("What the rule ranks by, as an exact number.", "63")
    winner = kinds.flag("Whether it is in by the rule.", True)


class ResultSchema(Schema):
    """A frozen result: it is only ever superseded by a new edition."""

    round = kinds.number("The number of the round.", 1)
    edition = kinds.number("Which count.", 1)
    counted_at = kinds.moment("When it was counted.")
    published_at = kinds.moment("When it was published; null while only its owners see it.", allow_none=True)
    fingerprint = kinds.words("The SHA-256 of the rule and all rows as canonical JSON.", "9f86d081884c7d65")
    ideas = kinds.number("How many ideas took part.", 40)
    winners = kinds.number("How many are in.", 5)
    items = fields.List(fields.Nested(ResultRowSchema))
    next = kinds.words("The cursor of the next page; null on the last.", None, allow_none=True)


class SearchAskedSchema(Schema):
    """What is searched for."""

    q = kinds.words("The words.", "запись к врачу", load_default="", validate=validate.Length(max=LONGEST))
    kind = kinds.one_of("Texts of one kind.", "idea", Kind)
    campaign = kinds.words("The word of a campaign in addresses.", SLUG, validate=validate.Length(max=LONGEST_VALUE))
    status = kinds.one_of("Where they stand.", "accepted", (*Outcome, State.PUBLISHED, State.JOINED))
    language = kinds.words("Of one language.", "ru", validate=validate.Regexp("^[a-z]{2,3}$"))
    period = kinds.one_of("Published within this time.", "month", Period)
    sort = kinds.one_of("In which order.", "best", Sort, load_default=Sort.BEST.value)
    after = kinds.after()


class FoundSchema(Schema):
    """A text that was found."""

    id = kinds.number("Its id.", 12)
    kind = kinds.one_of("What it is.", "idea", Kind)
    title = kinds.words("Its title, or how it begins.", "Лист ожидания к врачу")
    about = kinds.words("What a comment stands under.", "")
    number = kinds.number("The number of an idea.", 7, allow_none=True)
    byline = kinds.words("Who wrote it.", "Анна К., Сургут")
    campaign = kinds.words("The title of its campaign.", "Цифровые сервисы в Югре")
    state = kinds.one_of("Where it is on its way.", "published", State)
    outcome = kinds.one_of("What became of an idea.", "accepted", Outcome, allow_none=True)
    language = kinds.words("Its language.", "ru")
    published_at = kinds.moment("Since when everyone reads it.", allow_none=True)
    score = fields.Float(metadata=kinds.told("How well it fits; comparable within one answer.", 7.25))
    page = kinds.link("Its page for people.", f"{HERE}/ideas/12")


class SearchSchema(Schema):
    """A page of what was found."""

    total = kinds.number("How much was found in all.", 31)
    items = fields.List(fields.Nested(FoundSchema))
    next = kinds.words("The cursor of the next page; null on the last.", None, allow_none=True)


class CasesAskedSchema(Schema):
    """Which part of the queue."""

    campaign = kinds.words("The word of a campaign in addresses.", SLUG)
    kind = kinds.one_of("Texts of one kind.", "idea", Kind)
    after = kinds.after()


class CaseSchema(Schema):
    """A text that waits for a moderator."""

    case = kinds.number("The id of the case.", 5)
    kind = kinds.one_of("What it is.", "idea", Kind)
    about = kinds.words("Whether it is looked at for the first time or again.", "text")
    title = kinds.words("Its title, or how it begins.", "Лист ожидания к врачу")
    language = kinds.words("Its language.", "ru")
    campaign = kinds.words("The title of its campaign.", "Цифровые сервисы в Югре")
    opened_at = kinds.moment("Since when it waits.")
    is_overdue = kinds.flag("Whether it waits longer than was promised.", False)
    found = kinds.number("How much the checks found in it.", 1)
    held = kinds.flag("Whether the checks hold it.", True)
    reports = kinds.number("How many people reported it.", 0)
    claimed_by = kinds.words("Who looks at it now.", None, allow_none=True)
    page = kinds.link("Its page for moderators.", f"{HERE}/moderation/5")


class CasesSchema(Schema):
    """A page of the queue."""

    total = kinds.number("How many wait.", 12)
    items = fields.List(fields.Nested(CaseSchema))
    next = kinds.words("The cursor of the next page; null on the last.", None, allow_none=True)


class MeSchema(Schema):
    """Whose token it is and what it is good for."""

    name = kinds.words("The person, as everyone reads it.", "Анна К.")
    token = kinds.words("What they called the token.", "Отчёты")
    scopes = fields.List(
        fields.String(validate=validate.OneOf([one.value for one in Scope]), metadata={"example": "read"})
    )
    expires_at = kinds.moment("Until when it holds.")
