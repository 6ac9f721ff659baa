"""`averment new`: a law, an actor, an article or a claim, or the actors of a file, written well-formed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from rdflib import URIRef

from averment.adding import free_claim_name, identified, legible, named, part_of
from averment.cli.adding import Asked, Graph, add_claim, add_thing, read_graph
from averment.cli.asking import complete
from averment.cli.common import PATH_NAME, Command, graph_option, max_file_size_option
from averment.cli.importing import add_actors
from averment.cli.viewing import REPORT
from averment.deriving.concepts import Concepts
from averment.deriving.world import World
from averment.errors import UsageError
from averment.judging.naming import find
from averment.namespaces import ASPECT, AV, KIND

__all__ = ["new_command"]

_EPILOG = """Examples:

\b
  averment new actor herald --type Outlet --name "The Herald"
  averment new claim quill-1 --about law:zz-kites --aspect signature-date --value 2026-02-09 --stance asserts
"""
_LAW = """Examples:

\b
  averment new law zz-noise --name "Noise Act" --jurisdiction country:zz --provision "music=playing music at night"
  averment new law zz-noise-2 --name "Noise Act" --name "ru=Закон о шуме" --jurisdiction country:zz --process ru
"""
_ACTOR = """Examples:

\b
  averment new actor gazette --type Outlet --name "The Gazette" --based-in country:zz
  averment new actor jane-roe --type Person --name "Jane Roe"
"""
_ACTORS = """Examples:

\b
  averment new actors register.ftm.json --language en --dry-run
"""
_ARTICLE = """Examples:

\b
  averment new article quill-2 --title "Kites to be free" --publisher actor:quill --published 2026-02-09
"""
_CLAIM = """Examples:

\b
  averment new claim quill-1 --about law:zz-kites --aspect stage --value signed --stance asserts
  averment new claim quill-1 --about law:zz-kites --aspect stage --value signed --stance asserts \\
      --source actor:quill --verb says --dry-run
