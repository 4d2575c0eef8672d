"""The results page, its downloads and the owner's buttons."""
