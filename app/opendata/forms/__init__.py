"""The forms of open data: tables as CSV with their description, one workbook, one JSON file."""