"""

_ABOUT_NAME = "Its name; '[LANGUAGE=]TEXT', English without one; may be repeated."


def _shared_options(command: Command) -> Command:
    """Add where the graph is and whether to write."""
    for option in reversed(
        (
            graph_option,
            click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing."),
            max_file_size_option,
        )
    ):
        command = option(command)
    return command


_file_option = click.option(
    "--file",
    metavar="FILE",
    type=PATH_NAME,
    help="The file to write, which must not be there yet.  [default: one named after the id]",
)


def _text_option(name: str, about: str) -> Callable[[Command], Command]:
    return click.option(name, metavar="TEXT", help=about)


def _names_option(name: str, about: str) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, metavar="TEXT", help=about)


def _asked(options: dict[str, Any]) -> Asked:
    names = ("paths", "dry_run", "max_file_size")
    return Asked(file=options.pop("file", None), **{name: options.pop(name) for name in names})


def _line(options: dict[str, Any], name: str) -> str | None:
    """Return the text of an option, or None if it was not given."""
    flag = f"--{name.replace('_', '-')}"
    return legible(options[name], f"'{flag}'") if options[name] is not None else None


def _names(options: dict[str, Any], name: str) -> dict[str, str] | None:
    return named(options[name], f"'--{name.replace('_', '-')}'") or None


def _node(options: dict[str, Any], name: str, prefix: str) -> str | None:
    """Return the name of a node, with the prefix that such nodes have where none was written."""
    text = _line(options, name)
    return text if text is None or ":" in text else f"{prefix}:{text}"


@click.group("new", epilog=_EPILOG)
def new_command() -> None:
    """Add a law, an actor, an article or a claim to the graph, or the actors of a file.

    What is missing is asked for at a terminal. It is written once a check finds no violation in it, and nothing
    else in the graph changes.
    """


@new_command.command("law", epilog=_LAW)
@click.argument("name_of_it", metavar="ID")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["Bill", "Code", "Decree", "Law", "Package"]),
    default="Law",
    show_default=True,
    help="What it is.",
)
@_names_option("--name", _ABOUT_NAME)
@_text_option("--jurisdiction", "The country whose law it is, such as country:ru.")
@_text_option("--process", "The process that it goes through, such as ru.")
@click.option(
    "--provision",
    multiple=True,
    metavar="ID=TEXT",
    help="One of its provisions, by the act that it rules; may be repeated.",
)
@_file_option
@_shared_options
def law_command(name_of_it: str, kind: str, provision: tuple[str, ...], **options: Any) -> None:
    """Add a law, a bill, a decree, a code or a package of bills as ID, such as zz-noise."""
    asked = _asked(options)
    options = complete(
        options, {"name": "Name, in English", "jurisdiction": "Jurisdiction, such as country:zz"}
    )
    graph = read_graph(asked)
    iri = identified(name_of_it, "law", graph.reading)
    rows = {
        "id": Concepts.compact(iri),
        "type": kind,
        "name": _names(options, "name"),
        "jurisdiction": _node(options, "jurisdiction", "country"),
        "process": _line(options, "process"),
        "provisions": [_provision(text, iri, graph) for text in provision] or None,
    }
    add_thing(graph, iri, rows, "laws", asked)


def _provision(text: str, law: URIRef, graph: Graph) -> dict[str, Any]:
    name, equals, act = text.partition("=")
    if not equals:
        raise UsageError(f"'{text}' is no provision; write its id and what it rules: --provision 'id=an act'")
    part_of(law, name.strip(), graph.reading)
    return {"id": name.strip(), "name": named([act], "'--provision'")}


@new_command.command("actor", epilog=_ACTOR)
@click.argument("name_of_it", metavar="ID")
@click.option("--type", "kind", type=click.Choice(["Organisation", "Outlet", "Person"]), help="What it is.")
@_names_option("--name", _ABOUT_NAME)
@_text_option("--based-in", "The country that it is based in.")
@_text_option("--owned-by", "The actor that owns it.")
@_file_option
@_shared_options
def actor_command(name_of_it: str, **options: Any) -> None:
    """Add a person, an organisation or an outlet as ID, such as herald."""
    asked = _asked(options)
    options["type"] = options.pop("kind")
    options = complete(options, {"type": "Organisation, Outlet or Person", "name": "Name, in English"})
    graph = read_graph(asked)
    iri = identified(name_of_it, "actor", graph.reading)
    rows = {
        "id": Concepts.compact(iri),
        "type": _line(options, "type"),
        "name": _names(options, "name"),
        "basedIn": _node(options, "based_in", "country"),
        "ownedBy": _node(options, "owned_by", "actor"),
    }
    add_thing(graph, iri, rows, "actors", asked)


@new_command.command("actors", epilog=_ACTORS)
@click.argument("entities", metavar="ENTITIES", type=PATH_NAME)
@click.option(
    "--language",
    metavar="CODE",
    default="und",
    show_default=True,
    help="The language of the names, which the file does not tell, such as en; und is an unknown one.",
)
@click.option(
    "--report", metavar="json[=FILE]", type=REPORT, help="Tell as JSON what was added and what was left out."
)
@_file_option
@_shared_options
def actors_command(entities: str, language: str, report: str | None, **options: Any) -> None:
    """Add the actors of ENTITIES, a file of FollowTheMoney entities as JSON lines, such as 'ftm' exports.

    Persons, organisations and companies become actors, with their countries, owners, posts and memberships, in one
    file. What the graph has already stays as it is. Standard error tells what was left out, and of which entities.
    """
    asked = _asked(options)
    add_actors(entities, language, report, asked)


@new_command.command("article", epilog=_ARTICLE)
@click.argument("name_of_it", metavar="ID")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["Article", "OfficialText", "PressRelease", "SocialPost"]),
    default="Article",
    show_default=True,
    help="What it is.",
)
@_names_option("--title", "What it calls itself; '[LANGUAGE=]TEXT', English without one; may be repeated.")
@_text_option("--publisher", "The actor that publishes it.")
@_text_option("--url", "Its address.")
@_text_option("--published", "The day of its publication, such as 2026-02-09.")
@_text_option("--language", "Its language, such as en.")
@_text_option("--based-on", "The document that it republishes, translates or rewrites.")
@_file_option
@_shared_options
def article_command(name_of_it: str, kind: str, **options: Any) -> None:
    """Add an article, or another document, as ID, such as herald-2026-02-09; its claims are added one by one."""
    asked = _asked(options)
    needed = {"title": "Title, in English", "publisher": "Publisher, such as actor:quill"}
    options = complete(options, needed)
    graph = read_graph(asked)
    iri = identified(name_of_it, "article", graph.reading)
    rows = {
        "id": Concepts.compact(iri),
        "type": kind,
        "title": _names(options, "title"),
        "url": _line(options, "url"),
        "publisher": _node(options, "publisher", "actor"),
        "published": _line(options, "published"),
        "language": _line(options, "language"),
        "basedOn": _node(options, "based_on", "article"),
    }
    add_thing(graph, iri, rows, "articles", asked)


@new_command.command("claim", epilog=_CLAIM)
@click.argument("article", metavar="ARTICLE")
@_text_option("--id", "Its id within the article.  [default: the next of c1, c2, ...]")
@_text_option("--about", "What it is about: a law, one of its provisions, an actor, a group.")
@_text_option("--aspect", "Which question about it is answered, such as fine; docs/terms.md has all.")
@_text_option("--value", "The answer, in the form that the aspect asks for.")
@_text_option("--stance", "How firmly: asserts, alleges, conditional, denies, opines or predicts.")
@_text_option("--addressee", "The group that it holds for.")
@_text_option("--as-of", "The day that it holds for.")
@click.option(
    "--complete", "whole", is_flag=True, help="It is put forward as the whole rule, or the whole list."
)
@_names_option("--condition", "What it depends on; '[LANGUAGE=]TEXT'.")
@_text_option("--source", "The actor or document that the page has it from.")
@_text_option("--verb", "What the source did: cites, estimates, posted, provides, reports, says or told.")
@_text_option("--relays", "The claim of another document that this one passes on.")
@_names_option("--wording", "The few words that the value interprets; '[LANGUAGE=]TEXT'.")
@_names_option("--note", "What a later reader of the file has to know; '[LANGUAGE=]TEXT'.")
@_shared_options
def claim_command(article: str, whole: bool, **options: Any) -> None:
    """Add a claim to ARTICLE, such as herald-2026-02-09, at the end of its claims."""
    asked = _asked(options)
    needed = {
        "about": "About, such as law:zz-noise",
        "aspect": "Aspect, such as fine",
        "value": "Value, such as 100..500 EUR",
        "stance": "Stance, such as asserts",
    }
    options = complete(options, needed)
    if (options["source"] is None) != (options["verb"] is None):
        raise UsageError("a source needs what it did, and the other way round; give --source and --verb")
    graph = read_graph(asked)
    world = World(graph.reading)
    documents = [node for node in world.documents if isinstance(node, URIRef)]
    iri = find(article if ":" in article else f"article:{article}", documents, "a document of the graph")
    name = _line(options, "id") or free_claim_name(iri, world.stated)
    part_of(iri, name, graph.reading)
    aspect = _line(options, "aspect") or ""
    source, verb = _line(options, "source"), _line(options, "verb")
    rows = {
        "id": name,
        "about": _line(options, "about"),
        "aspect": aspect,
        "value": _value(world, aspect, options),
        "stance": _line(options, "stance"),
        "complete": True if whole else None,
        "condition": _names(options, "condition"),
        "addressee": _node(options, "addressee", "group"),
        "asOf": _line(options, "as_of"),
        "chain": [{"source": source, "verb": verb}] if source and verb else None,
        "relays": _line(options, "relays"),
        "wording": _names(options, "wording"),
        "note": _names(options, "note"),
    }
    add_claim(graph, iri, rows, asked)


def _value(world: World, aspect: str, options: dict[str, Any]) -> Any:
    """Return the value as it is written: free text has a language."""
    term = URIRef(str(ASPECT) + aspect) if ":" not in aspect else URIRef(aspect)
    if KIND.text in world.values(term, AV.hasKind):
        return named([options["value"]], "'--value'")
    return _line(options, "value")
