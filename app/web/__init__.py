"""What frames every page: layout, language and display choices, errors, headers, static files, home."""
