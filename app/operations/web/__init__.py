"""What monitors, search engines and lawyers ask of a site."""
