"""Services: the catalogue of what the region offers people, each with its department, place and address."""
