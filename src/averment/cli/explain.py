"""`averment explain`: what a rule means."""

from __future__ import annotations

import json
import shutil
import sys

import click

from averment.checking.rules import Rule, find_rules, list_rules
from averment.cli.common import output_option, shapes_option, write_output
from averment.cli.rules import markdown_page, render_list, render_rule, rules_as_json
from averment.rendering.rules import markdown_of_rule
from averment.shapes import load_shapes

__all__ = ["explain_command"]

_EPILOG = """Examples:

\b
  averment explain                                all rules, by family
  averment explain Claim-valueGrammar             one of them, with examples
  averment explain --format markdown -o rules.md
  averment explain --shapes my-shapes.ttl --format json
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("rule", required=False, metavar="[RULE]")
@shapes_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
@output_option
def explain_command(rule: str | None, shapes: tuple[str, ...], output_format: str, output: str) -> None:
    """Say what a rule means, with a good and a bad example.

    RULE is the name that a finding starts with; without one, all rules are listed.
    """
    loaded, positions = load_shapes(shapes)
    rules = list_rules(loaded, positions)
    found = find_rules(rules, rule) if rule is not None else rules
    if output_format == "json":
        text = json.dumps(rules_as_json(found), ensure_ascii=False, indent=2) + "\n"
    elif output_format == "markdown":
        text = markdown_page(rules) if rule is None else "\n".join(markdown_of_rule(one) for one in found)
    else:
        text = _text(found, is_list=rule is None, terminal=_is_terminal(output))
    write_output(text, output)


def _text(rules: list[Rule], *, is_list: bool, terminal: bool) -> str:
    width = shutil.get_terminal_size().columns if terminal else None
    if is_list:
        return render_list(rules, width=width, colour=terminal)
    sizes = {} if width is None else {"width": width}
    return "\n".join(render_rule(rule, colour=terminal, **sizes) for rule in rules)


def _is_terminal(output: str) -> bool:
    return output == "-" and sys.stdout is not None and sys.stdout.isatty()
