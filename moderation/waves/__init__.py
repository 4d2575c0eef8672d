"""Waves: many new accounts of one make, or one text under many new names.

Nobody is refused for being in one: what they write waits for a moderator, and administrators are told. A *print* is what many have
in common, kept as a keyed digest: the shape of a mailbox, a house of mailboxes nobody knows, the words of a text.
"""
