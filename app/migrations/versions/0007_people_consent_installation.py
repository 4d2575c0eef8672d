"""Identity, consent and sessions, a real installation, the door for other programs.

Columns are added one by one, so that SQLite copies no table: a copy would lose its triggers and stop at its keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column(
            "texts", sa.Enum("nameless", "stubs", name="lefttexts", native_enum=False, length=40), nullable=False
        ),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_erasures")),
    )
    op.create_table(
        "sign_in_answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "found", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_answers")),
        sa.UniqueConstraint("state", name=op.f("uq_sign_in_answers_state")),
    )
    with op.batch_alter_table("sign_in_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_answers_came_at"), ["came_at"], unique=False)

    op.create_table(
        "site_pictures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_pictures")),
        sa.UniqueConstraint("digest", name=op.f("uq_site_pictures_digest")),
    )
    op.create_table(
        "tellings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "teller",
            sa.Enum(
                "followers",
                "concerned",
                "office_followers",
                "people",
                "work",
                "contested",
                "asked",
                "signed",
                "answer",
                "set",
                "decided",
                name="teller",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ids", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
    )
    with op.batch_alter_table("tellings", schema=None) as batch_op:
        batch_op.create_index("ix_tellings_waiting", ["is_alone", "due_at", "id"], unique=False)

    op.create_table(
        "unwanted_invitations",
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("print", name=op.f("pk_unwanted_invitations")),
    )
    op.create_table(
        "age_declarations",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("years", sa.BigInteger(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("years > 0", name=op.f("ck_age_declarations_an_age")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_age_declarations_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_age_declarations")),
    )
    op.create_table(
        "api_replies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_api_replies_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_replies")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_api_replies_account_id_key")),
    )
    with op.batch_alter_table("api_replies", schema=None) as batch_op:
        batch_op.create_index("ix_api_replies_made_at", ["made_at"], unique=False)

    op.create_table(
        "api_tokens",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column(
            "scopes", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_api_tokens_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("account_id", "form", name=op.f("uq_api_tokens_account_id_form")),
        sa.UniqueConstraint("prefix", name=op.f("uq_api_tokens_prefix")),
    )
    op.create_table(
        "assistances",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("helper_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("account_id <> helper_id", name=op.f("ck_assistances_not_oneself")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_assistances_account_id")),
        sa.ForeignKeyConstraint(["helper_id"], ["accounts.id"], name=op.f("fk_assistances_helper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistances")),
    )
    with op.batch_alter_table("assistances", schema=None) as batch_op:
        batch_op.create_index("ix_assistances_account", ["account_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assistances_helper_id"), ["helper_id"], unique=False)

    op.create_table(
        "backup_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_backup_codes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_codes")),
    )
    with op.batch_alter_table("backup_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backup_codes_account_id"), ["account_id"], unique=False)

    op.create_table(
        "code_factors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_code_factors_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_factors")),
        sa.UniqueConstraint("account_id", name=op.f("uq_code_factors_account_id")),
    )
    op.create_table(
        "email_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("old_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_email_changes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_changes")),
        sa.UniqueConstraint("account_id", name=op.f("uq_email_changes_account_id")),
    )
    op.create_table(
        "entry_codes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_entry_codes_account_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_entry_codes_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_codes")),
        sa.UniqueConstraint("digest", name=op.f("uq_entry_codes_digest")),
    )
    with op.batch_alter_table("entry_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_codes_account_id"), ["account_id"], unique=False)

    op.create_table(
        "erasure_requests",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "texts", sa.Enum("nameless", "stubs", name="lefttexts", native_enum=False, length=40), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("asked_at < due_at", name=op.f("ck_erasure_requests_forwards")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_erasure_requests_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_erasure_requests")),
    )
    with op.batch_alter_table("erasure_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erasure_requests_due_at"), ["due_at"], unique=False)

    op.create_table(
        "identities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("territory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_identities_account_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territories.id"], name=op.f("fk_identities_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("key", name=op.f("uq_identities_key")),
    )
    with op.batch_alter_table("identities", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identities_account_id"), ["account_id"], unique=False)

    op.create_table(
        "joined_accounts",
        sa.Column("closed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kept_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "moved", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.CheckConstraint("closed_id <> kept_id", name=op.f("ck_joined_accounts_two")),
        sa.ForeignKeyConstraint(["closed_id"], ["accounts.id"], name=op.f("fk_joined_accounts_closed_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["accounts.id"], name=op.f("fk_joined_accounts_kept_id")),
        sa.PrimaryKeyConstraint("closed_id", name=op.f("pk_joined_accounts")),
    )
    with op.batch_alter_table("joined_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joined_accounts_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "left_voters",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_left_voters_round_id")),
        sa.PrimaryKeyConstraint("round_id", "key", name=op.f("pk_left_voters")),
    )
    op.create_table(
        "opened_accounts",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("help_ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("consent <> ''", name=op.f("ck_opened_accounts_with_consent")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_opened_accounts_account_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["accounts.id"], name=op.f("fk_opened_accounts_opened_by")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_opened_accounts")),
    )
    with op.batch_alter_table("opened_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opened_accounts_opened_by"), ["opened_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_opened_accounts_scope"), ["scope"], unique=False)

    op.create_table(
        "openid_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_openid_links_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openid_links")),
        sa.UniqueConstraint("subject_key", name=op.f("uq_openid_links_subject_key")),
    )
    with op.batch_alter_table("openid_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_openid_links_account_id"), ["account_id"], unique=False)

    op.create_table(
        "own_downloads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_own_downloads_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_downloads")),
        sa.UniqueConstraint("account_id", name=op.f("uq_own_downloads_account_id")),
    )
    with op.batch_alter_table("own_downloads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_downloads_until"), ["until"], unique=False)

    op.create_table(
        "passkeys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("credential", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("last_asked", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_passkeys_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkeys_credential")),
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_account_id"), ["account_id"], unique=False)

    op.create_table(
        "recoveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("words <> ''", name=op.f("ck_recoveries_says_how")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> account_id", name=op.f("ck_recoveries_not_oneself_either")
        ),
        sa.CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name=op.f("ck_recoveries_four_eyes")),
        sa.CheckConstraint(
            "done_at IS NULL OR proposed_by IS NULL OR confirmed_by IS NOT NULL",
            name=op.f("ck_recoveries_confirmed_first"),
        ),
        sa.CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name=op.f("ck_recoveries_one_end")),
        sa.CheckConstraint("proposed_by IS NULL OR proposed_by <> account_id", name=op.f("ck_recoveries_not_oneself")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recoveries_account_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts.id"], name=op.f("fk_recoveries_confirmed_by")),
        sa.ForeignKeyConstraint(["proposed_by"], ["accounts.id"], name=op.f("fk_recoveries_proposed_by")),
        sa.ForeignKeyConstraint(["stopped_by"], ["accounts.id"], name=op.f("fk_recoveries_stopped_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(
            "uq_recoveries_open",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND stopped_at IS NULL"),
        )

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("network", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_ins_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_ins_key")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_ins_seen_at"), ["seen_at"], unique=False)

    op.create_table(
        "site_settings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column(
            "chosen", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_settings_only_one")),
        sa.ForeignKeyConstraint(["changed_by"], ["accounts.id"], name=op.f("fk_site_settings_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_settings")),
    )
    op.create_table(
        "site_texts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("title <> '' AND body <> ''", name=op.f("ck_site_texts_says_something")),
        sa.CheckConstraint("number > 1", name=op.f("ck_site_texts_after_the_first")),
        sa.ForeignKeyConstraint(["written_by"], ["accounts.id"], name=op.f("fk_site_texts_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_texts")),
        sa.UniqueConstraint("name", "number", name=op.f("uq_site_texts_name_number")),
    )
    with op.batch_alter_table("site_texts", schema=None) as batch_op:
        batch_op.create_index("ix_site_texts_present", ["name", "language", "number"], unique=False)

    op.create_table(
        "wave_prints",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_wave_prints_account_id")),
        sa.PrimaryKeyConstraint("account_id", "print", name=op.f("pk_wave_prints")),
    )
    with op.batch_alter_table("wave_prints", schema=None) as batch_op:
        batch_op.create_index("ix_wave_prints_made_at", ["made_at"], unique=False)
        batch_op.create_index("ix_wave_prints_print", ["print", "made_at"], unique=False)

    op.create_table(
        "waves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "like", sa.Enum("mailbox", "house", "text", name="like", native_enum=False, length=40), nullable=False
        ),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name=op.f("ck_waves_ended_by_somebody")),
        sa.ForeignKeyConstraint(["ended_by"], ["accounts.id"], name=op.f("fk_waves_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
    )
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waves_print"), ["print"], unique=False)
        batch_op.create_index(
            "uq_waves_open",
            ["print"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "assisted_acts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assistance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assistance_id"], ["assistances.id"], name=op.f("fk_assisted_acts_assistance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted_acts")),
    )
    with op.batch_alter_table("assisted_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assisted_acts_assistance_id"), ["assistance_id"], unique=False)

    op.create_table(
        "inviting_letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("print", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(email IS NULL) = (mailed_at IS NOT NULL)", name=op.f("ck_inviting_letters_forgets_the_address")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["accounts.id"], name=op.f("fk_inviting_letters_asked_by")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_inviting_letters_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inviting_letters")),
        sa.UniqueConstraint("campaign_id", "print", name=op.f("uq_inviting_letters_campaign_id_print")),
    )
    with op.batch_alter_table("inviting_letters", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inviting_letters_unsent",
            ["campaign_id", "id"],
            unique=False,
            sqlite_where=sa.text("mailed_at IS NULL"),
            postgresql_where=sa.text("mailed_at IS NULL"),
        )

    op.create_table(
        "staff_invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "guest",
                "resident",
                "expert",
                "facilitator",
                "moderator",
                "owner",
                "official",
                "observer",
                "assistant",
                "administrator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("campaign_id IS NULL OR office_id IS NULL", name=op.f("ck_staff_invitations_one_scope")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_staff_invitations_account_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_staff_invitations_campaign_id")),
        sa.ForeignKeyConstraint(["invited_by"], ["accounts.id"], name=op.f("fk_staff_invitations_invited_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_staff_invitations_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitations")),
    )
    with op.batch_alter_table("staff_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_invitations_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            "uq_staff_invitations_live",
            ["email_key", "role", "scope"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "webhooks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column(
            "events", sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"), nullable=False
        ),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_why", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("url <> ''", name=op.f("ck_webhooks_leads_somewhere")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_webhooks_campaign_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_webhooks_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    with op.batch_alter_table("webhooks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhooks_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("webhook_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("thing_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "delivered", "failed", "dropped", name="outcome", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name=op.f("fk_webhook_deliveries_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
        sa.UniqueConstraint("webhook_id", "fact", name=op.f("uq_webhook_deliveries_webhook_id_fact")),
        sa.UniqueConstraint("word", name=op.f("uq_webhook_deliveries_word")),
    )
    with op.batch_alter_table("webhook_deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_deliveries_of_webhook", ["webhook_id", "id"], unique=False)
        batch_op.create_index(
            "ix_webhook_deliveries_waiting",
            ["webhook_id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.add_column("accounts", sa.Column("shows_full_name", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("given_name", "family_name", "email_key"):
        op.create_index(f"ix_accounts_{name}", "accounts", [name], postgresql_ops={name: "text_pattern_ops"})

    op.add_column(
        "campaigns",
        sa.Column(
            "levels",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
            server_default=sa.text("'{}'"),
        ),
    )
    op.add_column("campaigns", sa.Column("least_age", sa.BigInteger(), nullable=False, server_default=sa.text("0")))

    op.add_column("territories", sa.Column("code", sa.String(), nullable=True))
    with op.batch_alter_table("territories", schema=None) as batch_op:
        batch_op.create_index("uq_territories_code", ["code"], unique=True)
    _let_what_waits_be_told()
    _keep_what_people_agreed_to()


def _let_what_waits_be_told() -> None:
    """What was asked for one by one waits among the tellings now, and one job tells all of it."""
    who = (
        "followers",
        "concerned",
        "office_followers",
        "people",
        "work",
        "contested",
        "asked",
        "signed",
        "answer",
        "set",
        "decided",
    )
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    outbox = sa.table(
        "outbox",
        sa.column("ids", json),
        *map(sa.column, ("job", "queue", "asked_at", "due_at", "attempts", "failed_at")),
    )
    tellings = sa.table(
        "tellings",
        sa.column("ids", json),
        sa.column("is_alone", sa.Boolean),
        *map(sa.column, ("teller", "after", "due_at")),
    )
    owed = outbox.c.job.in_([f"notifications.tell_{one}" for one in who]) & outbox.c.failed_at.is_(None)
    teller = sa.func.substr(outbox.c.job, len("notifications.tell_") + 1)
    row = (teller, outbox.c.ids, sa.literal_column("0"), outbox.c.due_at, sa.false())
    op.execute(
        tellings.insert().from_select(
            ["teller", "ids", "after", "due_at", "is_alone"], sa.select(*row).where(owed).order_by(outbox.c.asked_at)
        )
    )
    op.execute(outbox.delete().where(owed))
    first = sa.select(sa.func.min(tellings.c.due_at)).scalar_subquery()
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(tellings)):
        values = {"job": "notifications.tell_waiting", "queue": "default", "attempts": 0, "ids": {}}
        op.execute(outbox.insert().values(**values, asked_at=first, due_at=first))


def _keep_what_people_agreed_to() -> None:
    """Versions of the operator's words are never changed and never removed."""
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER site_texts_no_{act.lower()} BEFORE {act} ON site_texts "
                "BEGIN SELECT RAISE(ABORT, 'versions of texts never change'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change_of_site_texts() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'versions of texts never change'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        "CREATE TRIGGER site_texts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON site_texts "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_site_texts()"
    )


def downgrade() -> None:
    """What people said since would be lost with these tables: a step back is a restored backup."""
    raise NotImplementedError
