"""Results as a table and as a picture."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.engines import ENGINES

__all__ = ["draw", "table"]

_COLOURS = ("#0072b2", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
_MARKERS = ("o", "D", "s", "^", "v", "X")


def table(document: Mapping[str, Any]) -> str:
    """Return the results as Markdown."""
    facts = document["machine"]
    packages = ", ".join(f"{name} {version}" for name, version in facts["packages"].items() if version)
    lines = [
        "<!-- Written by `make bench`. -->",
        "",
        "# Engines on generated claim graphs",
        "",
        f"{facts['cores']} cores, {facts['memory']} GiB of memory, {facts['system']} on {facts['architecture']}, "
        f"Python {facts['python']}; {packages}.",
        "",
        "Seconds are medians of the runs. Starting is Python with the engine's library, or Java; total is all of it. "
        "Memory is the most that a run held. The last column compares the results with those that were planted.",
        "",
    ]
    for graph in document["graphs"]:
        measured = [one for one in document["measurements"] if one["claims"] == graph["claims"]]
        lines += [
            f"## {graph['claims']:,} claims, {graph['triples']:,} triples, {graph['results']:,} expected results",
            "",
            "| engine | start s | load s | check s | total s | memory MiB | runs | results |",
            "|---|--:|--:|--:|--:|--:|--:|---|",
            *(_line(one) for one in sorted(measured, key=lambda one: list(ENGINES).index(one["engine"]))),
            "",
        ]
    return "\n".join(lines)


def _line(one: Mapping[str, Any]) -> str:
    title = ENGINES[one["engine"]].title
    if one["outcome"] == "measured":
        cells = [_seconds(one[name]) for name in ("start", "load", "check", "total")]
        return f"| {title} | {' | '.join(cells)} | {one['memory']:.0f} | {one['runs']} | {one['verdict']} |"
    outcome = {"over limit": f"> {one['limit'] or 0:.0f}", "not tried": "not tried", "failed": "failed"}[
        one["outcome"]
    ]
    why = {"over limit": "", "not tried": "gave up at a smaller size", "failed": one["detail"] or ""}[
        one["outcome"]
    ]
    return f"| {title} | | | | {outcome} | | {one['runs'] or ''} | {why.replace('|', ' ')} |"


def _seconds(value: float | None) -> str:
    if value is None:
        return "in check"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def draw(document: Mapping[str, Any], folder: Path) -> None:
    """Write seconds over claims as PNG and SVG, both axes logarithmic."""
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    # the same results give the same file
    matplotlib.rcParams["svg.hashsalt"] = "averment"
    plots: Any = importlib.import_module("matplotlib.pyplot")
    ticker: Any = importlib.import_module("matplotlib.ticker")
    figure, axes = plots.subplots(figsize=(10, 5.5), layout="constrained")
    stacked: dict[int, int] = {}
    for number, name in enumerate(ENGINES):
        ones = sorted(
            (one for one in document["measurements"] if one["engine"] == name), key=lambda one: one["claims"]
        )
        if not ones:
            continue
        points = [(one["claims"], one["total"]) for one in ones if one["outcome"] == "measured"]
        look: dict[str, Any] = {
            "color": _COLOURS[number % 6],
            "marker": _MARKERS[number % 6],
            "lw": 2,
            "ms": 7,
        }
        axes.plot(*zip(*points, strict=True) if points else ([], []), label=ENGINES[name].title, **look)
        for one in ones:
            if one["outcome"] == "over limit":
                # several that were ended at one size stand above one another
                above = stacked[one["claims"]] = stacked.get(one["claims"], 0) + 1
                end = (one["claims"], one["limit"] * 1.3**above)
                line = [*points[-1:], end]
                axes.plot(*zip(*line, strict=True), ls=":", **look | {"marker": ""})
                axes.plot(*end, markerfacecolor="white", markeredgewidth=2, **look | {"lw": 0})
    limits = {one["limit"] for one in document["measurements"] if one["outcome"] == "over limit"}
    for limit in limits:
        axes.axhline(limit, color="#888888", lw=1, ls="--")
        axes.annotate(
            f"limit {limit:.0f} s",
            (0, limit),
            xycoords=("axes fraction", "data"),
            xytext=(4, 3),
            textcoords="offset points",
            color="#555555",
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    sizes = sorted(graph["claims"] for graph in document["graphs"])
    axes.margins(x=0.06, y=0.08)
    axes.xaxis.set_major_locator(ticker.FixedLocator(sizes))
    axes.xaxis.set_minor_locator(ticker.NullLocator())
    axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("claims in the graph")
    axes.set_ylabel("seconds: start, load and check")
    axes.set_title("Checking a claim graph with all shapes", loc="left")
    axes.grid(True, which="major", color="#dddddd")
    axes.set_axisbelow(True)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for suffix, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
        figure.savefig(folder / f"plot.{suffix}", dpi=150, metadata=metadata)
    plots.close(figure)
