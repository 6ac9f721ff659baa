"""Mutations of the shipped graph: what a check has to find in it, and what it must not find."""
