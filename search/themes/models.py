"""Named themes with their ideas, what was suggested last, and what nobody wants to be suggested again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, Id

STANDING = text("ended_at IS NULL")


class Theme(Base):
    """What several ideas are about, in the words of whoever named it. `name_key` tells names apart whatever their letters' case.

    `version` counts changes of its words, so that nobody writes over another's. An ended one was dissolved, or joined into another.
    """

    __tablename__ = "themes"
    __table_args__ = (
        Index(
            "uq_themes_name", "campaign_id", "name_key", unique=True, sqlite_where=STANDING, postgresql_where=STANDING
        ),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("joined_to_id IS NULL OR ended_at IS NOT NULL", name="joined_is_ended"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    name: Mapped[str]
    name_key: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    named_at: Mapped[datetime]
    named_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    ended_at: Mapped[datetime | None]
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))


class ThemeIdea(Base):
    """An idea belongs to a theme: to one at most, so that the numbers of themes add up."""

    __tablename__ = "theme_ideas"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), index=True)
    put_at: Mapped[datetime]
    put_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)


class ThemeSearch(Base):
    """The last search for themes of a campaign. While `asked_at` is set a job is at it, `done` is how far it is, in percent.

    `found` are rows of a key, the telling words, the ids of ideas, the most central first, and how tight they stand (percent).
    `looked_at` is how many ideas were looked at, `grounds` the fingerprint of what they stood like.
    """

    __tablename__ = "theme_searches"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    done: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    looked_at: Mapped[int] = mapped_column(default=0)
    grounds: Mapped[str] = mapped_column(default="")
    found: Mapped[list[Any]] = mapped_column(default=list)


class DismissedTheme(Base):
    """A suggestion that nobody wants to see again: one that has most of its ideas is not made. `ideas` are their ids."""

    __tablename__ = "dismissed_themes"

    id: Mapped[Id]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    ideas: Mapped[list[Any]]
    dismissed_at: Mapped[datetime]
    dismissed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
