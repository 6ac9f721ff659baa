"""A graph as a folder of web pages that need nothing else: no server, no network, no account."""

from __future__ import annotations

from averment.site.making import MARK, files_of_site
from averment.site.writing import write_folder

__all__ = ["MARK", "VIEWS", "files_of_site", "write_folder"]

VIEWS = ("claims", "actors", "provenance", "law", "countries", "agreement")
"""The views that the network is drawn by, in the order in which they are offered."""
