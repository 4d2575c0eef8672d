"""Everyone who wrote or follows anything in a campaign is told of its digests and of its final report."""

from app.notifications.domain import tellings
from app.notifications.models import NoticeKind, Teller


def ask_to_tell(snapshot_id: int, campaign_id: int) -> None:
    """Asks, within the step, for the telling of a digest that was published. Asked twice, it is told once."""
    tellings.put(
        Teller.FOLLOWERS,
        kind=NoticeKind.DIGEST,
        name=f"digest:{snapshot_id}",
        campaign_id=campaign_id,
        details={"snapshot_id": snapshot_id},
    )
