"""The themes of a campaign as a snapshot takes them."""

from app.digests.rows import ThemeRow
from search.themes.queries import named


def of_campaign(campaign_id: int) -> tuple[list[ThemeRow], dict[int, int]]:
    """The named themes, and the theme of each idea by its id."""
    rows = [ThemeRow(one.id, one.name, one.note) for one in named.of_campaign(campaign_id)]
    return rows, named.theme_of(campaign_id)
