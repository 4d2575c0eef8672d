"""Addresses of the work on ideas."""

from flask import Blueprint

from campaigns.implementation.web import board, contests, milestones, pictures, reports, works

blueprint = Blueprint("implementation", __name__)
add = blueprint.add_url_rule
IDEA = "/ideas/<int:idea_id>/implementation"
STEP = f"{IDEA}/steps/<int:milestone_id>"
REPORT = "/implementation/reports/<int:progress_id>"
CONTEST = "/implementation/objections/<int:contest_id>"

add("/implementation/", "show_board", board.show_board)
add("/implementation/feed.atom", "feed", board.feed)
add(IDEA, "show_work", works.show_work)
add(f"{IDEA}/begin", "write_beginning", reports.write_beginning)
add(f"{IDEA}/begin", "begin", reports.begin, methods=["POST"])
add(f"{IDEA}/report", "write_report", reports.write_report)
add(f"{IDEA}/report", "report", reports.report, methods=["POST"])
add(f"{IDEA}/steps", "show_milestones", milestones.show_milestones)
add(f"{IDEA}/steps", "add_milestone", milestones.add_milestone, methods=["POST"])
add(STEP, "edit_milestone", milestones.edit_milestone)
add(STEP, "change_milestone", milestones.change_milestone, methods=["POST"])
add(f"{STEP}/move", "move_milestone", milestones.move_milestone, methods=["POST"])
add(f"{STEP}/remove", "remove_milestone", milestones.remove_milestone, methods=["POST"])
add(f"{IDEA}/contest", "contest", contests.contest)
add(f"{IDEA}/contest", "send_contest", contests.send_contest, methods=["POST"])
add(CONTEST, "show_contest", works.show_contest)
add(f"{CONTEST}/reply", "write_reply", contests.write_reply)
add(f"{CONTEST}/reply", "reply", contests.reply, methods=["POST"])
add(f"{REPORT}/<name>", "show_report_picture", pictures.show_report_picture)
add(f"{REPORT}/small/<name>", "show_report_small", pictures.show_report_small)
add(f"{CONTEST}/picture/<name>", "show_contest_picture", pictures.show_contest_picture)
add(f"{CONTEST}/picture/small/<name>", "show_contest_small", pictures.show_contest_small)
