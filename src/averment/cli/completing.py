"""Completion in the shell: names of queries and of their parameters, and ids that the graph has.

A shell asks at each press of a key, so that nothing here derives or checks, and a graph that is too large is
not read. What can't be read has no completions; the command itself says what is wrong.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from averment.cli.common import graph_paths
from averment.deriving.concepts import Concepts
from averment.errors import AvermentError
from averment.querying import SUBJECTS, Parameter, Query, find_query, list_queries
from averment.reading import read_leniently
from averment.resources import ontology

__all__ = ["complete_parameters", "complete_queries", "use_whole_words_in_bash"]

MAX_BYTES = 5_000_000
"""A graph whose files are larger together takes longer to read than somebody waits for a completion."""

_BREAKS = "=:"
"""Where bash ends a word, and a parameter does not."""


def complete_queries(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Complete the name of a query, or a file; after --list, a subject."""
    if context.params.get("list_only"):
        return [CompletionItem(subject) for subject in SUBJECTS if subject.startswith(incomplete)]
    named = [
        CompletionItem(query.name, help=query.asks)
        for query in list_queries()
        if query.name.startswith(incomplete)
    ]
    return named or [CompletionItem(incomplete, type="file")]


def complete_parameters(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem[str]]:
    """Complete the name of a parameter of the query that is named, or a value for it."""
    try:
        # click has not come to the argument where the option before the cursor lacks its value
        query = find_query(context.params.get("query") or next(iter(context.args), ""))
        name, equals, value = incomplete.partition("=")
        if not equals:
            return [
                CompletionItem(f"{one.name}=", help=one.description)
                for one in query.parameters
                if one.name.startswith(name)
            ]
        return [
            CompletionItem(f"{name}={each}")
            for each in _values(query, name, context)
            if each.startswith(value)
        ]
    except (AvermentError, OSError):
        return []


def _values(query: Query, name: str, context: click.Context) -> Iterator[str]:
    """Iterate over what may be given for a parameter, as it is written."""
    for parameter in query.parameters:
        if parameter.name != name:
            continue
        known = [value for each, value in query.example if each == name]
        if parameter.type == "iri":
            yield from _ids_for(parameter, context.params.get("paths") or ())
        else:
            yield from (value for value in dict.fromkeys([parameter.default, *known]) if value)


def _ids_for(parameter: Parameter, paths: tuple[str, ...]) -> Iterator[str]:
    terms = ontology()
    classes = {
        below for each in parameter.of for below in terms.transitive_subjects(RDFS.subClassOf, URIRef(each))
    }
    own = {member for each in classes for member in terms.subjects(RDF.type, each)}
    yield from _ids(terms, own)
    if parameter.of and own:
        return  # a vocabulary of the ontology, to which a graph seldom adds
    graph = _stated(paths)
    members = (
        {member for each in classes for member in graph.subjects(RDF.type, each)}
        if classes
        else set(graph.subjects(RDF.type, None))
    )
    yield from _ids(graph, members)


def _ids(graph: Graph, nodes: Iterable[Node]) -> Iterator[str]:
    for node in sorted(node for node in nodes if isinstance(node, URIRef)):
        written = Concepts.compact(node)
        if re.fullmatch(
            r"[^\s,\"'`$\\;&|<>(){}*?!~]+", written
        ):  # what a shell would take for something else
            yield written


def _stated(paths: tuple[str, ...]) -> Graph:
    """Return what the files of a graph state; nothing if there is too much of it."""
    named = graph_paths(paths)
    if sum(_size(Path(path)) for path in named) > MAX_BYTES:
        return Graph()
    reading, _ = read_leniently(named)
    return reading.graph()


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


class _WholeWords(BashComplete):
    """Completion in bash, which cuts `law=law:zz-kites` into five words and completes the last of them."""

    source_template = BashComplete.source_template.replace(
        "COMPREPLY+=($value)", 'COMPREPLY+=("$value"); [[ $value == *= ]] && compopt -o nospace'
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one at the cursor, and that one, put together again."""
        cut = split_arg_string(os.environ["COMP_WORDS"])[: int(os.environ["COMP_CWORD"]) + 1]
        cut += [""] * (int(os.environ["COMP_CWORD"]) + 1 - len(cut))
        words: list[str] = []
        for number, word in enumerate(cut):
            joins = word != "" and not word.strip(_BREAKS)
            follows = number > 0 and cut[number - 1] != "" and not cut[number - 1].strip(_BREAKS)
            if words and (joins or follows):
                words[-1] += word
            else:
                words.append(word)
        return words[1:-1], words[-1]

    def complete(self) -> str:
        """Return the completions without what bash takes for earlier words."""
        _, incomplete = self.get_completion_args()
        self._kept = re.sub(rf"[^{_BREAKS}]*$", "", incomplete)
        return super().complete()

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return a completion as the script in bash reads it."""
        return f"{item.type},{item.value.removeprefix(self._kept)}"


def use_whole_words_in_bash() -> None:
    """Let bash complete values that have an equals sign or a colon in them."""
    add_completion_class(_WholeWords)
