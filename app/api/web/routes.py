"""Addresses of the pages about the API."""

from flask import Blueprint

from app.api.web import docs, tokens

blueprint = Blueprint("programs", __name__)
add = blueprint.add_url_rule

add("/api/", "show_docs", docs.show_docs)
add("/api/v1/openapi.json", "show_openapi", docs.show_openapi)
add("/account/tokens/", "list_tokens", tokens.list_tokens)
add("/account/tokens/", "make_token", tokens.make_token, methods=["POST"])
add("/account/tokens/<int:token_id>/revoke", "revoke_token", tokens.revoke_token, methods=["POST"])
