"""The ideas that everyone may read, with what became of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.digests.words import CHANNELS
from app.foundation.db import db
from app.foundation.letters import link
from app.opendata.reading import BATCH, Reading
from app.opendata.shape import Field, Kind, Row, Table, count, day, text
from campaigns.answers.models import OwedAnswer
from campaigns.contributions.models import PUBLIC, Channel, Contribution, State
from campaigns.contributions.models import Kind as TextKind
from campaigns.contributions.words import LABELS
from campaigns.discussion.models import Problem
from campaigns.ideas.models import Idea, IdeaProblem, Outcome, SupportSheet
from campaigns.ideas.words import FIELDS, OUTCOMES
from campaigns.implementation.models import Undertaking
from campaigns.plan.models import Track
from campaigns.selection.models import Selection, SelectionRow, Way
from campaigns.selection.queries.made import Fate
from campaigns.selection.words import sentence
from campaigns.services.models import Service

# Channels that support is brought in by; on the site it is given.
ELSEWHERE = (Channel.PAPER, Channel.MEETING, Channel.IMPORT)
CHOSEN = frozenset({Outcome.SHORTLISTED, Outcome.NOT_SELECTED})
WORKED = frozenset({Outcome.IN_PROGRESS, Outcome.IMPLEMENTED, Outcome.GIVEN_UP})
WAYS = {Way.SUPPORT.value: _l("By support"), Way.EXPERTS.value: _l("By the experts")}


class Chosen(NamedTuple):
    """The selection of the campaign: when it was made, over how many ideas, and its rows by idea."""

    on: date | None
    ideas: int
    selected: int
    rows: dict[int, tuple[Way, int, int, str]]


def _ideas(reading: Reading) -> Iterator[Row]:
    chosen, since = _selection(reading), _since(reading)
    sheets = _sheets(reading)
    for row in _public(reading):
        if row.id not in reading.ideas:
            continue
        given = sheets.get(row.id, {}) if row.state == State.PUBLISHED else {}
        yield (
            row.id,
            row.number,
            row.title,
            row.problem,
            row.proposal,
            row.effect,
            row.elsewhere,
            row.track,
            row.territory_id,
            reading.territory_names.get(row.territory_id or 0),
            row.service_id,
            row.service,
            row.language,
            row.channel.value,
            reading.day(row.submitted_at or row.published_at),
            reading.day(row.published_at),
            row.state.value,
            row.joined_to_id if row.state == State.JOINED and row.joined_to_id in reading.ideas else None,
            row.supports,
            *(given.get(channel, 0) for channel in ELSEWHERE),
            row.support_total,
            row.comments,
            *_became(row, chosen, since),
            link("ideas.show_idea", idea_id=row.id),
        )


def _public(reading: Reading) -> Iterator[Any]:
    columns: tuple[Any, ...] = (
        *(getattr(Idea, name) for name in ("id", "number", "title", "problem", "proposal", "effect", "elsewhere")),
        *(getattr(Idea, name) for name in ("territory_id", "service_id", "joined_to_id", "supports", "support_total")),
        *(Idea.comments, Idea.outcome, Track.name.label("track"), Service.name.label("service")),
        *(getattr(Contribution, name) for name in ("language", "channel", "state", "submitted_at", "published_at")),
    )
    query = (
        select(*columns)
        .join(Contribution, Contribution.id == Idea.id)
        .outerjoin(Track, Track.id == Idea.track_id)
        .outerjoin(Service, Service.id == Idea.service_id)
        .where(reading.is_public(Contribution, TextKind.IDEA))
        .order_by(Idea.id)
        .execution_options(yield_per=BATCH)
    )
    yield from db.session.execute(query)


def _sheets(reading: Reading) -> dict[int, dict[Channel, int]]:
    """Support gathered elsewhere, counted as pages count it: with the idea in which a joined one goes on."""
    counted_as = func.coalesce(Idea.joined_to_id, Idea.id)
    query = (
        select(counted_as, SupportSheet.channel, func.sum(SupportSheet.count))
        .join(Idea, Idea.id == SupportSheet.idea_id)
        .where(Idea.campaign_id == reading.id)
        .group_by(counted_as, SupportSheet.channel)
    )
    found: defaultdict[int, dict[Channel, int]] = defaultdict(dict)
    for id, channel, number in db.session.execute(query):
        found[id][channel] = int(number)
    return found


def _selection(reading: Reading) -> Chosen | None:
    made = db.session.scalar(
        select(Selection).where(Selection.campaign_id == reading.id, Selection.made_at.is_not(None))
    )
    if made is None:
        return None
    columns = (SelectionRow.idea_id, SelectionRow.way, SelectionRow.rank, SelectionRow.votes, SelectionRow.reason)
    rows = db.session.execute(select(*columns).where(SelectionRow.selection_id == made.id))
    return Chosen(reading.day(made.made_at), made.ideas, made.selected, {id: tuple(rest) for id, *rest in rows})  # type: ignore[misc]


def _since(reading: Reading) -> dict[str, dict[int, date | None]]:
    """Since when ideas have the status that an answer, or the work, gave them."""
    answered = select(OwedAnswer.idea_id, OwedAnswer.answered_at).where(
        OwedAnswer.campaign_id == reading.id, OwedAnswer.answered_at.is_not(None)
    )
    begun = select(Undertaking.idea_id, func.coalesce(Undertaking.ended_at, Undertaking.begun_at)).where(
        Undertaking.campaign_id == reading.id
    )
    return {
        name: {id: reading.day(at) for id, at in db.session.execute(query)}
        for name, query in (("answered", answered), ("begun", begun))
    }


def _became(row: Any, chosen: Chosen | None, since: dict[str, dict[int, date | None]]) -> Row:
    """What became of an idea: its status and since when, whether it was selected, how, why, and the sentence that everyone reads."""
    outcome: Outcome | None = row.outcome
    on = None
    if outcome is not None:
        on = since["begun" if outcome in WORKED else "answered"].get(row.id)
        on = (chosen.on if chosen else None) if outcome in CHOSEN else on
    status = outcome.value if outcome else None
    if chosen is None or row.state != State.PUBLISHED:
        return status, on, None, None, None, None, None
    way, rank, votes, reason = chosen.rows.get(row.id, (None, 0, 0, ""))
    words = sentence(Fate(way, rank, votes, reason, "", chosen.ideas, chosen.selected))
    if way is None:
        return status, on, False, None, None, None, words
    is_selected = way != Way.NOT_SELECTED
    return status, on, is_selected, way.value if is_selected else None, rank, reason, words


def _problems(reading: Reading) -> Iterator[Row]:
    query = (
        select(IdeaProblem.idea_id, Problem.number, Problem.conclusion_id)
        .join(Problem, Problem.id == IdeaProblem.problem_id)
        .where(Problem.campaign_id == reading.id, Problem.dropped_at.is_(None))
        .order_by(IdeaProblem.idea_id, Problem.number)
    )
    for idea_id, number, conclusion_id in db.session.execute(query):
        if idea_id in reading.ideas and conclusion_id in reading.conclusions:
            yield idea_id, number


STATES = {state.value: LABELS[state] for state in sorted(PUBLIC, reverse=True)}

TABLES = (
    Table(
        "ideas",
        _l("Ideas"),
        _l("All ideas that everyone may read, in the words of their authors."),
        (
            count("id", _l("Id"), _l("The number in the address of the idea."), required=True),
            count("number", _l("No."), _l("The number of the idea in its project.")),
            text("title", FIELDS["title"], required=True),
            text("problem", FIELDS["problem"]),
            text("proposal", FIELDS["proposal"]),
            text("effect", FIELDS["effect"]),
            text("elsewhere", FIELDS["elsewhere"]),
            text("track", FIELDS["track"]),
            count(
                "territory_id", _l("Place, id"), _l("The place that the idea is about."), refers=("territories", "id")
            ),
            text("territory", FIELDS["territory"]),
            count("service_id", _l("Service, id"), refers=("services", "id")),
            text("service", FIELDS["service"]),
            text("language", _l("Language"), _l("Code of the language: ru, uk, en."), required=True),
            text(
                "channel",
                _l("How it came in"),
                required=True,
                codes={channel.value: word for channel, word in CHANNELS.items()},
            ),
            day("sent_on", _l("Sent")),
            day("published_on", _l("Published")),
            text("state", _l("State"), required=True, codes=STATES),
            count("joined_to", _l("Joined with"), _l("The idea in which it goes on."), refers=("ideas", "id")),
            count("supports_site", _l("Support on the site"), required=True),
            count("supports_paper", _l("Support on paper"), required=True),
            count("supports_meeting", _l("Support at meetings"), required=True),
            count("supports_import", _l("Support from another system"), required=True),
            count("supports", _l("Support in all"), required=True),
            count("comments", _l("Comments"), _l("How many everyone may read under it."), required=True),
            text(
                "status",
                _l("What became of it"),
                _l("Empty as long as nothing is decided."),
                codes={outcome.value: word for outcome, word in OUTCOMES.items()},
            ),
            day("status_since", _l("Since")),
            Field("selected", _l("Selected"), Kind.BOOLEAN, _l("Empty where no selection was made.")),
            text("selected_by", _l("How it was selected"), codes=WAYS),
            count("rank", _l("Rank"), _l("The place by support in the count that was selected from.")),
            text("selected_because", _l("Why the experts chose it")),
            text(
                "selection_sentence",
                _l("The selection in a sentence"),
                _l("As everyone reads it on the page of the idea."),
            ),
            text("url", _l("Address"), required=True),
        ),
        ("id",),
        _ideas,
    ),
    Table(
        "idea_problems",
        _l("Problems that ideas answer"),
        _l("Which idea answers which problem of the discussion."),
        (
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            count("problem_number", _l("Problem"), required=True, refers=("problems", "number")),
        ),
        ("idea_id", "problem_number"),
        _problems,
    ),
)
