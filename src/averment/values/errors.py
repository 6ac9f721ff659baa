"""The one error of stated values."""

__all__ = ["ValueFault"]


class ValueFault(ValueError):
    """Say why a stated value cannot be read, and how to write it.

    The message is a sentence or two that stand on their own: what is wrong, a colon, the cure. Text taken
    from the value is shortened and has its unprintable characters escaped, so that the message can always be
    printed and encoded.
    """
