"""Which job runs when. One table."""

from datetime import timedelta

from app.foundation.timetable import Every

SCHEDULE: tuple[Every, ...] = (
    Every("api.forget_replies", timedelta(hours=1)),
    Every("webhooks.purge", timedelta(hours=6)),
    Every("rounds.close_due", timedelta(minutes=1)),
    Every("rounds.count_running", timedelta(seconds=15)),
    Every("rounds.lay_due", timedelta(minutes=1)),
    Every("apart.look", timedelta(minutes=10)),
    Every("apart.purge", timedelta(hours=12)),
    Every("rounds.seal", timedelta(minutes=1)),
    Every("notifications.gather", timedelta(minutes=20)),
    Every("notifications.gather_soon", timedelta(minutes=1)),
    Every("digests.look_at_weeks", timedelta(minutes=30)),
    Every("opendata.look", timedelta(minutes=30)),
    Every("answers.remind", timedelta(hours=1)),
    Every("assessment.remind", timedelta(hours=1)),
    Every("answers.purge_sheets", timedelta(hours=1)),
    Every("ideas.purge_drafts", timedelta(hours=6)),
    Every("personal.erase_due", timedelta(hours=1)),
    Every("personal.remove_downloads", timedelta(hours=1)),
    Every("personal.remove_unconfirmed", timedelta(hours=6)),
    Every("personal.forget_bounces", timedelta(hours=12)),
    Every("identity.forget_answers", timedelta(minutes=30)),
    Every("administration.forget_invitations", timedelta(hours=1)),
    Every("ballots.unlink_left", timedelta(hours=6)),
    Every("factors.recover_due", timedelta(minutes=5)),
    Every("factors.forget_old", timedelta(hours=24)),
    Every("uploads.sweep", timedelta(hours=6)),
    Every("moderation.morning", timedelta(minutes=20)),
    Every("moderation.reckon_due", timedelta(hours=24)),
    Every("moderation.purge_originals", timedelta(hours=1)),
    Every("waves.forget", timedelta(hours=12)),
    Every("moderation.end_terms", timedelta(minutes=5)),
    Every("joining.look", timedelta(minutes=5)),
    Every("search.index_stale", timedelta(minutes=1)),
    Every("similar.look", timedelta(minutes=5)),
    Every("search.compare", timedelta(minutes=10)),
    Every("search.tell_found", timedelta(hours=1)),
)
