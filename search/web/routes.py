"""The address of search."""

from flask import Blueprint

from search.web import page

blueprint = Blueprint("search", __name__)
blueprint.add_url_rule("/search", "page", page.page)
