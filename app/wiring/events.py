"""Who hears which event, in this order. A table only."""

from app.accounts.events import BlockReviewed, PersonBlocked
from app.digests import listeners as digest_listeners
from app.foundation.events import Listeners
from app.notifications import answers as notification_answers
from app.notifications import assessments as notification_assessments
from app.notifications import duties as notification_duties
from app.notifications import joinings as notification_joinings
from app.notifications import listeners as notification_listeners
from app.notifications import votes as notification_votes
from app.notifications import works as notification_works
from app.offices.events import CalendarChanged
from app.opendata import listeners as open_data_listeners
from app.webhooks import listeners as webhook_listeners
from campaigns.answers.events import (
    AnswerAsked,
    AnswerDue,
    AnswerExtended,
    AnswerOverdue,
    AnswerReleased,
    AnswerSigned,
    ClosedUnanswered,
)
from campaigns.assessment import listeners as assessment_listeners
from campaigns.assessment.events import AssessmentDue, AssessmentOpened, IdeasGiven
from campaigns.comments import listeners as comment_listeners
from campaigns.comments.events import CommentsCounted
from campaigns.contributions.events import (
    ContributionChanged,
    ContributionJoined,
    ContributionMasked,
    ContributionMended,
    ContributionPublished,
    ContributionRestored,
    ContributionRestricted,
    ContributionReworded,
    ContributionSubmitted,
    ContributionUnjoined,
    ContributionWithdrawn,
)
from campaigns.ideas import listeners as idea_listeners
from campaigns.ideas.events import CoAuthorJoined, DraftThrownAway, IdeaChangedMaterially
from campaigns.implementation import listeners as work_listeners
from campaigns.implementation.events import ContestAnswered, DoneContested, ProgressReported
from campaigns.plan import listeners as plan_listeners
from campaigns.plan.events import CampaignCopied, CampaignLaunched, TimelineChanged
from campaigns.rounds import listeners as round_listeners
from campaigns.rounds.apart.events import LookDecided, VotesJudged
from campaigns.rounds.ballots import listeners as ballot_listeners
from campaigns.rounds.events import ResultFrozen, ResultPublished, RoundClosed
from campaigns.rounds.ledger import listeners as ledger_listeners
from campaigns.selection.events import OutcomesGiven, SelectionMade
from moderation import listeners as moderation_listeners
from moderation.events import CaseDecided, DraftMade, ReviewDecided
from search import listeners as search_listeners
from search.joining import listeners as joining_listeners
from search.joining.events import IdeasJoined, IdeasParted, JoiningEnded, JoiningProposed
from search.saved.events import SearchFound
from search.similar import listeners as similar_listeners
from search.themes import listeners as theme_listeners

