"""Which notices belong to which subject, what comes by mail when nobody chose, and what comes always. Tables."""

from app.notifications.models import Letters, NoticeKind, Subject

# Statements of reasons about one's own text.
REFUSALS = frozenset(
    {NoticeKind.RETURNED, NoticeKind.REJECTED, NoticeKind.HIDDEN, NoticeKind.REFERRED, NoticeKind.MASKED}
)
# What becomes of one's own text.
OWN = REFUSALS | {NoticeKind.PUBLISHED}
# What a second look at a decision ended in: for the one who asked, and for those who had reported the text.
OF_REVIEWS = frozenset({NoticeKind.REVIEW_UPHELD, NoticeKind.REVIEW_REVERSED, NoticeKind.REPORT_REVERSED})
# Whoever is asked whether their idea may be joined with another has a term to answer.
ASKING = frozenset({NoticeKind.JOINING_PROPOSED})
# What keeps a person from writing, and what a second look at it ended in: the letter is that of the account.
OF_BLOCK_REVIEWS = frozenset({NoticeKind.BLOCK_UPHELD, NoticeKind.BLOCK_REVERSED})
OF_BLOCKS = OF_BLOCK_REVIEWS | {NoticeKind.BLOCKED}
# An official is asked to answer, or to sign beside another: all in one letter.
OF_OFFICIALS = frozenset({NoticeKind.ANSWER_ASKED, NoticeKind.ANSWER_SIGNED})
# What a department says to one's own idea.
OF_ANSWERS = frozenset({NoticeKind.OFFICIAL_ANSWER})

# What the department replies to one's own objection.
OF_REPLIES = frozenset({NoticeKind.CONTEST_ANSWERED})

# Those that the law, or a term that runs, wants to be sent: nobody can choose them away.
ALWAYS = REFUSALS | OF_REVIEWS | ASKING | OF_BLOCKS

# A letter for each, where the person wants it at once.
WITH_LETTERS = OWN | OF_REVIEWS | ASKING | OF_ANSWERS | OF_REPLIES
# Those that stand in no gathered letter while they are wanted at once: another one tells of them.
TOLD_ELSEWHERE = WITH_LETTERS | OF_OFFICIALS | OF_BLOCKS

KINDS: dict[Subject, frozenset[NoticeKind]] = {
    Subject.OWN: ALWAYS
    | OF_ANSWERS
    | {
        NoticeKind.PUBLISHED,
        NoticeKind.MENDED,
        NoticeKind.DRAFT_MADE,
        NoticeKind.CO_AUTHOR_JOINED,
        NoticeKind.SUPPORT_RESET,
        NoticeKind.JOINING_DECLINED,
        NoticeKind.REPORT_ACTED,
        NoticeKind.REPORT_STAYS,
        NoticeKind.CONTEST_ANSWERED,
        NoticeKind.VOTE_APART,
        NoticeKind.VOTE_COUNTED,
        NoticeKind.LOOK_APART,
        NoticeKind.LOOK_COUNTED,
    },
    Subject.REPLIES: frozenset({NoticeKind.ANSWERED}),
    Subject.IDEAS: frozenset(
        {
            NoticeKind.ANSWER_GIVEN,
            NoticeKind.ANSWER_EXTENDED,
            NoticeKind.CLOSED_UNANSWERED,
            NoticeKind.PROGRESS,
            NoticeKind.JOINED,
            NoticeKind.UNJOINED,
        }
    ),
    Subject.FOLLOWS: frozenset(
        {
            NoticeKind.FOLLOWED_PUBLISHED,
            NoticeKind.TOPIC_OPENED,
            NoticeKind.CONCLUSION_WRITTEN,
            NoticeKind.OFFICE_ANSWERED,
            NoticeKind.OFFICE_PROGRESS,
        }
    ),
    Subject.PROJECTS: frozenset(
        {
            NoticeKind.NEWS,
            NoticeKind.TIMELINE_CHANGED,
            NoticeKind.SELECTED,
            NoticeKind.ASSESSED,
            NoticeKind.RESULT_PUBLISHED,
            NoticeKind.DIGEST,
        }
    ),
    Subject.SEARCHES: frozenset({NoticeKind.SEARCH_FOUND}),
    Subject.DUTIES: OF_OFFICIALS
    | {NoticeKind.ANSWER_DUE, NoticeKind.ANSWER_OVERDUE, NoticeKind.IDEAS_GIVEN, NoticeKind.DONE_CONTESTED}
    | {NoticeKind.ASSESSMENT_DUE},
    # The letter about texts that wait for their check is moderation's; no notice stands behind it.
    Subject.MORNINGS: frozenset(),
}

SUBJECT_OF: dict[NoticeKind, Subject] = {kind: subject for subject, kinds in KINDS.items() for kind in kinds}

USUAL: dict[Subject, Letters] = {
    Subject.OWN: Letters.AT_ONCE,
    Subject.REPLIES: Letters.DAILY,
    Subject.IDEAS: Letters.DAILY,
    Subject.FOLLOWS: Letters.DAILY,
    Subject.PROJECTS: Letters.DAILY,
    Subject.SEARCHES: Letters.DAILY,
    Subject.DUTIES: Letters.AT_ONCE,
    Subject.MORNINGS: Letters.DAILY,
}

# What may be chosen where that is not everything.
OFFERED: dict[Subject, tuple[Letters, ...]] = {
    **dict.fromkeys(Subject, tuple(Letters)),
    Subject.MORNINGS: (Letters.DAILY, Letters.NEVER),
}
