"""People and what they were given and agreed to."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, case, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.roles import Role
from app.foundation.db import Base, Id

# How long a block without term holds before a second person has confirmed it.
UNCONFIRMED = timedelta(days=30)
# How long somebody who may not write may ask that another person looks at it.
REVIEW_WITHIN = timedelta(days=14)


# In the place of the name of somebody who was erased.
LEFT = _l("A person who has left")


def shown(given_name: str, family_name: str, *, in_full: bool = False) -> str:
    """A person's name as everybody may read it: «Анна К.», or `in_full` where they agreed to that. Who was erased has none."""
    if not given_name:
        return str(LEFT)
    family = family_name if in_full or not family_name else f"{family_name[:1]}."
    return f"{given_name} {family}".rstrip()


class Account(Base):
    """A person who signed up. `given_name` and `family_name` are shown as «Анна К.» unless the person agreed to more.

    Somebody without an address has an empty `email`, and in `email_key` the number they sign in with (`identity.numbers`).
    `email_confirmed_at` is since when they may sign in: the address is known to be theirs, or they came another way.
    `shows_full_name` follows that consent. Somebody who was erased has no names at all.
    """

    __tablename__ = "accounts"
    # By their beginnings people are found among very many.
    __table_args__ = tuple(
        Index(f"ix_accounts_{name}", name, postgresql_ops={name: "text_pattern_ops"})
        for name in ("given_name", "family_name", "email_key")
    )

    id: Mapped[Id]
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    email_confirmed_at: Mapped[datetime | None]
    password_hash: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str] = mapped_column(default="")
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    language: Mapped[str]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    shows_full_name: Mapped[bool] = mapped_column(default=False)

    grants: Mapped[list["RoleGrant"]] = relationship(
        lazy="selectin",
        primaryjoin="and_(Account.id == RoleGrant.account_id, RoleGrant.ended_at.is_(None))",
        viewonly=True,
    )
    # Those that were not ended; whether one still holds, its term says.
    blocks: Mapped[list["Block"]] = relationship(
        primaryjoin="and_(Account.id == Block.account_id, Block.ended_at.is_(None))",
        order_by="Block.id",
        viewonly=True,
    )

    @property
    def public_name(self) -> str:
        return shown(self.given_name, self.family_name, in_full=self.shows_full_name)


def family_as_shown(person: type[Account] = Account) -> ColumnElement[str]:
    """The family name as everybody may read it, for a query: «К.», or all of it where the person agreed to that.

    No more than that leaves the database.
    """
    first = func.substr(person.family_name, 1, 1).concat(".")
    return case((person.shows_full_name, person.family_name), (person.family_name == "", ""), else_=first)


class RoleGrant(Base):
    """A role given, where and by whom; ended rows stay. `scope` is the place as a word: platform, campaign:3, office:2."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("campaign_id IS NULL OR office_id IS NULL", name="one_scope"),
        Index(
            "uq_role_grants_live",
            "account_id",
            "role",
            "scope",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role]
    scope: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Consent(Base):
    """A text a person agreed to: which, in which version, when, and when they took it back."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("account_id", "text_name", "version"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    text_name: Mapped[str]
    version: Mapped[str]
    language: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Block(Base):
    """A person may not write for a while, in one campaign or (without one) on the whole platform. Reading stays.

    `facts` are the words they read, in `language`; `rule` is a code of the reasons. Without `until` it is for good once a second
    person has confirmed it, and holds for 30 days at most until then.
    """

    __tablename__ = "blocks"
    __table_args__ = (
        CheckConstraint("facts <> '' AND rule <> ''", name="says_why"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> made_by", name="four_eyes"),
        CheckConstraint("made_by <> account_id", name="not_oneself"),
        CheckConstraint("until IS NULL OR until > made_at", name="forwards"),
        Index("ix_blocks_account", "account_id", "ended_at"),
    )

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    rule: Mapped[str]
    facts: Mapped[str]
    language: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_why: Mapped[str] = mapped_column(default="")

    @property
    def holds_until(self) -> datetime | None:
        """When it ends by itself, None where it does not."""
        return self.until if self.until or self.confirmed_at else self.made_at + UNCONFIRMED

    @property
    def review_until(self) -> datetime:
        """Until when the person may ask for a second look: a block that became one for good is asked about anew from then on."""
        return (self.confirmed_at or self.made_at) + REVIEW_WITHIN

    def holds(self, now: datetime) -> bool:
        """Whether it keeps the person from writing at this moment."""
        end = self.holds_until
        return self.ended_at is None and (end is None or now < end)


class BlockOutcome(StrEnum):
    """What a second look at a block ended in."""

    UPHELD = "upheld"
    REVERSED = "reversed"


class BlockReview(Base):
    """Somebody who may not write asks, once, that another person looks at it. It waits as long as the block holds.

    Whoever made the block or agreed that it is for good is kept here, so that the database itself refuses them as those who
    decide. `words` are what has been overlooked, `facts` what the person reads in the end.
    """

    __tablename__ = "block_reviews"
    __table_args__ = (
        CheckConstraint("words <> ''", name="says_what"),
        CheckConstraint("(decided_at IS NULL) = (outcome IS NULL)", name="decided_whole"),
        CheckConstraint("(decided_by IS NULL) = (outcome IS NULL)", name="decided_by_somebody"),
        CheckConstraint("outcome IS NULL OR facts <> ''", name="says_why"),
        CheckConstraint("decided_by IS NULL OR decided_by <> made_by", name="another"),
        CheckConstraint(
            "decided_by IS NULL OR confirmed_by IS NULL OR decided_by <> confirmed_by", name="another_than_agreed"
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="not_who_asks"),
    )

    id: Mapped[Id]
    block_id: Mapped[int] = mapped_column(ForeignKey("blocks.id"), unique=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    words: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[BlockOutcome | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    facts: Mapped[str] = mapped_column(default="")
