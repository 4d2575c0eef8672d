"""The campaign of a story while it is played: what the parts of the play share."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from app.demo.cast import Troupe
from app.demo.story import Story


@dataclass
class Stage:
    """A story that is being played in a campaign. `ideas` and `topics` hold ids by the place in the story."""

    story: Story
    troupe: Troupe
    campaign_id: int
    opens_at: datetime
    ideas: dict[int, int] = field(default_factory=dict)
    topics: dict[int, int] = field(default_factory=dict)

    @cached_property
    def chance(self) -> random.Random:
        """Chance that is the same at each load."""
        return random.Random(self.story.slug)  # noqa: S311

    @property
    def last(self) -> int:
        """The last day on which anything may happen."""
        return min(self.story.today, self.story.length)

    def at(self, day: float) -> datetime:
        return self.opens_at + timedelta(days=day)

    def some(self, number: int, without: tuple[int, ...] = ()) -> list[int]:
        """So many places of the cast, by chance."""
        crowd = [place for place in range(len(self.troupe.residents)) if place not in without]
        return self.chance.sample(crowd, min(number, len(crowd)))
