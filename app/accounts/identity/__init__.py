"""Who somebody is: sign-in by a provider, verified identities, levels, accounts joined, accounts opened and acts done with help."""
