"""Addresses of this room."""

from flask import Blueprint

from app.operations.web import engines, lawyers, metrics

blueprint = Blueprint("operations", __name__)
add = blueprint.add_url_rule

add("/metrics", "metrics", metrics.show)
add("/robots.txt", "robots", engines.robots)
add("/sitemap.xml", "sitemap", engines.sitemap)
add("/sitemap/<kind>-<int:number>.xml", "sitemap_part", engines.sitemap_part)
add("/.well-known/security.txt", "security", engines.security)
add("/security.txt", "security_moved", engines.security_moved)
add("/licences/", "list_licences", lawyers.list_licences)
add("/licences/texts.txt", "licence_texts", lawyers.licence_texts)
