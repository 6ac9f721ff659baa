"""A graph as a folder of web pages that need nothing else: no server, no network, no account."""

from __future__ import annotations

from averment.site.making import MARK, MOST_CLAIMS, VIEWS, files_of_site
from averment.site.writing import write_folder

__all__ = ["MARK", "MOST_CLAIMS", "VIEWS", "files_of_site", "write_folder"]
