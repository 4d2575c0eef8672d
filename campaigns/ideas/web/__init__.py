"""Pages and forms of ideas."""
