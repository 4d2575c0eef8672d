"""Answers that are owed, what became of ideas, expert assessment, reports and their files, notices by kind.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_terms",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        sa.Column("release_together", sa.Boolean(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_answer_terms_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_answer_terms")),
    )
    op.create_table(
        "assessors",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assessors_account_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_assessors_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "account_id", name=op.f("pk_assessors")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_assessors_campaign_id_number")),
    )
    op.create_table(
        "report_drafts",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("foreword", sa.String(), nullable=False),
        sa.Column(
            "pictures", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "approval", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("freezing_version", sa.BigInteger(), nullable=True),
        sa.Column("freezing_reason", sa.String(), nullable=False),
        sa.Column("freezing_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("trouble", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_report_drafts_campaign_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("fk_report_drafts_changed_by")),
        sa.ForeignKeyConstraint(["freezing_by"], ["accounts.id"], name=op.f("fk_report_drafts_freezing_by")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_report_drafts")),
    )
    op.create_table(
        "score_cards",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "criteria", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "asks", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("lowest", sa.BigInteger(), nullable=False),
        sa.Column("highest", sa.BigInteger(), nullable=False),
        sa.Column("experts_per_idea", sa.BigInteger(), nullable=False),
        sa.Column("first_by_support", sa.BigInteger(), nullable=False),
        sa.Column("names_experts", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column(
            "giving", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "result", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("begun_at IS NULL OR seed <> ''", name=op.f("ck_score_cards_begun_with_seed")),
        sa.CheckConstraint("opened_at IS NULL OR begun_at IS NOT NULL", name=op.f("ck_score_cards_opened_when_begun")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_score_cards_campaign_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts.id"], name=op.f("fk_score_cards_opened_by")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_score_cards")),
    )
    op.create_table(
        "assessments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "scores", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "told", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stepped_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stepped_back_why", sa.String(), nullable=False),
        sa.Column("taken_back_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "stepped_back_at IS NULL OR stepped_back_why <> ''", name=op.f("ck_assessments_stepped_back_with_reason")
        ),
        sa.CheckConstraint("submitted_at IS NULL OR reasons <> ''", name=op.f("ck_assessments_submitted_with_reasons")),
        sa.CheckConstraint(
            "submitted_at IS NULL OR stepped_back_at IS NULL",
            name=op.f("ck_assessments_no_stepping_back_once_submitted"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assessments_account_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_assessments_campaign_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_assessments_idea_id")),
        sa.ForeignKeyConstraint(["taken_back_by"], ["accounts.id"], name=op.f("fk_assessments_taken_back_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("idea_id", "account_id", name=op.f("uq_assessments_idea_id_account_id")),
    )
    with op.batch_alter_table("assessments", schema=None) as batch_op:
        batch_op.create_index("ix_assessments_of_campaign", ["campaign_id", "idea_id"], unique=False)
        batch_op.create_index("ix_assessments_of_expert", ["account_id", "campaign_id"], unique=False)

    op.create_table(
        "owed_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("owed", "answered", "closed", name="owedstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("close_confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name=op.f("ck_owed_answers_answered_with_time")
        ),
        sa.CheckConstraint(
            "state <> 'closed' OR (close_reason <> '' AND closed_at IS NOT NULL AND closed_by IS NOT NULL AND close_confirmed_by IS NOT NULL AND close_confirmed_by <> closed_by)",
            name=op.f("ck_owed_answers_closed_by_two_with_reason"),
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_owed_answers_asked_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_owed_answers_campaign_id")),
        sa.ForeignKeyConstraint(
            ["close_confirmed_by"], ["accounts.id"], name=op.f("fk_owed_answers_close_confirmed_by")
        ),
        sa.ForeignKeyConstraint(["closed_by"], ["accounts.id"], name=op.f("fk_owed_answers_closed_by")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_owed_answers_idea_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_owed_answers_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed_answers")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_owed_answers_idea_id")),
    )
    with op.batch_alter_table("owed_answers", schema=None) as batch_op:
        batch_op.create_index("ix_owed_answers_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_owed_answers_of_campaign", ["campaign_id", "state", "due_at"], unique=False)
        batch_op.create_index("ix_owed_answers_of_office", ["office_id", "state", "due_at"], unique=False)

    op.create_table(
        "undertakings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum("planned", "in progress", "done", "given up", name="workstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'given up' OR reason <> ''", name=op.f("ck_undertakings_given_up_with_reason")),
        sa.CheckConstraint(
            "state NOT IN ('done', 'given up') OR ended_at IS NOT NULL", name=op.f("ck_undertakings_ended_with_time")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_undertakings_campaign_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_undertakings_idea_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_undertakings_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertakings")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_undertakings_idea_id")),
    )
    with op.batch_alter_table("undertakings", schema=None) as batch_op:
        batch_op.create_index("ix_undertakings_changed", ["changed_at", "id"], unique=False)
        batch_op.create_index("ix_undertakings_of_campaign", ["campaign_id", "state"], unique=False)
        batch_op.create_index("ix_undertakings_of_office", ["office_id", "state"], unique=False)

    op.create_table(
        "answer_extensions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_answer_extensions_has_reason")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_answer_extensions_made_by")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed_answers.id"], name=op.f("fk_answer_extensions_owed_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_extensions")),
    )
    with op.batch_alter_table("answer_extensions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_extensions_owed_id"), ["owed_id"], unique=False)

    op.create_table(
        "answer_transfers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_answer_transfers_has_reason")),
        sa.ForeignKeyConstraint(["from_id"], ["offices.id"], name=op.f("fk_answer_transfers_from_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_answer_transfers_made_by")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed_answers.id"], name=op.f("fk_answer_transfers_owed_id")),
        sa.ForeignKeyConstraint(["to_id"], ["offices.id"], name=op.f("fk_answer_transfers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_transfers")),
    )
    with op.batch_alter_table("answer_transfers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_transfers_owed_id"), ["owed_id"], unique=False)

    op.create_table(
        "answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "partly",
                "postponed",
                "not accepted",
                "works already",
                "referred",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("referred_to", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "signed_at IS NULL OR outcome <> 'referred' OR referred_to <> ''",
            name=op.f("ck_answers_referred_somewhere"),
        ),
        sa.CheckConstraint(
            "signed_at IS NULL OR outcome <> 'works already' OR link <> ''", name=op.f("ck_answers_works_with_link")
        ),
        sa.CheckConstraint("second_by IS NULL OR second_by <> signed_by", name=op.f("ck_answers_two_people_sign")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_answers_campaign_id")),
        sa.ForeignKeyConstraint(["id"], ["contributions.id"], name=op.f("fk_answers_id")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_answers_idea_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_answers_office_id")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed_answers.id"], name=op.f("fk_answers_owed_id")),
        sa.ForeignKeyConstraint(["second_by"], ["accounts.id"], name=op.f("fk_answers_second_by")),
        sa.ForeignKeyConstraint(["signed_by"], ["accounts.id"], name=op.f("fk_answers_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint("owed_id", "number", name=op.f("uq_answers_owed_id_number")),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_idea_id"), ["idea_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_office_id"), ["office_id"], unique=False)

    op.create_table(
        "co_executors",
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_co_executors_office_id")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed_answers.id"], name=op.f("fk_co_executors_owed_id")),
        sa.PrimaryKeyConstraint("owed_id", "office_id", name=op.f("pk_co_executors")),
    )
    with op.batch_alter_table("co_executors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_executors_office_id"), ["office_id"], unique=False)

    op.create_table(
        "contests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undertaking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("replied_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "upheld IS NULL OR (reply <> '' AND replied_at IS NOT NULL)", name=op.f("ck_contests_replied_with_words")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_contests_account_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_contests_campaign_id")),
        sa.ForeignKeyConstraint(["id"], ["contributions.id"], name=op.f("fk_contests_id")),
        sa.ForeignKeyConstraint(["replied_by"], ["accounts.id"], name=op.f("fk_contests_replied_by")),
        sa.ForeignKeyConstraint(["undertaking_id"], ["undertakings.id"], name=op.f("fk_contests_undertaking_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_contests_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contests")),
        sa.UniqueConstraint("undertaking_id", "account_id", name=op.f("uq_contests_undertaking_id_account_id")),
    )
    with op.batch_alter_table("contests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contests_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contests_upload_id"), ["upload_id"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undertaking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["undertaking_id"], ["undertakings.id"], name=op.f("fk_milestones_undertaking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("undertaking_id", "place", name=op.f("uq_milestones_undertaking_id_place")),
    )
    op.create_table(
        "digest_files",
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "form",
            sa.Enum("pdf", "docx", "xlsx", "html", "json", name="form", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_digest_files_snapshot_id")),
        sa.PrimaryKeyConstraint("snapshot_id", "form", name=op.f("pk_digest_files")),
    )
    with op.batch_alter_table("digest_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_digest_files_digest"), ["digest"], unique=False)

    op.create_table(
        "progress_reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undertaking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("milestone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum("planned", "in progress", "done", "given up", name="workstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("caption", sa.String(), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' OR link <> '' OR upload_id IS NOT NULL",
            name=op.f("ck_progress_reports_done_with_evidence"),
        ),
        sa.ForeignKeyConstraint(["contest_id"], ["contests.id"], name=op.f("fk_progress_reports_contest_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=op.f("fk_progress_reports_milestone_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_progress_reports_office_id")),
        sa.ForeignKeyConstraint(["reported_by"], ["accounts.id"], name=op.f("fk_progress_reports_reported_by")),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertakings.id"], name=op.f("fk_progress_reports_undertaking_id")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_progress_reports_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_reports")),
    )
    with op.batch_alter_table("progress_reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_reports_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index("ix_progress_reports_of_undertaking", ["undertaking_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_reports_upload_id"), ["upload_id"], unique=False)

    op.create_table(
        "report_editions",
        sa.Column("snapshot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f("ck_report_editions_again_with_reason")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_report_editions_campaign_id")),
        sa.ForeignKeyConstraint(["frozen_by"], ["accounts.id"], name=op.f("fk_report_editions_frozen_by")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name=op.f("fk_report_editions_snapshot_id")),
        sa.PrimaryKeyConstraint("snapshot_id", name=op.f("pk_report_editions")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_report_editions_campaign_id_number")),
    )
    op.add_column(
        "snapshots", sa.Column("kind", sa.String(length=40), nullable=False, server_default=sa.text("'round'"))
    )
    op.add_column("snapshots", sa.Column("period_from", sa.Date(), nullable=True))
    op.add_column("snapshots", sa.Column("period_to", sa.Date(), nullable=True))
    with op.batch_alter_table("snapshots", schema=None) as batch_op:
        batch_op.alter_column("result_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index("ix_snapshots_fingerprint", ["fingerprint"], unique=False)
        batch_op.create_index(
            "uq_snapshots_week",
            ["campaign_id", "period_from"],
            unique=True,
            sqlite_where=sa.text("kind = 'weekly'"),
            postgresql_where=sa.text("kind = 'weekly'"),
        )
    guard_archive()


def guard_archive() -> None:
    """A campaign in which an answer is owed is not archived."""
    owed = "EXISTS (SELECT 1 FROM owed_answers WHERE owed_answers.campaign_id = NEW.id AND owed_answers.state = 'owed')"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER campaigns_archived_when_none_owed BEFORE UPDATE OF archived_at ON campaigns "
            f"WHEN NEW.archived_at IS NOT NULL AND OLD.archived_at IS NULL AND {owed} "
            "BEGIN SELECT RAISE(ABORT, 'an answer is owed'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_archive_with_owed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {owed} THEN RAISE EXCEPTION 'an answer is owed'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER campaigns_archived_when_none_owed BEFORE UPDATE OF archived_at ON campaigns FOR EACH ROW "
        "WHEN (NEW.archived_at IS NOT NULL AND OLD.archived_at IS NULL) EXECUTE FUNCTION refuse_archive_with_owed()"
    )


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
