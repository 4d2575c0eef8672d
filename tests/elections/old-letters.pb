META
key;value
description;Za¿ó³æ gêœl¹ jaŸñ
unit;£¹kowo
instance;2
budget;10
vote_type;approval
rule;greedy
language;pl
PROJECTS
project_id;cost;votes;name
1;5;1;Œcie¿ka nad rzek¹
VOTES
voter_id;vote
1;1
