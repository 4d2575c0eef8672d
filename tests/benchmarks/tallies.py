"""Counting 100,000 supports: the whole job beside bare SQL that counts the same rows and writes as many."""

import sqlite3
import statistics
import time
from pathlib import Path

from flask import Flask

from app.accounts.roles import SYSTEM
from app.foundation import clock
from app.foundation.db import db
from app.foundation.unit_of_work import step
from campaigns.rounds import jobs
from campaigns.rounds.domain import results
from campaigns.rounds.models import Round
from tests.benchmarks.copies import bare_tables, copy, database_of
from tests.benchmarks.measures import table
from tests.factories import plenty
from tests.factories.campaigns import make_campaign
from tests.factories.rounds import close_round, make_round

IDEAS, PEOPLE, SUPPORTS, ROUNDS = 5_000, 2_000, 100_000, 3
COUNT = """
    SELECT idea.id, idea.number, text.published_at, coalesce(site.votes, 0), coalesce(sheets.votes, 0)
    FROM ideas AS idea JOIN contributions AS text ON text.id = idea.id
    LEFT JOIN (SELECT idea_id, count(*) AS votes FROM supports GROUP BY idea_id) AS site ON site.idea_id = idea.id
    LEFT JOIN (SELECT idea_id, sum(count) AS votes FROM support_sheets GROUP BY idea_id) AS sheets ON sheets.idea_id = idea.id
    WHERE idea.campaign_id = ? AND text.state IN ('published', 'joined')
    ORDER BY 4 DESC, 3, 1
"""
PEOPLE_OF = (
    "SELECT count(DISTINCT account_id) FROM supports JOIN ideas ON ideas.id = supports.idea_id WHERE campaign_id = ?"
)
WRITE = """
    INSERT INTO result_rows (result_id, idea_id, number, published_at, votes, on_site, elsewhere, rank, winner)
    VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def run() -> None:
    """Prints what a tally costs."""
    with copy() as app:
        with app.app_context():
            campaign = make_campaign("counted")
            people = plenty.add_people(PEOPLE)
            plenty.add_supports(plenty.add_ideas(campaign, IDEAS, people), people, SUPPORTS)
            round_ = make_round(campaign)
            close_round(round_, "Benchmark")
            ids = campaign.id, round_.id
        ours, theirs = [], []
        for number in range(ROUNDS):
            ours.append(_tallied(app, ids[1], again=number > 0))
            theirs.append(_counted(database_of(app), ids[0]))
    mine, bare = statistics.median(ours), statistics.median(theirs)
    head = ("supports", "ideas", "Veche s", "bare SQL s", "Veche / bare", "supports/s")
    line = (SUPPORTS, IDEAS, mine, bare, mine / bare, SUPPORTS / mine)
    table(f"tally: medians of {ROUNDS} rounds, the whole job with fingerprint and log beside bare SQL", head, [line])


def _tallied(app: Flask, round_id: int, again: bool) -> float:
    with app.app_context():
        if again:
            with step():
                results.count_again(db.session.get_one(Round, round_id), SYSTEM, clock.now(), "Benchmark")
        began = time.perf_counter()
        jobs.tally_round(round_id)
        return time.perf_counter() - began


def _counted(place: Path, campaign_id: int) -> float:
    with bare_tables(place, ("result_rows",)) as bare, sqlite3.connect(place) as source:
        began = time.perf_counter()
        votes = source.execute(COUNT, (campaign_id,)).fetchall()
        source.execute(PEOPLE_OF, (campaign_id,)).fetchone()
        rows = [
            (id, number, at, site + sheets, site, sheets, rank, rank <= 20)
            for rank, (id, number, at, site, sheets) in enumerate(votes, 1)
        ]
        bare.executemany(WRITE, rows)
        bare.commit()
        took = time.perf_counter() - began
    if (len(rows), sum(row[3] for row in rows)) != (IDEAS, SUPPORTS):
        raise RuntimeError("bare SQL counts other rows")
    return took
