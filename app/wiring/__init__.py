"""Who hears which event, who fills which slot, which jobs and doors there are. Tables only."""

from app.wiring.allowances import ALLOWANCES
from app.wiring.doors import BLUEPRINTS, COMMANDS
from app.wiring.events import LISTENERS
from app.wiring.jobs import JOBS
from app.wiring.slots import FILLERS

__all__ = ["ALLOWANCES", "BLUEPRINTS", "COMMANDS", "FILLERS", "JOBS", "LISTENERS"]
