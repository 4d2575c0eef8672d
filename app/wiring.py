"""Who hears which event, who fills which slot, which jobs and doors there are. Tables only."""

from typing import Any

from flask import Blueprint

from app.accounts import jobs as account_jobs
from app.accounts.cli import people as people_commands
from app.accounts.cli import role_commands
from app.accounts.events import BlockReviewed, PersonBlocked
from app.accounts.slots import (
    ACCOUNT_SECTIONS,
    BLOCKS_LEFT_TO,
    CAMPAIGN_CHOICES,
    OFFICE_CHOICES,
    REGISTERED,
    RULE_WORDS,
    SIGNED_IN,
)
from app.accounts.web.routes import blueprint as accounts_web
from app.audit.cli import group as audit_commands
from app.demo.cli import demo
from app.digests import domain as digest_verbs
from app.digests import fillers as digest_fillers
from app.digests import jobs as digest_jobs
from app.digests import listeners as digest_listeners
from app.digests.cli import group as digest_commands
from app.digests.web.routes import blueprint as digests_web
from app.foundation.events import Listeners
from app.foundation.jobs import Job
from app.foundation.slots import Fillers
from app.notifications import fillers as notification_fillers
from app.notifications import jobs as notification_jobs
from app.notifications import joinings as notification_joinings
from app.notifications import listeners as notification_listeners
from app.notifications import votes as notification_votes
from app.notifications.web.routes import blueprint as notifications_web
from app.offices import queries as office_fillers
from app.offices.cli import group as office_commands
from app.offices.events import CalendarChanged
from app.offices.web.routes import blueprint as offices_web
from app.uploads import jobs as upload_jobs
from app.web.routes import blueprint as web
from campaigns.comments import listeners as comment_listeners
from campaigns.comments.events import CommentsCounted
from campaigns.comments.slots import COMMENT_RULES, THREAD_SHUT, THREAD_TAKES_STANDS, THREAD_TITLES
from campaigns.comments.web import sections as comment_fillers
from campaigns.comments.web.routes import blueprint as comments_web
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionJoined,
    ContributionMasked,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionReworded,
    ContributionSubmitted,
    ContributionUnjoined,
    ContributionWithdrawn,
)
from campaigns.contributions.queries import follows as follow_fillers
from campaigns.contributions.slots import GOES_ON_ELSEWHERE, TEXT_CHECKS, WRITTEN_ALONG
from campaigns.contributions.web.routes import blueprint as contributions_web
from campaigns.discussion.queries import titles as topic_titles
from campaigns.discussion.slots import PROBLEM_IDEAS, TOPIC_ASIDE, TOPIC_STATE_NOTE
from campaigns.discussion.web import sections as discussion_fillers
from campaigns.discussion.web.routes import blueprint as discussion_web
from campaigns.ideas import jobs as idea_jobs
from campaigns.ideas import listeners as idea_listeners
from campaigns.ideas.events import CoAuthorJoined, DraftThrownAway, IdeaChangedMaterially
from campaigns.ideas.queries import authors as idea_authors
from campaigns.ideas.queries import joined as joined_ideas
from campaigns.ideas.queries import titles as idea_titles
from campaigns.ideas.slots import (
    IDEA_ASIDE,
    IDEA_OUTCOME,
    IDEA_STATE_NOTE,
    IDEA_TWINS,
    SKIPS_QUEUE,
    SUPPORT_GUARD,
    SUPPORT_SHUT,
)
from campaigns.ideas.web import co_authors as co_author_fillers
from campaigns.ideas.web import entries as entry_fillers
from campaigns.ideas.web import participation as idea_participation
from campaigns.ideas.web import secrets as draft_secrets
from campaigns.ideas.web import sections as idea_fillers
from campaigns.ideas.web.routes import blueprint as ideas_web
from campaigns.news.web import sections as news_fillers
from campaigns.news.web.routes import blueprint as news_web
from campaigns.plan import jobs as plan_jobs
from campaigns.plan import listeners as plan_listeners
from campaigns.plan.events import CampaignCopied, CampaignLaunched, TimelineChanged
from campaigns.plan.queries import campaigns as plan_fillers
from campaigns.plan.slots import (
    CAMPAIGN_CHECKLIST,
    CAMPAIGN_FOLLOWED,
    CAMPAIGN_FRESH,
    CAMPAIGN_NUMBERS,
    CAMPAIGN_OUTCOME,
    CAMPAIGN_PARTICIPATION,
    CAMPAIGN_TABS,
    LAUNCH_FINDINGS,
    LOG_THINGS,
    LOG_WORDS,
    TIMELINE_GUARD,
)
from campaigns.plan.web import sections as plan_sections
from campaigns.plan.web.routes import blueprint as plan_web
from campaigns.rounds import ahead as votes_ahead
from campaigns.rounds import fillers as round_fillers
from campaigns.rounds import guards as round_guards
from campaigns.rounds import jobs as round_jobs
from campaigns.rounds import listeners as round_listeners
from campaigns.rounds.apart import fillers as apart_fillers
from campaigns.rounds.apart import jobs as apart_jobs
from campaigns.rounds.apart.domain import traces as apart_traces
from campaigns.rounds.apart.events import LookDecided, VotesJudged
from campaigns.rounds.apart.web.routes import blueprint as apart_web
from campaigns.rounds.ballots.web import sections as ballot_sections
from campaigns.rounds.ballots.web.routes import blueprint as ballots_web
from campaigns.rounds.comparison.cli import rounds_commands
from campaigns.rounds.events import ResultFrozen, ResultPublished, RoundClosed
from campaigns.rounds.exchange.cli import campaigns_commands
from campaigns.rounds.ledger import jobs as ledger_jobs
from campaigns.rounds.ledger import listeners as ledger_listeners
from campaigns.rounds.paper import fillers as paper_fillers
from campaigns.rounds.paper import jobs as paper_jobs
from campaigns.rounds.paper.web.routes import blueprint as paper_web
from campaigns.rounds.slots import CAST_SEEN, RESTRICTED_WHY, RESULT_LINK, RESULT_PART, ROUND_CANDIDATES
from campaigns.rounds.web.routes import blueprint as rounds_web
from campaigns.selection import fillers as selection_fillers
from campaigns.selection import jobs as selection_jobs
from campaigns.selection.cli import group as selection_commands
from campaigns.selection.events import OutcomesGiven, SelectionMade
from campaigns.selection.slots import COUNT_OVERTAKEN
from campaigns.selection.web.routes import blueprint as selection_web
from campaigns.services.cli import group as service_commands
from campaigns.services.slots import SERVICE_NUMBERS, SERVICE_PARTS
from campaigns.services.web.routes import blueprint as services_web
from moderation import fallback as moderation_fallback
from moderation import fillers as moderation_fillers
from moderation import jobs as moderation_jobs
from moderation import listeners as moderation_listeners
from moderation import published as moderation_published
from moderation import told as moderation_told
from moderation.cli import group as moderation_commands
from moderation.domain import trust as moderation_trust
from moderation.events import CaseDecided, DraftMade, ReviewDecided
from moderation.slots import MORNING_UNWANTED, WORDS_ELSEWHERE
from moderation.web.routes import blueprint as moderation_web
from search import jobs as search_jobs
from search import listeners as search_listeners
from search.cli import group as search_commands
from search.joining import fillers as joining_fillers
from search.joining import jobs as joining_jobs
from search.joining import listeners as joining_listeners
from search.joining.events import IdeasJoined, IdeasParted, JoiningEnded, JoiningProposed
from search.joining.queries import due as due_joinings
from search.joining.slots import NO_SAY
from search.joining.web.routes import blueprint as joining_web
from search.saved import jobs as saved_jobs
from search.saved.events import SearchFound
from search.similar import fillers as similar_fillers
from search.similar import jobs as similar_jobs
from search.similar import listeners as similar_listeners
from search.web.routes import blueprint as search_web

