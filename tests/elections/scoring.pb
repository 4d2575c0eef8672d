META
key;value
description;Marks from one to five
unit;Markham
instance;1
budget;10
vote_type;scoring
rule;unknown
min_points;1
max_points;5
PROJECTS
project_id;cost;votes;score;name
1;1;3;12;Longer hours
2;1;2;5;A second door
VOTES
voter_id;vote;points
1;1,2;5,3
2;1;3
3;1,2;4,2
