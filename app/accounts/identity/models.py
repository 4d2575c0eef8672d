"""What is kept of who somebody is. An identifier that was verified is kept as a keyed digest alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id


class Answer(Base):
    """A sign-in by a provider that came back. `state` is a digest of the secret it came back with: each does once.

    `found` is what the provider said of somebody who has no account yet, until they have agreed to have one: keyed digests, their
    name, their address. Rows go within the hour.
    """

    __tablename__ = "sign_in_answers"

    id: Mapped[Id]
    state: Mapped[str] = mapped_column(unique=True)
    came_at: Mapped[datetime] = mapped_column(index=True)
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Link(Base):
    """An account that a provider signs in. `subject_key` is a keyed digest of whom the provider calls so."""

    __tablename__ = "openid_links"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    provider: Mapped[str]
    subject_key: Mapped[str] = mapped_column(unique=True)
    since: Mapped[datetime]


class Identity(Base):
    """A person who was verified: one person, one account. `key` is a keyed digest of the identifier within its `kind`.

    `source` is the provider that said so, `territory_id` where it says the person lives.
    """

    __tablename__ = "identities"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str]
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    verified_at: Mapped[datetime]


class JoinedAccount(Base):
    """Two accounts of one person became one: the closed one, the one that stays, and how many things of each kind went over."""

    __tablename__ = "joined_accounts"
    __table_args__ = (CheckConstraint("closed_id <> kept_id", name="two"),)

    closed_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    joined_at: Mapped[datetime]
    moved: Mapped[dict[str, Any]] = mapped_column(default=dict)


class OpenedAccount(Base):
    """An account that an assistant opened for somebody who was there. `consent` says how they agreed.

    `scope` is the place of the assistant as a word (platform, office:2): the assistants of that place may help this person,
    until `help_ended_at`, from when nobody may.
    """

    __tablename__ = "opened_accounts"
    __table_args__ = (CheckConstraint("consent <> ''", name="with_consent"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    opened_at: Mapped[datetime]
    scope: Mapped[str] = mapped_column(index=True)
    consent: Mapped[str]
    help_ended_at: Mapped[datetime | None]


class EntryCode(Base):
    """A printed code that lets somebody in, once, until a moment. Only a keyed digest is kept; a new one ends the one before."""

    __tablename__ = "entry_codes"

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Assistance(Base):
    """An assistant writes for somebody who is there: from when until when. Each request asks whether it still holds."""

    __tablename__ = "assistances"
    __table_args__ = (
        CheckConstraint("account_id <> helper_id", name="not_oneself"),
        Index("ix_assistances_account", "account_id", "id"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    begun_at: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AssistedAct(Base):
    """Something an assistant did in the name of the person who was there. `address` leads to what came of it."""

    __tablename__ = "assisted_acts"

    id: Mapped[Id]
    assistance_id: Mapped[int] = mapped_column(ForeignKey("assistances.id"), index=True)
    act: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime]
