"""Models and migrations say the same, on both databases, and the database guards what it must."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.audit import chain
from app.foundation import clock
from app.foundation.db import Base, db
from app.foundation.unit_of_work import step
from tests.factories.campaigns import make_campaign, make_idea


def test_models_and_migrations_agree(app: Flask) -> None:
    with db.engine.connect() as connection:
        difference = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )

    assert difference == []


def test_there_is_one_head(app: Flask) -> None:
    assert len(ScriptDirectory(app.root_path + "/migrations").get_heads()) == 1


def test_every_foreign_key_of_the_models_is_in_the_database(app: Flask) -> None:
    found = inspect(db.engine)
    missing = [
        f"{table.name}.{column}"
        for table in Base.metadata.sorted_tables
        for constraint in table.foreign_key_constraints
        for column in constraint.column_keys
        if [column] not in [key["constrained_columns"] for key in found.get_foreign_keys(table.name)]
        and len(constraint.column_keys) == 1
    ]

    assert missing == []


@pytest.mark.parametrize("change", ["UPDATE audit_entries SET act = 'nothing happened'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_the_log(app: Flask, change: str) -> None:
    with step():
        chain.log("something", now=clock.now(), actor_id=None, thing="campaign", thing_id=1)

    with pytest.raises(DBAPIError, match="only grows"), step():
        db.session.execute(text(change))


@pytest.mark.parametrize("state", ["returned", "hidden", "rejected"])
def test_the_database_refuses_a_restriction_without_a_statement(app: Flask, state: str) -> None:
    idea = make_idea(make_campaign())

    with pytest.raises(IntegrityError), step():
        db.session.execute(
            text("UPDATE contributions SET state = :state WHERE id = :id"), {"state": state, "id": idea.id}
        )
