"""docs/personal-data.md names every place where words of people may stand."""

import re
from pathlib import Path

import sqlalchemy as sa

from app import wiring
from app.foundation.db import Base

TABLE = Path(__file__).parents[2] / "docs" / "personal-data.md"

# Words of the house, of the organiser or of programs: codes, digests, names of places, settings.
NO_WORDS_OF_PEOPLE = """
accounts.language arrivals.digest audit_chains.head audit_entries.act audit_entries.commitment audit_entries.digest audit_entries.previous
audit_entries.thing blocks.language blocks.rule calendar_days.name campaign_rules.body campaign_rules.language campaign_rules.reason
campaign_texts.language campaign_texts.purpose campaign_texts.question campaign_texts.title campaigns.checks campaigns.domains
campaigns.invite_secret campaigns.language campaigns.organiser campaigns.purpose campaigns.question campaigns.slug
campaigns.time_zone campaigns.title case_rules.code cases.before cases.findings co_authors.secret comments.source_digest
comments.source_id competences.address competences.covers competences.name consents.language contributions.language
ideas.draft_secret ideas.source_digest ideas.source_id ideas.source_status notices.letter_day offices.contacts offices.name
outbox.job outbox.queue reports.language reports.rule results.fingerprint results.reason reviews.language rounds.close_reason
rounds.rule rounds.rule_fingerprint schedule_turns.job selections.rule services.description services.link services.name
services.name_key services.words_key snapshots.fingerprint report_drafts.foreword report_drafts.freezing_reason
report_drafts.pictures report_drafts.trouble report_editions.reason statements.language statements.rule statements.rule_text
territories.name timeline_changes.after timeline_changes.before timeline_changes.reason topic_texts.language tracks.name
ballot_options.title ballots.pseudonym ballots.source_id casts.commitment casts.form checkpoints.root code_sheets.cancel_reason
code_sheets.place code_sheets.salt ledger_entries.body ledger_entries.leaf ledger_tiles.root ledgers.peaks paper_piles.alone_because
paper_piles.cancel_reason paper_piles.place published_ledgers.files result_rows.score results.details round_notes.code round_notes.reason
rule_plans.rule
rule_versions.fingerprint rule_versions.reason rule_versions.rule saved_searches.asked_digest uploads.digest windows.added windows.removed
ballot_options.title_hash digest_files.digest digest_files.grounds open_packs.files open_packs.fingerprint open_packs.tables
themes.name themes.name_key themes.note theme_searches.grounds dismissed_themes.ideas
api_replies.asked api_replies.body api_replies.key api_replies.place api_tokens.digest api_tokens.form api_tokens.prefix
api_tokens.scopes webhook_deliveries.event webhook_deliveries.fact webhook_deliveries.fault webhook_deliveries.payload
webhook_deliveries.word webhooks.events webhooks.name webhooks.paused_why webhooks.salt webhooks.url
campaigns.levels identities.kind identities.source openid_links.provider
site_pictures.digest site_pictures.media_type site_settings.chosen site_texts.body site_texts.language site_texts.name site_texts.title
site_texts.why staff_invitations.language staff_invitations.scope territories.code
score_cards.asks score_cards.criteria score_cards.giving score_cards.reason score_cards.result score_cards.seed
""".split()


def columns_with_text() -> set[str]:
    assert wiring.LISTENERS
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.String | sa.JSON)
        and not isinstance(column.type, sa.Enum)
        and not column.foreign_keys
    }


def test_every_column_that_may_hold_words_of_people_is_in_the_table():
    named = set(re.findall(r"`([a-z_]+\.[a-z_]+)`", TABLE.read_text("utf-8").partition("## Beside")[0]))

    assert columns_with_text() - named - set(NO_WORDS_OF_PEOPLE) == set()
    assert (named & set(NO_WORDS_OF_PEOPLE), named - columns_with_text()) == (set(), set())