LISTENERS: Listeners = {
    CampaignCopied: (round_listeners.copy_rule, assessment_listeners.copy_card),
    CampaignLaunched: (
        round_listeners.fix_rules,
        search_listeners.mark_campaign,
        plan_listeners.send_invitations,
        webhook_listeners.tell_launched,
    ),
    ContributionSubmitted: (
        moderation_listeners.open_case,
        moderation_listeners.close_reviews,
        search_listeners.mark_words,
    ),
    ContributionPublished: (
        comment_listeners.count,
        moderation_listeners.look_after,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        notification_listeners.tell_published,
        similar_listeners.liken,
        ledger_listeners.follow_idea,
        work_listeners.announce_contest,
        webhook_listeners.tell_published,
    ),
    CommentsCounted: (idea_listeners.count_comments,),
    ContributionChanged: (
        moderation_listeners.look_at_change,
        search_listeners.mark_words,
        similar_listeners.liken,
        digest_listeners.look_at_pictures,
    ),
    ContributionReworded: (search_listeners.mark_words, similar_listeners.liken),
    ContributionRestricted: (
        open_data_listeners.take_back,
        comment_listeners.count,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        notification_listeners.tell_restricted,
        ledger_listeners.follow_idea,
        digest_listeners.look_at_files,
        theme_listeners.forget_words,
        webhook_listeners.tell_gone,
    ),
    ContributionMasked: (
        open_data_listeners.take_back,
        search_listeners.mark_words,
        similar_listeners.liken,
        digest_listeners.look_at_files,
        theme_listeners.forget_words,
    ),
    ContributionMended: (
        moderation_listeners.check_again,
        search_listeners.mark_words,
        notification_listeners.tell_mended,
        similar_listeners.liken,
    ),
    ContributionRestored: (
        open_data_listeners.take_back,
        comment_listeners.count,
        moderation_listeners.close_reviews,
        search_listeners.mark_contribution,
        similar_listeners.liken,
        ledger_listeners.follow_idea,
        digest_listeners.look_at_files,
        webhook_listeners.tell_moved,
    ),
    ContributionWithdrawn: (
        open_data_listeners.take_back,
        comment_listeners.count,
        moderation_listeners.close_case,
        search_listeners.mark_contribution,
        ledger_listeners.follow_idea,
        digest_listeners.look_at_files,
        theme_listeners.forget_words,
        webhook_listeners.tell_gone,
    ),
    ContributionJoined: (
        joining_listeners.mark,
        ledger_listeners.follow_idea,
        theme_listeners.follow_joined,
        webhook_listeners.tell_moved,
    ),
    ContributionUnjoined: (joining_listeners.mark, ledger_listeners.follow_idea, webhook_listeners.tell_moved),
    TimelineChanged: (round_listeners.fix_rules, notification_listeners.tell_timeline),
    RoundClosed: (round_listeners.ask_for_tally, ballot_listeners.forget_who_left, webhook_listeners.tell_closed),
    ResultPublished: (
        notification_listeners.tell_result,
        ledger_listeners.publish_files,
        digest_listeners.tell_published,
        webhook_listeners.tell_result,
    ),
    IdeaChangedMaterially: (notification_listeners.tell_supporters, joining_listeners.drop_changed),
    CoAuthorJoined: (notification_listeners.tell_joined,),
    DraftThrownAway: (notification_listeners.forget_draft,),
    OutcomesGiven: (search_listeners.mark_outcomes, webhook_listeners.tell_outcomes),
    AnswerAsked: (notification_answers.tell_asked,),
    AnswerSigned: (notification_answers.tell_signed,),
    AnswerExtended: (notification_answers.tell_extended,),
    IdeasGiven: (notification_assessments.tell_given,),
    AssessmentDue: (notification_assessments.tell_due,),
    AssessmentOpened: (notification_assessments.tell_opened,),
    SelectionMade: (notification_listeners.tell_selection,),
    PersonBlocked: (notification_listeners.tell_blocked,),
    BlockReviewed: (notification_listeners.tell_block_reviewed,),
    CaseDecided: (notification_listeners.wait_for_undoing, moderation_listeners.wait_to_join),
    DraftMade: (notification_listeners.tell_draft,),
    ReviewDecided: (notification_listeners.tell_reviewed,),
    SearchFound: (notification_listeners.tell_search,),
    ResultFrozen: (digest_listeners.ask_for_snapshot,),
    JoiningProposed: (notification_joinings.tell_proposed,),
    JoiningEnded: (notification_joinings.tell_ended,),
    IdeasJoined: (notification_joinings.tell_joined,),
    IdeasParted: (notification_joinings.tell_parted,),
    CalendarChanged: (moderation_listeners.reckon_due,),
    AnswerReleased: (work_listeners.begin_work, notification_answers.tell_released, webhook_listeners.tell_answer),
    AnswerDue: (notification_duties.tell_due,),
    AnswerOverdue: (notification_duties.tell_overdue,),
    ClosedUnanswered: (notification_duties.tell_closed,),
    ProgressReported: (notification_works.tell_progress, webhook_listeners.tell_progress),
    DoneContested: (notification_works.tell_contested,),
    ContestAnswered: (notification_works.tell_contest_answered,),
    VotesJudged: (notification_votes.tell_judged,),
    LookDecided: (notification_votes.tell_looked,),
}
