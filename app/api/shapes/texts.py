"""Topics, ideas, comments, answers: what people have written."""

from marshmallow import Schema, fields, validate

from app.api.shapes import kinds
from app.api.shapes.campaigns import HERE, SLUG, NamedSchema
from campaigns.answers.models import Outcome as AnswerOutcome
from campaigns.answers.queries.lists import Which
from campaigns.answers.queries.owed import Standing
from campaigns.comments.domain.comments import LONGEST
from campaigns.comments.models import Stand, Voice
from campaigns.comments.queries.threads import Order as ThreadOrder
from campaigns.contributions.models import State
from campaigns.ideas.models import Outcome
from campaigns.ideas.queries.lists import Order
from campaigns.ideas.texts import PROBLEMS_MOST, TEXT_MOST, TITLE_MOST

LISTED = tuple(state for state in State if state != State.DRAFT)


def next_page() -> fields.String:
    """Where the list goes on."""
    return kinds.words("The cursor of the next page; null on the last.", None, allow_none=True)


class PageAskedSchema(Schema):
    """Which page."""

    after = kinds.after()


class TopicLineSchema(Schema):
    """A topic in a list."""

    id = kinds.number("Its id.", 41)
    title = kinds.words("Its question.", "Запись к врачу")
    beginning = kinds.words("How its background begins.", "Талоны расходятся за минуты.")
    language = kinds.words("The language of its words.", "ru")
    service = kinds.words("The service it is about.", "Запись к врачу", allow_none=True)
    opinions = kinds.number("Comments, and people who have answered its questions.", 62)
    is_concluded = kinds.flag("Whether it has come to a conclusion.", False)
    is_closed = kinds.flag("Whether nobody says anything there any more.", False)
    state = kinds.one_of("Where it is on its way.", "published", State)
    page = kinds.link("Its page for people.", f"{HERE}/campaigns/{SLUG}/topics/41")


class TopicsSchema(Schema):
    """A page of topics."""

    items = fields.List(fields.Nested(TopicLineSchema))
    next = next_page()


class TopicSchema(Schema):
    """A topic."""

    id = kinds.number("Its id, and that of its thread of comments.", 41)
    title = kinds.words("Its question.", "Запись к врачу")
    background = kinds.words("What one should know first; Markdown.", "Талоны расходятся за минуты.")
    language = kinds.words("The language of its words.", "ru")
    byline = kinds.words("Who opened it, as everyone reads it.", "Анна К., Сургут")
    opinions = kinds.number("Comments, and people who have answered its questions.", 62)
    is_closed = kinds.flag("Whether nobody says anything there any more.", False)
    state = kinds.one_of("Where it is on its way.", "published", State)
    published_at = kinds.moment("Since when everyone reads it.", allow_none=True)
    page = kinds.link("Its page for people.", f"{HERE}/campaigns/{SLUG}/topics/41")
    comments = kinds.link("Its comments.", f"{HERE}/api/v1/threads/41/comments")


class IdeasAskedSchema(Schema):
    """Which ideas, in which order."""

    order = kinds.one_of(
        "`fair` is a random order that stays the same for a day.", "new", Order, load_default=Order.NEW.value
    )
    state = kinds.one_of("Where they are on their way.", "published", LISTED, load_default=State.PUBLISHED.value)
    outcome = kinds.one_of("What became of them.", "accepted", Outcome)
    track = kinds.identity("The id of a direction.", 3)
    territory = kinds.identity("The id of a place.", 7)
    service = kinds.identity("The id of a service.", 5)
    problem = kinds.identity("The id of a problem that they answer.", 9)
    after = kinds.after()


class IdeaLineSchema(Schema):
    """An idea in a list."""

    id = kinds.number("Its id.", 12)
    number = kinds.number("Its number in the campaign.", 7, allow_none=True)
    title = kinds.words("Its title.", "Лист ожидания к врачу")
    beginning = kinds.words("How it begins.", "Талоны к узким специалистам расходятся за минуты.")
    byline = kinds.words("Who wrote it, as everyone reads it.", "Анна К., Сургут")
    track = kinds.words("Its direction.", "Здоровье", allow_none=True)
    state = kinds.one_of("Where it is on its way.", "published", State)
    outcome = kinds.one_of("What became of it.", "accepted", Outcome, allow_none=True)
    published_at = kinds.moment("Since when everyone reads it.", allow_none=True)
    supports = kinds.number("How many people support it.", 63)
    comments = kinds.number("How many comments it has.", 14)
    page = kinds.link("Its page for people.", f"{HERE}/ideas/12")


