"""What somebody who may not write can still do. Written by hand, not computed from the tables of rules."""

from datetime import UTC, datetime

import pytest

from app.accounts.permissions import refusal
from app.accounts.roles import Actor, Barred, Grant, Role
from campaigns.plan.permissions import RULES
from campaigns.plan.phases import Act
from moderation import permissions as of_moderation

NOW = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)
HERE, ELSEWHERE = 7, 8
IN_CAMPAIGN = Actor(1, barred=(Barred("Rude.", NOW, HERE),))
ANYWHERE = Actor(1, barred=(Barred("Rude.", None),))
OWNER = Actor(1, grants=frozenset({Grant(Role.OWNER, HERE)}), barred=(Barred("Rude.", NOW),))

SAYS = """
read                   yes      yes
follow                 yes      yes
draft_an_idea          yes      yes
withdraw_an_idea       yes      yes
delete_a_comment       yes      yes
propose_a_topic        blocked  yes
answer_questions       blocked  yes
comment                blocked  yes
revise_a_comment       blocked  yes
take_a_stand           blocked  yes
react                  blocked  yes
submit_an_idea         blocked  yes
revise_an_idea         blocked  yes
invite_co-authors      blocked  yes
support                blocked  yes
vote                   yes      yes
"""


@pytest.mark.parametrize("line", SAYS.strip().splitlines())
def test_who_may_not_write_here(line: str):
    word, here, elsewhere = line.split()
    act = next(one for one in Act if one.value.replace(" ", "_") == word)
    author_id = None if act == Act.SUPPORT else 1

    heard = [
        getattr(refusal(RULES[act], actor, campaign_id=place, author_id=author_id), "code", "yes")
        for actor, place in ((IN_CAMPAIGN, HERE), (IN_CAMPAIGN, ELSEWHERE), (ANYWHERE, ELSEWHERE))
    ]

    assert heard == [here, elsewhere, here]


def test_they_report_nothing_and_keep_the_rights_of_their_roles():
    report = of_moderation.refusal(IN_CAMPAIGN, of_moderation.Act.REPORT, campaign_id=HERE)
    plan = refusal(RULES[Act.PLAN], OWNER, campaign_id=HERE)

    assert (report and report.code, plan) == ("blocked", None)


def test_the_longest_is_told():
    long = Barred("Long.", NOW.replace(year=2027))
    actor = Actor(1, barred=(Barred("Short.", NOW), long))

    assert (actor.barred_in(HERE), ANYWHERE.barred_in(None)) == (long, Barred("Rude.", None))
