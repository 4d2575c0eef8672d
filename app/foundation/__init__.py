"""What every room stands on and what knows no domain: database, steps, outbox, jobs, events, slots, clock, errors, paging."""
