"""The engine over the copy's own PostgreSQL database. Callers know `engine.PostgresqlEngine` alone."""
