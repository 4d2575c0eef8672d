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


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
