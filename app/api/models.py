"""Tokens that people give to programs, and answers kept so that what is sent twice is done once."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class ApiToken(Base):
    """A token of a person. `prefix` finds it and is all that anybody reads again; `digest` is the SHA-256 of the whole.

    `scopes` are words of app.api.scopes. `epoch` is the account's when it was made: a new password and signing out everywhere end
    it. `form` is the page it was asked for on, so that the same page sent twice makes one. A day, not a moment, says when it was
    used last.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (UniqueConstraint("account_id", "form"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    prefix: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    scopes: Mapped[list[Any]]
    epoch: Mapped[int]
    form: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]


class KeptReply(Base):
    """What was answered to a write with an idempotency key: for a day the same key gets the same answer.

    `key` is the digest of the person's key. `asked` is that of what was asked with it, `body` the answer: the one keyed, the other
    encrypted with a key made of the token, which is kept nowhere (`app.api.sealing`).
    """

    __tablename__ = "api_replies"
    __table_args__ = (UniqueConstraint("account_id", "key"), Index("ix_api_replies_made_at", "made_at"))

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    key: Mapped[str]
    asked: Mapped[str]
    status: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
