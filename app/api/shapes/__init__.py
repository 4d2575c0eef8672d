"""The shapes of what is sent and answered, and how they are documented."""
