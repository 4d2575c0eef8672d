"""Who hears which event, who fills which slot, which jobs and doors there are. Tables only."""

# ruff: noqa: F401  INTEGRATION: rooms bring their models with their routes

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
import search.models
from app.foundation.events import Listeners
from app.foundation.jobs import Job
from app.foundation.slots import Fillers
from app.web.routes import blueprint as web
from campaigns.ideas.cli import campaigns_commands
from campaigns.ideas.slots import SUPPORT_GUARD
from campaigns.plan.events import CampaignLaunched, TimelineChanged
from campaigns.plan.slots import CAMPAIGN_CHECKLIST, CAMPAIGN_OUTCOME, CAMPAIGN_TABS, TIMELINE_GUARD
from campaigns.rounds import fillers as round_fillers
from campaigns.rounds import guards as round_guards
from campaigns.rounds import jobs as round_jobs
from campaigns.rounds import listeners as round_listeners
from campaigns.rounds.events import RoundClosed
from campaigns.rounds.web.routes import blueprint as rounds_web

LISTENERS: Listeners = {
    CampaignLaunched: (round_listeners.fix_rules,),
    TimelineChanged: (round_listeners.fix_rules,),
    RoundClosed: (round_listeners.ask_for_tally,),
}

FILLERS: Fillers = {
    SUPPORT_GUARD: (round_guards.refuse_late_support,),
    TIMELINE_GUARD: (round_guards.refuse_change_of_window,),
    CAMPAIGN_TABS: (round_fillers.tabs,),
    CAMPAIGN_OUTCOME: (round_fillers.outcomes,),
    CAMPAIGN_CHECKLIST: (round_fillers.checks,),
}

JOBS: dict[str, Job] = {
    "rounds.tally": Job(round_jobs.tally_round),
    "rounds.close_due": Job(round_jobs.close_due, "urgent"),
}

BLUEPRINTS: tuple[Blueprint, ...] = (web, rounds_web)

COMMANDS: tuple[Any, ...] = (campaigns_commands,)