LISTENERS: Listeners = {
    CampaignCopied: (round_listeners.copy_rule,),
    CampaignLaunched: (
        round_listeners.fix_rules,
        search_listeners.mark_campaign,
        plan_listeners.send_invitations,
    ),
    ContributionSubmitted: (
        moderation_listeners.open_case,
        moderation_listeners.close_reviews,
        search_listeners.mark_words,
    ),
    ContributionPublished: (
        comment_listeners.count,
        moderation_listeners.look_after,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        notification_listeners.tell_published,
        similar_listeners.liken,
        ledger_listeners.follow_idea,
    ),
    CommentsCounted: (idea_listeners.count_comments,),
    ContributionChanged: (moderation_listeners.look_at_change, search_listeners.mark_words, similar_listeners.liken),
    ContributionReworded: (search_listeners.mark_words, similar_listeners.liken),
    ContributionRestricted: (
        comment_listeners.count,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        notification_listeners.tell_restricted,
        ledger_listeners.follow_idea,
    ),
    ContributionMasked: (search_listeners.mark_words, similar_listeners.liken),
    ContributionMended: (
        moderation_listeners.check_again,
        search_listeners.mark_words,
        notification_listeners.tell_mended,
        similar_listeners.liken,
    ),
    ContributionRestored: (
        comment_listeners.count,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        similar_listeners.liken,
        ledger_listeners.follow_idea,
    ),
    ContributionWithdrawn: (
        comment_listeners.count,
        moderation_listeners.close_case,
        search_listeners.mark_contribution,
        ledger_listeners.follow_idea,
    ),
    ContributionJoined: (joining_listeners.mark, ledger_listeners.follow_idea),
    ContributionUnjoined: (joining_listeners.mark, ledger_listeners.follow_idea),
    TimelineChanged: (round_listeners.fix_rules, notification_listeners.tell_timeline),
    RoundClosed: (round_listeners.ask_for_tally,),
    ResultPublished: (notification_listeners.tell_result, ledger_listeners.publish_files),
    IdeaChangedMaterially: (notification_listeners.tell_supporters, joining_listeners.drop_changed),
    CoAuthorJoined: (notification_listeners.tell_joined,),
    DraftThrownAway: (notification_listeners.forget_draft,),
    OutcomesGiven: (search_listeners.mark_outcomes,),
    SelectionMade: (notification_listeners.tell_selection,),
    PersonBlocked: (notification_listeners.tell_blocked,),
    BlockReviewed: (notification_listeners.tell_block_reviewed,),
    CaseDecided: (notification_listeners.wait_for_undoing, moderation_listeners.wait_to_join),
    DraftMade: (notification_listeners.tell_draft,),
    ReviewDecided: (notification_listeners.tell_reviewed,),
    SearchFound: (notification_listeners.tell_search,),
    ResultFrozen: (digest_listeners.ask_for_snapshot,),
    JoiningProposed: (notification_joinings.tell_proposed,),
    JoiningEnded: (notification_joinings.tell_ended,),
    IdeasJoined: (notification_joinings.tell_joined,),
    IdeasParted: (notification_joinings.tell_parted,),
    CalendarChanged: (moderation_listeners.reckon_due,),
    VotesJudged: (notification_votes.tell_judged,),
    LookDecided: (notification_votes.tell_looked,),
}

