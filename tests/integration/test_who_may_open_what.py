"""Who may open and send what. Written by hand, line by line: nothing here is computed from the tables of permissions.

`yes` is the page, `in` the way to sign in and back, `no` a refusal with its reason (403); `-` says that there is no such page
(404), where even that there is one is nobody's business. Of what is sent, `may` is everything but a refusal: what is sent is
too little to be done, so that those who may are told what is missing, or it is done.
"""

from collections.abc import Callable

import pytest

from app.foundation.db import db
from app.notifications.models import Notice
from search.domain import upkeep
from tests.factories.worlds import INVITATION, SECRET, World, make_world
from tests.support.people import Visitor

Visit = Callable[..., Visitor]
READ = {200: "yes", 302: "yes", 303: "in", 403: "no", 404: "-"}
SENT = {200: "may", 303: "may", 409: "may", 422: "may", 403: "no", 404: "-"}

# Moderators, owners and the observer are those of `ugra`, `planned`, `invited` and `counted`; their neighbours those of `other`.
# `planned` is not launched, `invited` is for those who have a role in it or are invited (nobody is), the result of `counted` is not signed.
# fmt: off
OPENS = """
address                                  guest resident author expert moderator neighbour_moderator owner neighbour_owner official observer administrator
/                                        yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/                              yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/api/                                    yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/tokens/                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/admin/webhooks/                         in    no       no     no     no        no                  no    no              no       no       yes
/campaigns/ugra/plan/webhooks            in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/plan/webhooks         -     -        -      -      no        -                   yes   -               -        no       yes
/webhooks/9999                           in    -        -      -      -         -                   -     -               -        -        -
/search?q=идея                           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/search.atom?q=идея                      yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/searches                        in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/digests/                                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/                         yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/ideas/                   yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/ideas/new                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/planned/                      -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/rules                 -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/ideas/                -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/ideas/new             -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/results               -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/plan                  -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/planned/plan/dates            -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/planned/plan/texts            -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/planned/plan/rules            -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/planned/calendar.ics          -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/log                   in    -        -      -      no        -                   yes   -               -        yes      yes
/campaigns/invited/                      -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/rules                 -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/ideas/                -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/ideas/new             -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/results               -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/calendar.ics          -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/data                  -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/data/csv              -     -        -      -      -         -                   -     -               -        -        -
/campaigns/invited/ideas/feed.atom       -     -        -      -      -         -                   -     -               -        -        -
/campaigns/invited/news/feed.atom        -     -        -      -      -         -                   -     -               -        -        -
/campaigns/planned/data                  -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/ideas/feed.atom       -     -        -      -      -         -                   -     -               -        -        -
/campaigns/planned/news/feed.atom        -     -        -      -      -         -                   -     -               -        -        -
/campaigns/ugra/data                     yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/data/csv                 -     -        -      -      -         -                   -     -               -        -        -
/licences/                               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/licences/texts.txt                      yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/robots.txt                              yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/sitemap.xml                             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/sitemap/ideas-0.xml                     yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/sitemap/drafts-0.xml                    -     -        -      -      -         -                   -     -               -        -        -
/.well-known/security.txt                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/feed.atom                     yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/ideas/feed.atom          yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/news/feed.atom           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/invited/log                   in    -        -      -      no        -                   yes   -               -        yes      yes
/campaigns/invited/members               -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/ugra/members                  in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/invited/join/wrong            -     -        -      -      -         -                   -     -               -        -        -
/campaigns/ugra/selection                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/planned/selection             -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/selection             -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/counted/selection             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/screened/assessment           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/assessment               -     -        -      -      -         -                   -     -               -        -        -
/campaigns/screened/assessment/results   -     -        -      -      -         -                   -     -               -        -        -
/campaigns/screened/assessment/results.csv -   -        -      -      -         -                   -     -               -        -        -
/campaigns/screened/assessment/lots.json -     -        -      -      -         -                   yes   -               -        yes      yes
/campaigns/screened/plan/assessment      in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/screened/plan/assessment/preview in no       no     no     no        no                  yes   no              no       no       yes
/campaigns/screened/plan/assessment/begin in   no       no     no     no        no                  yes   no              no       no       yes
/assessments/{assessment}                in    -        -      -      -         -                   -     -               -        -        -
/answers/                                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/answers/feed.atom                       yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/answers/calendar.ics?campaign=ugra      yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/answers/?campaign=planned               -     -        -      -      yes       -                   yes   -               -        yes      yes
/answers/?campaign=invited               -     -        -      -      yes       -                   yes   -               -        yes      yes
/answers/desk                            in    no       no     no     no        no                  no    no              yes      no       no
/answers/ready                           in    no       no     no     no        no                  no    no              yes      no       no
/answers/sheets/new                      in    no       no     no     no        no                  no    no              yes      no       no
/answers/sheets/owed.xlsx                in    no       no     no     no        no                  no    no              yes      no       no
/answers/sheets/owed.xlsx?campaign=ugra  in    no       no     no     no        no                  yes   no              yes      no       yes
/answers/sheets/9999                     in    no       no     no     no        no                  no    no              -        no       no
/answers/sheets/9999/refused.xlsx        in    no       no     no     no        no                  no    no              -        no       no
/answers/{owed}                          in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/answers/9999                            in    -        -      -      -         -                   -     -               -        -        -
/campaigns/ugra/answers                  in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/answers/release          in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/answers               -     -        -      -      no        -                   yes   -               -        no       yes
/implementation/                         yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/implementation/feed.atom                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/{built}/implementation            yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/{published}/implementation        -     -        -      -      -         -                   -     -               -        -        -
/ideas/{published}/implementation/begin  in    no       no     no     no        no                  no    no              no       no       no
/ideas/{built}/implementation/report     in    no       no     no     no        no                  yes   no              yes      no       no
/ideas/{built}/implementation/steps      in    no       no     no     no        no                  yes   no              yes      no       no
/ideas/{built}/implementation/steps/{built_step} in no  no     no     no        no                  yes   no              yes      no       no
/ideas/{built}/implementation/contest    in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/implementation/objections/{objection}   yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/implementation/objections/{objection}/reply in no      no     no     no        no                  yes   no              yes      no       no
/campaigns/counted/selection/make        in    no       no     no     no        no                  409   no              no       no       409
/campaigns/counted/selection/picks/{counted} in no      no     no     no        no                  no    no              no       no       no
/campaigns/ugra/plan                     in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/plan/outline             in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/plan/tracks              in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/plan/texts               in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/plan/rules               in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/rules                    yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/moderation               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/moderation.csv           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/moderation.xlsx          yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/calendar.ics             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/copy                          in    no       no     no     no        no                  yes   yes             no       no       yes
/campaigns/ugra/plan/dates               in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/log                      in    no       no     no     no        no                  yes   no              no       yes      yes
/campaigns/new                           in    no       no     no     no        no                  no    no              no       no       yes
/campaigns/counted/results               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/counted/results/1.csv         -     -        -      -      -         -                   yes   -               -        -        yes
/campaigns/counted/results/1.json        -     -        -      -      -         -                   yes   -               -        -        yes
/campaigns/counted/results/1.pb          -     -        -      -      -         -                   -     -               -        -        -
/campaigns/counted/results/1.polis.zip   -     -        -      -      -         -                   -     -               -        -        -
/campaigns/counted/results/1/check       no    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/counted/results/1/close       no    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/counted/results/1/comparison  -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/results/1/comparison.json -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/results/1/rule.json    -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote                   yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/confirmation      in    -        -      -      -         -                   -     -               -        -        -
/campaigns/counted/vote                  -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote/rule              yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/rule.json         yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/counted/vote/rule             -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/plan/vote              in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/voting/plan/vote/options      in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/plan/vote             -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/voting/vote/ledger            yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/ledger/1/0.jsonl  yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/ledger/1/1.jsonl  -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote/ledger/1/checkpoints.json yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/receipt           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/receipt.json      -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote/apart             in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/voting/vote/apart/looks       in    no       no     no     yes       no                  yes   no              no       no       no
/campaigns/voting/vote/apart/looks/{look} in   no       no     no     yes       no                  yes   no              no       no       no
/campaigns/voting/vote/apart/looks/999   in    no       no     no     -         no                  -     no              no       no       no
/campaigns/counted/vote/ledger           -     -        -      -      -         -                   -     -               -        -        -
/campaigns/invited/vote/receipt          -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote/paper             in    no       no       no     no        no                  yes   no              no       yes      yes
/campaigns/voting/vote/paper/ballot      in    no       no       no     no        no                  yes   no              no       yes      yes
/campaigns/voting/vote/paper/new         in    no       no       no     no        no                  yes   no              no       no       yes
/campaigns/voting/vote/paper/{pile}      in    no       no       no     no        no                  yes   no              no       yes      yes
/campaigns/voting/vote/paper/{pile}/edit in    no       no       no     no        no                  yes   no              no       no       yes
/campaigns/voting/vote/paper/{pile}/slips in    no       no       no     no        no                  yes   no              no       no       no
/campaigns/voting/vote/paper/{pile}/differences in    no       no       no     no        no                  no    no              no       no       no
/campaigns/voting/vote/paper/{pile}/scan/a.pdf in    no       no       no     no        no                  -     no              no       -        -
/campaigns/voting/vote/codes             in    no       no       no     no        no                  yes   no              no       no       yes
/campaigns/voting/vote/code              yes   yes      yes      yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/vote/paper               in    -        -        -      -         -                   -     -               -        -        -
/campaigns/ugra/vote/code                -     -        -        -      -         -                   -     -               -        -        -
/campaigns/ugra/vote/paper/{pile}        in    -        -        -      -         -                   -     -               -        -        -
/campaigns/ugra/report                   in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/report/pictures          in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/report/preview           in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/report                in    -        -      -      no        -                   yes   -               -        no       yes
/campaigns/invited/report/preview        in    -        -      -      no        -                   yes   -               -        no       yes
/digests/sha256/0000                     -     -        -      -      -         -                   -     -               -        -        -
/digests/{digest}                        -     -        -      -      -         -                   yes   -               yes      -        yes
/digests/{digest}/file.pdf               -     -        -      -      -         -                   -     -               -        -        -
/digests/{digest}.json                   -     -        -      -      -         -                   yes   -               yes      -        yes
/campaigns/ugra/topics/                  yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/topics/new               in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/topics/{topic_open}      yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/topics/{topic_concluded} yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/topics/{topic_waiting}   -     -        yes    -      yes       -                   yes   -               -        -        -
/campaigns/ugra/topics/{topic_waiting}/edit -     -        yes    -      no        -                   no    -               -        -        -
/campaigns/ugra/topics/{topic_open}/edit in    no       no     no     no        no                  yes   no              no       no       no
/campaigns/ugra/topics/{topic_open}/conclusion in    no       no     no     no        no                  yes   no              no       no       no
/campaigns/ugra/topics/{topic_planned}   -     -        -      -      -         -                   -     -               -        -        -
/campaigns/planned/topics/               -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/topics/{topic_planned} -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/planned/problems              -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/topics/               -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/topics/{topic_invited} -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/problems              -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/ugra/problems                 yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/ugra/themes                   in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/themes/suggested/suggested in  no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/themes                in    -        -      -      no        -                   yes   -               -        no       yes
/themes/{theme}                          in    no       no     no     no        no                  yes   no              no       no       yes
/ideas/{published}                       yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/{waiting}                         -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{returned}                        -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{hidden}                          -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{draft}                           -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{draft}/edit                      -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{guests_draft}                    -     -        -      -      -         -                   -     -               -        -        -
/ideas/{guests_draft}/edit               -     -        -      -      -         -                   -     -               -        -        -
/ideas/{returned}/edit                   -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{published}/edit                  -     -        yes    -      -         -                   -     -               -        -        -
/campaigns/ugra/ideas/enter              in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/ideas/paper              yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/planned/ideas/paper           -     -        -      -      yes       -                   yes   -               -        yes      yes
/ideas/{published}/files                 -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{draft}/files                     -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{draft}/files/{file}/a.jpg        -     -        -      -      -         -                   -     -               -        -        -
/ideas/{published}/co-authors            -     -        yes    -      -         -                   -     -               -        -        -
/ideas/invitations/{invitation}          in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/invitations/of-nobody             in    -        -      -      -         -                   -     -               -        -        -
/ideas/{published}/history               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/{waiting}/history                 -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{hidden}/history                  -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{draft}/history                   -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{planned}/history                 -     -        yes    -      yes       -                   yes   -               -        yes      yes
/ideas/{invited}/history                 -     -        -      -      yes       -                   yes   -               -        yes      yes
/ideas/{published}/withdraw              -     -        yes    -      -         -                   -     -               -        -        -
/ideas/{elsewhere}                       -     -        yes    -      -         yes                 -     yes             -        -        -
/ideas/{published}/joined                yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/{hidden}/joined                   -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{published}/join                  in    no       no     no     yes       no                  yes   no              no       no       no
/ideas/{waiting}/join                    in    -        no     -      -         -                   -     -               -        -        -
/joinings/{joining}                      -     -        yes    -      yes       -                   yes   -               -        -        -
/ideas/{planned}                         -     -        yes    -      yes       -                   yes   -               -        yes      yes
/ideas/{invited}                         -     -        -      -      yes       -                   yes   -               -        yes      yes
/ideas/drafts/{secret}                   yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/ideas/drafts/of-nobody                  -     -        -      -      -         -                   -     -               -        -        -
/comments/{comment_said}                 yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/comments/{comment_answer}               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/comments/{comment_waiting}              -     -        yes    -      yes       -                   yes   -               -        -        -
/comments/{comment_hidden}               -     -        yes    -      yes       -                   yes   -               -        -        -
/comments/{comment_deleted}              -     -        -      -      -         -                   -     -               -        -        -
/comments/{comment_said}/history         -     -        -      -      -         -                   -     -               -        -        -
/comments/{comment_said}/edit            -     -        yes    -      -         -                   -     -               -        -        -
/comments/{comment_waiting}/edit         -     -        yes    -      -         -                   -     -               -        -        -
/comments/{comment_deleted}/edit         -     -        -      -      -         -                   -     -               -        -        -
/comments/{comment_said}/delete          -     -        yes    -      -         -                   -     -               -        -        -
/moderation/                             in    no       no     no     yes       yes                 yes   yes             no       no       no
/moderation/search                       in    no       no     no     yes       yes                 yes   yes             no       no       no
/moderation/together                     in    no       no     no     yes       yes                 yes   yes             no       no       no
/moderation/together/done                in    no       no     no     yes       yes                 yes   yes             no       no       no
/moderation/cases/{case}                 in    -        -      -      yes       -                   yes   -               -        -        -
/moderation/cases/{other_case}           in    -        -      -      -         yes                 -     yes             -        -        -
/moderation/cases/{case}/mask            in    -        -      -      yes       -                   yes   -               -        -        -
/moderation/cases/{case}/join            in    -        -      -      yes       -                   yes   -               -        -        -
/moderation/contributions/{published}/mend in  no       no     no     yes       no                  yes   no              no       no       no
/account/                                in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/follows                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/notices                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/again                           in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/factors                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/factors/code                    in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/factors/passkey                 in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/sign-ins                        in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/email                           in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/notices/letters                 in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/departments                     in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/texts/{returned}/review         in    -        yes    -      -         -                   -     -               -        -        -
/account/reviews/999                     in    -        -      -      -         -                   -     -               -        -        -
/account/reports/999/review              in    -        -      -      -         -                   -     -               -        -        -
/account/blocks/999                      in    -        -      -      -         -                   -     -               -        -        -
/moderation/blocks/999                   in    -        -      -      -         -                   -     -               -        -        -
/campaigns/ugra/plan/reviewer            in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/plan/reviewer         -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/ugra/plan/levels              in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/plan/levels           -     -        -      -      no        -                   yes   -               -        no       yes
/account/reports                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/moderation/blocks                       in    no       no     no     yes       yes                 yes   yes             no       no       yes
/moderation/cases/{case}/block           in    -        -      -      yes       -                   yes   -               -        -        -
/admin/people/{person}/block             in    no       no     no     no        no                  no    no              no       no       yes
/campaigns/ugra/plan/moderation          in    no       no     no     no        no                  yes   no              no       no       yes
/contributions/{published}/report        in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/contributions/{waiting}/report          in    -        -      -      -         -                   -     -               -        -        -
/contributions/{invited}/report          in    -        -      -      yes       -                   yes   -               -        yes      yes
/account/texts/{hidden}                  in    -        yes    -      -         -                   -     -               -        -        -
/account/texts/{published}               in    -        yes    -      -         -                   -     -               -        -        -
/account/profile                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/data                            in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/data/file                       in    -        -      -      -         -                   -     -               -        -        -
/account/data/leave                      in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/data/age                        in    -        -      -      -         -                   -     -               -        -        -
/account/data/full-name                  in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/consent                         in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/password                        in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/identity                        in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/join                            in    yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/help                            in    -        -      -      -         -                   -     -               -        -        -
/account/code                            yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/account/code/password                   in    -        -      -      -         -                   -     -               -        -        -
/account/openid/nobody                   -     -        -      -      -         -                   -     -               -        -        -
/account/openid/nobody/back              -     -        -      -      -         -                   -     -               -        -        -
/assist/                                 in    no       no     no     no        no                  no    no              no       no       no
/assist/new                              in    no       no     no     no        no                  no    no              no       no       no
/assist/{helped}                         in    no       no     no     no        no                  no    no              no       no       no
/assist/{helped}/sheet                   in    no       no     no     no        no                  no    no              no       no       no
/admin/people/                           in    no       no     no     no        no                  no    no              no       no       yes
/admin/people/{person}/recovery          in    no       no     no     no        no                  no    no              no       no       yes
/admin/people/{person}                   in    no       no     no     no        no                  no    no              no       no       yes
/admin/offices/                          in    no       no     no     no        no                  no    no              no       no       yes
/admin/offices/{office}                  in    no       no     no     no        no                  no    no              no       no       yes
/admin/offices/calendar                  in    no       no     no     no        no                  no    no              no       no       yes
/admin/                                  in    no       no     no     no        no                  no    no              no       no       yes
/admin/health                            in    no       no     no     no        no                  no    no              no       no       yes
/admin/people/invitations                in    no       no     no     no        no                  no    no              no       no       yes
/admin/territories/file                  in    no       no     no     no        no                  no    no              no       no       yes
/admin/territories.csv                   in    no       no     no     no        no                  no    no              no       no       yes
/admin/texts/                            in    no       no     no     no        no                  no    no              no       no       yes
/admin/texts/rules/en                    in    no       no     no     no        no                  no    no              no       no       yes
/admin/site                              in    no       no     no     no        no                  no    no              no       no       yes
/admin/look                              in    no       no     no     no        no                  no    no              no       no       yes
/admin/mail                              in    no       no     no     no        no                  no    no              no       no       yes
/pages/rules                             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/pages/terms                             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/pages/consent                           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/pages/rules/versions                    yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/pages/rules/versions/1                  yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/admin/competences/                      in    no       no     no     no        no                  no    no              no       no       yes
/admin/competences/{competence}          in    no       no     no     no        no                  no    no              no       no       yes
/where-to-turn                           yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/admin/territories/                      in    no       no     no     no        no                  no    no              no       no       yes
/admin/territories/{territory}           in    no       no     no     no        no                  no    no              no       no       yes
/campaigns/ugra/news/                    yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/campaigns/planned/news/                 -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/invited/news/                 -     -        -      -      yes       -                   yes   -               -        yes      yes
/campaigns/ugra/news/new                 in    no       no     no     no        no                  yes   no              no       no       no
/news/{news}                             yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/news/{waiting_news}                     -     -        -      -      yes       -                   yes   -               -        -        -
/news/{news}/edit                        in    no       no     no     no        no                  yes   no              no       no       no
/news/{waiting_news}/edit                in    -        -      -      no        -                   yes   -               -        -        -
/services/                               yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/services/{service}                      yes   yes      yes    yes    yes       yes                 yes   yes             yes      yes      yes
/admin/services/                         in    no       no     no     no        no                  no    no              no       no       yes
/admin/services/new                      in    no       no     no     no        no                  no    no              no       no       yes
/admin/services/{service}                in    no       no     no     no        no                  no    no              no       no       yes
/admin/services/file                     in    no       no     no     no        no                  no    no              no       no       yes
/admin/waves/                            in    no       no     no     no        no                  no    no              no       no       yes
/campaigns/ugra/outreach                 in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/outreach/poster-a4.pdf   in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/ugra/outreach/invitations     in    no       no     no     no        no                  yes   no              no       no       yes
/campaigns/planned/outreach              -     -        -      -      no        -                   yes   -               -        no       yes
/campaigns/planned/outreach/poster-a4.pdf -    -        -      -      no        -                   no    -               -        no       no
/admin/log                               in    no       no     no     no        no                  no    no              no       no       yes
"""  # noqa: E501

