"""A graph on the web: a SPARQL endpoint that only reads, the questions of the library, and the site beside it."""

from __future__ import annotations

from averment.serving.limits import Limits

__all__ = ["Limits"]
