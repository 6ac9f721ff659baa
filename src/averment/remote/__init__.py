"""Checking a graph at a SPARQL endpoint: what it can be trusted with, what it is asked, and what comes of it."""
