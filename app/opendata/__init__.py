"""Open data: what a finished campaign brought, as tables that anyone may take away, with a guide to every column."""
