META
key;value
description;Дворы у Тихой реки
country;Nowhere
unit;Tikhaya
instance;2026
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
date_begin;01.03.2026
date_end;14.03.2026
min_length;1
max_length;3
language;ru
PROJECTS
project_id;cost;votes;name;category;selected
A1;600;4;Скамейки у причала;Отдых;1
B2;500;3;Фонари на лестнице;Свет;0
C3;400;3;Навес на остановке;Дорога,Отдых;1
D4;100;1;Скворечники;Отдых;0
VOTES
voter_id;vote;age;sex;voting_method
1;A1,B2;31;F;internet
2;A1,B2,C3;54;M;internet
3;A1,C3;77;F;paper
4;A1,D4;19;M;internet
5;B2,C3;40;F;internet
