"""Pages and forms of topics, conclusions and problems."""
