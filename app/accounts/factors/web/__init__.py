"""Pages of the second step, of sign-ins, of recovery and of another address."""
