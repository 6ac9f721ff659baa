"""Claim graphs of any size with known faults, and a comparison of SHACL engines on them."""
