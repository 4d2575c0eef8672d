"""Webhooks: addresses of other programs that are told what everybody may know, soon after it has happened."""
