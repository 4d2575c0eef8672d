"""Notices by choice, follows on anything, themes, open data packs.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bounces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_lasting", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bounces")),
        sa.UniqueConstraint("mailbox", "letter", "is_lasting", name=op.f("uq_bounces_mailbox_letter_is_lasting")),
    )
    with op.batch_alter_table("bounces", schema=None) as batch_op:
        batch_op.create_index("ix_bounces_told", ["told_at"], unique=False)

    op.create_table(
        "paused_mailboxes",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_paused_mailboxes")),
    )
    op.create_table(
        "report_pictures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_report_pictures_with_words")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_report_pictures_campaign_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_report_pictures_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_pictures")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_report_pictures_upload_id")),
    )
    with op.batch_alter_table("report_pictures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_pictures_campaign_id"), ["campaign_id"], unique=False)

    op.add_column(
        "follows",
        sa.Column(
            "track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.ForeignKey("tracks.id"), nullable=True
        ),
        inline_references=True,
    )
    op.add_column(
        "follows",
        sa.Column(
            "service_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("services.id"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "follows",
        sa.Column(
            "territory_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("territories.id"),
            nullable=True,
        ),
        inline_references=True,
    )
    op.add_column(
        "follows",
        sa.Column(
            "office_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("offices.id"),
            nullable=True,
        ),
        inline_references=True,
    )
    with op.batch_alter_table("follows", schema=None) as batch_op:
        batch_op.create_index("uq_follows_office", ["office_id", "account_id"], unique=True)
        batch_op.create_index("uq_follows_service", ["service_id", "account_id"], unique=True)
        batch_op.create_index("uq_follows_territory", ["territory_id", "account_id"], unique=True)
        batch_op.create_index("uq_follows_track", ["track_id", "account_id"], unique=True)
    _follow_exactly_one_thing()


def _follow_exactly_one_thing() -> None:
    """One thing of six instead of one of two. SQLite copies the table for it: `follows` has no triggers, and nothing points at it."""
    things = ("campaign_id", "contribution_id", "track_id", "service_id", "territory_id", "office_id")
    one = " + ".join(f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)" for column in things) + " = 1"
    if op.get_bind().dialect.name == "sqlite":
        # A copy leaves the old condition behind by itself.
        with op.batch_alter_table("follows", recreate="always") as follows:
            follows.create_check_constraint(op.f("ck_follows_one_thing"), one)
        return
    op.drop_constraint(op.f("ck_follows_one_thing"), "follows", type_="check")
    op.create_check_constraint(op.f("ck_follows_one_thing"), "follows", one)


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