# The form of a topic sent without its tick takes the stands away: what needs them comes before.
SENDS = """
address                                  guest resident author expert moderator neighbour_moderator owner neighbour_owner official observer administrator
/campaigns/ugra/follow                   no    may      may    may    may       may                 may   may             may      may      may
/campaigns/planned/follow                -     -        -      -      may       -                   may   -               -        may      may
/campaigns/invited/follow                -     -        -      -      may       -                   may   -               -        may      may
/campaigns/invited/unfollow              -     -        -      -      may       -                   may   -               -        may      may
/campaigns/ugra/ideas/                   may   may      may    may    may       may                 may   may             may      may      may
/campaigns/planned/ideas/                -     -        -      -      may       -                   may   -               -        may      may
/campaigns/invited/ideas/                -     -        -      -      may       -                   may   -               -        may      may
/campaigns/ugra/topics/                  no    may      may    may    may       may                 may   may             may      may      may
/campaigns/planned/topics/               -     -        -      -      may       -                   may   -               -        may      may
/campaigns/invited/topics/               -     -        -      -      may       -                   may   -               -        may      may
/threads/{topic_open}/stand/take-back    no    may      may    may    may       may                 may   may             may      may      may
/campaigns/ugra/topics/{topic_open}/edit no    no       no     no     no        no                  may   no              no       no       no
/campaigns/ugra/topics/{topic_open}/answers no    may      may    may    may       may                 may   may             may      may      may
/campaigns/ugra/topics/{topic_open}/answers/take-back no    may      may    may    may       may                 may   may             may      may      may
/campaigns/invited/topics/{topic_invited}/answers -     -        -      -      may       -                   may   -               -        may      may
/campaigns/ugra/topics/{topic_led}/close no    no       no     no     no        no                  may   no              no       no       no
/campaigns/ugra/topics/{topic_led}/reopen no    no       no     no     no        no                  may   no              no       no       no
/campaigns/ugra/topics/{topic_led}/place no    no       no     no     no        no                  may   no              no       no       no
/campaigns/ugra/topics/{topic_led}/conclusion no    no       no     no     no        no                  may   no              no       no       no
/campaigns/ugra/topics/{topic_waiting}/close -     -        no     -      no        -                   may   -               -        -        -
/contributions/{topic_open}/follow       no    may      may    may    may       may                 may   may             may      may      may
/ideas/{published}/support               no    may      no     may    may       may                 may   may             may      may      may
/ideas/{published}/unsupport             no    may      no     may    may       may                 may   may             may      may      may
/ideas/{waiting}/support                 -     -        no     -      no        -                   no    -               -        -        -
/ideas/{draft}/support                   -     -        no     -      -         -                   -     -               -        -        -
/ideas/{invited}/support                 -     -        -      -      may       -                   may   -               -        may      may
/ideas/{planned}/support                 -     -        no     -      no        -                   no    -               -        no       no
/campaigns/voting/vote/paper/new         no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/{pile}/edit no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/{pile}/slips no    no       no       no     no        no                  may   no              no       no       no
/campaigns/voting/vote/paper/{pile}/differences no    no       no       no     no        no                  no    no              no       no       no
/campaigns/voting/vote/paper/{pile}/accept no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/{pile}/alone no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/{pile}/second no    no       no       no     no        no                  no    no              no       no       may
/campaigns/voting/vote/paper/{pile}/give-back no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/{pile}/cancel no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/paper/in          no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/codes             no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/codes/{code_sheet}/cancel no    no       no       no     no        no                  may   no              no       no       may
/campaigns/voting/vote/code              may   may      may      may    may       may                 may   may             may      may      may
/campaigns/voting/vote/apart             no    may      may    may    may       may                 may   may             may      may      may
/campaigns/voting/vote/apart/looks/{look} no   no       no     no     may       no                  may   no              no       no       no
/campaigns/ugra/themes                   no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/themes/suggest           no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/themes/suggested/suggested no  no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/themes/dismissed/{away_theme} no no     no     no     no        no                  may   no              no       no       may
/themes/{theme}                          no    no       no     no     no        no                  may   no              no       no       may
/themes/{theme}/ideas                    no    no       no     no     no        no                  may   no              no       no       may
/themes/{theme}/put                      no    no       no     no     no        no                  may   no              no       no       may
/themes/{theme}/join                     no    no       no     no     no        no                  may   no              no       no       may
/themes/{theme}/dissolve                 no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/ideas/enter              no    no       no     no     no        no                  may   no              no       no       may
/ideas/{published}/files                 -     -        may    -      -         -                   -     -               -        -        -
/ideas/{published}/files/{file}/remove   -     -        may    -      -         -                   -     -               -        -        -
/ideas/{draft}/files/{file}/remove       -     -        -      -      -         -                   -     -               -        -        -
/ideas/{draft}/co-authors                -     -        may    -      -         -                   -     -               -        -        -
/ideas/{published}/co-authors/{co_author}/end - -     may    -      -         -                   -     -               -        -        -
/ideas/{draft}/co-authors/{co_author}/end -    -        -      -      -         -                   -     -               -        -        -
/ideas/{draft}/edit                      -     -        may    -      -         -                   -     -               -        -        -
/ideas/{guests_draft}/edit               -     -        -      -      -         -                   -     -               -        -        -
/ideas/{returned}/edit                   -     -        may    -      -         -                   -     -               -        -        -
/ideas/{published}/edit                  -     -        may    -      -         -                   -     -               -        -        -
/ideas/{draft}/autosave                  -     -        may    -      -         -                   -     -               -        -        -
/ideas/{guests_draft}/autosave           -     -        -      -      -         -                   -     -               -        -        -
/ideas/{returned}/autosave               -     -        may    -      -         -                   -     -               -        -        -
/ideas/{published}/autosave              -     -        may    -      -         -                   -     -               -        -        -
/campaigns/ugra/ideas/twins              may   may      may    may    may       may                 may   may             may      may      may
/campaigns/invited/ideas/twins           -     -        -      -      may       -                   may   -               -        may      may
/campaigns/ugra/ideas/autosave           may   may      may    may    may       may                 may   may             may      may      may
/campaigns/planned/ideas/autosave        -     -        -      -      may       -                   may   -               -        may      may
/campaigns/invited/ideas/autosave        -     -        -      -      may       -                   may   -               -        may      may
/ideas/{published}/withdraw              -     -        may    -      -         -                   -     -               -        -        -
/ideas/{waiting}/withdraw                -     -        may    -      -         -                   -     -               -        -        -
/ideas/{published}/join                  no    no       no     no     may       no                  may   no              no       no       no
/joinings/{joining}/answer               -     -        may    -      -         -                   -     -               -        -        -
/joinings/{joining}/part                 -     -        no     -      may       -                   may   -               -        -        -
/joinings/{joining}/take-back            -     -        -      -      -         -                   may   -               -        -        -
/contributions/{published}/follow        no    may      may    may    may       may                 may   may             may      may      may
/contributions/{waiting}/follow          -     -        may    -      may       -                   may   -               -        -        -
/contributions/{draft}/follow            -     -        may    -      -         -                   -     -               -        -        -
/contributions/{planned}/unfollow        -     -        may    -      may       -                   may   -               -        may      may
/contributions/{published}/report        no    may      no     may    may       may                 may   may             may      may      may
/moderation/cases/{case}/block           no    -        -      -      may       -                   may   -               -        -        -
/admin/people/{person}/block             no    no       no     no     no        no                  no    no              no       no       may
/campaigns/ugra/plan/moderation          no    no       no     no     no        no                  may   no              no       no       may
/contributions/{waiting}/report          no    -        -      -      -         -                   -     -               -        -        -
/contributions/{hidden}/report           no    -        -      -      -         -                   -     -               -        -        -
/contributions/{invited}/report          no    -        -      -      may       -                   may   -               -        may      may
/threads/{published}/comments            no    may      may    may    may       may                 may   may             may      may      may
/threads/{topic_open}/comments           no    may      may    may    may       may                 may   may             may      may      may
/threads/{waiting}/comments              -     -        may    -      may       -                   may   -               -        -        -
/threads/{draft}/comments                -     -        may    -      -         -                   -     -               -        -        -
/threads/{planned}/comments              -     -        may    -      may       -                   may   -               -        may      may
/threads/{comment_said}/comments         -     -        -      -      -         -                   -     -               -        -        -
/threads/{topic_open}/stand              no    may      may    may    may       may                 may   may             may      may      may
/threads/{topic_waiting}/stand           -     -        may    -      may       -                   may   -               -        -        -
/threads/{published}/stand/take-back     no    no       no     no     no        no                  no    no              no       no       no
/comments/{comment_said}/useful          no    may      no     may    may       may                 may   may             may      may      may
/comments/{comment_said}/not-useful      no    may      no     may    may       may                 may   may             may      may      may
/comments/{comment_waiting}/useful       -     -        no     -      no        -                   no    -               -        -        -
/comments/{comment_deleted}/useful       -     -        no     -      no        -                   no    -               -        -        -
/comments/{comment_said}/highlight       no    no       no     no     no        no                  may   no              no       no       no
/comments/{comment_said}/unhighlight     no    no       no     no     no        no                  may   no              no       no       no
/comments/{comment_waiting}/highlight    -     -        no     -      no        -                   no    -               -        -        -
/moderation/comments/{comment_said}/idea no    no       no     no     may       no                  may   no              no       no       no
/comments/{comment_said}/edit            -     -        may    -      -         -                   -     -               -        -        -
/comments/{comment_deleted}/edit         -     -        -      -      -         -                   -     -               -        -        -
/comments/{comment_own}/delete           -     -        may    -      -         -                   -     -               -        -        -
/comments/{comment_hidden}/delete        -     -        may    -      -         -                   -     -               -        -        -
/account/texts/{returned}/review         no    -        may    -      -         -                   -     -               -        -        -
/account/reports/999/review              no    -        -      -      -         -                   -     -               -        -        -
/account/blocks/999/review               no    -        -      -      -         -                   -     -               -        -        -
/moderation/blocks/999/review           no    -        -      -      -         -                   -     -               -        -        -
/moderation/cases/{case}/review          -     -        -      -      -         -                   -     -               -        -        -
/account/departments                     no    may      may    may    may       may                 may   may             may      may      may
/account/departments/999/end             no    -        -      -      -         -                   -     -               -        -        -
/campaigns/ugra/plan/reviewer            no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/plan/levels              no    no       no     no     no        no                  may   no              no       no       may
/moderation/cases/{case}/claim           -     -        -      -      may       -                   may   -               -        -        -
/moderation/cases/{case}/release         -     -        -      -      may       -                   may   -               -        -        -
/moderation/cases/{case}/publish         -     -        -      -      may       -                   may   -               -        -        -
/moderation/cases/{case}/restrict        -     -        -      -      may       -                   may   -               -        -        -
/moderation/together                     no    no       no     no     may       may                 may   may             no       no       no
/moderation/together/undo                no    no       no     no     may       may                 may   may             no       no       no
/moderation/cases/{case}/mask            -     -        -      -      may       -                   may   -               -        -        -
/moderation/cases/{case}/join            -     -        -      -      may       -                   may   -               -        -        -
/moderation/contributions/{published}/mend no  no       no     no     may       no                  may   no              no       no       no
/moderation/cases/{case}/undo            -     -        -      -      may       -                   may   -               -        -        -
/moderation/cases/{other_case}/claim     -     -        -      -      -         may                 -     may             -        -        -
/moderation/cases/{other_case}/publish   -     -        -      -      -         may                 -     may             -        -        -
/moderation/cases/{other_case}/restrict  -     -        -      -      -         may                 -     may             -        -        -
/moderation/contributions/{published}/review no no      no     no     may       no                  may   no              no       no       no
/moderation/contributions/{waiting}/review -   -        no     -      may       -                   may   -               -        -        -
/moderation/contributions/{draft}/review -     -        no     -      -         -                   -     -               -        -        -
/moderation/contributions/{invited}/review -   -        -      -      may       -                   may   -               -        no       no
/campaigns/invited/members/list          -     -        -      -      no        -                   may   -               -        no       may
/campaigns/invited/members/link          -     -        -      -      no        -                   may   -               -        no       may
/campaigns/invited/members/link/cut      -     -        -      -      no        -                   may   -               -        no       may
/campaigns/invited/members/domains       -     -        -      -      no        -                   may   -               -        no       may
/campaigns/ugra/members/list             no    no       no     no     no        no                  may   no              no       no       may
/campaigns/invited/members/{person}/remove -   -        -      -      no        -                   -     -               -        no       -
/campaigns/invited/join/wrong            -     -        -      -      -         -                   -     -               -        -        -
/campaigns/voting/vote                   no    may      may    may    may       may                 may   may             may      may      may
/campaigns/voting/plan/vote              no    no       no     no     no        no                  may   no              no       no       may
/campaigns/voting/plan/vote/options      no    no       no     no     no        no                  may   no              no       no       may
/campaigns/voting/vote/check             no    may      may    may    may       may                 may   may             may      may      may
/answers/ready                           no    no       no     no     no        no                  no    no              may      no       no
/answers/sheets                          no    no       no     no     no        no                  no    no              may      no       no
/answers/sheets/9999/confirm             no    no       no     no     no        no                  no    no              -        no       no
/answers/sheets/9999/drop                no    no       no     no     no        no                  no    no              -        no       no
/answers/{owed}                          no    no       no     no     no        no                  no    no              may      no       no
/answers/{owed}/sign                     no    no       no     no     no        no                  no    no              may      no       no
/answers/{owed}/second                   no    no       no     no     no        no                  may   no              may      no       may
/answers/{owed}/take-back                no    no       no     no     no        no                  may   no              may      no       may
/answers/{owed}/extend                   no    no       no     no     no        no                  may   no              may      no       may
/answers/{owed}/transfer                 no    no       no     no     no        no                  may   no              may      no       may
/answers/{owed}/beside                   no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/answers                  no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/answers/terms            no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/answers/release          no    no       no     no     no        no                  may   no              no       no       may
/campaigns/screened/plan/assessment      no    no       no     no     no        no                  may   no              no       no       may
/campaigns/screened/plan/assessment/begin no   no       no     no     no        no                  may   no              no       no       may
/campaigns/screened/assessment/open      no    no       no     no     no        no                  may   no              no       no       may
/campaigns/screened/assessment/pass-on   no    no       no     no     no        no                  may   no              no       no       may
/assessments/{assessment}                no    -        -      -      -         -                   -     -               -        -        -
/assessments/{assessment}/step-back      no    -        -      -      -         -                   -     -               -        -        -
/campaigns/counted/selection/make        no    no       no     no     no        no                  may   no              no       no       may
/campaigns/counted/selection/picks/{counted} no no      no     no     no        no                  no    no              no       no       no
/campaigns/counted/selection/picks/{counted}/take-back no no no no     no        no                  no    no              no       no       no
/campaigns/new                           no    no       no     no     no        no                  no    no              no       no       may
/campaigns/copy                          no    no       no     no     no        no                  may   may             no       no       may
/campaigns/ugra/outreach/invitations     no    no       no     no     no        no                  may   no              no       no       may
/campaigns/planned/outreach/invitations  -     -        -      -      no        -                   may   -               -        no       may
/admin/waves/999/end                     no    no       no     no     no        no                  no    no              no       no       -
/campaigns/ugra/plan/texts               no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/plan/rules               no    no       no     no     no        no                  may   no              no       no       may
/campaigns/planned/plan/texts            -     -        -      -      no        -                   may   -               -        no       may
/campaigns/planned/plan/rules            -     -        -      -      no        -                   may   -               -        no       may
/campaigns/ugra/plan/outline             no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/plan/tracks              no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/plan/dates               no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/plan/launch              no    no       no     no     no        no                  may   no              no       no       may
/campaigns/planned/plan/outline          -     -        -      -      no        -                   may   -               -        no       may
/campaigns/planned/plan/tracks           -     -        -      -      no        -                   may   -               -        no       may
/campaigns/planned/plan/dates            -     -        -      -      no        -                   may   -               -        no       may
/campaigns/ugra/report                   no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/report/pictures          no    no       no     no     no        no                  may   no              no       no       may
/campaigns/ugra/report/pictures/0/take-back no    no       no     no     no  no                  -     no              no       no       -
/campaigns/ugra/report/freeze            no    no       no     no     no        no                  may   no              no       no       may
/campaigns/planned/report                no    -        -      -      no        -                   may   -               -        no       may
/campaigns/counted/results/1/close       no    no       no     no     no        no                  may   no              no       no       may
/campaigns/counted/results/1/sign        no    no       no     no     no        no                  may   no              no       no       may
/campaigns/counted/results/1/publish     no    no       no     no     no        no                  may   no              no       no       may
/campaigns/counted/results/1/comparison  -     -        -      -      -         -                   -     -               -        -        -
/campaigns/counted/results/1/again       no    no       no     no     no        no                  may   no              no       no       may
/admin/people/{person}/roles             no    no       no     no     no        no                  no    no              no       no       may
/admin/offices/                          no    no       no     no     no        no                  no    no              no       no       may
/admin/offices/{office}                  no    no       no     no     no        no                  no    no              no       no       may
/admin/offices/{office}/remove           no    no       no     no     no        no                  no    no              no       no       may
/admin/offices/calendar                  no    no       no     no     no        no                  no    no              no       no       may
/admin/people/invitations                no    no       no     no     no        no                  no    no              no       no       may
/admin/territories/file                  no    no       no     no     no        no                  no    no              no       no       may
/admin/territories/bring                 no    no       no     no     no        no                  no    no              no       no       may
/admin/texts/rules/en                    no    no       no     no     no        no                  no    no              no       no       may
/admin/site                              no    no       no     no     no        no                  no    no              no       no       may
/admin/site/residents                    no    no       no     no     no        no                  no    no              no       no       may
/admin/look                              no    no       no     no     no        no                  no    no              no       no       may
/admin/look/logo                         no    no       no     no     no        no                  no    no              no       no       may
/admin/look/logo/remove                  no    no       no     no     no        no                  no    no              no       no       may
/admin/mail                              no    no       no     no     no        no                  no    no              no       no       may
/admin/people/invitations/999/end        no    no       no     no     no        no                  no    no              no       no       -
/admin/competences/                      no    no       no     no     no        no                  no    no              no       no       may
/admin/competences/{competence}          no    no       no     no     no        no                  no    no              no       no       may
/admin/competences/{competence}/end      no    no       no     no     no        no                  no    no              no       no       may
/admin/territories/                      no    no       no     no     no        no                  no    no              no       no       may
/admin/territories/{territory}           no    no       no     no     no        no                  no    no              no       no       may
/admin/territories/{territory}/remove    no    no       no     no     no        no                  no    no              no       no       may
/campaigns/ugra/news/                    no    no       no     no     no        no                  may   no              no       no       no
/campaigns/planned/news/                 no    -        -      -      no        -                   may   -               -        no       no
/campaigns/invited/news/                 no    -        -      -      no        -                   may   -               -        no       no
/news/{news}/edit                        no    no       no     no     no        no                  may   no              no       no       no
/news/{waiting_news}/edit                no    -        -      -      no        -                   may   -               -        -        -
/news/{waiting_news}/withdraw            no    -        -      -      no        -                   may   -               -        -        -
/news/{news}/withdraw                    no    no       no     no     no        no                  may   no              no       no       no
/admin/services/new                      no    no       no     no     no        no                  no    no              no       no       may
/admin/services/{service}                no    no       no     no     no        no                  no    no              no       no       may
/admin/services/{service}/retire         no    no       no     no     no        no                  no    no              no       no       may
/admin/services/{service}/restore        no    no       no     no     no        no                  no    no              no       no       may
/admin/services/file                     no    no       no     no     no        no                  no    no              no       no       may
/account/profile                         no    may      may    may    may       may                 may   may             may      may      may
/account/data/file                       no    may      may    may    may       may                 may   may             may      may      may
/account/data/leave                      no    may      may    may    may       may                 may   may             may      may      may
/account/data/stay                       no    may      may    may    may       may                 may   may             may      may      may
/account/data/age                        no    -        -      -      -         -                   -     -               -        -        -
/account/data/full-name                  no    may      may    may    may       may                 may   may             may      may      may
/account/data/full-name/withdraw         no    may      may    may    may       may                 may   may             may      may      may
/account/consent                         no    may      may    may    may       may                 may   may             may      may      may
/account/password                        no    may      may    may    may       may                 may   may             may      may      may
/account/newcomer                        may   may      may    may    may       may                 may   may             may      may      may
/account/join                            no    may      may    may    may       may                 may   may             may      may      may
/account/join/now                        no    may      may    may    may       may                 may   may             may      may      may
/account/help                            no    -        -      -      -         -                   -     -               -        -        -
/account/code                            may   may      may    may    may       may                 may   may             may      may      may
/account/code/password                   no    -        -      -      -         -                   -     -               -        -        -
/assist/new                              no    no       no     no     no        no                  no    no              no       no       no
/assist/{helped}/code                    no    no       no     no     no        no                  no    no              no       no       no
/assist/{helped}/help                    no    no       no     no     no        no                  no    no              no       no       no
/assist/finish                           no    may      may    may    may       may                 may   may             may      may      may
/account/letters/try                     no    may      may    may    may       may                 may   may             may      may      may
/account/follows/999/stop                no    may      may    may    may       may                 may   may             may      may      may
/follows/service/{service}               no    may      may    may    may       may                 may   may             may      may      may
/follows/service/{service}/stop          no    may      may    may    may       may                 may   may             may      may      may
/account/notices/read                    no    may      may    may    may       may                 may   may             may      may      may
/account/notices/letters                 no    may      may    may    may       may                 may   may             may      may      may
/account/notices/letters/none            no    may      may    may    may       may                 may   may             may      may      may
/account/searches                        no    may      may    may    may       may                 may   may             may      may      may
/admin/people/{person}/roles/{grant}/take no   no       no     no     no        no                  no    no              no       no       may
/ideas/{draft}/discard                   -     -        may    -      -         -                   -     -               -        -        -
/campaigns/planned/plan/launch           -     -        -      -      no        -                   may   -               -        no       may
/account/again                           no    may      may    may    may       may                 may   may             may      may      may
/account/factors/code                    no    may      may    may    may       may                 may   may             may      may      may
/account/factors/passkey                 no    may      may    may    may       may                 may   may             may      may      may
/account/factors/paper                   no    may      may    may    may       may                 may   may             may      may      may
/account/sign-ins/end-others             no    may      may    may    may       may                 may   may             may      may      may
/account/email                           no    may      may    may    may       may                 may   may             may      may      may
/account/email/drop                      no    may      may    may    may       may                 may   may             may      may      may
/account/factors/code/remove             no    -        -      -      -         -                   -     -               -        -        -
/account/factors/passkeys/999/remove     no    -        -      -      -         -                   -     -               -        -        -
/account/sign-ins/999/end                no    -        -      -      -         -                   -     -               -        -        -
/admin/people/{person}/recovery          no    no       no     no     no        no                  no    no              no       no       may
/account/sign-out-everywhere             no    may      may    may    may       may                 may   may             may      may      may
"""  # noqa: E501
# fmt: on

