"""Answers in a workbook: what a department owes goes out as a sheet, comes back filled in, is looked at, and is kept as drafts.

What is sent is never a file of ours: its rows are read, in a process apart, and wait a day for the person's word.
"""
