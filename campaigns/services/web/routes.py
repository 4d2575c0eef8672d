"""Addresses of the catalogue."""

from flask import Blueprint

from campaigns.services.web import catalogue, files, keeping

blueprint = Blueprint("services", __name__)
add = blueprint.add_url_rule

add("/services/", "list_services", catalogue.list_services)
add("/services/<int:service_id>", "show_service", catalogue.show_service)

add("/admin/services/", "keep_services", keeping.keep_services)
add("/admin/services/new", "new_service", keeping.new_service)
add("/admin/services/new", "add_service", keeping.add_service, methods=["POST"])
add("/admin/services/<int:service_id>", "edit_service", keeping.edit_service)
add("/admin/services/<int:service_id>", "change_service", keeping.change_service, methods=["POST"])
add("/admin/services/<int:service_id>/retire", "retire_service", keeping.retire_service, methods=["POST"])
add("/admin/services/<int:service_id>/restore", "restore_service", keeping.restore_service, methods=["POST"])
add("/admin/services/file", "show_file", files.show_file)
add("/admin/services/file", "bring_file", files.bring_file, methods=["POST"])
