"""Official answers: who owes one and until when, what it says, who signed it, what is overdue."""