FILLERS: Fillers = {
    ACCOUNT_SECTIONS: (
        plan_sections.account_section,
        ballot_sections.account_section,
        idea_fillers.account_section,
        discussion_fillers.account_section,
        co_author_fillers.account_section,
        entry_fillers.account_section,
        idea_fillers.followed_section,
        discussion_fillers.followed_section,
        comment_fillers.account_section,
        follow_fillers.followed_campaigns,
        office_fillers.account_section,
        moderation_fillers.account_section,
        apart_fillers.account_section,
    ),
    BLOCKS_LEFT_TO: (moderation_fallback.blocks_left_to,),
    RULE_WORDS: (moderation_fillers.rule_words,),
    CAMPAIGN_CHOICES: (plan_fillers.choices,),
    CAMPAIGN_FRESH: (idea_fillers.campaign_fresh, discussion_fillers.campaign_fresh, news_fillers.campaign_fresh),
    CAMPAIGN_NUMBERS: (idea_fillers.campaign_numbers, discussion_fillers.campaign_numbers),
    CAMPAIGN_FOLLOWED: (follow_fillers.follows_campaign,),
    OFFICE_CHOICES: (office_fillers.choices,),
    REGISTERED: (draft_secrets.reserve_at_registration,),
    SIGNED_IN: (draft_secrets.claim_at_sign_in, plan_listeners.welcome),
    THREAD_SHUT: (discussion_fillers.thread_shut,),
    THREAD_TAKES_STANDS: (discussion_fillers.thread_takes_stands,),
    THREAD_TITLES: (topic_titles.titles_of, idea_titles.titles_of),
    COUNT_OVERTAKEN: (due_joinings.count_overtaken,),
    GOES_ON_ELSEWHERE: (joined_ideas.goes_on_elsewhere,),
    NO_SAY: (moderation_fillers.no_say,),
    COMMENT_RULES: (moderation_fillers.comment_rules,),
    PROBLEM_IDEAS: (idea_fillers.problem_ideas,),
    SERVICE_PARTS: (discussion_fillers.service_part, idea_fillers.service_part),
    SERVICE_NUMBERS: (discussion_fillers.service_numbers, idea_fillers.service_numbers),
    TOPIC_ASIDE: (moderation_fillers.topic_aside,),
    TOPIC_STATE_NOTE: (moderation_fillers.topic_note,),
    IDEA_TWINS: (similar_fillers.told,),
    IDEA_ASIDE: (joining_fillers.aside, moderation_fillers.aside, similar_fillers.aside),
    IDEA_OUTCOME: (selection_fillers.idea_outcome, round_fillers.idea_outcome),
    IDEA_STATE_NOTE: (moderation_fillers.state_note,),
    TEXT_CHECKS: (moderation_published.examine,),
    WRITTEN_ALONG: (idea_authors.written_along,),
    RESTRICTED_WHY: (moderation_fillers.restricted_why,),
    CAST_SEEN: (apart_traces.keep_seen,),
    RESULT_LINK: (digest_fillers.link,),
    RESULT_PART: (selection_fillers.on_results,),
    ROUND_CANDIDATES: (selection_fillers.candidates,),
    SKIPS_QUEUE: (moderation_trust.skips_queue,),
    SUPPORT_GUARD: (round_guards.refuse_late_support,),
    SUPPORT_SHUT: (round_guards.early_close,),
    LAUNCH_FINDINGS: (votes_ahead.findings,),
    TIMELINE_GUARD: (round_guards.refuse_change_of_window,),
    CAMPAIGN_TABS: (
        discussion_fillers.campaign_tabs,
        idea_fillers.campaign_tabs,
        round_fillers.tabs,
        paper_fillers.tabs,
        news_fillers.campaign_tabs,
    ),
    CAMPAIGN_OUTCOME: (round_fillers.outcomes, selection_fillers.outcomes),
    CAMPAIGN_PARTICIPATION: (idea_participation.campaign_participation,),
    MORNING_UNWANTED: (notification_fillers.morning_unwanted,),
    WORDS_ELSEWHERE: (digest_verbs.rewrite,),
    LOG_THINGS: (moderation_told.log_things,),
    LOG_WORDS: (
        discussion_fillers.log_words,
        idea_fillers.log_words,
        co_author_fillers.log_words,
        entry_fillers.log_words,
        comment_fillers.log_words,
        round_fillers.log_words,
        paper_fillers.log_words,
        apart_fillers.log_words,
        selection_fillers.log_words,
        news_fillers.log_words,
        moderation_fillers.log_words,
        joining_fillers.log_words,
        digest_fillers.log_words,
    ),
    CAMPAIGN_CHECKLIST: (
        round_fillers.checks,
        votes_ahead.checks,
        paper_fillers.checks,
        selection_fillers.checks,
        moderation_fillers.checklist,
        apart_fillers.checks,
    ),
}

