META
key;value
description;One bench or one lamp
unit;Lampton
instance;2025
budget;900
vote_type;choose-1
rule;greedy-no-skip
date_begin;2025
date_end;2025
PROJECTS
project_id;cost;votes;name;selected
10;800;3;A bench by the school;1
20;700;2;A lamp by the bridge;0
30;100;1;A sign for the well;0
VOTES
voter_id;vote
a;10
b;10
c;20
d;10
e;30
f;20
