"""People: accounts, roles and scopes, consents, sign-in, and the one mechanism of permissions."""
