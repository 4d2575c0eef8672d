"""The tables that pol.is gives out of a conversation: statements, the log of votes, the matrix of participants."""
