"""What a piece of news says, as one value."""

from dataclasses import dataclass

from campaigns.news.models import NewsItem

TITLE_MOST, BODY_MOST = 200, 10_000


@dataclass(frozen=True)
class NewsText:
    """The words of a piece of news, already cleaned."""

    title: str
    body: str

    @classmethod
    def of(cls, item: NewsItem) -> "NewsText":
        return cls(item.title, item.body)

    @property
    def prose(self) -> dict[str, str]:
        """The texts by the name of their field, in the order of the page."""
        return {"title": self.title, "body": self.body}
