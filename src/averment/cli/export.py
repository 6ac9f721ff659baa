"""`averment export`: the graph in other formats, and views of it for programs that draw."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import click
import pyoxigraph as ox

from averment.cli.common import (
    DAY,
    PATH_NAME,
    built,
    built_to_check,
    max_file_size_option,
    output_option,
    paths_argument,
    read_whole,
    say_how_made,
    store_option,
    viewpoint_options,
    write_output,
    writing_to,
)
from averment.cli.viewing import REPORT, listed_views, tell, write_view
from averment.exporting import WHOLE_WRITERS, WRITERS, export, export_whole
from averment.exporting.claims import (
    CLAIM_WRITERS,
    Publication,
    claims_as_dict,
    claims_in_words,
    export_claims,
)
from averment.exporting.views import VIEW_WRITERS
from averment.viewing import find_view
from averment.viewpoint import Viewpoint

__all__ = ["export_command"]

_EPILOG = """Examples:

\b
  averment export turtle -o graph.ttl
  averment export nquads graph --derived | sort
  averment export trig --store graph.store -o graph.trig
  averment export --list-views
  averment export gexf --view claims -o claims.gexf
  averment export csv --view law -o law.csv
  averment export graphology --view my-view.toml -o my-view.json --report json=report.json
  averment export ftm -o entities.ftm.json
  averment export nanopub -o claims.trig --created 2026-12-01
  averment export quickstatements -o statements.csv

\b
CSV is a pair of files: with -o law.csv, law-nodes.csv and law-edges.csv.
"""

_FORMATS = sorted({*WRITERS, *VIEW_WRITERS, *CLAIM_WRITERS})
_DEFAULT_VIEWS = {"ftm": "entities"}


class _Address(click.ParamType[str]):
    """An address on the web that stands for somebody or something."""

    name = "iri"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address as it was written."""
        try:
            if value.startswith(("https://", "http://")):
                return ox.NamedNode(value).value
        except ValueError:
            pass
        self.fail(
            f"'{value}' is no address; write one such as https://orcid.org/0000-0002-1825-0097", param, ctx
        )


_ADDRESS = _Address()


@click.command("export", epilog=_EPILOG)
@click.argument("output_format", metavar="FORMAT", required=False, type=click.Choice(_FORMATS))
@paths_argument
@click.option(
    "--derived",
    is_flag=True,
    help="Write what the build derives as well: bounds, questions, origins, places.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Write all that a check looks at, the ontology too, as one graph for a store.",
)
@click.option(
    "--view",
    "view_name",
    metavar="NAME|FILE",
    type=PATH_NAME,
    help="The view to write, or the TOML file that declares one.  [default: claims; for ftm, entities]",
)
@click.option("--list-views", is_flag=True, help="List the views.")
@click.option(
    "--report",
    metavar="json[=FILE]",
    type=REPORT,
    help="Tell as JSON what was written and what was not, in FILE or on standard error.",
)
@click.option("--no-measures", is_flag=True, help="Leave out degrees, betweenness and communities.")
@click.option("--no-layout", is_flag=True, help="Leave out positions.")
@click.option("--created", type=DAY, metavar="DATE", help="The day on which nanopublications are made.")
@click.option(
    "--creator", type=_ADDRESS, metavar="IRI", help="Who makes nanopublications, such as an ORCID iD."
)
@store_option
@click.option("--license", "licence", type=_ADDRESS, metavar="IRI", help="The licence of nanopublications.")
@viewpoint_options
@max_file_size_option
@output_option
def export_command(
    output_format: str | None,
    paths: tuple[str, ...],
    derived: bool,
    whole: bool,
    view_name: str | None,
    list_views: bool,
    report: str | None,
    no_measures: bool,
    no_layout: bool,
    created: date | None,
    creator: str | None,
    licence: str | None,
    store: str | None,
    max_file_size: int,
    viewpoint: Viewpoint,
    output: str,
) -> None:
    """Write the graph, or a picture of it, as FORMAT.

    The graph: turtle, trig, nquads or jsonld. What is written without --derived reads back as the same graph.
    TriG and N-Quads keep apart which file states what, as named graphs.

    Its claims: nanopub for nanopublications to be signed, claimreview for Claim and ClaimReview of schema.org, and
    quickstatements for statements of Wikidata, as CSV.

    A view of it, as nodes and edges: gexf and csv for Gephi, graphology for Gephi Lite, cytoscape, graphml, and
    ftm for FollowTheMoney. Standard error tells what was written, and what the format could not hold.
    """
    if list_views:
        write_output(listed_views(), output)
        return
    if output_format is None:
        raise click.UsageError("Missing argument 'FORMAT': write one such as turtle, or gexf for a picture.")
    is_view, has_account = output_format in VIEW_WRITERS, output_format not in WRITERS
    publication = Publication(created, creator, licence)
    _refuse_flags(
        output_format,
        output,
        {
            "--derived": derived and output_format not in WRITERS,
            "--whole": whole and output_format not in WHOLE_WRITERS,
            "--view": view_name is not None and not is_view,
            "--report": report is not None and not has_account,
            "--no-measures": no_measures and not is_view,
            "--no-layout": no_layout and not is_view,
            "--created": created is not None and output_format != "nanopub",
            "--creator": creator is not None and output_format != "nanopub",
            "--license": licence is not None and output_format != "nanopub",
        },
    )
    declaration = find_view(view_name or _DEFAULT_VIEWS.get(output_format, "claims")) if is_view else None
    if store is not None and (paths or viewpoint or whole):
        raise click.UsageError(
            "a store is exported as it is: leave out paths, --whole, --as-of and --true-by"
        )
    if store is not None and output_format in ("turtle", "trig", "nquads"):
        from averment.storing.exporting import write_store

        with writing_to(output) as stream:
            write_store(store, output_format, stream, derived=derived)
        return
    if store is not None:
        from averment.storing.exporting import build_of_store

        build = build_of_store(store)
    elif whole:
        reading = read_whole(paths, max_file_size)
        build = built_to_check(reading, None, (), None, viewpoint)  # with the waivers that hold at present
    else:
        build = built(read_whole(paths, max_file_size), viewpoint=viewpoint)
    say_how_made(build)
    if whole:
        write_output(export_whole(build, output_format), output)
        return
    if output_format in CLAIM_WRITERS:
        text, accounting = export_claims(build, output_format, publication)
        write_output(text, output)
        tell(claims_in_words(accounting), claims_as_dict(accounting), report)
        return
    if declaration is None:
        write_output(export(build, output_format, derived=derived), output)
        return
    write_view(
        build, declaration, output_format, output, report, measures=not no_measures, layout=not no_layout
    )


_FLAGS_OF: dict[str, Collection[str]] = {
    "--derived": WRITERS,
    "--whole": WHOLE_WRITERS,
    "--report": {**VIEW_WRITERS, **CLAIM_WRITERS},
    "--created": ["nanopub"],
    "--creator": ["nanopub"],
    "--license": ["nanopub"],
}
"""The formats with which a flag does something, where these are not the views."""


def _refuse_flags(output_format: str, output: str, idle: dict[str, bool]) -> None:
    for flag, is_idle in idle.items():
        if is_idle:
            formats = sorted(_FLAGS_OF.get(flag, VIEW_WRITERS))
            raise click.UsageError(
                f"{flag} does nothing with {output_format}; leave it out, or write {', '.join(formats)}"
            )
    if output == "-" and len(VIEW_WRITERS.get(output_format, "")) > 1:
        raise click.UsageError(
            f"{output_format} is a pair of files, which standard output can't hold; name them, as in -o claims.csv"
        )
