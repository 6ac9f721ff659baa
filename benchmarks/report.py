"""Results as a table and as a picture."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.engines import ENGINES

__all__ = ["draw", "table"]

_COLOURS = ("#0072b2", "#56b4e9", "#d55e00", "#009e73", "#cc79a7", "#e69f00")
_MARKERS = ("o", "D", "s", "^", "v", "P")


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
    figure, axes = plots.subplots(figsize=(9, 5.5), layout="constrained")
    for number, name in enumerate(ENGINES):
        ones = sorted(
            (one for one in document["measurements"] if one["engine"] == name), key=lambda one: one["claims"]
        )
        done = [one for one in ones if one["outcome"] == "measured"]
        over = [one for one in ones if one["outcome"] == "over limit"]
        style = {"color": _COLOURS[number % 6], "marker": _MARKERS[number % 6], "markersize": 7}
        if done:
            axes.plot([one["claims"] for one in done], [one["total"] for one in done], lw=2, **style)
        for one in over:
            points = [*done[-1:], {"claims": one["claims"], "total": one["limit"]}]
            axes.plot(
                [point["claims"] for point in points],
                [point["total"] for point in points],
                ls=":",
                lw=2,
                **style | {"marker": ""},
            )
            axes.plot(one["claims"], one["limit"], ls="", markerfacecolor="white", **style)
        last = [*done, *({"claims": one["claims"], "total": one["limit"]} for one in over)][-1:]
        for point in last:
            title = ENGINES[name].title + (f" (> {over[-1]['limit']:.0f} s)" if over else "")
            axes.annotate(
                title,
                (point["claims"], point["total"]),
                xytext=(9, 0),
                textcoords="offset points",
                va="center",
                color=style["color"],
                fontsize=10,
            )
    axes.set_xscale("log")
    axes.set_yscale("log")
    sizes = sorted(graph["claims"] for graph in document["graphs"])
    axes.set_xlim(sizes[0] * 0.8, sizes[-1] * 6)
    axes.xaxis.set_major_locator(ticker.FixedLocator(sizes))
    axes.xaxis.set_minor_locator(ticker.NullLocator())
    axes.xaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("claims in the graph")
    axes.set_ylabel("seconds: start, load and check")
    axes.set_title("Checking a claim graph with all shapes", loc="left")
    axes.grid(True, which="major", color="#dddddd")
    axes.set_axisbelow(True)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for suffix, metadata in (("png", {"Software": None}), ("svg", {"Date": None})):
        figure.savefig(folder / f"plot.{suffix}", dpi=150, metadata=metadata)
    plots.close(figure)
