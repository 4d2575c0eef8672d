"""Notices by choice, follows on anything, themes, open data packs.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

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
        "answer_sheets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "rows", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "taken", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_answer_sheets_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_sheets")),
    )
    with op.batch_alter_table("answer_sheets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_sheets_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_sheets_made_at"), ["made_at"], unique=False)

    op.create_table(
        "notice_choices",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "own",
                "replies",
                "ideas",
                "follows",
                "projects",
                "searches",
                "duties",
                "mornings",
                name="subject",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "letters",
            sa.Enum("at once", "daily", "weekly", "never", name="letters", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notice_choices_account_id")),
        sa.PrimaryKeyConstraint("account_id", "subject", name=op.f("pk_notice_choices")),
    )
    op.create_table(
        "arrivals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_arrivals_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arrivals")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_arrivals_campaign_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_arrivals_digest")),
    )
    op.create_table(
        "dismissed_themes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "ideas", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_dismissed_themes_campaign_id")),
        sa.ForeignKeyConstraint(["dismissed_by"], ["accounts.id"], name=op.f("fk_dismissed_themes_dismissed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissed_themes")),
    )
    with op.batch_alter_table("dismissed_themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dismissed_themes_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dismissed_themes_dismissed_by"), ["dismissed_by"], unique=False)

    op.create_table(
        "open_packs",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column(
            "files", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column(
            "tables", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_open_packs_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_open_packs")),
    )
    op.create_table(
        "report_pictures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("alt <> ''", name=op.f("ck_report_pictures_with_words")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_report_pictures_campaign_id")),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("fk_report_pictures_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_pictures")),
        sa.UniqueConstraint("upload_id", name=op.f("uq_report_pictures_upload_id")),
    )
    with op.batch_alter_table("report_pictures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_pictures_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "theme_searches",
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column(
            "found", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_theme_searches_asked_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_theme_searches_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_theme_searches")),
    )
    with op.batch_alter_table("theme_searches", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_searches_asked_by"), ["asked_by"], unique=False)

    op.create_table(
        "themes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_themes_named")),
        sa.CheckConstraint("joined_to_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_themes_joined_is_ended")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_themes_campaign_id")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("fk_themes_changed_by")),
        sa.ForeignKeyConstraint(["joined_to_id"], ["themes.id"], name=op.f("fk_themes_joined_to_id")),
        sa.ForeignKeyConstraint(["named_by"], ["accounts.id"], name=op.f("fk_themes_named_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
    )
    with op.batch_alter_table("themes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_themes_changed_by"), ["changed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_themes_named_by"), ["named_by"], unique=False)
        batch_op.create_index(
            "uq_themes_name",
            ["campaign_id", "name_key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "theme_ideas",
        sa.Column("idea_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("theme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_theme_ideas_idea_id")),
        sa.ForeignKeyConstraint(["put_by"], ["accounts.id"], name=op.f("fk_theme_ideas_put_by")),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_ideas_theme_id")),
        sa.PrimaryKeyConstraint("idea_id", name=op.f("pk_theme_ideas")),
    )
    with op.batch_alter_table("theme_ideas", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_theme_ideas_put_by"), ["put_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_theme_ideas_theme_id"), ["theme_id"], unique=False)

    op.add_column("campaigns", sa.Column("is_arriving", sa.Boolean(), nullable=False, server_default=sa.false()))

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

    op.add_column(
        "notices", sa.Column("letters", sa.String(length=40), nullable=False, server_default=sa.text("'daily'"))
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_notices_ungathered"), sqlite_where=sa.text("mailed_at IS NULL AND letter_day IS NULL")
        )
        batch_op.create_index(
            "ix_notices_waiting",
            ["letters", "account_id"],
            unique=False,
            sqlite_where=sa.text("mailed_at IS NULL AND letter_day IS NULL"),
            postgresql_where=sa.text("mailed_at IS NULL AND letter_day IS NULL"),
        )
    _follow_exactly_one_thing()
    _carry_choices_over()


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


def _carry_choices_over() -> None:
    """Whoever wanted no letters about what they follow wants none now; what waits for a letter goes the way it was to go."""
    notice_choices = sa.table("notice_choices", *map(sa.column, ("account_id", "subject", "letters", "chosen_at")))
    old = sa.table(
        "notification_choices", sa.column("account_id"), sa.column("followed"), sa.column("no_mornings", sa.Boolean)
    )
    notices = sa.table("notices", *map(sa.column, ("account_id", "kind", "letters", "letter_day", "mailed_at")))
    nothing = old.c.followed == sa.literal_column("'never'")
    no_mornings = old.c.no_mornings.is_(sa.true())
    whose = [
        *((subject, nothing) for subject in ("replies", "ideas", "follows", "projects", "searches")),
        ("mornings", no_mornings),
    ]
    for subject, which in whose:
        row = (old.c.account_id, sa.literal(subject), sa.literal("never"), sa.func.current_timestamp())
        op.execute(notice_choices.insert().from_select(list(notice_choices.c.keys()), sa.select(*row).where(which)))
    waiting = notices.c.mailed_at.is_(None) & notices.c.letter_day.is_(None)
    by_itself = (
        "published",
        "returned",
        "rejected",
        "hidden",
        "referred",
        "masked",
        "review upheld",
        "review reversed",
        "report reversed",
        "joining proposed",
        "official answer",
        "answer asked",
        "answer signed",
    )
    told = notices.update().where(waiting, notices.c.kind.in_(by_itself))
    op.execute(told.values(letters="at once", letter_day="by itself"))
    unwanted = sa.select(old.c.account_id).where(nothing)
    op.execute(notices.update().where(waiting, notices.c.account_id.in_(unwanted)).values(letters="never"))
    op.drop_table("notification_choices")


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
