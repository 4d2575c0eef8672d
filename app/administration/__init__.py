"""The administrator's rooms: overview, people who are invited to work, territories from a file, words, look and letters of the site."""
