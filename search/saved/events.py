"""What this room announces."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class SearchFound:
    """A search that somebody keeps found so many texts published `since` a day; `day` is the one on whose morning they are told."""

    search_id: int
    account_id: int
    day: date
    since: date
    texts: int
