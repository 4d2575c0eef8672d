META
key;value
description;As much as fits
unit;Satchel
instance;7
budget;100.50
max_sum_cost;100.50
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name
k1;60.25;2;A kiosk
k2;40.25;2;A kite field
k3;60.00;1;A kerb
VOTES
voter_id;vote
1;k1,k2
2;k1
3;k2,k3
4;k1,k3
