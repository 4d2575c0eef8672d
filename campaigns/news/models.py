"""News of campaigns."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation.db import Base
from campaigns.contributions.models import Contribution


class NewsItem(Base):
    """A piece of news beside its common row."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    title: Mapped[str]
    body: Mapped[str]

    contribution: Mapped[Contribution] = relationship(lazy="raise")
