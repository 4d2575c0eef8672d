"""What proves that it is you besides a password: one-time codes, passkeys, backup codes; where you are signed in; recovery.

A sign-in is a row: it ends when the row goes. A factor is a second thing that only its owner has. A sign-in is strong once a
factor has been shown in it. Roles that the setting FACTOR_ROLES names rest in a sign-in that is not strong.
"""
