"""Places that rooms above fill on the pages of the catalogue."""

from dataclasses import dataclass

from app.accounts.roles import Actor
from app.foundation.slots import Part, Slot
from campaigns.plan.slots import Figure


@dataclass(frozen=True)
class ServiceShown:
    """The service whose page is being made, and who looks at it."""

    id: int
    viewer: Actor


# What a room gathers about the service: ratings, problems, ideas, topics. None where there is nothing yet.
SERVICE_PARTS: Slot[ServiceShown, Part | None] = Slot("service.parts")

# Ids of the services of a page; each with its figures (public texts alone).
SERVICE_NUMBERS: Slot[tuple[int, ...], dict[int, tuple[Figure, ...]]] = Slot("service.numbers")
