"""Which background jobs there are, and in which queue each waits. A table only."""

from app.accounts import jobs as account_jobs
from app.accounts.factors import jobs as factor_jobs
from app.accounts.identity import jobs as identity_jobs
from app.accounts.personal import jobs as personal_jobs
from app.administration import jobs as administration_jobs
from app.api import jobs as api_jobs
from app.digests import jobs as digest_jobs
from app.digests import telling as digest_telling
from app.foundation.jobs import Job
from app.notifications import answers as notification_answers
from app.notifications import gathering as notification_gathering
from app.notifications import jobs as notification_jobs
from app.notifications import telling as notification_telling
from app.opendata import jobs as open_data_jobs
from app.outreach import jobs as outreach_jobs
from app.uploads import jobs as upload_jobs
from app.webhooks import jobs as webhook_jobs
from campaigns.answers import jobs as answer_jobs
from campaigns.assessment import jobs as assessment_jobs
from campaigns.ideas import jobs as idea_jobs
from campaigns.plan import jobs as plan_jobs
from campaigns.rounds import jobs as round_jobs
from campaigns.rounds.apart import jobs as apart_jobs
from campaigns.rounds.ballots import jobs as ballot_jobs
from campaigns.rounds.ledger import jobs as ledger_jobs
from campaigns.rounds.paper import jobs as paper_jobs
from campaigns.selection import jobs as selection_jobs
from moderation import jobs as moderation_jobs
from moderation.waves import jobs as wave_jobs
from search import jobs as search_jobs
from search.joining import jobs as joining_jobs
from search.saved import jobs as saved_jobs
from search.similar import jobs as similar_jobs
from search.themes import jobs as theme_jobs

