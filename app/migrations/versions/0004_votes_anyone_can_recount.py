"""Votes that anyone can recount: ballots, the open journal of votes, votes set apart, paper and codes.

Entries and checkpoints of a ledger only grow, and a cast never changes but for what was left open: triggers see to it.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_plans",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "rule", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_rule_plans_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_rule_plans")),
    )
    op.create_table(
        "ballot_options",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("title_hash", sa.String(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost IS NULL OR cost >= 0", name=op.f("ck_ballot_options_cost_not_negative")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_ballot_options_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_ballot_options_round_id")),
        sa.PrimaryKeyConstraint("round_id", "idea_id", name=op.f("pk_ballot_options")),
        sa.UniqueConstraint("round_id", "place", name=op.f("uq_ballot_options_round_id_place")),
    )
    with op.batch_alter_table("ballot_options", schema=None) as batch_op:
        batch_op.create_index("ix_ballot_options_idea", ["idea_id"], unique=False)

    op.create_table(
        "checkpoints",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_checkpoints_round_id")),
        sa.PrimaryKeyConstraint("round_id", "size", name=op.f("pk_checkpoints")),
    )
    op.create_table(
        "code_sheets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("territory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_code_sheets_made_by")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_code_sheets_round_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_code_sheets_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_sheets")),
    )
    with op.batch_alter_table("code_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_sheets_round_id"), ["round_id"], unique=False)

    op.create_table(
        "ledger_entries",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "ballot",
                "hide",
                "show",
                "join",
                "part",
                "apart",
                "counted",
                "closed",
                name="entrykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("leaf", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_ledger_entries_round_id")),
        sa.PrimaryKeyConstraint("round_id", "seq", name=op.f("pk_ledger_entries")),
    )
    op.create_table(
        "ledger_tiles",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_ledger_tiles_round_id")),
        sa.PrimaryKeyConstraint("round_id", "place", name=op.f("pk_ledger_tiles")),
    )
    op.create_table(
        "ledgers",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column(
            "peaks", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_ledgers_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_ledgers")),
    )
    op.create_table(
        "likened_ideas",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_likened_ideas_idea_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_likened_ideas")),
    )
    op.create_table(
        "paper_piles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("site", "code", "paper", "meeting", "import", name="ballotchannel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("gathered_on", sa.Date(), nullable=True),
        sa.Column("territory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slips", sa.BigInteger(), nullable=False),
        sa.Column("first_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("alone_because", sa.String(), nullable=False),
        sa.Column("scan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("differed", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR (settled_at IS NULL AND cancel_reason <> '')",
            name=op.f("ck_paper_piles_cancelled_with_reason"),
        ),
        sa.CheckConstraint("channel IN ('paper', 'meeting')", name=op.f("ck_paper_piles_on_paper")),
        sa.CheckConstraint(
            "settled_at IS NULL OR second_by IS NOT NULL OR alone_because <> ''", name=op.f("ck_paper_piles_two_or_why")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR settled_at IS NOT NULL", name=op.f("ck_paper_piles_accepted_when_settled")
        ),
        sa.CheckConstraint("second_by IS NULL OR second_by <> first_by", name=op.f("ck_paper_piles_two_people")),
        sa.CheckConstraint("slips > 0", name=op.f("ck_paper_piles_not_empty")),
        sa.ForeignKeyConstraint(["first_by"], ["accounts.id"], name=op.f("fk_paper_piles_first_by")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_paper_piles_round_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["uploads.id"], name=op.f("fk_paper_piles_scan_id")),
        sa.ForeignKeyConstraint(["second_by"], ["accounts.id"], name=op.f("fk_paper_piles_second_by")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_paper_piles_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_piles")),
    )
    with op.batch_alter_table("paper_piles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_piles_round_id"), ["round_id"], unique=False)

    op.create_table(
        "rule_versions",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "rule", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_rule_versions_changed_with_reason")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_rule_versions_made_by")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_rule_versions_round_id")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_rule_versions")),
    )
    op.create_table(
        "running_rows",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("against", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("squares", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_running_rows_idea_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_running_rows_round_id")),
        sa.PrimaryKeyConstraint("round_id", "idea_id", name=op.f("pk_running_rows")),
    )
    op.create_table(
        "running_tallies",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voters", sa.BigInteger(), nullable=False),
        sa.Column("casts", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_running_tallies_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_running_tallies")),
    )
    op.create_table(
        "trace_salts",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_trace_salts_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_trace_salts")),
    )
    op.create_table(
        "paper_slips",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pile_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Text(), nullable=True),
        sa.Column("second", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["pile_id"], ["paper_piles.id"], name=op.f("fk_paper_slips_pile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_slips")),
        sa.UniqueConstraint("pile_id", "number", name=op.f("uq_paper_slips_pile_id_number")),
    )
    op.create_table(
        "published_ledgers",
        sa.Column("result_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "files", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_published_ledgers_result_id")),
        sa.PrimaryKeyConstraint("result_id", name=op.f("pk_published_ledgers")),
    )
    op.create_table(
        "voting_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["code_sheets.id"], name=op.f("fk_voting_codes_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_codes")),
        sa.UniqueConstraint("sheet_id", "digest", name=op.f("uq_voting_codes_sheet_id_digest")),
    )
    op.create_table(
        "ballots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source_id", sa.String(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("site", "code", "paper", "meeting", "import", name="ballotchannel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.Column("territory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("casts", sa.BigInteger(), nullable=False),
        sa.Column("first_cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "CASE WHEN account_id IS NULL THEN 0 ELSE 1 END + CASE WHEN code_id IS NULL THEN 0 ELSE 1 END + CASE WHEN slip_id IS NULL THEN 0 ELSE 1 END + CASE WHEN source_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_ballots_one_voter"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_ballots_account_id")),
        sa.ForeignKeyConstraint(["code_id"], ["voting_codes.id"], name=op.f("fk_ballots_code_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_ballots_round_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["paper_slips.id"], name=op.f("fk_ballots_slip_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_ballots_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sa.UniqueConstraint("code_id", name=op.f("uq_ballots_code_id")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_ballots_round_id_account_id")),
        sa.UniqueConstraint("round_id", "pseudonym", name=op.f("uq_ballots_round_id_pseudonym")),
        sa.UniqueConstraint("round_id", "source_id", name=op.f("uq_ballots_round_id_source_id")),
        sa.UniqueConstraint("slip_id", name=op.f("uq_ballots_slip_id")),
    )
    with op.batch_alter_table("ballots", schema=None) as batch_op:
        batch_op.create_index("ix_ballots_account", ["account_id"], unique=False)

    op.create_table(
        "apart_looks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "outcome", sa.Enum("counted", "apart", name="lookoutcome", native_enum=False, length=40), nullable=True
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("outcome IS NULL OR reason <> ''", name=op.f("ck_apart_looks_says_why")),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_apart_looks_decided_whole")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_apart_looks_ballot_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_apart_looks_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart_looks")),
    )
    with op.batch_alter_table("apart_looks", schema=None) as batch_op:
        batch_op.create_index(
            "uq_apart_looks_open",
            ["ballot_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "casts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.String(), nullable=True),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("tallied", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_casts_ballot_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_casts_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_casts")),
        sa.UniqueConstraint("ballot_id", "form", name=op.f("uq_casts_ballot_id_form")),
        sa.UniqueConstraint("ballot_id", "number", name=op.f("uq_casts_ballot_id_number")),
        sa.UniqueConstraint("commitment", name=op.f("uq_casts_commitment")),
        sa.UniqueConstraint("round_id", "seq", name=op.f("uq_casts_round_id_seq")),
    )
    with op.batch_alter_table("casts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_casts_unsealed",
            ["round_id", "id"],
            unique=False,
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )
        batch_op.create_index(
            "ix_casts_untallied",
            ["round_id"],
            unique=False,
            sqlite_where=sa.text("NOT tallied"),
            postgresql_where=sa.text("NOT tallied"),
        )

    op.create_table(
        "round_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "ballot",
                "hide",
                "show",
                "join",
                "part",
                "apart",
                "counted",
                "closed",
                name="entrykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ballot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('opened', 'closed') OR reason <> ''", name=op.f("ck_round_notes_says_why")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballots.id"], name=op.f("fk_round_notes_ballot_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_round_notes_idea_id")),
        sa.ForeignKeyConstraint(["into_id"], ["ideas.id"], name=op.f("fk_round_notes_into_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_round_notes_made_by")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_notes_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_notes")),
    )
    with op.batch_alter_table("round_notes", schema=None) as batch_op:
        batch_op.create_index("ix_round_notes_ballot", ["ballot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_round_notes_round_id"), ["round_id"], unique=False)
        batch_op.create_index(
            "ix_round_notes_waiting",
            ["round_id"],
            unique=False,
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )

    op.create_table(
        "cast_traces",
        sa.Column("cast_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cast_id"], ["casts.id"], name=op.f("fk_cast_traces_cast_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_cast_traces_round_id")),
        sa.PrimaryKeyConstraint("cast_id", name=op.f("pk_cast_traces")),
    )
    with op.batch_alter_table("cast_traces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cast_traces_made_at"), ["made_at"], unique=False)
        batch_op.create_index("ix_cast_traces_network", ["round_id", "network"], unique=False)

    op.add_column("result_rows", sa.Column("against", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column("result_rows", sa.Column("score", sa.String(), nullable=False, server_default=sa.text("''")))
    op.add_column("result_rows", sa.Column("cost", sa.BigInteger(), nullable=True))

    op.add_column(
        "results",
        sa.Column(
            "details",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )

    op.add_column("rounds", sa.Column("paper_in_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "INSERT INTO rule_versions (round_id, number, rule, fingerprint, reason, published_at) "
        "SELECT rounds.id, 1, rounds.rule, rounds.rule_fingerprint, '', COALESCE(campaigns.launched_at, campaigns.created_at) "
        "FROM rounds JOIN campaigns ON campaigns.id = rounds.campaign_id"
    )
    guard()
    guard_details()


def guard() -> None:
    """Entries and checkpoints only grow; of a cast only the place in the ledger, the mark of the count and the salt are filled or erased."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if sqlite else "IS DISTINCT FROM"
    columns = ("id", "ballot_id", "round_id", "number", "marks", "cast_at", "commitment", "form")
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    resealed = f"(OLD.seq IS NOT NULL AND NEW.seq {differs} OLD.seq)"
    resalted = f"(NEW.salt IS NOT NULL AND NEW.salt {differs} OLD.salt)"
    changed = f"({new}) {differs} ({old}) OR {resealed} OR {resalted}"
    guards = [("UPDATE", "casts", changed), ("DELETE", "casts", "OLD.seq IS NOT NULL")]
    guards += [(act, table, "1 = 1") for table in ("ledger_entries", "checkpoints") for act in ("UPDATE", "DELETE")]
    if not sqlite:
        op.execute(
            "CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a ledger only grows'; END $$"
        )
    for act, table, when in guards:
        if sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} WHEN {when} "
                "BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW WHEN ({when}) "
                "EXECUTE FUNCTION refuse_change_of_ledger()"
            )


def guard_details() -> None:
    """What a frozen result says beside its rows does not change either."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER results_details_fixed BEFORE UPDATE ON results "
            "WHEN OLD.counted_at IS NOT NULL AND NEW.details IS NOT OLD.details "
            "BEGIN SELECT RAISE(ABORT, 'a frozen result does not change'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER results_details_fixed BEFORE UPDATE ON results FOR EACH ROW "
        "WHEN (OLD.counted_at IS NOT NULL AND NEW.details IS DISTINCT FROM OLD.details) "
        "EXECUTE FUNCTION refuse_change_of_result()"
    )


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
