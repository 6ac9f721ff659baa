"""Checking a store: the options for it, and what they leave no room for."""

from __future__ import annotations

from datetime import date

import click

from averment.checking import DEFAULT, Report
from averment.cli.common import Command, store_option, system_date
from averment.cli.progress import step_bar
from averment.cli.workspace import is_setting
from averment.errors import UsageError
from averment.viewpoint import Viewpoint

__all__ = [
    "SPARK",
    "check_store_options",
    "flags_for_store",
    "refuse_of_files",
    "refuse_of_stores",
    "report_of_store",
]

SPARK = "spark"


def check_store_options(command: Command) -> Command:
    """Add the options for checking a store."""
    for option in reversed(
        (
            store_option,
            click.option(
                "--master",
                metavar="URL",
                help="Where Spark runs, such as spark://host:7077.  [default: local[*], which is this machine]",
            ),
            click.option(
                "--spark-option",
                "spark_options",
                multiple=True,
                metavar="NAME=VALUE",
                help="A setting of Spark, such as spark.executor.memory=8g; may be given more than once.",
            ),
            click.option(
                "--memory",
                type=click.IntRange(256),
                default=3072,
                show_default=True,
                metavar="MIB",
                help="How much the engine may hold of a store; what is more goes to files for a while.",
            ),
            click.option(
                "--anew",
                is_flag=True,
                help="Check a store as a whole even if it is known what there is to find.",
            ),
            click.option(
                "--changed", is_flag=True, help="Of a store, tell only what the last load has touched."
            ),
        )
    ):
        command = option(command)
    return command


def flags_for_store(
    context: click.Context, archive: str | None, engine: str, shapes: tuple[str, ...], *, changed: bool
) -> tuple[str | None, str, tuple[str, ...]]:
    """Return archive, engine and shapes without what only the settings of a workspace say of files.

    Shapes of a workspace are checked in a store as well, but for what the last load has touched, which is known of
    averment's own alone.
    """
    return (
        None if is_setting(context, "archive") else archive,
        DEFAULT if is_setting(context, "engine") else engine,
        () if changed and is_setting(context, "shapes") else shapes,
    )


def report_of_store(
    store: str,
    shapes: tuple[str, ...],
    engine: str,
    limit: float,
    today: date | None,
    *,
    master: str | None,
    spark_options: tuple[str, ...],
    memory: int,
    anew: bool,
    changed: bool,
) -> Report:
    """Check a store, or tell what is known of it.

    Raises:
        UsageError: the options do not fit together.
        StoreError: the store can't be opened.
        AvermentError: the shapes can't be run.
    """
    from averment.storing.checking import check_store, on_duckdb, on_spark

    is_forced = engine != DEFAULT
    if engine == SPARK:
        unset = next((option for option in spark_options if "=" not in option), None)
        if unset is not None:
            raise UsageError(
                f"'{unset}' sets nothing; write it as in --spark-option spark.executor.memory=8g"
            )
        settings = dict(option.partition("=")[::2] for option in spark_options)
        runs = on_spark(master or "local[*]", settings, f"{memory}MB")
    elif is_forced:
        raise UsageError(
            f"{engine} runs on files only; leave --engine out, or use --engine spark, with --store"
        )
    elif master is not None or spark_options:
        raise UsageError("--master and --spark-option are for Spark; add --engine spark, or leave them out")
    else:
        runs = on_duckdb(f"{memory}MB")
    with step_bar() as progress:
        return check_store(
            store,
            runs,
            shapes=shapes,
            anew=anew or is_forced,
            changed=changed,
            is_forced=is_forced,
            today=today or system_date(),
            limit=limit,
            progress=progress,
        )


def refuse_of_files(
    paths: tuple[str, ...],
    archive: str | None,
    since: str | None,
    viewpoint: Viewpoint,
    endpoint: str | None,
) -> None:
    """Refuse the options that are for files, or for an endpoint, where a store is checked.

    Raises:
        UsageError: one is given.
    """
    if paths or archive is not None or since is not None or viewpoint or endpoint is not None:
        raise UsageError(
            "a store is checked as it was loaded: leave out paths, --archive, --changed-since, --as-of, --true-by and "
            "--endpoint; --changed tells what the last load has touched"
        )


def refuse_of_stores(
    engine: str, *, master: str | None, spark_options: tuple[str, ...], anew: bool, changed: bool
) -> None:
    """Refuse the options that are for a store where none is checked.

    Raises:
        UsageError: one is given.
    """
    given = {
        "--anew": anew,
        "--changed": changed,
        "--engine spark": engine == SPARK,
        "--master": master is not None,
        "--spark-option": bool(spark_options),
    }
    flags = [flag for flag, is_given in given.items() if is_given]
    if flags:
        what = "this is" if len(flags) == 1 else "these are"
        raise UsageError(f"{', '.join(flags)}: {what} for a store; name it with --store, or leave it out")
