"""What an operator makes of the site: its words in versions, its name and look. Rules of reading; who may change them stands above."""
