"""The doors of the house: a list to be read before one is added, and no link to a door that is not there."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from jinja2 import Environment, nodes

from tests.architecture.test_house import ROOT, modules

ROUTES = """
accounts.add_territory           POST  /admin/territories/
accounts.admin_log               GET   /admin/log
accounts.admin_people            GET   /admin/people/
accounts.admin_person            GET   /admin/people/<int:account_id>
accounts.ask_reset               POST  /account/forgotten
accounts.change_password         POST  /account/password
accounts.change_profile          POST  /account/profile
accounts.change_territory        POST  /admin/territories/<int:territory_id>
accounts.confirm                 POST  /account/confirm/<word>
accounts.consent_text            GET   /account/consents/<name>
accounts.enter                   POST  /account/sign-in
accounts.forgotten               GET   /account/forgotten
accounts.give_role               POST  /admin/people/<int:account_id>/roles
accounts.letter_sent             GET   /account/letter-sent
accounts.list_territories        GET   /admin/territories/
accounts.mend_address            POST  /account/letter-sent
accounts.my_page                 GET   /account/
accounts.register                GET   /account/register
accounts.remove_territory        POST  /admin/territories/<int:territory_id>/remove
accounts.resend                  POST  /account/confirm
accounts.reset                   POST  /account/reset/<word>
accounts.send_registration       POST  /account/register
accounts.show_confirmation       GET   /account/confirm/<word>
accounts.show_password           GET   /account/password
accounts.show_profile            GET   /account/profile
accounts.show_resend             GET   /account/confirm
accounts.show_reset              GET   /account/reset/<word>
accounts.show_territory          GET   /admin/territories/<int:territory_id>
accounts.sign_in                 GET   /account/sign-in
accounts.sign_out                POST  /account/sign-out
accounts.sign_out_everywhere     POST  /account/sign-out-everywhere
accounts.try_letters             POST  /account/letters/try
accounts.take_role               POST  /admin/people/<int:account_id>/roles/<int:grant_id>/take
administration.bring_places      POST  /admin/territories/bring
administration.call_residents    POST  /admin/site/residents
administration.call_site         POST  /admin/site
administration.give_places       GET   /admin/territories.csv
administration.health            GET   /admin/health
administration.invite            POST  /admin/people/invitations
administration.list_invitations  GET   /admin/people/invitations
administration.list_texts        GET   /admin/texts/
administration.look_at_places    POST  /admin/territories/file
administration.overview          GET   /admin/
administration.paint             POST  /admin/look
administration.put_logo          POST  /admin/look/logo
administration.remove_logo       POST  /admin/look/logo/remove
administration.show_look         GET   /admin/look
administration.show_mail         GET   /admin/mail
administration.show_places       GET   /admin/territories/file
administration.show_site         GET   /admin/site
administration.show_text         GET   /admin/texts/<name>/<language>
administration.take_back         POST  /admin/people/invitations/<int:invitation_id>/end
administration.try_mail          POST  /admin/mail
administration.write_text        POST  /admin/texts/<name>/<language>
answers.archive                  POST  /campaigns/<slug>/archive
answers.ask_departments          POST  /campaigns/<slug>/answers
answers.campaign_answers         GET   /campaigns/<slug>/answers
answers.confirm_closing          POST  /answers/<int:owed_id>/close/confirm
answers.confirm_sheet            POST  /answers/sheets/<int:sheet_id>/confirm
answers.download_refused         GET   /answers/sheets/<int:sheet_id>/refused.xlsx
answers.download_sheet           GET   /answers/sheets/owed.xlsx
answers.drop_sheet               POST  /answers/sheets/<int:sheet_id>/drop
answers.extend                   POST  /answers/<int:owed_id>/extend
answers.feed                     GET   /answers/feed.atom
answers.keep_terms               POST  /campaigns/<slug>/answers/terms
answers.new_sheet                GET   /answers/sheets/new
answers.propose_closing          POST  /answers/<int:owed_id>/close
answers.release_answers          POST  /campaigns/<slug>/answers/release
answers.save_answer              POST  /answers/<int:owed_id>
answers.set_beside               POST  /answers/<int:owed_id>/beside
answers.show_archiving           GET   /campaigns/<slug>/archive
answers.show_board               GET   /answers/
answers.show_calendar            GET   /answers/calendar.ics
answers.show_closing             GET   /answers/<int:owed_id>/close
answers.show_desk                GET   /answers/desk
answers.show_owed                GET   /answers/<int:owed_id>
answers.show_ready               GET   /answers/ready
answers.show_release             GET   /campaigns/<slug>/answers/release
answers.show_sheet               GET   /answers/sheets/<int:sheet_id>
answers.sign_answer              POST  /answers/<int:owed_id>/sign
answers.sign_ready               POST  /answers/ready
answers.sign_second              POST  /answers/<int:owed_id>/second
answers.take_back                POST  /answers/<int:owed_id>/take-back
answers.transfer                 POST  /answers/<int:owed_id>/transfer
answers.upload_sheet             POST  /answers/sheets
answers.withdraw_closing         POST  /answers/<int:owed_id>/close/withdraw
api.list_answers                 GET   /api/v1/answers
api.list_answers_of_comment      GET   /api/v1/comments/<int:comment_id>/answers
api.list_campaigns               GET   /api/v1/campaigns
api.list_cases                   GET   /api/v1/moderation/cases
api.list_comments                GET   /api/v1/threads/<int:thread_id>/comments
api.list_ideas                   GET   /api/v1/campaigns/<slug>/ideas
api.list_rounds                  GET   /api/v1/campaigns/<slug>/rounds
api.list_topics                  GET   /api/v1/campaigns/<slug>/topics
api.say                          POST  /api/v1/threads/<int:thread_id>/comments
api.search                       GET   /api/v1/search
api.show_answer                  GET   /api/v1/ideas/<int:idea_id>/answer
api.show_ballot                  GET   /api/v1/campaigns/<slug>/rounds/<int:number>/ballot
api.show_campaign                GET   /api/v1/campaigns/<slug>
api.show_choices                 GET   /api/v1/campaigns/<slug>/choices
api.show_idea                    GET   /api/v1/ideas/<int:idea_id>
api.show_me                      GET   /api/v1/me
api.show_moderation              GET   /api/v1/campaigns/<slug>/moderation
api.show_participation           GET   /api/v1/campaigns/<slug>/participation
api.show_result                  GET   /api/v1/campaigns/<slug>/rounds/<int:number>/result
api.show_topic                   GET   /api/v1/campaigns/<slug>/topics/<int:topic_id>
api.submit_idea                  POST  /api/v1/campaigns/<slug>/ideas
api.support_idea                 PUT   /api/v1/ideas/<int:idea_id>/support
api.vote                         POST  /api/v1/campaigns/<slug>/rounds/<int:number>/votes
api.withdraw_support             DELETE /api/v1/ideas/<int:idea_id>/support
apart.ask                        POST  /campaigns/<slug>/vote/apart
apart.decide_look                POST  /campaigns/<slug>/vote/apart/looks/<int:look_id>
apart.list_looks                 GET   /campaigns/<slug>/vote/apart/looks
apart.show_look                  GET   /campaigns/<slug>/vote/apart/looks/<int:look_id>
apart.show_own                   GET   /campaigns/<slug>/vote/apart
assessment.assess                GET   /assessments/<int:assessment_id>
assessment.begin                 POST  /campaigns/<slug>/plan/assessment/begin
assessment.desk                  GET   /campaigns/<slug>/assessment
assessment.download_csv          GET   /campaigns/<slug>/assessment/results.csv
assessment.download_lots         GET   /campaigns/<slug>/assessment/lots.json
assessment.edit_card             GET   /campaigns/<slug>/plan/assessment
assessment.open_all              POST  /campaigns/<slug>/assessment/open
assessment.pass_on               POST  /campaigns/<slug>/assessment/pass-on
assessment.preview_card          GET   /campaigns/<slug>/plan/assessment/preview
assessment.save                  POST  /assessments/<int:assessment_id>
assessment.save_card             POST  /campaigns/<slug>/plan/assessment
assessment.show_begin            GET   /campaigns/<slug>/plan/assessment/begin
assessment.show_results          GET   /campaigns/<slug>/assessment/results
assessment.step_back             POST  /assessments/<int:assessment_id>/step-back
ballots.cast_ballot              POST  /campaigns/<slug>/vote
ballots.check_choice             POST  /campaigns/<slug>/vote/check
ballots.show_ballot              GET   /campaigns/<slug>/vote
ballots.show_confirmation        GET   /campaigns/<slug>/vote/confirmation
comments.ask_to_delete           GET   /comments/<int:comment_id>/delete
comments.delete_comment          POST  /comments/<int:comment_id>/delete
comments.edit_comment            GET   /comments/<int:comment_id>/edit
comments.highlight               POST  /comments/<int:comment_id>/highlight
comments.not_useful              POST  /comments/<int:comment_id>/not-useful
comments.revise_comment          POST  /comments/<int:comment_id>/edit
comments.say                     POST  /threads/<int:thread_id>/comments
comments.show_comment            GET   /comments/<int:comment_id>
comments.show_history            GET   /comments/<int:comment_id>/history
comments.take_stand              POST  /threads/<int:thread_id>/stand
comments.take_stand_back         POST  /threads/<int:thread_id>/stand/take-back
comments.unhighlight             POST  /comments/<int:comment_id>/unhighlight
comments.useful                  POST  /comments/<int:comment_id>/useful
contributions.follow             POST  /contributions/<int:contribution_id>/follow
contributions.follow_campaign    POST  /campaigns/<slug>/follow
contributions.follow_thing       POST  /follows/<thing>/<int:thing_id>
contributions.unfollow           POST  /contributions/<int:contribution_id>/unfollow
contributions.unfollow_campaign  POST  /campaigns/<slug>/unfollow
contributions.unfollow_thing     POST  /follows/<thing>/<int:thing_id>/stop
digests.add_picture              POST  /campaigns/<slug>/report/pictures
digests.download_file            GET   /digests/<int:id>/file.<form>
digests.download_json            GET   /digests/<int:id>.json
digests.edit_report              GET   /campaigns/<slug>/report
digests.freeze_report            POST  /campaigns/<slug>/report/freeze
digests.list_digests             GET   /digests/
digests.list_pictures            GET   /campaigns/<slug>/report/pictures
digests.preview_report           GET   /campaigns/<slug>/report/preview
digests.save_report              POST  /campaigns/<slug>/report
digests.show_by_fingerprint      GET   /digests/sha256/<fingerprint>
digests.show_digest              GET   /digests/<int:id>
digests.show_own_picture         GET   /digests/pictures/<int:picture_id>/<name>
digests.show_own_small           GET   /digests/pictures/<int:picture_id>/small/<name>
digests.take_picture_back        POST  /campaigns/<slug>/report/pictures/<int:picture_id>/take-back
discussion.add_topic             POST  /campaigns/<slug>/topics/
discussion.answer                POST  /campaigns/<slug>/topics/<int:topic_id>/answers
discussion.close_topic           POST  /campaigns/<slug>/topics/<int:topic_id>/close
discussion.edit_conclusion       GET   /campaigns/<slug>/topics/<int:topic_id>/conclusion
discussion.edit_topic            GET   /campaigns/<slug>/topics/<int:topic_id>/edit
discussion.list_topics           GET   /campaigns/<slug>/topics/
discussion.new_topic             GET   /campaigns/<slug>/topics/new
discussion.place_topic           POST  /campaigns/<slug>/topics/<int:topic_id>/place
discussion.reopen_topic          POST  /campaigns/<slug>/topics/<int:topic_id>/reopen
discussion.save_conclusion       POST  /campaigns/<slug>/topics/<int:topic_id>/conclusion
discussion.save_topic            POST  /campaigns/<slug>/topics/<int:topic_id>/edit
discussion.show_problems         GET   /campaigns/<slug>/problems
discussion.show_topic            GET   /campaigns/<slug>/topics/<int:topic_id>
discussion.take_answers_back     POST  /campaigns/<slug>/topics/<int:topic_id>/answers/take-back
factors.add_code                 POST  /account/factors/code
factors.add_passkey              POST  /account/factors/passkey
factors.agree                    POST  /account/email/agree/<word>
factors.ask_again                POST  /account/again
factors.ask_email                POST  /account/email
factors.confirm_recovery         POST  /admin/people/<int:account_id>/recovery/confirm
factors.drop_email               POST  /account/email/drop
factors.end_others               POST  /account/sign-ins/end-others
factors.end_sign_in              POST  /account/sign-ins/<int:sign_in_id>/end
factors.enter_by_passkey         POST  /account/sign-in/passkey
factors.give_up                  POST  /account/sign-in/give-up
factors.list_sign_ins            GET   /account/sign-ins
factors.make_backup_codes        POST  /account/factors/paper
factors.pass_second              POST  /account/sign-in/second
factors.propose_recovery         POST  /admin/people/<int:account_id>/recovery
factors.remove_code              POST  /account/factors/code/remove
factors.remove_passkey           POST  /account/factors/passkeys/<int:passkey_id>/remove
factors.show_again               GET   /account/again
factors.show_agreement           GET   /account/email/agree/<word>
factors.show_code                GET   /account/factors/code
factors.show_email               GET   /account/email
factors.show_factors             GET   /account/factors
factors.show_passkey             GET   /account/factors/passkey
factors.show_recovery            GET   /admin/people/<int:account_id>/recovery
factors.show_second              GET   /account/sign-in/second
factors.show_stopping            GET   /account/recovery/<word>
factors.stop_own                 POST  /account/recovery/<word>
factors.stop_recovery            POST  /admin/people/<int:account_id>/recovery/stop
ideas.accept_invitation          POST  /ideas/invitations/<secret>
ideas.add_file                   POST  /ideas/<int:idea_id>/files
ideas.ask_why                    GET   /ideas/<int:idea_id>/withdraw
ideas.autosave_draft             POST  /ideas/<int:idea_id>/autosave
ideas.autosave_new               POST  /campaigns/<slug>/ideas/autosave
ideas.claim_draft                POST  /ideas/drafts/<secret>/claim
ideas.discard_draft              POST  /ideas/<int:idea_id>/discard
ideas.edit_idea                  GET   /ideas/<int:idea_id>/edit
ideas.end_co_author              POST  /ideas/<int:idea_id>/co-authors/<int:co_author_id>/end
ideas.enter_idea                 GET   /campaigns/<slug>/ideas/enter
ideas.feed                       GET   /campaigns/<slug>/ideas/feed.atom
ideas.invite_co_author           POST  /ideas/<int:idea_id>/co-authors
ideas.keep_entry                 POST  /campaigns/<slug>/ideas/enter
ideas.list_ideas                 GET   /campaigns/<slug>/ideas/
ideas.new_idea                   GET   /campaigns/<slug>/ideas/new
ideas.print_form                 GET   /campaigns/<slug>/ideas/paper
ideas.remove_file                POST  /ideas/<int:idea_id>/files/<int:file_id>/remove
ideas.revise_idea                POST  /ideas/<int:idea_id>/edit
ideas.show_co_authors            GET   /ideas/<int:idea_id>/co-authors
ideas.show_draft                 GET   /ideas/drafts/<secret>
ideas.show_file                  GET   /ideas/<int:idea_id>/files/<int:file_id>/<name>
ideas.show_files                 GET   /ideas/<int:idea_id>/files
ideas.show_history               GET   /ideas/<int:idea_id>/history
ideas.show_idea                  GET   /ideas/<int:idea_id>
ideas.show_invitation            GET   /ideas/invitations/<secret>
ideas.show_joined                GET   /ideas/<int:idea_id>/joined
ideas.show_kept                  GET   /ideas/drafts/<secret>/kept
ideas.show_small                 GET   /ideas/<int:idea_id>/files/<int:file_id>/small/<name>
ideas.submit_idea                POST  /campaigns/<slug>/ideas/
ideas.support                    POST  /ideas/<int:idea_id>/support
ideas.tell_twins                 POST  /campaigns/<slug>/ideas/twins
ideas.unsupport                  POST  /ideas/<int:idea_id>/unsupport
ideas.withdraw_idea              POST  /ideas/<int:idea_id>/withdraw
identity.arrive                  GET   /account/openid/<name>/back
identity.assist_open             POST  /assist/new
identity.begin_help              POST  /assist/<int:account_id>/help
identity.choose_password         POST  /account/code/password
identity.enter_by_code           POST  /account/code
identity.finish_help             POST  /assist/finish
identity.join                    POST  /account/join/now
identity.leave                   GET   /account/openid/<name>
identity.let_help                POST  /account/help
identity.new_account             GET   /assist/new
identity.open_account            POST  /account/newcomer
identity.print_code              POST  /assist/<int:account_id>/code
identity.show_assisted           GET   /assist/<int:account_id>
identity.show_code               GET   /account/code
identity.show_desk               GET   /assist/
identity.show_help               GET   /account/help
identity.show_identity           GET   /account/identity
identity.show_join               GET   /account/join
identity.show_newcomer           GET   /account/newcomer
identity.show_other              POST  /account/join
identity.show_password           GET   /account/code/password
identity.show_sheet              GET   /assist/<int:account_id>/sheet
implementation.add_milestone     POST  /ideas/<int:idea_id>/implementation/steps
implementation.begin             POST  /ideas/<int:idea_id>/implementation/begin
implementation.change_milestone  POST  /ideas/<int:idea_id>/implementation/steps/<int:milestone_id>
implementation.contest           GET   /ideas/<int:idea_id>/implementation/contest
implementation.edit_milestone    GET   /ideas/<int:idea_id>/implementation/steps/<int:milestone_id>
implementation.feed              GET   /implementation/feed.atom
implementation.move_milestone    POST  /ideas/<int:idea_id>/implementation/steps/<int:milestone_id>/move
implementation.remove_milestone  POST  /ideas/<int:idea_id>/implementation/steps/<int:milestone_id>/remove
implementation.reply             POST  /implementation/objections/<int:contest_id>/reply
implementation.report            POST  /ideas/<int:idea_id>/implementation/report
implementation.send_contest      POST  /ideas/<int:idea_id>/implementation/contest
implementation.show_board        GET   /implementation/
implementation.show_contest      GET   /implementation/objections/<int:contest_id>
implementation.show_contest_picture GET   /implementation/objections/<int:contest_id>/picture/<name>
implementation.show_contest_small GET   /implementation/objections/<int:contest_id>/picture/small/<name>
implementation.show_milestones   GET   /ideas/<int:idea_id>/implementation/steps
implementation.show_report_picture GET   /implementation/reports/<int:progress_id>/<name>
implementation.show_report_small GET   /implementation/reports/<int:progress_id>/small/<name>
implementation.show_work         GET   /ideas/<int:idea_id>/implementation
implementation.write_beginning   GET   /ideas/<int:idea_id>/implementation/begin
implementation.write_reply       GET   /implementation/objections/<int:contest_id>/reply
implementation.write_report      GET   /ideas/<int:idea_id>/implementation/report
joining.answer                   POST  /joinings/<int:joining_id>/answer
joining.choose                   GET   /ideas/<int:idea_id>/join
joining.part                     POST  /joinings/<int:joining_id>/part
joining.propose                  POST  /ideas/<int:idea_id>/join
joining.show_joining             GET   /joinings/<int:joining_id>
joining.take_back                POST  /joinings/<int:joining_id>/take-back
moderation.ask_report            GET   /contributions/<int:contribution_id>/report
moderation.ask_block_author      GET   /moderation/cases/<int:case_id>/block
moderation.block_author          POST  /moderation/cases/<int:case_id>/block
moderation.ask_block_person      GET   /admin/people/<int:account_id>/block
moderation.block_person          POST  /admin/people/<int:account_id>/block
moderation.list_blocks           GET   /moderation/blocks
moderation.confirm_block         POST  /moderation/blocks/<int:block_id>/confirm
moderation.end_block             POST  /moderation/blocks/<int:block_id>/end
moderation.end_wave              POST  /admin/waves/<int:wave_id>/end
moderation.list_waves            GET   /admin/waves/
moderation.show_block            GET   /moderation/blocks/<int:block_id>
moderation.decide_block          POST  /moderation/blocks/<int:block_id>/review
moderation.show_own_block        GET   /account/blocks/<int:block_id>
moderation.ask_block_review      POST  /account/blocks/<int:block_id>/review
moderation.show_settings         GET   /campaigns/<slug>/plan/moderation
moderation.keep_settings         POST  /campaigns/<slug>/plan/moderation
moderation.ask_review            GET   /account/texts/<int:contribution_id>/review
moderation.ask_review_of_report  GET   /account/reports/<int:report_id>/review
moderation.claim_case            POST  /moderation/cases/<int:case_id>/claim
moderation.decide_many           POST  /moderation/together
moderation.decide_review         POST  /moderation/cases/<int:case_id>/review
moderation.download_numbers_csv  GET   /campaigns/<slug>/moderation.csv
moderation.download_numbers_xlsx GET   /campaigns/<slug>/moderation.xlsx
moderation.list_reports          GET   /account/reports
moderation.look_again            POST  /moderation/contributions/<int:contribution_id>/review
moderation.make_draft            POST  /moderation/comments/<int:comment_id>/idea
moderation.show_join             GET   /moderation/cases/<int:case_id>/join
moderation.join_case             POST  /moderation/cases/<int:case_id>/join
moderation.mask_case             POST  /moderation/cases/<int:case_id>/mask
moderation.mend_text             POST  /moderation/contributions/<int:contribution_id>/mend
moderation.publish_case          POST  /moderation/cases/<int:case_id>/publish
moderation.release_case          POST  /moderation/cases/<int:case_id>/release
moderation.restrict_case         POST  /moderation/cases/<int:case_id>/restrict
moderation.send_report           POST  /contributions/<int:contribution_id>/report
moderation.send_review           POST  /account/texts/<int:contribution_id>/review
moderation.send_review_of_report POST  /account/reports/<int:report_id>/review
moderation.show_case             GET   /moderation/cases/<int:case_id>
moderation.show_done             GET   /moderation/together/done
moderation.show_many             GET   /moderation/together
moderation.show_mask             GET   /moderation/cases/<int:case_id>/mask
moderation.show_mending          GET   /moderation/contributions/<int:contribution_id>/mend
moderation.show_numbers          GET   /campaigns/<slug>/moderation
moderation.show_queue            GET   /moderation/
moderation.show_reasons          GET   /account/texts/<int:contribution_id>
moderation.show_search           GET   /moderation/search
moderation.show_review           GET   /account/reviews/<int:review_id>
moderation.undo_case             POST  /moderation/cases/<int:case_id>/undo
moderation.undo_many             POST  /moderation/together/undo
news.change_news                 POST  /news/<int:news_id>/edit
news.edit_news                   GET   /news/<int:news_id>/edit
news.feed                        GET   /campaigns/<slug>/news/feed.atom
news.list_news                   GET   /campaigns/<slug>/news/
news.new_news                    GET   /campaigns/<slug>/news/new
news.post_news                   POST  /campaigns/<slug>/news/
news.show_news                   GET   /news/<int:news_id>
news.withdraw_news               POST  /news/<int:news_id>/withdraw
notifications.choose_letters     POST  /account/notices/letters
notifications.choose_none        POST  /account/notices/letters/none
notifications.list_follows       GET   /account/follows
notifications.list_notices       GET   /account/notices
notifications.mark_read          POST  /account/notices/read
notifications.resume_letters     POST  /letters/resume/<word>
notifications.show_stop          GET   /letters/stop/<word>
notifications.stop_letters       POST  /letters/stop/<word>
notifications.show_letters       GET   /account/notices/letters
notifications.stop_follow        POST  /account/follows/<int:follow_id>/stop
offices.add_competence           POST  /admin/competences/
offices.add_office               POST  /admin/offices/
offices.bring_calendar           POST  /admin/offices/calendar/file
offices.change_competence        POST  /admin/competences/<int:competence_id>
offices.change_office            POST  /admin/offices/<int:office_id>
offices.end_affiliation          POST  /account/departments/<int:affiliation_id>/end
offices.end_competence           POST  /admin/competences/<int:competence_id>/end
offices.keep_day                 POST  /admin/offices/calendar
offices.list_competences         GET   /admin/competences/
offices.list_offices             GET   /admin/offices/
offices.remove_day               POST  /admin/offices/calendar/<day>/remove
offices.remove_office            POST  /admin/offices/<int:office_id>/remove
offices.say_affiliation          POST  /account/departments
offices.show_affiliations        GET   /account/departments
offices.show_calendar            GET   /admin/offices/calendar
offices.show_competence          GET   /admin/competences/<int:competence_id>
offices.show_office              GET   /admin/offices/<int:office_id>
offices.where_to_turn            GET   /where-to-turn
opendata.download                GET   /campaigns/<slug>/data/<form>
opendata.show_data               GET   /campaigns/<slug>/data
outreach.download_poster         GET   /campaigns/<slug>/outreach/poster-<paper>.pdf
outreach.send_invitations        POST  /campaigns/<slug>/outreach/invitations
outreach.show_invitations        GET   /campaigns/<slug>/outreach/invitations
outreach.show_outreach           GET   /campaigns/<slug>/outreach
outreach.show_stop               GET   /letters/no-invitations/<word>
outreach.stop_invitations        POST  /letters/no-invitations/<word>
operations.licence_texts         GET   /licences/texts.txt
operations.list_licences         GET   /licences/
operations.metrics               GET   /metrics
operations.robots                GET   /robots.txt
operations.security              GET   /.well-known/security.txt
operations.security_moved        GET   /security.txt
operations.sitemap               GET   /sitemap.xml
operations.sitemap_part          GET   /sitemap/<kind>-<int:number>.xml
paper.accept_alone               POST  /campaigns/<slug>/vote/paper/<int:pile_id>/alone
paper.accept_pile                POST  /campaigns/<slug>/vote/paper/<int:pile_id>/accept
paper.ask_code                   GET   /campaigns/<slug>/vote/code
paper.begin_pile                 POST  /campaigns/<slug>/vote/paper/new
paper.cancel_pile                POST  /campaigns/<slug>/vote/paper/<int:pile_id>/cancel
paper.cancel_sheet               POST  /campaigns/<slug>/vote/codes/<int:sheet_id>/cancel
paper.change_pile                POST  /campaigns/<slug>/vote/paper/<int:pile_id>/edit
paper.edit_pile                  GET   /campaigns/<slug>/vote/paper/<int:pile_id>/edit
paper.give_back                  POST  /campaigns/<slug>/vote/paper/<int:pile_id>/give-back
paper.keep_entry                 POST  /campaigns/<slug>/vote/paper/<int:pile_id>/slips
paper.list_piles                 GET   /campaigns/<slug>/vote/paper
paper.list_sheets                GET   /campaigns/<slug>/vote/codes
paper.make_sheet                 POST  /campaigns/<slug>/vote/codes
paper.new_pile                   GET   /campaigns/<slug>/vote/paper/new
paper.open_ballot                POST  /campaigns/<slug>/vote/code
paper.print_ballot               GET   /campaigns/<slug>/vote/paper/ballot
paper.say_all_in                 POST  /campaigns/<slug>/vote/paper/in
paper.settle_differences         POST  /campaigns/<slug>/vote/paper/<int:pile_id>/differences
paper.show_differences           GET   /campaigns/<slug>/vote/paper/<int:pile_id>/differences
paper.show_entry                 GET   /campaigns/<slug>/vote/paper/<int:pile_id>/slips
paper.show_pile                  GET   /campaigns/<slug>/vote/paper/<int:pile_id>
paper.show_scan                  GET   /campaigns/<slug>/vote/paper/<int:pile_id>/scan/<name>
paper.take_second                POST  /campaigns/<slug>/vote/paper/<int:pile_id>/second
personal.agree                   POST  /account/consent
personal.ask_file                POST  /account/data/file
personal.ask_leaving             POST  /account/data/leave
personal.declare_age             POST  /account/data/age
personal.fetch_file              GET   /account/data/file
personal.give_full_name          POST  /account/data/full-name
personal.show_age                GET   /account/data/age
personal.show_consent            GET   /account/consent
personal.show_data               GET   /account/data
personal.show_full_name          GET   /account/data/full-name
personal.show_leaving            GET   /account/data/leave
personal.stay                    POST  /account/data/stay
personal.withdraw_full_name      POST  /account/data/full-name/withdraw
plan.accept_invitation           POST  /campaigns/<slug>/join/<secret>
plan.ask_copy                    GET   /campaigns/copy
plan.copy_campaign               POST  /campaigns/copy
plan.create_campaign             POST  /campaigns/new
plan.cut_link                    POST  /campaigns/<slug>/members/link/cut
plan.edit_dates                  GET   /campaigns/<slug>/plan/dates
plan.edit_levels                 GET   /campaigns/<slug>/plan/levels
plan.edit_outline                GET   /campaigns/<slug>/plan/outline
plan.edit_reviewer               GET   /campaigns/<slug>/plan/reviewer
plan.edit_rules                  GET   /campaigns/<slug>/plan/rules
plan.edit_texts                  GET   /campaigns/<slug>/plan/texts
plan.edit_tracks                 GET   /campaigns/<slug>/plan/tracks
plan.feed                        GET   /campaigns/feed.atom
plan.invite_list                 POST  /campaigns/<slug>/members/list
plan.join                        GET   /campaigns/<slug>/join/<secret>
plan.launch                      POST  /campaigns/<slug>/plan/launch
plan.list_campaigns              GET   /campaigns/
plan.make_link                   POST  /campaigns/<slug>/members/link
plan.new_campaign                GET   /campaigns/new
plan.remove_member               POST  /campaigns/<slug>/members/<int:account_id>/remove
plan.save_dates                  POST  /campaigns/<slug>/plan/dates
plan.save_domains                POST  /campaigns/<slug>/members/domains
plan.save_levels                 POST  /campaigns/<slug>/plan/levels
plan.save_outline                POST  /campaigns/<slug>/plan/outline
plan.save_reviewer               POST  /campaigns/<slug>/plan/reviewer
plan.save_rules                  POST  /campaigns/<slug>/plan/rules
plan.save_texts                  POST  /campaigns/<slug>/plan/texts
plan.save_tracks                 POST  /campaigns/<slug>/plan/tracks
plan.show_calendar               GET   /campaigns/<slug>/calendar.ics
plan.show_campaign               GET   /campaigns/<slug>/
plan.show_log                    GET   /campaigns/<slug>/log
plan.show_members                GET   /campaigns/<slug>/members
plan.show_plan                   GET   /campaigns/<slug>/plan
plan.show_rules                  GET   /campaigns/<slug>/rules
plan.take_back_invitation        POST  /campaigns/<slug>/members/invitations/<int:invitation_id>/take-back
programs.list_tokens             GET   /account/tokens/
programs.make_token              POST  /account/tokens/
programs.revoke_token            POST  /account/tokens/<int:token_id>/revoke
programs.show_docs               GET   /api/
programs.show_openapi            GET   /api/v1/openapi.json
rounds.close_round               POST  /campaigns/<slug>/results/<int:number>/close
rounds.count_again               POST  /campaigns/<slug>/results/<int:number>/again
rounds.download_checkpoints      GET   /campaigns/<slug>/vote/ledger/<int:number>/checkpoints.json
rounds.download_comparison       GET   /campaigns/<slug>/results/<int:number>/comparison.json
rounds.download_conversation     GET   /campaigns/<slug>/results/<int:number>.polis.zip
rounds.download_csv              GET   /campaigns/<slug>/results/<int:number>.csv
rounds.download_entries          GET   /campaigns/<slug>/vote/ledger/<int:number>/<int:place>.jsonl
rounds.download_file             GET   /campaigns/<slug>/results/<int:number>/<name>
rounds.download_json             GET   /campaigns/<slug>/results/<int:number>.json
rounds.download_pb               GET   /campaigns/<slug>/results/<int:number>.pb
rounds.download_receipt          GET   /campaigns/<slug>/vote/receipt.json
rounds.download_rule             GET   /campaigns/<slug>/vote/rule.json
rounds.find_receipt              GET   /campaigns/<slug>/vote/receipt
rounds.lay_options               POST  /campaigns/<slug>/plan/vote/options
rounds.plan_options              GET   /campaigns/<slug>/plan/vote/options
rounds.plan_vote                 GET   /campaigns/<slug>/plan/vote
rounds.publish_comparison        POST  /campaigns/<slug>/results/<int:number>/comparison
rounds.publish_result            POST  /campaigns/<slug>/results/<int:number>/publish
rounds.save_vote                 POST  /campaigns/<slug>/plan/vote
rounds.show_check                GET   /campaigns/<slug>/results/<int:number>/check
rounds.show_close                GET   /campaigns/<slug>/results/<int:number>/close
rounds.show_comparison           GET   /campaigns/<slug>/results/<int:number>/comparison
rounds.show_ledger               GET   /campaigns/<slug>/vote/ledger
rounds.show_results              GET   /campaigns/<slug>/results
rounds.show_rule                 GET   /campaigns/<slug>/vote/rule
rounds.sign_result               POST  /campaigns/<slug>/results/<int:number>/sign
search.feed                      GET   /search.atom
search.give_up_search            POST  /account/searches/<int:search_id>/give-up
search.keep_search               POST  /account/searches
search.list_searches             GET   /account/searches
search.page                      GET   /search
selection.make                   POST  /campaigns/<slug>/selection/make
selection.pick_idea              POST  /campaigns/<slug>/selection/picks/<int:idea_id>
selection.show_making            GET   /campaigns/<slug>/selection/make
selection.show_pick              GET   /campaigns/<slug>/selection/picks/<int:idea_id>
selection.show_selection         GET   /campaigns/<slug>/selection
selection.take_back              POST  /campaigns/<slug>/selection/picks/<int:idea_id>/take-back
services.add_service             POST  /admin/services/new
services.bring_file              POST  /admin/services/file
services.change_service          POST  /admin/services/<int:service_id>
services.edit_service            GET   /admin/services/<int:service_id>
services.keep_services           GET   /admin/services/
services.list_services           GET   /services/
services.new_service             GET   /admin/services/new
services.restore_service         POST  /admin/services/<int:service_id>/restore
services.retire_service          POST  /admin/services/<int:service_id>/retire
services.show_file               GET   /admin/services/file
services.show_service            GET   /services/<int:service_id>
static                           GET   /static/<stamp>/<path:filename>
themes.bring_back                POST  /campaigns/<slug>/themes/dismissed/<int:dismissed_id>
themes.dismiss                   POST  /campaigns/<slug>/themes/suggested/<key>
themes.dissolve                  POST  /themes/<int:theme_id>/dissolve
themes.join                      POST  /themes/<int:theme_id>/join
themes.move                      POST  /themes/<int:theme_id>/ideas
themes.name_theme                POST  /campaigns/<slug>/themes
themes.put                       POST  /themes/<int:theme_id>/put
themes.reword                    POST  /themes/<int:theme_id>
themes.show_suggestion           GET   /campaigns/<slug>/themes/suggested/<key>
themes.show_theme                GET   /themes/<int:theme_id>
themes.show_themes               GET   /campaigns/<slug>/themes
themes.suggest                   POST  /campaigns/<slug>/themes/suggest
web.display_page                 GET   /display
web.healthz                      GET   /healthz
web.home                         GET   /
web.list_letters                 GET   /dev/mail/
web.look_logo                    GET   /look/logo/<digest>
web.look_style                   GET   /look/<version>.css
web.own_style                    GET   /look/own/<stamp>.css
web.page                         GET   /pages/<name>
web.page_version                 GET   /pages/<name>/versions/<version>
web.page_versions                GET   /pages/<name>/versions
web.readyz                       GET   /readyz
web.set_display                  POST  /display
web.show_letter                  GET   /dev/mail/<name>
web.style_page                   GET   /style
webhooks.add_to_campaign         POST  /campaigns/<slug>/plan/webhooks
webhooks.add_to_platform         POST  /admin/webhooks/
webhooks.go_on                   POST  /webhooks/<int:webhook_id>/go-on
webhooks.list_campaign           GET   /campaigns/<slug>/plan/webhooks
webhooks.list_platform           GET   /admin/webhooks/
webhooks.pause                   POST  /webhooks/<int:webhook_id>/pause
webhooks.remove                  POST  /webhooks/<int:webhook_id>/remove
webhooks.renew_secret            POST  /webhooks/<int:webhook_id>/secret
webhooks.send_again              POST  /webhooks/deliveries/<int:delivery_id>/send
webhooks.show_webhook            GET   /webhooks/<int:webhook_id>
webhooks.try_out                 POST  /webhooks/<int:webhook_id>/try
"""

LINKS = {"url_for", "address"}  # the second writes links of letters


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    for rule in app.url_map.iter_rules():
        yield rule.endpoint, ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.rule


def named_in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in LINKS and node.args:
                yield from (
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )


def named_in_template(environment: Environment, name: str) -> Iterator[str]:
    assert environment.loader is not None
    source = environment.loader.get_source(environment, name)[0]
    for call in environment.parse(source, name).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for" and call.args:
            first = call.args[0]
            constants = [first] if isinstance(first, nodes.Const) else first.find_all(nodes.Const)
            yield from (constant.value for constant in constants if isinstance(constant.value, str))


def named(app: Flask) -> dict[str, set[str]]:
    """The endpoints that links name in so many words, and where they do."""
    places: dict[str, set[str]] = {}
    for path in modules():
        for endpoint in named_in_python(path):
            places.setdefault(endpoint, set()).add(str(path.relative_to(ROOT)))
    for template in app.jinja_env.list_templates():
        for endpoint in named_in_template(app.jinja_env, template):
            places.setdefault(endpoint, set()).add(template)
    return places


def test_the_routes_are_these(app: Flask) -> None:
    assert sorted(routes(app)) == sorted(tuple(line.split()) for line in ROUTES.strip().splitlines())


def test_every_link_names_a_door_that_is_there(app: Flask) -> None:
    missing = {endpoint: places for endpoint, places in named(app).items() if endpoint not in app.view_functions}

    assert missing == {}
