"""Addresses of rounds."""

from flask import Blueprint

from campaigns.rounds.comparison import web as comparison
from campaigns.rounds.exchange import web as exchange
from campaigns.rounds.ledger.web import files, journal, receipts
from campaigns.rounds.web import downloads, option_pages, owners, planning, rule_pages, shown

blueprint = Blueprint("rounds", __name__)
add = blueprint.add_url_rule
OF_ROUND = "/campaigns/<slug>/results/<int:number>"
VOTE = "/campaigns/<slug>/vote"

add("/campaigns/<slug>/results", "show_results", shown.show_results)
add(f"{OF_ROUND}.csv", "download_csv", downloads.download_csv)
add(f"{OF_ROUND}.json", "download_json", downloads.download_json)
add(f"{OF_ROUND}.pb", "download_pb", exchange.download_pb)
add(f"{OF_ROUND}.polis.zip", "download_conversation", exchange.download_conversation)
add(f"{OF_ROUND}/close", "show_close", owners.show_close)
add(f"{OF_ROUND}/close", "close_round", owners.close_round, methods=["POST"])
add(f"{OF_ROUND}/check", "show_check", owners.show_check)
add(f"{OF_ROUND}/sign", "sign_result", owners.sign_result, methods=["POST"])
add(f"{OF_ROUND}/publish", "publish_result", owners.publish_result, methods=["POST"])
add(f"{OF_ROUND}/again", "count_again", owners.count_again, methods=["POST"])
add(f"{OF_ROUND}/comparison", "show_comparison", comparison.show_comparison)
add(f"{OF_ROUND}/comparison", "publish_comparison", comparison.publish_comparison, methods=["POST"])
add(f"{OF_ROUND}/comparison.json", "download_comparison", comparison.download_comparison)
add(f"{OF_ROUND}/<name>", "download_file", files.download_file)
add(f"{VOTE}/receipt", "find_receipt", receipts.find_receipt)
add(f"{VOTE}/receipt.json", "download_receipt", receipts.download_receipt)
add(f"{VOTE}/ledger", "show_ledger", journal.show_ledger)
add(f"{VOTE}/ledger/<int:number>/checkpoints.json", "download_checkpoints", journal.download_checkpoints)
add(f"{VOTE}/ledger/<int:number>/<int:place>.jsonl", "download_entries", journal.download_entries)
add(f"{VOTE}/rule", "show_rule", rule_pages.show_rule)
add(f"{VOTE}/rule.json", "download_rule", rule_pages.download_rule)
add("/campaigns/<slug>/plan/vote", "plan_vote", planning.plan_vote)
add("/campaigns/<slug>/plan/vote", "save_vote", planning.save_vote, methods=["POST"])
add("/campaigns/<slug>/plan/vote/options", "plan_options", option_pages.plan_options)
add("/campaigns/<slug>/plan/vote/options", "lay_options", option_pages.lay_options, methods=["POST"])
