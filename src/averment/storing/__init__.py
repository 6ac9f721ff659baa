"""A graph on disk: Oxigraph for questions, columns for checking, and after a change only what depends on it.

`loading` fills and changes a store, `checking` checks one, `folder` keeps its generations.
"""
