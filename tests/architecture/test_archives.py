"""Of each table of the schema somebody has said whether it goes along in an archive."""

import re

from app import wiring
from app.archives import belonging, columns

# A new table is carried as soon as its keys lead to a campaign. Look at its columns first: is there a secret, an address, a trace of
# somebody, words that may be put out of sight, work of an installation? Then name it in `belonging.LEFT_OUT`, or its column in
# `columns.BEHIND`. If not, add it here.
CARRIED = """
answer_counts answer_extensions answer_terms answer_transfers answers assessments assessors ballot_options ballots campaign_rules
campaign_texts campaigns case_rules cases casts checkpoints co_authors co_executors code_sheets comments conclusions contests contributions
dismissed_themes expert_picks idea_entries idea_files idea_problems ideas joining_answers joinings ledger_entries ledger_tiles ledgers
members milestones news owed_answers paper_piles paper_slips problems progress_reports question_answers questions reactions
report_drafts report_editions report_pictures reports result_rows results reviews role_grants round_notes rounds rule_plans rule_versions
running_rows running_tallies score_cards selection_rows selections snapshots stands statements support_sheets supports theme_ideas themes
threads timeline_changes topic_texts topics tracks undertakings versions windows
""".split()

# What sounds like a secret, and is none where it goes: the opening of a published vote, the source key of a person.
SOUNDS = re.compile(r"secret|salt|password|email|token|network|program|epoch")
NO_SECRET = {"accounts.email_key", "casts.salt"}


def going() -> dict[str, list[str]]:
    assert wiring.LISTENERS
    tables = [*belonging.in_order(), *belonging.shared_in_order()]
    return {table.name: columns.going(table) for table in tables}


def test_of_each_table_it_is_said_whether_it_goes_along():
    assert list(belonging.unplaced()) == []
    assert sorted(belonging.owners()) == CARRIED
    assert belonging.LEFT_OUT.keys() - belonging.tables_by_name().keys() == set()
    assert all(belonging.LEFT_OUT.values())


def test_no_secret_goes_along():
    sounding = {f"{table}.{name}" for table, names in going().items() for name in names if SOUNDS.search(name)}

    assert sounding == NO_SECRET
    assert going()["accounts"] == ["email_key", "family_name", "given_name", "id", "language", "territory_id"]
    assert columns.BEHIND["ballots"].keys() == {"account_id", "code_id"}


def test_what_points_at_something_that_stays_stays_too_and_what_points_at_its_own_table_is_set_last():
    pointing = {
        (table.name, key.column, key.target)
        for table in belonging.in_order()
        for key in belonging.keys_of(table)
        if key.column in going()[table.name]
    }
    later = {(name, column) for name, one in columns.LATER.items() for column in one.meanwhile}

    assert {one for one in pointing if one[2] in belonging.LEFT_OUT} == set()
    assert {(name, column) for name, column, target in pointing if name == target} - later == set()
    assert {f"{name}.{column}" for name, column in later} <= {
        f"{table.name}.{column.name}" for table in belonging.in_order() for column in table.columns
    }
