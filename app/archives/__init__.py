"""Archives: a campaign as one file that another installation takes in, with the same numbers, results and pages."""
