"""Pages put into words and lines, without a word on what shows them."""

from averment.showing.layout.pages import lay_out

__all__ = ["lay_out"]
