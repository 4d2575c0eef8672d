"""Search and joining: joined ideas, what was proposed to be joined, searches that people keep.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "asked", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("asked_digest", sa.String(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_saved_searches_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_searches")),
        sa.UniqueConstraint("account_id", "asked_digest", name=op.f("uq_saved_searches_account_id_asked_digest")),
    )
    op.create_table(
        "block_reviews",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "outcome", sa.Enum("upheld", "reversed", name="blockoutcome", native_enum=False, length=40), nullable=True
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.CheckConstraint("outcome IS NULL OR facts <> ''", name=op.f("ck_block_reviews_says_why")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_block_reviews_says_what")),
        sa.CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_block_reviews_decided_whole")),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (outcome IS NULL)", name=op.f("ck_block_reviews_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR confirmed_by IS NULL OR decided_by <> confirmed_by",
            name=op.f("ck_block_reviews_another_than_agreed"),
        ),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_block_reviews_not_who_asks")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> made_by", name=op.f("ck_block_reviews_another")),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_block_reviews_asked_by")),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_block_reviews_block_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts.id"], name=op.f("fk_block_reviews_confirmed_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts.id"], name=op.f("fk_block_reviews_decided_by")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_block_reviews_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_reviews")),
        sa.UniqueConstraint("block_id", name=op.f("uq_block_reviews_block_id")),
    )
    op.create_table(
        "joinings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                "asked", "declined", "dropped", "joined", "unjoined", name="progress", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(progress IN ('asked', 'joined')) = (ended_at IS NULL)", name=op.f("ck_joinings_ended_with_time")
        ),
        sa.CheckConstraint("progress <> 'joined' OR joined_at IS NOT NULL", name=op.f("ck_joinings_joined_with_time")),
        sa.CheckConstraint("idea_id <> into_id", name=op.f("ck_joinings_two_ideas")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name=op.f("fk_joinings_ended_by")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_joinings_idea_id")),
        sa.ForeignKeyConstraint(["into_id"], ["ideas.id"], name=op.f("fk_joinings_into_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["accounts.id"], name=op.f("fk_joinings_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joinings")),
    )
    with op.batch_alter_table("joinings", schema=None) as batch_op:
        batch_op.create_index("ix_joinings_due", ["progress", "answer_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_joinings_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index("ix_joinings_into", ["into_id", "progress"], unique=False)
        batch_op.create_index(batch_op.f("ix_joinings_proposed_by"), ["proposed_by"], unique=False)
        batch_op.create_index(
            "uq_joinings_open",
            ["idea_id"],
            unique=True,
            sqlite_where=sa.text("progress IN ('asked', 'joined')"),
            postgresql_where=sa.text("progress IN ('asked', 'joined')"),
        )

    op.create_table(
        "like_ideas",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_like_ideas_idea_id")),
        sa.ForeignKeyConstraint(["other_id"], ["ideas.id"], name=op.f("fk_like_ideas_other_id")),
        sa.PrimaryKeyConstraint("idea_id", "other_id", name=op.f("pk_like_ideas")),
    )
    with op.batch_alter_table("like_ideas", schema=None) as batch_op:
        batch_op.create_index("ix_like_ideas_other", ["other_id"], unique=False)

    op.create_table(
        "joining_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("joining_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_joining_answers_account_id")),
        sa.ForeignKeyConstraint(["joining_id"], ["joinings.id"], name=op.f("fk_joining_answers_joining_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_answers")),
        sa.UniqueConstraint("joining_id", "account_id", name=op.f("uq_joining_answers_joining_id_account_id")),
    )
    with op.batch_alter_table("joining_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joining_answers_account_id"), ["account_id"], unique=False)

    op.add_column(
        "ideas",
        sa.Column(
            "joined_to_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("ideas.id"),
            nullable=True,
        ),
        inline_references=True,
    )
    with op.batch_alter_table("ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ideas_joined_to_id"), ["joined_to_id"], unique=False)

    op.add_column(
        "supports",
        sa.Column(
            "via_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("ideas.id"), nullable=True
        ),
        inline_references=True,
    )
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supports_via_id"), ["via_id"], unique=False)


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
