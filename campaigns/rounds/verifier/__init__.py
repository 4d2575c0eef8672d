"""Checks a published round from its files alone: a program and a page that share no code with Veche, and the command that runs it."""
