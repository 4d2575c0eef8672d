"""What writes a ledger: notes that wait, and the sealing of ballots and notes."""
