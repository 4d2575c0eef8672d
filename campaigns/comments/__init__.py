"""Comments: the thread under a topic or an idea, stands, and «Useful»."""
