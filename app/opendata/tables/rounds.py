"""Rounds whose results are published: the rule, the counts, who voted from where, and the files of ballots to recount."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.foundation.db import db
from app.foundation.letters import link
from app.opendata.reading import BATCH, Reading
from app.opendata.shape import Field, Kind, Row, Table, count, day, text
from campaigns.rounds.ledger.queries import published
from campaigns.rounds.models import Result, ResultRow, Round, Source

SOURCES = {Source.SUPPORTS.value: _l("Support for ideas"), Source.BALLOTS.value: _l("A vote")}
CHANNEL, TERRITORY = "channel", "territory"


def _rounds(reading: Reading) -> Iterator[Row]:
    for out in reading.out:
        one, result = db.session.get_one(Round, out.round_id), db.session.get_one(Result, out.result_id)
        yield (
            *(one.number, one.source.value, one.rule, one.rule_fingerprint),
            *(one.window.opens_at, one.window.closes_at, reading.day(one.closed_at), one.close_reason or None),
            *(result.edition, result.ballots, result.people, result.fingerprint),
            *(reading.day(result.counted_at), reading.day(result.published_at)),
            link("rounds.show_results", slug=reading.slug, round=one.number),
        )


def _results(reading: Reading) -> Iterator[Row]:
    for out in reading.out:
        columns = (ResultRow.idea_id, ResultRow.rank, ResultRow.votes, ResultRow.on_site, ResultRow.elsewhere)
        more = (ResultRow.against, ResultRow.score, ResultRow.cost, ResultRow.winner)
        query = select(*columns, *more).where(ResultRow.result_id == out.result_id).order_by(ResultRow.rank)
        for row in db.session.execute(query.execution_options(yield_per=BATCH)):
            if row.idea_id in reading.ideas:
                yield out.number, *row[:6], row.score or None, row.cost, row.winner


def _turnout(reading: Reading) -> Iterator[Row]:
    for out in reading.out:
        turnout = db.session.get_one(Result, out.result_id).details.get("turnout")
        if not turnout:
            continue
        for cell, voters in sorted(turnout["channels"].items()):
            yield out.number, CHANNEL, cell, voters
        for place in sorted(turnout["territories"], key=lambda one: (not one["name"], one["name"])):
            yield out.number, TERRITORY, place["name"] or None, place["voters"]


def _files(reading: Reading) -> Iterator[Row]:
    for out in reading.out:
        made = published.of_result(out.result_id)
        for name, about in sorted(made.files.items()) if made else ():
            url = link("rounds.download_file", slug=reading.slug, number=out.number, name=name)
            yield out.number, name, about["size"], about["sha256"], url


TABLES = (
    Table(
        "rounds",
        _l("Rounds"),
        _l("What was counted, and is published: support for ideas, and votes."),
        (
            count("number", _l("No."), required=True),
            text("source", _l("What was counted"), required=True, codes=SOURCES),
            Field("rule", _l("Rule"), Kind.OBJECT, _l("The rule as JSON, as it was fixed before."), required=True),
            text(
                "rule_sha256", _l("Checksum of the rule"), _l("SHA-256 of the rule as canonical JSON."), required=True
            ),
            Field("opens_at", _l("Opens"), Kind.DATETIME, _l("To the minute, UTC."), required=True),
            Field(
                "closes_at",
                _l("Closes"),
                Kind.DATETIME,
                _l("To the minute, UTC; not part of the stage."),
                required=True,
            ),
            day("closed_on", _l("Closed")),
            text("closed_because", _l("Why it was closed")),
            count("edition", _l("Count"), _l("From 1: how often it was counted."), required=True),
            count("votes", _l("Votes in all"), required=True),
            count("people", _l("People on the site"), required=True),
            text("result_sha256", _l("Checksum of the result"), required=True),
            day("counted_on", _l("Counted")),
            day("published_on", _l("Published")),
            text("url", _l("Address"), required=True),
        ),
        ("number",),
        _rounds,
    ),
    Table(
        "results",
        _l("Results"),
        _l("Ideas in the counts. An idea that nobody may read any more is left out; the others keep their ranks."),
        (
            count("round", _l("Round"), required=True, refers=("rounds", "number")),
            count("idea_id", _l("Idea"), required=True, refers=("ideas", "id")),
            count("rank", _l("Rank"), required=True),
            count("votes", _l("Votes"), required=True),
            count("votes_site", _l("On the site"), required=True),
            count("votes_elsewhere", _l("Elsewhere"), required=True),
            count("votes_against", _l("Votes against"), required=True),
            text("score", _l("Score"), _l("What the rule ranks by, as an exact number: 12 or 37/8.")),
            count("cost", _l("Cost"), _l("In whole units of the budget.")),
            Field("won", _l("Selected"), Kind.BOOLEAN, required=True),
        ),
        ("round", "idea_id"),
        _results,
    ),
    Table(
        "turnout",
        _l("Who voted"),
        _l("Voters by channel and by place; cells with fewer than ten voters are merged with others."),
        (
            count("round", _l("Round"), required=True, refers=("rounds", "number")),
            text("by", _l("By"), required=True, codes={CHANNEL: _l("Channel"), TERRITORY: _l("Place")}),
            text(
                "cell",
                _l("Cell"),
                _l("Codes of channels, joined by a plus, or the name of a place; empty: all other places."),
            ),
            count("voters", _l("Voters"), required=True),
        ),
        (),
        _turnout,
    ),
    Table(
        "ballot_files",
        _l("Files to recount the votes"),
        _l("Ballots and the open journal of votes, with a program that counts them anew. They lie on the site."),
        (
            count("round", _l("Round"), required=True, refers=("rounds", "number")),
            text("name", _l("File"), required=True),
            count("bytes", _l("Size in bytes"), required=True),
            text("sha256", _l("Checksum"), required=True),
            text("url", _l("Address"), required=True),
        ),
        ("round", "name"),
        _files,
    ),
)