class IdeasSchema(Schema):
    """A page of ideas."""

    items = fields.List(fields.Nested(IdeaLineSchema))
    next = next_page()


class IdeaSchema(Schema):
    """An idea."""

    id = kinds.number("Its id, and that of its thread of comments.", 12)
    campaign = kinds.words("The word of its campaign in addresses.", SLUG)
    number = kinds.number("Its number in the campaign.", 7, allow_none=True)
    title = kinds.words("Its title.", "Лист ожидания к врачу")
    problem = kinds.words("What is inconvenient now; Markdown.", "Талоны к узким специалистам расходятся за минуты.")
    proposal = kinds.words("What is proposed; Markdown.", "Сделать лист ожидания с уведомлением.")
    effect = kinds.words("What will change; Markdown.", "Меньше отмен.")
    elsewhere = kinds.words("Where this is done already; Markdown.", "")
    language = kinds.words("The language of its words.", "ru")
    byline = kinds.words("Who wrote it, as everyone reads it.", "Анна К., Сургут")
    track = fields.Nested(NamedSchema, allow_none=True)
    territory = fields.Nested(NamedSchema, allow_none=True)
    service = fields.Nested(NamedSchema, allow_none=True)
    state = kinds.one_of("Where it is on its way.", "published", State)
    outcome = kinds.one_of("What became of it.", "accepted", Outcome, allow_none=True)
    joined_to = kinds.number("The id of the idea in which it goes on.", None, allow_none=True)
    published_at = kinds.moment("Since when everyone reads it.", allow_none=True)
    changed_at = kinds.moment("When its author changed it last since.", allow_none=True)
    supports = kinds.number("How many people support it.", 63)
    is_supported = kinds.flag("Whether the person of the token supports it.", False)
    comments = kinds.number("How many comments it has.", 14)
    page = kinds.link("Its page for people.", f"{HERE}/ideas/12")
    thread = kinds.link("Its comments.", f"{HERE}/api/v1/threads/12/comments")
    answer = kinds.link("The answer of a department, where there is one.", f"{HERE}/api/v1/ideas/12/answer")


class NewIdeaSchema(Schema):
    """An idea as it is sent."""

    title = kinds.words("From 5 characters.", "Лист ожидания к врачу", required=True, also={"maxLength": TITLE_MOST})
    problem = kinds.words(
        "What is inconvenient now. From 10 characters.",
        "Талоны к узким специалистам расходятся за минуты.",
        required=True,
        also={"maxLength": TEXT_MOST},
    )
    proposal = kinds.words(
        "What is proposed. From 10 characters.",
        "Сделать лист ожидания с уведомлением.",
        required=True,
        also={"maxLength": TEXT_MOST},
    )
    effect = kinds.words("What will change.", "Меньше отмен.", load_default="", also={"maxLength": TEXT_MOST})
    elsewhere = kinds.words(
        "Where this is done already.", "Так в Перми.", load_default="", also={"maxLength": TEXT_MOST}
    )
    track = kinds.identity("The id of a direction of the campaign.", 3, load_default=None, allow_none=True)
    territory = kinds.identity("The id of a place.", 7, load_default=None, allow_none=True)
    service = kinds.identity("The id of a service.", 5, load_default=None, allow_none=True)
    problems = fields.List(
        kinds.identity("The id of a problem that it answers.", 9),
        load_default=list,
        validate=validate.Length(max=PROBLEMS_MOST),
        metadata={"description": "Ids of problems that it answers."},
    )
    seen = kinds.words("The word of a refusal that asked about personal data.", "", load_default="")


class SentSchema(Schema):
    """What has become of a text that was sent."""

    id = kinds.number("Its id.", 12)
    state = kinds.one_of("Published at once, or waiting for a check.", "submitted", State)
    number = kinds.number("Its number in the campaign, where it has one.", 7, allow_none=True)
    page = kinds.link("Its page for people.", f"{HERE}/ideas/12")


class SupportedSchema(Schema):
    """Where the person stands now."""

    is_supported = kinds.flag("Whether they support the idea.", True)
    supports = kinds.number("How many people do.", 64)


class ThreadAskedSchema(Schema):
    """Which part of a thread."""

    order = kinds.one_of("In which order.", "newest", ThreadOrder, load_default=ThreadOrder.NEWEST.value)
    after = kinds.after()


