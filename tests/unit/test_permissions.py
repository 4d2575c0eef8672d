"""Who may do what, and what those who may not are told. Written by hand: nothing here is computed from the rules' tables."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.roles import GUEST, SYSTEM, Actor, Grant, Role
from app.foundation.errors import NotAllowed
from campaigns.plan import permissions
from campaigns.plan.models import Campaign, PlannedWindow
from campaigns.plan.phases import Act, PhaseKind

NOW = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HERE, ELSEWHERE, SOMEBODY, AN_AUTHOR = 7, 8, 1, 2

PEOPLE = {
    "guest": GUEST,
    "resident": Actor(SOMEBODY),
    "author": Actor(AN_AUTHOR),
    "expert": Actor(SOMEBODY, grants=frozenset({Grant(Role.EXPERT, HERE)})),
    "facilitator": Actor(SOMEBODY, grants=frozenset({Grant(Role.FACILITATOR, HERE)})),
    "moderator": Actor(SOMEBODY, grants=frozenset({Grant(Role.MODERATOR, HERE)})),
    "owner": Actor(SOMEBODY, grants=frozenset({Grant(Role.OWNER, HERE)})),
    "official": Actor(SOMEBODY, grants=frozenset({Grant(Role.OFFICIAL, None, 3)})),
    "observer": Actor(SOMEBODY, grants=frozenset({Grant(Role.OBSERVER, HERE)})),
    "administrator": Actor(SOMEBODY, grants=frozenset({Grant(Role.ADMINISTRATOR)})),
    "assistant": Actor(SOMEBODY, grants=frozenset({Grant(Role.ASSISTANT, None, 3)})),
}

# What each of them hears while the phase named beside the act is open. «author» is the one who wrote the text in question.
# fmt: off
BY_ROLE = """
act                     phase       guest    resident    author      expert      facilitator moderator   owner       official    observer    administrator  assistant
read                    -           yes      yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
follow                  -           sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
propose_a_topic         discussion  sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
open_a_topic            discussion  sign-in  role        role        role        yes         role        yes         role        role        role           role
highlight_a_comment     -           sign-in  role        role        role        yes         role        yes         role        role        role           role
conclude_a_topic        -           sign-in  role        role        role        yes         role        yes         role        role        role           role
comment                 discussion  sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
answer_questions        discussion  sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
comment                 ideas       sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
revise_a_comment        discussion  sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
revise_a_comment        ideas       sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
delete_a_comment        -           sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
take_a_stand            discussion  sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
react                   ideas       sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
draft_an_idea           -           yes      yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
submit_an_idea          ideas       sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
revise_an_idea          ideas       sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
revise_an_idea          refinement  sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
withdraw_an_idea        -           sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
invite_co-authors       -           sign-in  not-author  yes         not-author  not-author  not-author  not-author  not-author  not-author  not-author     not-author
support                 ideas       sign-in  yes         own         yes         yes         yes         yes         yes         yes         yes            yes
join_ideas              -           sign-in  role        own         role        yes         yes         yes         role        role        role           role
assess                  screening   sign-in  role        own         yes         role        role        role        role        role        role           role
vote                    voting      sign-in  yes         yes         yes         yes         yes         yes         yes         yes         yes            yes
answer                  decision    sign-in  role        role        role        role        role        role        yes         role        role           role
report_progress         results     sign-in  role        role        role        role        role        yes         yes         role        role           role
create_a_campaign       -           sign-in  role        role        role        role        role        role        role        role        yes            role
plan_a_campaign         -           sign-in  role        role        role        role        role        yes         role        role        yes            role
launch_a_campaign       -           sign-in  role        role        role        role        role        yes         role        role        yes            role
change_the_timeline     -           sign-in  role        role        role        role        role        yes         role        role        yes            role
close_a_round           -           sign-in  role        role        role        role        role        yes         role        role        yes            role
sign_off_a_result       -           sign-in  role        role        role        role        role        yes         role        role        yes            role
publish_a_result        -           sign-in  role        role        role        role        role        yes         role        role        yes            role
pick_an_idea            -           sign-in  role        own         yes         role        role        role        role        role        role           role
make_the_selection      -           sign-in  role        role        role        role        role        yes         role        role        yes            role
invite_people           -           sign-in  role        role        role        role        role        yes         role        role        yes            role
post_news               -           sign-in  role        role        role        yes         role        yes         role        role        role           role
enter_ideas_for_others  -           sign-in  role        role        role        yes         role        yes         role        role        yes            role
enter_paper_ballots     -           sign-in  role        role        role        yes         role        yes         role        role        yes            role
see_the_log             -           sign-in  role        role        role        role        role        yes         role        yes         yes            role
"""  # noqa: E501

# What somebody whose role allows the act hears while a phase is open in a campaign that has this one phase alone:
# «no» is that nothing of the kind was planned. What is owed needs no stage of its own: where none was planned, the rooms say when.
BY_PHASE = """
act              announcement  discussion  ideas  refinement  screening  voting  decision  results
open_a_topic     no            yes         no     no          no         no      no        no
revise_a_comment no            yes         yes    no          no         no      no        no
answer_questions no            yes         no     no          no         no      no        no
propose_a_topic  no            yes         no     no          no         no      no        no
comment          no            yes         yes    no          no         no      no        no
take_a_stand     no            yes         no     no          no         no      no        no
react            no            yes         yes    no          no         no      no        no
submit_an_idea   no            no          yes    no          no         no      no        no
revise_an_idea   no            no          yes    yes         no         no      no        no
support          no            no          yes    no          no         no      no        no
assess           no            no          no     no          yes        no      no        no
vote             no            no          no     no          no         yes     no        no
answer           yes           yes         yes    yes         yes        yes     yes       yes
report_progress  yes           yes         yes    yes         yes        yes     yes       yes
"""
# fmt: on
WHO = {
    "open_a_topic": "facilitator",
    "revise_a_comment": "author",
    "submit_an_idea": "author",
    "revise_an_idea": "author",
    "assess": "expert",
    "answer": "official",
    "report_progress": "official",
}


def campaign(*windows: tuple[PhaseKind, int, int], launched: datetime | None = NOW - 90 * DAY) -> Campaign:
    planned = [
        PlannedWindow(kind=kind, opens_at=NOW + start * DAY, closes_at=NOW + end * DAY, added=[], removed=[])
        for kind, start, end in windows
    ]
    return Campaign(id=HERE, launched_at=launched, windows=planned)


def act_of(word: str) -> Act:
    return Act(word.replace("_", " "))


def heard(who: Actor, act: Act, where: Campaign, now: datetime = NOW) -> str:
    reason = permissions.refusal(who, act, where, now, author_id=AN_AUTHOR)
    return reason.code if reason else "yes"


def sentences(table: str) -> list[tuple[str, ...]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    first = 2 if head[1] == "phase" else 1
    return [
        (*row[:first], column, answer) for row in rows for column, answer in zip(head[first:], row[first:], strict=True)
    ]


@pytest.mark.parametrize(("act", "phase", "who", "answer"), sentences(BY_ROLE))
def test_each_role_may_do_what_the_table_says(act, phase, who, answer):
    where = campaign() if phase == "-" else campaign((PhaseKind(phase), -1, 1))

    assert heard(PEOPLE[who], act_of(act), where) == answer


@pytest.mark.parametrize(("act", "kind", "answer"), sentences(BY_PHASE))
def test_each_phase_allows_what_the_table_says(act, kind, answer):
    who = PEOPLE[WHO.get(act, "resident")]
    said = "phase.not-planned" if answer == "no" else answer

    assert heard(who, act_of(act), campaign((PhaseKind(kind), -1, 1))) == said


def test_the_tables_speak_of_every_act_and_every_role():
    acts = {act for act, _phase, _who, _answer in sentences(BY_ROLE)}
    roles = {who for _act, _phase, who, _answer in sentences(BY_ROLE)}

    assert {act_of(act) for act in acts} == set(Act)
    assert roles - {"author"} == {role.value for role in Role}


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        (-timedelta(minutes=1), "phase.not-yet"),
        (timedelta(0), "yes"),
        (10 * DAY - timedelta(microseconds=1), "yes"),
        (10 * DAY, "phase.not-yet"),
        (20 * DAY, "yes"),
        (30 * DAY, "phase.over"),
    ],
)
def test_a_resident_may_support_from_the_first_instant_of_a_window_to_its_bell(at, answer):
    where = campaign((PhaseKind.IDEAS, 0, 10), (PhaseKind.IDEAS, 20, 30))

    assert heard(PEOPLE["resident"], Act.SUPPORT, where, NOW + at) == answer


@pytest.mark.parametrize(("act", "kind"), [(Act.ANSWER, PhaseKind.DECISION), (Act.REPORT_PROGRESS, PhaseKind.RESULTS)])
@pytest.mark.parametrize(
    ("at", "answer"),
    [(-timedelta(minutes=1), "phase.not-yet"), (timedelta(0), "yes"), (10 * DAY, "yes"), (99 * DAY, "yes")],
)
def test_what_is_owed_begins_with_its_stage_and_is_never_over(act, kind, at, answer):
    where = campaign((kind, 0, 10))

    assert heard(PEOPLE["official"], act, where, NOW + at) == answer


@pytest.mark.parametrize("who", ["resident", "owner", "administrator"])
def test_nobody_takes_part_before_the_launch_whatever_the_dates_say(who):
    where = campaign((PhaseKind.IDEAS, -1, 1), launched=None)

    assert heard(PEOPLE[who], Act.SUPPORT, where) == "phase.not-launched"


def test_a_guest_hears_of_the_bell_before_they_are_sent_to_sign_in():
    where = campaign((PhaseKind.IDEAS, -10, -1))

    assert heard(GUEST, Act.SUPPORT, where) == "phase.over"


@pytest.mark.parametrize(
    "act", [Act.PLAN, Act.LAUNCH, Act.CHANGE_TIMELINE, Act.CLOSE_ROUND, Act.SIGN_OFF, Act.PUBLISH_RESULT]
)
def test_an_owner_of_another_campaign_is_a_resident_here(act):
    stranger = Actor(SOMEBODY, grants=frozenset({Grant(Role.OWNER, ELSEWHERE)}))

    assert heard(stranger, act, campaign()) == "role"


def test_a_moderator_of_the_platform_moderates_here_too():
    everywhere = Actor(SOMEBODY, grants=frozenset({Grant(Role.MODERATOR)}))

    assert heard(everywhere, Act.JOIN_IDEAS, campaign((PhaseKind.REFINEMENT, -1, 1))) == "yes"


def test_the_platform_itself_waits_for_the_bell_but_needs_no_role():
    open_now, over = campaign((PhaseKind.SCREENING, -1, 1)), campaign((PhaseKind.SCREENING, -2, -1))

    assert [heard(SYSTEM, Act.ASSESS, where) for where in (open_now, over)] == ["yes", "phase.over"]


def test_require_raises_what_refusal_says():
    with pytest.raises(NotAllowed) as refused:
        permissions.require(GUEST, Act.FOLLOW, campaign(), NOW)

    assert refused.value.reason.code == "sign-in"


def test_a_campaign_that_is_not_written_yet_asks_for_no_age_and_no_level() -> None:
    one, other = Campaign(), Campaign()
    one.levels["comment"] = "verified"

    assert (one.least_age, other.least_age, other.levels) == (0, 0, {})
