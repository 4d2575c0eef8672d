"""Addresses of open data."""

from flask import Blueprint

from app.opendata.web import pages

blueprint = Blueprint("opendata", __name__)
add = blueprint.add_url_rule

add("/campaigns/<slug>/data", "show_data", pages.show_data)
add("/campaigns/<slug>/data/<form>", "download", pages.download)
