"""Who hears which event, who fills which slot, which jobs and doors there are. Tables only."""

from typing import Any

from flask import Blueprint

import app.accounts.models
import app.audit.models
import app.digests.models
import app.notifications.models
import app.offices.models
import app.territories.models
import campaigns.contributions.models
import campaigns.ideas.models
import campaigns.plan.models
import campaigns.rounds.models
import moderation.models
import search.models  # noqa: F401  INTEGRATION: rooms bring their models with their routes
from app.foundation.events import Listeners
from app.foundation.jobs import Job
from app.foundation.slots import Fillers
from app.web.routes import blueprint as web

LISTENERS: Listeners = {}

FILLERS: Fillers = {}

JOBS: dict[str, Job] = {}

BLUEPRINTS: tuple[Blueprint, ...] = (web,)

COMMANDS: tuple[Any, ...] = ()
