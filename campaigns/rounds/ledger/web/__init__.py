"""Pages and downloads of the open journal of votes."""
