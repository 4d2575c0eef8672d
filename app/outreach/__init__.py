"""Calling people to a campaign: a poster for the wall, words for a newspaper or a messenger, letters of invitation."""
