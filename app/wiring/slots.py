"""Who fills which slot, in this order. A table only."""

from app.accounts.factors import personal as factor_personal
from app.accounts.identity import fillers as identity_fillers
from app.accounts.identity import personal as identity_personal
from app.accounts.identity.slots import ACCOUNT_JOIN, JOIN_SHUT
from app.accounts.personal import leaving as account_leaving
from app.accounts.personal import own as account_own
from app.accounts.personal import restored as account_restored
from app.accounts.slots import (
    ACCOUNT_ERASE,
    ACCOUNT_EXPORT,
    ACCOUNT_SECTIONS,
    BLOCKS_LEFT_TO,
    CAMPAIGN_CHOICES,
    OFFICE_CHOICES,
    PROGRAMS,
    PROGRAMS_END,
    REGISTERED,
    RULE_WORDS,
    SIGNED_IN,
    TERRITORY_NAMED,
)
from app.administration import fillers as administration_fillers
from app.administration import leaving as administration_leaving
from app.api import fillers as api_fillers
from app.archives import fillers as archive_fillers
from app.digests import domain as digest_verbs
from app.digests import fillers as digest_fillers
from app.digests import telling as digest_telling
from app.foundation.checks import CHECKS
from app.foundation.restoring import KEPT_ASIDE, RESTORED
from app.foundation.slots import Fillers
from app.notifications import accounts as notifications_of_one
from app.notifications import fillers as notification_fillers
from app.notifications import personal as notification_personal
from app.notifications.slots import SHORT_DIGEST
from app.offices import accounts as offices_of_one
from app.offices import personal as office_personal
from app.offices import queries as office_fillers
from app.outreach import leaving as outreach_leaving
from app.outreach import log as outreach_log
from app.outreach import stopping as outreach
from app.uploads import accounts as uploads_of_one
from app.uploads import personal as upload_personal
from app.webhooks import fillers as webhook_fillers
from campaigns.answers import fillers as answer_fillers
from campaigns.answers import personal as answer_personal
from campaigns.answers import visibility as answer_visibility
from campaigns.assessment import fillers as assessment_fillers
from campaigns.assessment import personal as assessment_personal
from campaigns.comments import accounts as comments_of_one
from campaigns.comments import personal as comment_personal
from campaigns.comments.slots import COMMENT_RULES, THREAD_SHUT, THREAD_TAKES_STANDS, THREAD_TITLES
from campaigns.comments.web import sections as comment_fillers
from campaigns.contributions import accounts as contributions_of_one
from campaigns.contributions import personal as contribution_personal
from campaigns.contributions.queries import follows as follow_fillers
from campaigns.contributions.slots import GOES_ON_ELSEWHERE, TEXT_CHECKS, UNDER_HIDDEN, WAITS_FOR_AUTHOR, WRITTEN_ALONG
from campaigns.discussion import accounts as discussion_of_one
from campaigns.discussion import personal as discussion_personal
from campaigns.discussion.queries import titles as topic_titles
from campaigns.discussion.slots import PROBLEM_IDEAS, TOPIC_ASIDE, TOPIC_STATE_NOTE
from campaigns.discussion.web import sections as discussion_fillers
from campaigns.ideas import accounts as ideas_of_one
from campaigns.ideas import personal as idea_personal
from campaigns.ideas.queries import authors as idea_authors
from campaigns.ideas.queries import joined as joined_ideas
from campaigns.ideas.queries import titles as idea_titles
from campaigns.ideas.slots import (
    IDEA_ANSWER,
    IDEA_ASIDE,
    IDEA_OUTCOME,
    IDEA_STATE_NOTE,
    IDEA_THEMES,
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
from campaigns.implementation import accounts as implementation_of_one
from campaigns.implementation import fillers as work_fillers
from campaigns.implementation import personal as work_personal
from campaigns.implementation import visibility as contest_visibility
from campaigns.news.web import sections as news_fillers
from campaigns.plan import accounts as plan_of_one
from campaigns.plan import listeners as plan_listeners
from campaigns.plan import personal as plan_personal
from campaigns.plan.queries import campaigns as plan_fillers
from campaigns.plan.slots import (
    CAMPAIGN_CHECKLIST,
    CAMPAIGN_FOLLOWED,
    CAMPAIGN_FRESH,
    CAMPAIGN_NUMBERS,
    CAMPAIGN_OUTCOME,
    CAMPAIGN_PARTICIPATION,
    CAMPAIGN_TABS,
    INVITATION_STOP,
    INVITATION_UNWANTED,
    LAUNCH_FINDINGS,
    LOG_THINGS,
    LOG_WORDS,
    TIMELINE_GUARD,
)
from campaigns.plan.web import sections as plan_sections
from campaigns.rounds import ahead as votes_ahead
from campaigns.rounds import fillers as round_fillers
from campaigns.rounds import guards as round_guards
from campaigns.rounds.apart import fillers as apart_fillers
from campaigns.rounds.apart.domain import traces as apart_traces
from campaigns.rounds.ballots import accounts as ballots_of_one
from campaigns.rounds.ballots import personal as ballot_personal
from campaigns.rounds.ballots.web import sections as ballot_sections
from campaigns.rounds.paper import fillers as paper_fillers
from campaigns.rounds.slots import CAST_SEEN, RESTRICTED_WHY, RESULT_LINK, RESULT_PART, ROUND_CANDIDATES
from campaigns.selection import fillers as selection_fillers
from campaigns.selection.slots import CANDIDATE_NOTES, COUNT_OVERTAKEN
from campaigns.services.slots import SERVICE_NUMBERS, SERVICE_PARTS
from moderation import accounts as moderation_of_one
from moderation import fallback as moderation_fallback
from moderation import fillers as moderation_fillers
from moderation import personal as moderation_personal
from moderation import published as moderation_published
from moderation import told as moderation_told
from moderation.domain import trust as moderation_trust
from moderation.slots import MORNING_UNWANTED, WORDS_ELSEWHERE
from moderation.waves import fillers as wave_fillers
from search.joining import accounts as likeness_of_one
from search.joining import fillers as joining_fillers
from search.joining.queries import due as due_joinings
from search.joining.slots import NO_SAY
from search.saved import accounts as saved_of_one
from search.saved import personal as search_personal
from search.similar import fillers as similar_fillers
from search.themes import fillers as theme_fillers

FILLERS: Fillers = {
    KEPT_ASIDE: (account_restored.kept_aside,),
    RESTORED: (account_restored.erase_again,),
    CHECKS: (administration_fillers.checks,),
    ACCOUNT_EXPORT: (
        account_own.account,
        identity_personal.own,
        factor_personal.own,
        idea_personal.own,
        comment_personal.own,
        discussion_personal.own,
        work_personal.own,
        ballot_personal.own,
        contribution_personal.own,
        assessment_personal.own,
        moderation_personal.own,
        plan_personal.own,
        office_personal.own,
        search_personal.own,
        notification_personal.own,
        upload_personal.own,
        api_fillers.own,
    ),
    PROGRAMS: (api_fillers.live,),
    PROGRAMS_END: (api_fillers.revoke_all,),
    ACCOUNT_ERASE: (
        api_fillers.forget,
        webhook_fillers.forget,
        notification_personal.forget,
        search_personal.forget,
        contribution_personal.forget,
        idea_personal.forget,
        work_personal.forget,
        answer_personal.forget,
        # Before identities go: who voted in a vote that is open is kept out of it.
        ballot_personal.forget,
        moderation_personal.forget,
        wave_fillers.forget,
        plan_personal.forget,
        office_personal.forget,
        upload_personal.forget,
        identity_personal.forget,
        factor_personal.forget,
        administration_leaving.forget,
        outreach_leaving.forget,
        account_leaving.forget,
        account_leaving.forget_log,
    ),
    ACCOUNT_SECTIONS: (
        plan_sections.account_section,
        ballot_sections.account_section,
        answer_fillers.account_section,
        idea_fillers.account_section,
        discussion_fillers.account_section,
        co_author_fillers.account_section,
        entry_fillers.account_section,
        idea_fillers.followed_section,
        discussion_fillers.followed_section,
        comment_fillers.account_section,
        follow_fillers.followed_campaigns,
        office_fillers.account_section,
        work_fillers.account_section,
        moderation_fillers.account_section,
        apart_fillers.account_section,
        assessment_fillers.account_section,
        identity_fillers.account_section,
    ),
    ACCOUNT_JOIN: (
        contributions_of_one.join,
        plan_of_one.join,
        comments_of_one.join,
        discussion_of_one.join,
        ideas_of_one.join,
        ballots_of_one.join,
        implementation_of_one.join,
        offices_of_one.join,
        uploads_of_one.join,
        notifications_of_one.join,
        moderation_of_one.join,
        saved_of_one.join,
        likeness_of_one.join,
    ),
    JOIN_SHUT: (ballots_of_one.shut,),
    BLOCKS_LEFT_TO: (moderation_fallback.blocks_left_to,),
    RULE_WORDS: (moderation_fillers.rule_words,),
    CAMPAIGN_CHOICES: (plan_fillers.choices,),
    CAMPAIGN_FRESH: (
        idea_fillers.campaign_fresh,
        discussion_fillers.campaign_fresh,
        work_fillers.campaign_fresh,
        news_fillers.campaign_fresh,
    ),
    CAMPAIGN_NUMBERS: (idea_fillers.campaign_numbers, discussion_fillers.campaign_numbers),
    CAMPAIGN_FOLLOWED: (follow_fillers.follows_campaign,),
    OFFICE_CHOICES: (office_fillers.choices,),
    REGISTERED: (
        draft_secrets.reserve_at_registration,
        wave_fillers.note_newcomer,
    ),
    TERRITORY_NAMED: (round_fillers.names_territory,),
    SIGNED_IN: (draft_secrets.claim_at_sign_in, plan_listeners.welcome, administration_fillers.welcome),
    THREAD_SHUT: (discussion_fillers.thread_shut,),
    THREAD_TAKES_STANDS: (discussion_fillers.thread_takes_stands,),
    THREAD_TITLES: (topic_titles.titles_of, idea_titles.titles_of),
    CANDIDATE_NOTES: (assessment_fillers.candidate_notes,),
    COUNT_OVERTAKEN: (due_joinings.count_overtaken,),
    GOES_ON_ELSEWHERE: (joined_ideas.goes_on_elsewhere,),
    NO_SAY: (moderation_fillers.no_say,),
    COMMENT_RULES: (moderation_fillers.comment_rules,),
    PROBLEM_IDEAS: (idea_fillers.problem_ideas,),
    SERVICE_PARTS: (discussion_fillers.service_part, idea_fillers.service_part),
    SERVICE_NUMBERS: (discussion_fillers.service_numbers, idea_fillers.service_numbers),
    TOPIC_ASIDE: (moderation_fillers.topic_aside,),
    TOPIC_STATE_NOTE: (moderation_fillers.topic_note,),
    IDEA_THEMES: (theme_fillers.of_list,),
    IDEA_TWINS: (similar_fillers.told,),
    IDEA_ANSWER: (answer_fillers.idea_answer,),
    IDEA_ASIDE: (work_fillers.begin_aside, joining_fillers.aside, moderation_fillers.aside, similar_fillers.aside),
    IDEA_OUTCOME: (
        selection_fillers.idea_outcome,
        assessment_fillers.idea_outcome,
        round_fillers.idea_outcome,
        work_fillers.idea_outcome,
    ),
    IDEA_STATE_NOTE: (moderation_fillers.state_note,),
    WAITS_FOR_AUTHOR: (wave_fillers.waits,),
    TEXT_CHECKS: (moderation_published.examine,),
    UNDER_HIDDEN: (contest_visibility.under_hidden_ideas, answer_visibility.under_hidden_ideas),
    WRITTEN_ALONG: (idea_authors.written_along, answer_visibility.written_along),
    RESTRICTED_WHY: (moderation_fillers.restricted_why,),
    CAST_SEEN: (apart_traces.keep_seen,),
    RESULT_LINK: (digest_fillers.link,),
    SHORT_DIGEST: (digest_telling.short_digest,),
    RESULT_PART: (selection_fillers.on_results,),
    ROUND_CANDIDATES: (selection_fillers.candidates,),
    SKIPS_QUEUE: (moderation_trust.skips_queue,),
    SUPPORT_GUARD: (round_guards.refuse_late_support,),
    SUPPORT_SHUT: (round_guards.early_close,),
    LAUNCH_FINDINGS: (votes_ahead.findings, assessment_fillers.findings),
    TIMELINE_GUARD: (round_guards.refuse_change_of_window,),
    CAMPAIGN_TABS: (
        discussion_fillers.campaign_tabs,
        idea_fillers.campaign_tabs,
        assessment_fillers.campaign_tabs,
        round_fillers.tabs,
        paper_fillers.tabs,
        answer_fillers.campaign_tabs,
        news_fillers.campaign_tabs,
    ),
    CAMPAIGN_OUTCOME: (round_fillers.outcomes, selection_fillers.outcomes),
    CAMPAIGN_PARTICIPATION: (idea_participation.campaign_participation,),
    MORNING_UNWANTED: (notification_fillers.morning_unwanted,),
    WORDS_ELSEWHERE: (digest_verbs.rewrite,),
    INVITATION_STOP: (outreach.stopping_of,),
    INVITATION_UNWANTED: (outreach.is_unwanted,),
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
        work_fillers.log_words,
        answer_fillers.log_words,
        assessment_fillers.log_words,
        news_fillers.log_words,
        moderation_fillers.log_words,
        joining_fillers.log_words,
        theme_fillers.log_words,
        digest_fillers.log_words,
        outreach_log.log_words,
        archive_fillers.log_words,
        webhook_fillers.log_words,
    ),
    CAMPAIGN_CHECKLIST: (
        round_fillers.checks,
        votes_ahead.checks,
        paper_fillers.checks,
        selection_fillers.checks,
        work_fillers.checks,
        answer_fillers.checks,
        assessment_fillers.checks,
        moderation_fillers.checklist,
        apart_fillers.checks,
        digest_fillers.checks,
    ),
}