JOBS: dict[str, Job] = {
    "accounts.send_confirmation": Job(account_jobs.send_confirmation, "urgent"),
    "accounts.send_known_address": Job(account_jobs.send_known_address, "urgent"),
    "accounts.send_reset": Job(account_jobs.send_reset, "urgent"),
    "accounts.send_blocked": Job(account_jobs.send_blocked, "urgent"),
    "accounts.send_block_reviewed": Job(account_jobs.send_block_reviewed, "urgent"),
    "accounts.send_password_changed": Job(account_jobs.send_password_changed, "urgent"),
    "plan.send_invitations": Job(plan_jobs.send_invitations),
    "plan.mail_invitation": Job(plan_jobs.mail_invitation),
    "plan.let_domains_in": Job(plan_jobs.let_domains_in),
    "ideas.purge_drafts": Job(idea_jobs.purge_drafts),
    "digests.take": Job(digest_jobs.take),
    "selection.make": Job(selection_jobs.make),
    "rounds.tally": Job(round_jobs.tally_round),
    "paper.accept": Job(paper_jobs.accept),
    "rounds.count_running": Job(round_jobs.count_running),
    "rounds.lay_due": Job(round_jobs.lay_due, "urgent"),
    "rounds.close_due": Job(round_jobs.close_due, "urgent"),
    "apart.look": Job(apart_jobs.look),
    "apart.purge": Job(apart_jobs.purge),
    "rounds.seal": Job(ledger_jobs.seal),
    "rounds.publish_files": Job(ledger_jobs.publish_files),
    "rounds.tell_checkpoints": Job(ledger_jobs.tell_checkpoints),
    "rounds.mail_checkpoints": Job(ledger_jobs.mail_checkpoints),
    "uploads.drop": Job(upload_jobs.drop),
    "uploads.sweep": Job(upload_jobs.sweep),
    "notifications.tell_followers": Job(notification_jobs.tell_followers),
    "notifications.tell_people": Job(notification_jobs.tell_people),
    "notifications.tell_set": Job(notification_joinings.tell_set),
    "notifications.tell_decided": Job(notification_jobs.tell_decided),
    "notifications.mail_notice": Job(notification_jobs.mail_notice),
    "notifications.gather": Job(notification_jobs.gather),
    "notifications.mail_gathered": Job(notification_jobs.mail_gathered),
    "moderation.check": Job(moderation_jobs.check),
    "moderation.close_reviews": Job(moderation_jobs.close_reviews),
    "moderation.propose_joining": Job(moderation_jobs.propose_joining),
    "moderation.end_terms": Job(moderation_jobs.end_terms),
    "moderation.purge_originals": Job(moderation_jobs.purge_originals),
    "moderation.look": Job(moderation_jobs.look),
    "moderation.reckon_due": Job(moderation_jobs.reckon_due),
    "moderation.morning": Job(moderation_jobs.morning),
    "moderation.mail_morning": Job(moderation_jobs.mail_morning),
    "joining.settle": Job(joining_jobs.settle),
    "joining.look": Job(joining_jobs.look),
    similar_jobs.LIKEN: Job(similar_jobs.liken),
    "similar.look": Job(similar_jobs.look),
    "search.index_stale": Job(search_jobs.index_stale, "index"),
    "search.renew": Job(search_jobs.renew, "index"),
    "search.compare": Job(search_jobs.compare, "index"),
    "search.tell_found": Job(saved_jobs.tell_found),
}

BLUEPRINTS: tuple[Blueprint, ...] = (
    web,
    accounts_web,
    offices_web,
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
    digests_web,
    moderation_web,
    notifications_web,
    search_web,
    joining_web,
)

COMMANDS: tuple[Any, ...] = (
    demo,
    people_commands,
    role_commands,
    audit_commands,
    search_commands,
    moderation_commands,
    office_commands,
    rounds_commands,
    selection_commands,
    digest_commands,
    campaigns_commands,
    service_commands,
)
