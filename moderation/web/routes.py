"""Addresses of moderators."""

from flask import Blueprint

from moderation.waves import web as waves
from moderation.web import (
    block_reviews,
    blocks,
    bulk,
    cases,
    joins,
    masks,
    mending,
    numbers,
    offering,
    own,
    queue,
    reports,
    reviews,
    search,
    settings,
)

blueprint = Blueprint("moderation", __name__)
add = blueprint.add_url_rule

add("/moderation/", "show_queue", queue.show_queue)
add("/moderation/search", "show_search", search.show_search)
add("/moderation/cases/<int:case_id>", "show_case", cases.show_case)
add("/moderation/cases/<int:case_id>/claim", "claim_case", cases.claim_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/release", "release_case", cases.release_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/publish", "publish_case", cases.publish_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/restrict", "restrict_case", cases.restrict_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/undo", "undo_case", cases.undo_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/mask", "show_mask", masks.show_mask)
add("/moderation/cases/<int:case_id>/mask", "mask_case", masks.mask_case, methods=["POST"])
add("/moderation/cases/<int:case_id>/join", "show_join", joins.show_join)
add("/moderation/cases/<int:case_id>/join", "join_case", joins.join_case, methods=["POST"])
add("/moderation/together", "show_many", bulk.show_many)
add("/moderation/together", "decide_many", bulk.decide_many, methods=["POST"])
add("/moderation/together/done", "show_done", bulk.show_done)
add("/moderation/together/undo", "undo_many", bulk.undo_many, methods=["POST"])
add("/contributions/<int:contribution_id>/report", "ask_report", reports.ask_report)
add("/contributions/<int:contribution_id>/report", "send_report", reports.send_report, methods=["POST"])
add("/moderation/cases/<int:case_id>/block", "ask_block_author", blocks.ask_block_author)
add("/moderation/cases/<int:case_id>/block", "block_author", blocks.block_author, methods=["POST"])
add("/admin/people/<int:account_id>/block", "ask_block_person", blocks.ask_block_person)
add("/admin/people/<int:account_id>/block", "block_person", blocks.block_person, methods=["POST"])
add("/moderation/blocks", "list_blocks", blocks.list_blocks)
add("/moderation/blocks/<int:block_id>/confirm", "confirm_block", blocks.confirm_block, methods=["POST"])
add("/moderation/blocks/<int:block_id>/end", "end_block", blocks.end_block, methods=["POST"])
add("/moderation/blocks/<int:block_id>", "show_block", block_reviews.show_block)
add("/moderation/blocks/<int:block_id>/review", "decide_block", block_reviews.decide_block, methods=["POST"])
add("/account/blocks/<int:block_id>", "show_own_block", block_reviews.show_own_block)
add("/account/blocks/<int:block_id>/review", "ask_block_review", block_reviews.ask_block_review, methods=["POST"])
add("/campaigns/<slug>/plan/moderation", "show_settings", settings.show_settings)
add("/campaigns/<slug>/plan/moderation", "keep_settings", settings.keep_settings, methods=["POST"])
add("/admin/waves/", "list_waves", waves.list_waves)
add("/admin/waves/<int:wave_id>/end", "end_wave", waves.end_wave, methods=["POST"])
add("/account/reports", "list_reports", reports.list_reports)
add("/account/texts/<int:contribution_id>", "show_reasons", own.show_reasons)
add("/account/texts/<int:contribution_id>/review", "ask_review", reviews.ask_review)
add("/account/texts/<int:contribution_id>/review", "send_review", reviews.send_review, methods=["POST"])
add("/account/reports/<int:report_id>/review", "ask_review_of_report", reviews.ask_review_of_report)
add("/account/reports/<int:report_id>/review", "send_review_of_report", reviews.send_review_of_report, methods=["POST"])
add("/account/reviews/<int:review_id>", "show_review", reviews.show_review)
add("/moderation/cases/<int:case_id>/review", "decide_review", reviews.decide_review, methods=["POST"])
add("/moderation/comments/<int:comment_id>/idea", "make_draft", offering.make_draft, methods=["POST"])
add("/moderation/contributions/<int:contribution_id>/mend", "show_mending", mending.show_mending)
add("/moderation/contributions/<int:contribution_id>/mend", "mend_text", mending.mend_text, methods=["POST"])
add("/moderation/contributions/<int:contribution_id>/review", "look_again", cases.look_again, methods=["POST"])
add("/campaigns/<slug>/moderation", "show_numbers", numbers.show_numbers)
add("/campaigns/<slug>/moderation.csv", "download_numbers_csv", numbers.download_numbers_csv)
add("/campaigns/<slug>/moderation.xlsx", "download_numbers_xlsx", numbers.download_numbers_xlsx)
