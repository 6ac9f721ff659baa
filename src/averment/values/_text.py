"""What all the grammars do with a text before they read it."""

from averment.values.errors import ValueFault

__all__ = ["LONGEST", "quoted", "stated"]

LONGEST = 200
"""The most characters that a figure, date, moment or tally may have."""

_SHOWN = 60


def quoted(text: str) -> str:
    r"""Put a text between quotes for a message, shortened and with unprintable characters escaped.

    >>> print(quoted("1\u2009100"))
    '1\u2009100'
    """
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "..."
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)
    return "'" + "".join(escaped) + "'"


def stated(text: str, example: str, longest: int | None = LONGEST) -> str:
    """Strip a text of the white space around it.

    Args:
        text: the value as written.
        example: a value that the grammar accepts, for the message.
        longest: the most characters allowed after stripping; None for any number.

    Raises:
        ValueFault: if nothing is left, or too much.
    """
    stripped = text.strip()
    if not stripped:
        raise ValueFault(f"the value is empty: write it as in '{example}'")
    if longest is not None and len(stripped) > longest:
        raise ValueFault(
            f"{quoted(stripped)} is longer than {longest} characters: write it as in '{example}'"
        )
    return stripped
