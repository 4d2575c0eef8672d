"""Where people are signed in, their second factors, and how either is set anew."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class SignIn(Base):
    """A browser in which a person is signed in. Without its row no cookie signs anybody in.

    `key` is a digest of the secret in the cookie. `proved_at` is when the person last showed who they are, `is_strong` whether
    with a second factor. `device` names program and system; `network` is a keyed digest so short that many networks share it.
    """

    __tablename__ = "sign_ins"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime]
    is_strong: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str]
    network: Mapped[str]


class CodeFactor(Base):
    """An app that makes one-time codes (RFC 6238). `secret` is encrypted with a key that the database does not hold.

    `last_step` is the step of time whose code was used last: no code is taken twice.
    """

    __tablename__ = "code_factors"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    secret: Mapped[str]
    last_step: Mapped[int]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime]


class Passkey(Base):
    """A passkey (WebAuthn): what its device calls it, its public key, how often it was used by its own count."""

    __tablename__ = "passkeys"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    sign_count: Mapped[int]
    # When the question was asked that was answered last, in milliseconds: no answer is taken twice.
    last_asked: Mapped[int]
    name: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BackupCode(Base):
    """A code on paper that stands once for a factor that is not at hand. Kept as a salted digest, keyed by what no database holds."""

    __tablename__ = "backup_codes"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    salt: Mapped[str]
    digest: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Recovery(Base):
    """Somebody has lost their factors: one administrator proposes to take them away, another confirms, the person may stop it.

    `words` are how it was found out that it is that person. Proposed by a command on the server it needs no second one.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        CheckConstraint("words <> ''", name="says_how"),
        CheckConstraint("proposed_by IS NULL OR proposed_by <> account_id", name="not_oneself"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> account_id", name="not_oneself_either"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> proposed_by", name="four_eyes"),
        CheckConstraint("done_at IS NULL OR proposed_by IS NULL OR confirmed_by IS NOT NULL", name="confirmed_first"),
        CheckConstraint("done_at IS NULL OR stopped_at IS NULL", name="one_end"),
        Index(
            "uq_recoveries_open",
            "account_id",
            unique=True,
            sqlite_where=text("done_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND stopped_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    words: Mapped[str]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    stopped_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    stopped_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.stopped_at is None


class EmailChange(Base):
    """A person wants another address. It is theirs once both mailboxes have said so, the old and the new."""

    __tablename__ = "email_changes"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    email: Mapped[str]
    email_key: Mapped[str]
    secret: Mapped[str]
    asked_at: Mapped[datetime]
    old_agreed_at: Mapped[datetime | None]
    new_agreed_at: Mapped[datetime | None]
