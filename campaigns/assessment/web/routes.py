"""Addresses of the assessment."""

from flask import Blueprint

from campaigns.assessment.web import desks, planning, results, sheets

blueprint = Blueprint("assessment", __name__)
add = blueprint.add_url_rule
PLAN, HERE, ONE = (
    "/campaigns/<slug>/plan/assessment",
    "/campaigns/<slug>/assessment",
    "/assessments/<int:assessment_id>",
)

add(PLAN, "edit_card", planning.edit_card)
add(PLAN, "save_card", planning.save_card, methods=["POST"])
add(f"{PLAN}/preview", "preview_card", planning.preview_card)
add(f"{PLAN}/begin", "show_begin", planning.show_begin)
add(f"{PLAN}/begin", "begin", planning.begin, methods=["POST"])
add(HERE, "desk", desks.show_desk)
add(f"{HERE}/open", "open_all", desks.open_all, methods=["POST"])
add(f"{HERE}/pass-on", "pass_on", desks.pass_on, methods=["POST"])
add(f"{HERE}/results", "show_results", results.show_results)
add(f"{HERE}/results.csv", "download_csv", results.download_csv)
add(f"{HERE}/lots.json", "download_lots", results.download_lots)
add(ONE, "assess", sheets.show_sheet)
add(ONE, "save", sheets.save_sheet, methods=["POST"])
add(f"{ONE}/step-back", "step_back", sheets.step_back, methods=["POST"])
