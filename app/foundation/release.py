"""Which release this is. Standard library only."""

from importlib.metadata import version

VERSION = version("veche")
