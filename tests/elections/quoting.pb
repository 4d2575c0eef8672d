META
key;value
description;"Words with ""marks""; and more"
unit;Quoteville
instance;1
budget;10
vote_type;approval
rule;unknown
PROJECTS
project_id;cost;votes;name;description
1;5;2;"A pipe; 5"" wide";plain
2;5;2;A 3" pipe and a 4" pipe;"a text
over two lines"
3;5;1;A 6" pipe;none
VOTES;;
voter_id;vote
1;"1,2"
2; 1 , 3
3;2;
