"""How notices are worded. Each kind of text has sentences of its own: in Russian and Ukrainian the verbs agree with the noun."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.notifications.models import Letters, NoticeKind, Subject
from campaigns.contributions.models import Kind

# What became of one's own text.
OWN_SENTENCES: dict[NoticeKind, dict[Kind, Any]] = {
    NoticeKind.PUBLISHED: {
        Kind.IDEA: _l("Your idea is published"),
        Kind.TOPIC: _l("Your topic is published"),
        Kind.COMMENT: _l("Your comment is published"),
        Kind.ANSWER: _l("Your answer is published"),
        Kind.CONCLUSION: _l("Your conclusion is published"),
        Kind.NEWS: _l("Your news is published"),
        Kind.CONTEST: _l("Your objection is published"),
    },
    NoticeKind.RETURNED: {
        Kind.IDEA: _l("Your idea came back to you: mend it and send it again"),
        Kind.TOPIC: _l("Your topic came back to you: mend it and send it again"),
        Kind.CONCLUSION: _l("Your conclusion came back to you: mend it and send it again"),
        Kind.NEWS: _l("Your news came back to you: mend it and send it again"),
    },
    NoticeKind.REJECTED: {
        Kind.IDEA: _l("Your idea was not published: see why"),
        Kind.TOPIC: _l("Your topic was not published: see why"),
        Kind.COMMENT: _l("Your comment was not published: see why"),
        Kind.CONCLUSION: _l("Your conclusion was not published: see why"),
        Kind.NEWS: _l("Your news was not published: see why"),
        Kind.CONTEST: _l("Your objection was not published: see why"),
    },
    NoticeKind.HIDDEN: {
        Kind.IDEA: _l("Your idea was hidden: see why"),
        Kind.TOPIC: _l("Your topic was hidden: see why"),
        Kind.COMMENT: _l("Your comment was hidden: see why"),
        Kind.ANSWER: _l("Your answer was hidden: see why"),
        Kind.CONCLUSION: _l("Your conclusion was hidden: see why"),
        Kind.NEWS: _l("Your news was hidden: see why"),
        Kind.CONTEST: _l("Your objection was hidden: see why"),
    },
    NoticeKind.REFERRED: {
        Kind.IDEA: _l("Your idea belongs to another office: see where to turn"),
        Kind.TOPIC: _l("Your topic belongs to another office: see where to turn"),
        Kind.COMMENT: _l("Your comment belongs to another office: see where to turn"),
        Kind.CONTEST: _l("Your objection belongs to another office: see where to turn"),
    },
    NoticeKind.MASKED: {
        Kind.IDEA: _l("Your idea is published without personal data: see why"),
        Kind.TOPIC: _l("Your topic is published without personal data: see why"),
        Kind.COMMENT: _l("Your comment is published without personal data: see why"),
        Kind.ANSWER: _l("Your answer is published without personal data: see why"),
        Kind.CONCLUSION: _l("Your conclusion is published without personal data: see why"),
        Kind.NEWS: _l("Your news is published without personal data: see why"),
        Kind.CONTEST: _l("Your objection is published without personal data: see why"),
    },
}

SENTENCES: dict[NoticeKind, Any] = {
    NoticeKind.REVIEW_UPHELD: _l("Your review is decided: the decision stands"),
    NoticeKind.REVIEW_REVERSED: _l("Your review is decided: the decision is reversed"),
    NoticeKind.REPORT_REVERSED: _l("A text you reported was looked at a second time: everyone can read it again"),
    NoticeKind.FOLLOWED_PUBLISHED: _l("A new idea in what you follow"),
    NoticeKind.TIMELINE_CHANGED: _l("The dates of a project have changed"),
    NoticeKind.RESULT_PUBLISHED: _l("The result of a project is published"),
    NoticeKind.TOPIC_OPENED: _l("A new topic is open for discussion"),
    NoticeKind.CONCLUSION_WRITTEN: _l("A discussion has its conclusion"),
    NoticeKind.NEWS: _l("News of a project you follow"),
    NoticeKind.ANSWERED: _l("Somebody answered your comment"),
    NoticeKind.SUPPORT_RESET: _l("An idea you supported has changed much: read it and support it again"),
    NoticeKind.CO_AUTHOR_JOINED: _l("A co-author has joined your idea"),
    NoticeKind.SELECTED: _l("The selection of a project is made: see what became of each idea"),
    NoticeKind.REPORT_ACTED: _l("A text you reported is not public any more"),
    NoticeKind.REPORT_STAYS: _l("A text you reported stays: it breaks no rule"),
    NoticeKind.BLOCKED: _l("You cannot write for now: see why"),
    NoticeKind.BLOCK_UPHELD: _l("Your review is decided: you still cannot write"),
    NoticeKind.BLOCK_REVERSED: _l("Your review is decided: you can write again"),
    NoticeKind.MENDED: _l("A moderator mended a small thing in your text"),
    NoticeKind.SEARCH_FOUND: _l("A search you keep has found something new"),
    NoticeKind.JOINING_PROPOSED: _l("Your idea may be joined with a similar one: say whether you agree"),
    NoticeKind.JOINING_DECLINED: _l("Two ideas that were to be joined stay as they are: see why"),
    NoticeKind.JOINED: _l("Two similar ideas are joined and go on as one"),
    NoticeKind.UNJOINED: _l("An idea stands by itself again, with those who supported it"),
    NoticeKind.DRAFT_MADE: _l("A draft idea was made from your comment: read it, mend it and send it if you like"),
    NoticeKind.VOTE_APART: _l(
        "A published rule counts your vote apart: see why, and ask a person to look if it is wrong"
    ),
    NoticeKind.VOTE_COUNTED: _l("Your vote is counted with all others again"),
    NoticeKind.LOOK_APART: _l("A person has looked at your vote: it stays counted apart. See why"),
    NoticeKind.LOOK_COUNTED: _l("A person has looked at your vote: it is counted with all others"),
    NoticeKind.IDEAS_GIVEN: _l("Ideas wait for your assessment as an expert"),
    NoticeKind.ASSESSMENT_DUE: _l("Ideas wait for your assessment: the last day comes near"),
    NoticeKind.ASSESSED: _l("Experts have assessed the ideas of a project: see what they found"),
    NoticeKind.ANSWER_DUE: _l("Your department owes an answer: its day comes near"),
    NoticeKind.ANSWER_OVERDUE: _l("An answer is overdue: ask the department"),
    NoticeKind.CLOSED_UNANSWERED: _l("An idea you wrote, support or follow gets no answer: see why"),
    NoticeKind.ANSWER_ASKED: _l("Your department is asked for an answer"),
    NoticeKind.ANSWER_SIGNED: _l("An answer waits for a second signature"),
    NoticeKind.OFFICIAL_ANSWER: _l("Your idea has the answer of the department"),
    NoticeKind.ANSWER_GIVEN: _l("An idea you support or follow has the answer of the department"),
    NoticeKind.ANSWER_EXTENDED: _l("The answer to an idea comes later: see why"),
    NoticeKind.PROGRESS: _l("Something was reported about an idea you wrote, support or follow"),
    NoticeKind.DONE_CONTESTED: _l("Somebody objects to what your team reports as done: read it and reply"),
    NoticeKind.CONTEST_ANSWERED: _l("Your objection has its reply"),
    NoticeKind.OFFICE_ANSWERED: _l("A department you follow has answered an idea"),
    NoticeKind.OFFICE_PROGRESS: _l("A department you follow reports about its work on an idea"),
    NoticeKind.DIGEST: _l("A digest of a project is published: read it in a minute"),
}

TONES: dict[NoticeKind, str] = {
    NoticeKind.REVIEW_UPHELD: "neutral",
    NoticeKind.REVIEW_REVERSED: "done",
    NoticeKind.REPORT_REVERSED: "neutral",
    NoticeKind.PUBLISHED: "done",
    NoticeKind.RETURNED: "now",
    NoticeKind.REJECTED: "refused",
    NoticeKind.HIDDEN: "refused",
    NoticeKind.REFERRED: "now",
    NoticeKind.FOLLOWED_PUBLISHED: "neutral",
    NoticeKind.TIMELINE_CHANGED: "now",
    NoticeKind.RESULT_PUBLISHED: "brand",
    NoticeKind.TOPIC_OPENED: "neutral",
    NoticeKind.CONCLUSION_WRITTEN: "brand",
    NoticeKind.NEWS: "neutral",
    NoticeKind.ANSWERED: "neutral",
    NoticeKind.SUPPORT_RESET: "now",
    NoticeKind.CO_AUTHOR_JOINED: "done",
    NoticeKind.SELECTED: "brand",
    NoticeKind.REPORT_ACTED: "done",
    NoticeKind.REPORT_STAYS: "neutral",
    NoticeKind.BLOCKED: "refused",
    NoticeKind.BLOCK_UPHELD: "neutral",
    NoticeKind.BLOCK_REVERSED: "done",
    NoticeKind.MASKED: "done",
    NoticeKind.MENDED: "neutral",
    NoticeKind.SEARCH_FOUND: "brand",
    NoticeKind.DRAFT_MADE: "brand",
    NoticeKind.JOINING_PROPOSED: "now",
    NoticeKind.JOINING_DECLINED: "neutral",
    NoticeKind.JOINED: "done",
    NoticeKind.UNJOINED: "neutral",
    NoticeKind.VOTE_APART: "now",
    NoticeKind.VOTE_COUNTED: "done",
    NoticeKind.LOOK_APART: "neutral",
    NoticeKind.LOOK_COUNTED: "done",
    NoticeKind.IDEAS_GIVEN: "now",
    NoticeKind.ASSESSMENT_DUE: "now",
    NoticeKind.ASSESSED: "brand",
    NoticeKind.ANSWER_DUE: "now",
    NoticeKind.ANSWER_OVERDUE: "refused",
    NoticeKind.CLOSED_UNANSWERED: "neutral",
    NoticeKind.ANSWER_ASKED: "now",
    NoticeKind.ANSWER_SIGNED: "now",
    NoticeKind.OFFICIAL_ANSWER: "official",
    NoticeKind.ANSWER_GIVEN: "official",
    NoticeKind.ANSWER_EXTENDED: "neutral",
    NoticeKind.PROGRESS: "brand",
    NoticeKind.DONE_CONTESTED: "now",
    NoticeKind.CONTEST_ANSWERED: "neutral",
    NoticeKind.OFFICE_ANSWERED: "official",
    NoticeKind.OFFICE_PROGRESS: "brand",
    NoticeKind.DIGEST: "brand",
}

# The subjects of letters about one's own text, with its title.
SUBJECTS: dict[NoticeKind, dict[Kind, Any]] = {
    NoticeKind.PUBLISHED: {
        Kind.IDEA: _l("Your idea is published: %(title)s"),
        Kind.TOPIC: _l("Your topic is published: %(title)s"),
        Kind.COMMENT: _l("Your comment is published: %(title)s"),
        Kind.ANSWER: _l("Your answer is published: %(title)s"),
        Kind.CONCLUSION: _l("Your conclusion is published: %(title)s"),
        Kind.NEWS: _l("Your news is published: %(title)s"),
        Kind.CONTEST: _l("Your objection is published: %(title)s"),
    },
    NoticeKind.RETURNED: {
        Kind.IDEA: _l("Your idea came back to you: %(title)s"),
        Kind.TOPIC: _l("Your topic came back to you: %(title)s"),
        Kind.CONCLUSION: _l("Your conclusion came back to you: %(title)s"),
        Kind.NEWS: _l("Your news came back to you: %(title)s"),
    },
    NoticeKind.REJECTED: {
        Kind.IDEA: _l("Your idea was not published: %(title)s"),
        Kind.TOPIC: _l("Your topic was not published: %(title)s"),
        Kind.COMMENT: _l("Your comment was not published: %(title)s"),
        Kind.CONCLUSION: _l("Your conclusion was not published: %(title)s"),
        Kind.NEWS: _l("Your news was not published: %(title)s"),
        Kind.CONTEST: _l("Your objection was not published: %(title)s"),
    },
    NoticeKind.HIDDEN: {
        Kind.IDEA: _l("Your idea was hidden: %(title)s"),
        Kind.TOPIC: _l("Your topic was hidden: %(title)s"),
        Kind.COMMENT: _l("Your comment was hidden: %(title)s"),
        Kind.ANSWER: _l("Your answer was hidden: %(title)s"),
        Kind.CONCLUSION: _l("Your conclusion was hidden: %(title)s"),
        Kind.NEWS: _l("Your news was hidden: %(title)s"),
        Kind.CONTEST: _l("Your objection was hidden: %(title)s"),
    },
    NoticeKind.REFERRED: {
        Kind.IDEA: _l("Where to turn with your idea: %(title)s"),
        Kind.TOPIC: _l("Where to turn with your topic: %(title)s"),
        Kind.COMMENT: _l("Where to turn with your comment: %(title)s"),
        Kind.CONTEST: _l("Where to turn with your objection: %(title)s"),
    },
    NoticeKind.MASKED: {
        Kind.IDEA: _l("Your idea is published without personal data: %(title)s"),
        Kind.TOPIC: _l("Your topic is published without personal data: %(title)s"),
        Kind.COMMENT: _l("Your comment is published without personal data: %(title)s"),
        Kind.ANSWER: _l("Your answer is published without personal data: %(title)s"),
        Kind.CONCLUSION: _l("Your conclusion is published without personal data: %(title)s"),
        Kind.NEWS: _l("Your news is published without personal data: %(title)s"),
        Kind.CONTEST: _l("Your objection is published without personal data: %(title)s"),
    },
}

# The first sentence of a letter about what was published.
PUBLISHED: dict[Kind, Any] = {
    Kind.IDEA: _l(
        "Your idea “%(title)s” in the project “%(campaign)s” is published. Everyone can read and support it:"
    ),
    Kind.TOPIC: _l("Your topic “%(title)s” in the project “%(campaign)s” is open. Everyone can read and discuss it:"),
    Kind.COMMENT: _l(
        "Your comment “%(title)s” in the project “%(campaign)s” is published. Everyone can read and answer it:"
    ),
    Kind.ANSWER: _l("The answer of “%(title)s” in the project “%(campaign)s” is published. Everyone can read it:"),
    Kind.CONCLUSION: _l(
        "Your conclusion of “%(title)s” in the project “%(campaign)s” is published. Everyone can read it:"
    ),
    Kind.NEWS: _l("Your news “%(title)s” in the project “%(campaign)s” is published. Everyone can read it:"),
    Kind.CONTEST: _l("Your objection “%(title)s” in the project “%(campaign)s” is published. Everyone can read it:"),
}

# The first sentence of a letter about a restriction: by a person, by a machine.
LOOKED_AT: dict[Kind, Any] = {
    Kind.IDEA: _l("A moderator has looked at your idea “%(title)s” in the project “%(campaign)s”."),
    Kind.TOPIC: _l("A moderator has looked at your topic “%(title)s” in the project “%(campaign)s”."),
    Kind.COMMENT: _l("A moderator has looked at your comment “%(title)s” in the project “%(campaign)s”."),
    Kind.ANSWER: _l("A moderator has looked at the answer of “%(title)s” in the project “%(campaign)s”."),
    Kind.CONCLUSION: _l("A moderator has looked at your conclusion of “%(title)s” in the project “%(campaign)s”."),
    Kind.NEWS: _l("A moderator has looked at your news “%(title)s” in the project “%(campaign)s”."),
    Kind.CONTEST: _l("A moderator has looked at your objection “%(title)s” in the project “%(campaign)s”."),
}
MACHINE: dict[Kind, Any] = {
    Kind.IDEA: _l("Your idea “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.TOPIC: _l("Your topic “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.COMMENT: _l("Your comment “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.ANSWER: _l("The answer of “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.CONCLUSION: _l("Your conclusion of “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.NEWS: _l("Your news “%(title)s” in the project “%(campaign)s” was checked by a machine."),
    Kind.CONTEST: _l("Your objection “%(title)s” in the project “%(campaign)s” was checked by a machine."),
}

HOW_OFTEN: dict[Letters, Any] = {
    Letters.AT_ONCE: _l("At once"),
    Letters.DAILY: _l("Once a day"),
    Letters.WEEKLY: _l("Once a week"),
    Letters.NEVER: _l("Never"),
}

# What people choose about: its name, and what belongs to it.
SUBJECTS_ASKED: dict[Subject, tuple[Any, Any]] = {
    Subject.OWN: (
        _l("What I wrote and did"),
        _l(
            "Your text is published or mended, the department answers your idea, your report is decided, your vote or support changes"
        ),
    ),
    Subject.REPLIES: (_l("Replies to my comments"), _l("Somebody answers what you wrote")),
    Subject.IDEAS: (
        _l("What becomes of ideas I wrote, support or follow"),
        _l("The department answers or asks for more time, work begins or ends, similar ideas are joined"),
    ),
    Subject.FOLLOWS: (
        _l("What I follow"),
        _l("New ideas, topics and conclusions there, answers and reports of departments"),
    ),
    Subject.PROJECTS: (
        _l("News of projects I take part in or follow"),
        _l("News, changed dates, selection, results and digests"),
    ),
    Subject.SEARCHES: (_l("Searches I keep"), _l("New texts that fit your search")),
    Subject.DUTIES: (
        _l("What is asked of me"),
        _l("Answers your department owes, ideas to assess, objections to works"),
    ),
    Subject.MORNINGS: (_l("Texts that wait for my check"), _l("On working mornings, while some wait")),
}


# The same in a word or two, to narrow the list by.
SUBJECTS_SHORT: dict[Subject, Any] = {
    Subject.OWN: _l("What I wrote and did"),
    Subject.REPLIES: _l("Replies"),
    Subject.IDEAS: _l("What becomes of ideas"),
    Subject.FOLLOWS: _l("What I follow"),
    Subject.PROJECTS: _l("News of projects"),
    Subject.SEARCHES: _l("My searches"),
    Subject.DUTIES: _l("What is asked of me"),
}


def sentence(kind: NoticeKind, of: Kind | None) -> Any:
    """What a notice says, by the kind of text it is about."""
    if kind not in OWN_SENTENCES:
        return SENTENCES[kind]
    return OWN_SENTENCES[kind].get(of or Kind.IDEA, OWN_SENTENCES[kind][Kind.IDEA])
