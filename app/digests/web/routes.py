"""Addresses of digests."""

from flask import Blueprint

from app.digests.web import digests

blueprint = Blueprint("digests", __name__)
add = blueprint.add_url_rule

add("/digests/", "list_digests", digests.list_digests)
add("/digests/<int:id>", "show_digest", digests.show_digest)
add("/digests/<int:id>.json", "download_json", digests.download_json)
