"""Addresses of digests."""

from flask import Blueprint

from app.digests.report import own_web as own
from app.digests.report import web as report
from app.digests.web import digests, files
from app.digests.words import cell, span_of_days

blueprint = Blueprint("digests", __name__)
add = blueprint.add_url_rule
blueprint.add_app_template_filter(cell, "cell")
blueprint.add_app_template_filter(span_of_days, "date_span")

add("/digests/", "list_digests", digests.list_digests)
add("/digests/<int:id>", "show_digest", digests.show_digest)
add("/digests/<int:id>.json", "download_json", digests.download_json)
add("/digests/<int:id>/file.<form>", "download_file", files.download_file)
add("/digests/sha256/<fingerprint>", "show_by_fingerprint", digests.show_by_fingerprint)

add("/campaigns/<slug>/report", "edit_report", report.edit_report)
add("/campaigns/<slug>/report", "save_report", report.save_report, methods=["POST"])
add("/campaigns/<slug>/report/preview", "preview_report", report.preview_report)
add("/campaigns/<slug>/report/freeze", "freeze_report", report.freeze_report, methods=["POST"])

add("/campaigns/<slug>/report/pictures", "list_pictures", own.list_pictures)
add("/campaigns/<slug>/report/pictures", "add_picture", own.add_picture, methods=["POST"])
add(
    "/campaigns/<slug>/report/pictures/<int:picture_id>/take-back",
    "take_picture_back",
    own.take_picture_back,
    methods=["POST"],
)
add("/digests/pictures/<int:picture_id>/small/<name>", "show_own_small", own.show_own_small)
add("/digests/pictures/<int:picture_id>/<name>", "show_own_picture", own.show_own_picture)