class CommentSchema(Schema):
    """A comment; one that is gone keeps its place, without words, where others have answered."""

    id = kinds.number("Its id.", 77)
    thread = kinds.number("The id of what is discussed.", 12)
    parent = kinds.number("The comment it answers.", None, allow_none=True)
    body = kinds.words("Its words; Markdown. Empty where they are gone.", "Так оно и есть.")
    byline = kinds.words("Who said it, as everyone reads it; empty where it is gone.", "Анна К., Сургут")
    voice = kinds.one_of("In which part they speak.", "resident", Voice)
    office = kinds.words("For which department.", None, allow_none=True)
    stand = kinds.one_of("Where they stand.", "for", Stand, allow_none=True)
    language = kinds.words("The language of its words.", "ru")
    state = kinds.one_of("Where it is on its way.", "published", State)
    said_at = kinds.moment("When it was said.")
    edited_at = kinds.moment("When it was changed since.", allow_none=True)
    useful = kinds.number("How many people find it useful.", 3)
    replies = kinds.number("How many answers are in its branch.", 1)
    page = kinds.link("Its page for people.", f"{HERE}/comments/77")


class BranchSchema(CommentSchema):
    """A comment at the top of its branch, with its first answers."""

    answers = fields.List(fields.Nested(CommentSchema))


class ThreadSchema(Schema):
    """A page of a thread."""

    total = kinds.number("How many comments the whole thread has.", 14)
    items = fields.List(fields.Nested(BranchSchema))
    next = next_page()


class AnswersOfCommentSchema(Schema):
    """The answers in the branch of a comment, in the order of time."""

    root = fields.Nested(CommentSchema)
    items = fields.List(fields.Nested(CommentSchema))
    next = next_page()


class NewCommentSchema(Schema):
    """A comment as it is sent."""

    body = kinds.words("The words.", "Так оно и есть.", required=True, also={"maxLength": LONGEST})
    parent = kinds.identity("The id of the comment that is answered.", 77, load_default=None, allow_none=True)
    stand = kinds.one_of(
        "Where you stand, where the topic asks for it.", "for", Stand, load_default=None, allow_none=True
    )
    seen = kinds.words("The word of a refusal that asked about personal data.", "", load_default="")


class AnswersAskedSchema(Schema):
    """Which answers."""

    which = kinds.one_of("How it stands with them.", "answered", Which, load_default=Which.ANSWERED.value)
    campaign = kinds.words("The word of a campaign in addresses.", SLUG)
    office = kinds.identity("The id of a department.", 4)
    after = kinds.after()


class AnswerLineSchema(Schema):
    """An answer that a department owes or has given."""

    idea = kinds.number("The id of the idea.", 12)
    number = kinds.number("Its number in the campaign.", 7, allow_none=True)
    title = kinds.words("Its title.", "Лист ожидания к врачу")
    campaign = kinds.words("The word of its campaign in addresses.", SLUG)
    office = kinds.words("The department.", "Департамент здравоохранения")
    due_on = kinds.day("The last day for the answer.")
    standing = kinds.one_of("How it stands.", "in-time", Standing)
    answered_at = kinds.moment("When it was answered.", allow_none=True)
    outcome = kinds.one_of("What the department decided.", "accepted", AnswerOutcome, allow_none=True)
    page = kinds.link("The page of the idea.", f"{HERE}/ideas/12")


class AnswersSchema(Schema):
    """A page of answers."""

    items = fields.List(fields.Nested(AnswerLineSchema))
    next = next_page()


class AnswerSchema(Schema):
    """The answer of a department to an idea."""

    idea = kinds.number("The id of the idea.", 12)
    office = kinds.words("The department.", "Департамент здравоохранения")
    outcome = kinds.one_of("What it decided.", "accepted", AnswerOutcome)
    reasons = kinds.words("Why, in its own words; Markdown.", "Лист ожидания появится к марту.")
    link = kinds.words("Where more stands.", "")
    signer = kinds.words("Who signed it.", "Петров П. П.")
    post = kinds.words("Their post.", "Директор департамента")
    letter_number = kinds.words("The number of the letter.", "01-12/345")
    letter_on = kinds.day("The day of the letter.", allow_none=True)
    language = kinds.words("Its language.", "ru")
    published_at = kinds.moment("Since when everyone reads it.")
    earlier = kinds.number("How many answers it took the place of.", 0)
