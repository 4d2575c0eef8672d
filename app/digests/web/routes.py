"""Addresses of digests."""

from flask import Blueprint

from app.digests.web import digests
from app.digests.words import cell

blueprint = Blueprint("digests", __name__)
add = blueprint.add_url_rule
blueprint.add_app_template_filter(cell, "cell")

add("/digests/", "list_digests", digests.list_digests)
add("/digests/<int:id>", "show_digest", digests.show_digest)
add("/digests/<int:id>.json", "download_json", digests.download_json)
