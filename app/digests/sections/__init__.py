"""The sections of a document, one module each: parts of the body made of rows (`told`), what they say (`findings`), what was left
out, and the blocks that show the part. No module here reads the database or knows the hour; each sorts what it is given.
"""
