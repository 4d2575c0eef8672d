"""How migrations run: on the application's own engine, in one transaction, alike on SQLite and PostgreSQL."""

from alembic import context

from app.foundation.db import Base, db


def run() -> None:
    """Runs what Alembic asks for."""
    given = context.config.attributes.get("connection")
    if given is not None:
        _on(given)
        return
    with db.engine.connect() as connection:
        _on(connection)


def _on(connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
