"""Which ideas are alike, as the worker found it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base


class LikeIdea(Base):
    """Two ideas of one campaign that are alike, how much (0 to 1) and by which words of `other`. Each pair stands both ways round.

    What is kept says nothing of who may see the other: that is asked when it is shown.
    """

    __tablename__ = "like_ideas"
    __table_args__ = (Index("ix_like_ideas_other", "other_id"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    share: Mapped[float]


class LikenedIdea(Base):
    """An idea for which those like it were looked for, and when: whoever stands not here waits for it."""

    __tablename__ = "likened_ideas"

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    looked_at: Mapped[datetime]
