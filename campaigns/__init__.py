"""What residents and owners do: campaigns with their phases, ideas, rounds. The rest of the house serves this."""
