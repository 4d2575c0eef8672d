META
key;value
description;Which first?
unit;Orderly
instance;1
budget;100
vote_type;ordinal
rule;unknown
max_length;3
PROJECTS
project_id;cost;votes;name
p;40;3;A path
q;40;3;A pond
r;40;2;A roof
VOTES
voter_id;vote
1;q,p,r
2;p,q
3;q, r, p
