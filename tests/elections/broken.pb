META
key;value
description;Nothing here can be counted
budget;-5
budget;6
vote_type;acclamation
max_length;many
PROJECTS
project_id;cost;name
1;abc;One
2;NaN;Two
3;1.00001;Three
4;5;Four
4;5;Four again
;5;Nobody
VOTES
voter_id;points
1;1
