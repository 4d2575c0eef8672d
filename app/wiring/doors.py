"""Which pages and commands there are. Tables only."""

from typing import Any

from flask import Blueprint

from app.accounts.cli import people as people_commands
from app.accounts.cli import role_commands
from app.accounts.factors.web.routes import blueprint as factors_web
from app.accounts.identity.web.routes import blueprint as identity_web
from app.accounts.personal.web.routes import blueprint as personal_web
from app.accounts.web.routes import blueprint as accounts_web
from app.administration.cli import group as site_commands
from app.administration.web.routes import blueprint as administration_web
from app.api.web.routes import blueprint as programs_web
from app.audit.cli import group as audit_commands
from app.demo.cli import demo
from app.digests.cli import group as digest_commands
from app.digests.web.routes import blueprint as digests_web
from app.notifications.cli import group as mail_commands
from app.notifications.web.routes import blueprint as notifications_web
from app.offices.cli import group as office_commands
from app.offices.web.routes import blueprint as offices_web
from app.opendata.cli import group as open_data_commands
from app.opendata.web.routes import blueprint as open_data_web
from app.operations.cli import COMMANDS as OPERATION_COMMANDS
from app.operations.web.routes import blueprint as operations_web
from app.outreach.cli import campaigns_commands
from app.outreach.routes import blueprint as outreach_web
from app.web.routes import blueprint as web
from app.webhooks.web.routes import blueprint as webhooks_web
from campaigns.answers.cli import group as answer_commands
from campaigns.answers.web.routes import blueprint as answers_web
from campaigns.assessment.web.routes import blueprint as assessment_web
from campaigns.comments.web.routes import blueprint as comments_web
from campaigns.contributions.web.routes import blueprint as contributions_web
from campaigns.discussion.web.routes import blueprint as discussion_web
from campaigns.ideas.web.routes import blueprint as ideas_web
from campaigns.implementation.web.routes import blueprint as implementation_web
from campaigns.news.web.routes import blueprint as news_web
from campaigns.plan.web.routes import blueprint as plan_web
from campaigns.rounds.apart.web.routes import blueprint as apart_web
from campaigns.rounds.ballots.web.routes import blueprint as ballots_web
from campaigns.rounds.comparison.cli import rounds_commands
from campaigns.rounds.paper.web.routes import blueprint as paper_web
from campaigns.rounds.web.routes import blueprint as rounds_web
from campaigns.selection.cli import group as selection_commands
from campaigns.selection.web.routes import blueprint as selection_web
from campaigns.services.cli import group as service_commands
from campaigns.services.web.routes import blueprint as services_web
from moderation.cli import group as moderation_commands
from moderation.web.routes import blueprint as moderation_web
from search.cli import group as search_commands
from search.joining.web.routes import blueprint as joining_web
from search.themes.web.routes import blueprint as themes_web
from search.web.routes import blueprint as search_web

BLUEPRINTS: tuple[Blueprint, ...] = (
    web,
    accounts_web,
    factors_web,
    personal_web,
    identity_web,
    offices_web,
    administration_web,
    plan_web,
    contributions_web,
    comments_web,
    services_web,
    news_web,
    discussion_web,
    ideas_web,
    rounds_web,
    paper_web,
    apart_web,
    ballots_web,
    selection_web,
    implementation_web,
    answers_web,
    assessment_web,
    digests_web,
    open_data_web,
    outreach_web,
    operations_web,
    programs_web,
    webhooks_web,
    moderation_web,
    notifications_web,
    search_web,
    joining_web,
    themes_web,
)

COMMANDS: tuple[Any, ...] = (
    *OPERATION_COMMANDS,
    demo,
    people_commands,
    role_commands,
    audit_commands,
    search_commands,
    mail_commands,
    moderation_commands,
    office_commands,
    site_commands,
    rounds_commands,
    selection_commands,
    answer_commands,
    digest_commands,
    open_data_commands,
    campaigns_commands,
    service_commands,
)