Cells = dict[tuple[str, str], str]


@pytest.fixture
def world(made_once: Callable[[Callable[[], World]], World]) -> World:
    return made_once(make_searched_world)


def make_searched_world() -> World:
    """The world with its index."""
    world = make_world()
    upkeep.rebuild()
    return world


@pytest.fixture
def visitors(world: World, visit: Visit) -> dict[str, Visitor]:
    return {"guest": visit(), **{name: visit(account) for name, account in world.people.items()}}


def lines(table: str) -> list[tuple[str, dict[str, str]]]:
    """Each address with what each of the people is answered."""
    head, *rows = (line.split() for line in table.strip().splitlines())
    return [(row[0], dict(zip(head[1:], row[1:], strict=True))) for row in rows]


def places(world: World) -> dict[str, object]:
    """What stands for each word in an address."""
    ideas = {name.replace(" ", "_"): idea.id for name, idea in world.ideas.items()}
    comments = {f"comment_{name}": comment.id for name, comment in world.comments.items()}
    topics = {f"topic_{name}": topic.id for name, topic in world.topics.items()}
    return {
        "helped": world.people["helped"].id,
        **ideas,
        **topics,
        **comments,
        "digest": world.digest_id,
        "case": world.case.id,
        "other_case": world.other_case.id,
        "person": world.people["expert"].id,
        "office": world.office.id,
        "competence": world.competence.id,
        "service": world.service.id,
        "news": world.news.id,
        "waiting_news": world.waiting_news.id,
        "territory": world.territory.id,
        "file": world.file_id,
        "co_author": world.co_author_id,
        "invitation": INVITATION,
        "grant": world.grant.id,
        "joining": world.joining_id,
        "look": world.look_id,
        "pile": world.pile_id,
        "code_sheet": world.sheet_id,
        "assessment": world.assessment_id,
        "owed": world.owed_id,
        "theme": world.theme_id,
        "away_theme": world.away_theme_id,
        "built": world.built.idea_id if world.built else 0,
        "built_step": world.built.step_id if world.built else 0,
        "objection": world.built.contest_id if world.built else 0,
        "secret": SECRET,
    }