JOBS: dict[str, Job] = {
    "accounts.send_confirmation": Job(account_jobs.send_confirmation, "urgent"),
    "accounts.send_known_address": Job(account_jobs.send_known_address, "urgent"),
    "accounts.send_reset": Job(account_jobs.send_reset, "urgent"),
    "accounts.send_trial": Job(account_jobs.send_trial, "urgent"),
    "accounts.send_blocked": Job(account_jobs.send_blocked, "urgent"),
    "accounts.send_block_reviewed": Job(account_jobs.send_block_reviewed, "urgent"),
    "factors.send_changed": Job(factor_jobs.send_changed, "urgent"),
    "factors.send_recovery": Job(factor_jobs.send_recovery, "urgent"),
    "factors.send_address_old": Job(factor_jobs.send_address_old, "urgent"),
    "factors.send_address_new": Job(factor_jobs.send_address_new, "urgent"),
    "factors.send_address_changed": Job(factor_jobs.send_address_changed, "urgent"),
    "factors.recover_due": Job(factor_jobs.recover_due),
    "factors.forget_old": Job(factor_jobs.forget_old),
    "accounts.send_password_changed": Job(account_jobs.send_password_changed, "urgent"),
    "api.forget_replies": Job(api_jobs.forget_replies),
    "webhooks.spread_status": Job(webhook_jobs.spread_status),
    "webhooks.send": Job(webhook_jobs.send),
    "webhooks.tell_paused": Job(webhook_jobs.tell_paused),
    "webhooks.purge": Job(webhook_jobs.purge),
    "personal.make_download": Job(personal_jobs.make_download),
    "personal.send_asked": Job(personal_jobs.send_asked, "urgent"),
    "personal.erase_due": Job(personal_jobs.erase_due),
    "personal.remove_downloads": Job(personal_jobs.remove_downloads),
    "personal.remove_unconfirmed": Job(personal_jobs.remove_unconfirmed),
    "personal.forget_bounces": Job(personal_jobs.forget_bounces),
    "identity.forget_answers": Job(identity_jobs.forget_answers),
    "administration.forget_invitations": Job(administration_jobs.forget_invitations),
    "administration.send_invitation": Job(administration_jobs.send_invitation, "urgent"),
    "plan.send_invitations": Job(plan_jobs.send_invitations),
    "plan.mail_invitation": Job(plan_jobs.mail_invitation),
    "plan.let_domains_in": Job(plan_jobs.let_domains_in),
    "ideas.purge_drafts": Job(idea_jobs.purge_drafts),
    "digests.take": Job(digest_jobs.take),
    "digests.look_at_weeks": Job(digest_jobs.look_at_weeks),
    "digests.take_week": Job(digest_jobs.take_week),
    "digests.freeze_report": Job(digest_jobs.freeze_report),
    "digests.tell_staff": Job(digest_telling.tell_staff),
    "digests.make_files": Job(digest_jobs.make_files),
    "digests.make_files_again": Job(digest_jobs.make_files_again),
    "outreach.send": Job(outreach_jobs.send),
    "outreach.mail": Job(outreach_jobs.mail_letter),
    "opendata.look": Job(open_data_jobs.look),
    "opendata.make": Job(open_data_jobs.make),
    "answers.release": Job(answer_jobs.release),
    "answers.remind": Job(answer_jobs.remind),
    "answers.purge_sheets": Job(answer_jobs.purge_sheets),
    "assessment.remind": Job(assessment_jobs.remind),
    "selection.make": Job(selection_jobs.make),
    "rounds.tally": Job(round_jobs.tally_round),
    "paper.accept": Job(paper_jobs.accept),
    "rounds.count_running": Job(round_jobs.count_running),
    "rounds.lay_due": Job(round_jobs.lay_due, "urgent"),
    "rounds.close_due": Job(round_jobs.close_due, "urgent"),
    "apart.look": Job(apart_jobs.look),
    "apart.purge": Job(apart_jobs.purge),
    "ballots.unlink_left": Job(ballot_jobs.unlink_left),
    "rounds.seal": Job(ledger_jobs.seal),
    "rounds.publish_files": Job(ledger_jobs.publish_files),
    "rounds.tell_checkpoints": Job(ledger_jobs.tell_checkpoints),
    "rounds.mail_checkpoints": Job(ledger_jobs.mail_checkpoints),
    "uploads.drop": Job(upload_jobs.drop),
    "uploads.sweep": Job(upload_jobs.sweep),
    "notifications.tell_waiting": Job(notification_telling.tell_waiting),
    "notifications.tell_alone": Job(notification_telling.tell_alone),
    "notifications.mail_asked": Job(notification_answers.mail_asked),
    "notifications.mail_notice": Job(notification_jobs.mail_notice),
    "notifications.gather": Job(notification_gathering.gather),
    "notifications.gather_soon": Job(notification_gathering.gather_soon),
    "notifications.mail_gathered": Job(notification_gathering.mail_gathered),
    "moderation.check": Job(moderation_jobs.check),
    "moderation.close_reviews": Job(moderation_jobs.close_reviews),
    "moderation.propose_joining": Job(moderation_jobs.propose_joining),
    "moderation.end_terms": Job(moderation_jobs.end_terms),
    "moderation.take_words": Job(moderation_jobs.take_words),
    "waves.tell": Job(wave_jobs.tell),
    "waves.mail": Job(wave_jobs.mail_wave),
    "waves.forget": Job(wave_jobs.forget),
    "moderation.purge_originals": Job(moderation_jobs.purge_originals),
    "moderation.look": Job(moderation_jobs.look),
    "moderation.reckon_due": Job(moderation_jobs.reckon_due),
    "moderation.morning": Job(moderation_jobs.morning),
    "moderation.mail_morning": Job(moderation_jobs.mail_morning),
    "joining.settle": Job(joining_jobs.settle),
    "joining.look": Job(joining_jobs.look),
    similar_jobs.LIKEN: Job(similar_jobs.liken),
    "similar.look": Job(similar_jobs.look),
    "themes.suggest": Job(theme_jobs.suggest),
    "search.index_stale": Job(search_jobs.index_stale, "index"),
    "search.renew": Job(search_jobs.renew, "index"),
    "search.compare": Job(search_jobs.compare, "index"),
    "search.tell_found": Job(saved_jobs.tell_found),
}
