"""Who hears which event, who fills which slot, which jobs and doors there are. Tables only."""

from app.wiring.doors import BLUEPRINTS, COMMANDS
from app.wiring.events import LISTENERS
from app.wiring.jobs import JOBS
from app.wiring.slots import FILLERS

__all__ = ["BLUEPRINTS", "COMMANDS", "FILLERS", "JOBS", "LISTENERS"]

from campaigns.implementation import models as _implementation

# Until each has an address or a command of its own.
NOT_YET_REACHED = (_implementation,)
