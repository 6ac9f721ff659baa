"""What rules say of themselves, in Markdown and in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from averment.checking.rules import Rule, is_turtle
from averment.rendering.escaping import clean

__all__ = ["filled", "inline", "language", "lines_of_rule", "markdown_of_rule", "says"]


def markdown_of_rule(rule: Rule) -> str:
    """Return all that a rule says of itself in Markdown."""
    about = f"{rule.severity}, of the family {inline(rule.family)}"
    lines = lines_of_rule(rule, heading="##", head=[f"*{about}*", ""])
    if rule.message is not None:
        lines += ["It says: " + inline(says(rule)), ""]
    if rule.path is not None:
        lines += [f"Defined in `{clean(rule.path)}`, line {rule.line}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def lines_of_rule(rule: Rule, *, heading: str, head: Sequence[str] = ()) -> list[str]:
    """Return name, meaning and examples of a rule as lines of Markdown.

    Args:
        rule: the rule.
        heading: the marks of the heading.
        head: what stands under it.
    """
    lines = [f"{heading} {inline(rule.name)}", "", *head]
    if rule.meaning is not None:
        lines += [inline(rule.meaning), ""]
    for title, example in (("Good:", rule.good), ("Bad:", rule.bad)):
        if example is not None:
            fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", example) or [""]))
            shown = [clean(line) for line in example.splitlines()]
            lines += [title, "", f"{fence}{language(example)}", *shown, fence, ""]
    return lines


def language(example: str | None) -> str | None:
    """Return the language of an example, `turtle` or `yaml`."""
    if example is None:
        return None
    return "turtle" if is_turtle(example) else "yaml"


def says(rule: Rule) -> str:
    """Return what a finding of a rule ends with: the message, and what would settle it."""
    return " ".join(text for text in (filled(rule.message or ""), rule.settled) if text)


def filled(message: str) -> str:
    """Return a message with words for what an engine fills in."""
    return re.sub(r"\{[?$](\w+)\}", r"[\1]", message)


def inline(text: str) -> str:
    """Return text in which Markdown sees no markup."""
    return re.sub(r"([\\`*_<\[\]|])", r"\\\1", clean(text))