def differing(expected: Cells, found: Cells) -> dict[tuple[str, str], tuple[str, str]]:
    return {cell: (expected[cell], found[cell]) for cell in expected if expected[cell] != found[cell]}


@pytest.mark.slow
def test_who_may_open_what(world: World, visitors: dict[str, Visitor]) -> None:
    here = places(world)
    expected: Cells = {}
    found: Cells = {}

    for template, answers in lines(OPENS):
        path = template.format(**here)
        for who, answer in answers.items():
            expected[template, who] = answer
            status = visitors[who].get(path).status_code
            found[template, who] = READ.get(status, str(status))

    assert differing(expected, found) == {}


@pytest.mark.slow
@pytest.mark.any_database
def test_who_may_send_what(world: World, visitors: dict[str, Visitor]) -> None:
    here = places(world)
    tokens = {who: visitor.token("/account/sign-in") for who, visitor in visitors.items()}
    expected: Cells = {}
    found: Cells = {}

    for template, answers in lines(SENDS):
        path = template.format(**here)
        # Those who may come last: what they do must not open a door for the others.
        for who, answer in sorted(answers.items(), key=lambda pair: pair[1] == "may"):
            expected[template, who] = answer
            status = visitors[who].client.post(path, data={"csrf_token": tokens[who]}).status_code
            found[template, who] = SENT.get(status, str(status))

    assert differing(expected, found) == {}


def test_nobody_reads_the_notices_of_others_for_them(world: World, visitors: dict[str, Visitor]) -> None:
    notice = world.notice.id

    visitors["resident"].send("/account/notices/read", {"until": str(notice + 1000)})

    assert db.session.get_one(Notice, notice, populate_existing=True).read_at is None


def test_a_signed_result_is_still_nobody_else_s(world: World, visitors: dict[str, Visitor]) -> None:
    visitors["owner"].send("/campaigns/counted/results/1/sign", {"edition": "1", "seen": "y"})

    signed = {who: visitors[who].get("/campaigns/counted/results/1.csv").status_code for who in ("guest", "official")}
    words = ["Поддержанная идея" in visitors[who].get("/campaigns/counted/results").text for who in ("guest", "owner")]
    visitors["owner"].send("/campaigns/counted/results/1/publish", {"edition": "1"})
    published = {
        who: visitors[who].get("/campaigns/counted/results/1.csv").status_code for who in ("guest", "official")
    }

    assert (signed, words) == ({"guest": 404, "official": 404}, [False, True])
    assert published == {"guest": 200, "official": 200}
