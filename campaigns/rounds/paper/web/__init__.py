"""Pages of paper and codes: for those who enter and own, and for whoever holds a code."""
