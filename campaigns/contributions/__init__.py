"""The common row of every text people bring (ideas, topics, comments, answers), its states and the one visibility rule."""
