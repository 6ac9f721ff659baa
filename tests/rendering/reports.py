"""Reports made by hand, with whatever texts a file may hold."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from averment.checking import Comparison, Failure, Finding, Judgement, Place, Report, Summary
from averment.checking.rules import Rule, list_rules
from averment.errors import Position, ReadError
from averment.shapes import shipped_shapes

HOSTILE = [
    "::error::x",
    "\n::error file=a,line=1::x",
    "\r\n##[error]x",
    "%0A::add-mask::x",
    "]]>",
    "<script>alert(1)</script>",
    "</testsuites><!--",
    "&lt;&#0;",
    "[a](https://x.invalid) {0}",
    "`|`*_~$",
    "\u202egnorts\u2066",
    "\x00\x07\x1b[31m\x85\u2028",
    "\udcff\ufffe",
    '"""\\"',
    "a,b:c",
    "é ж 中 🙂",
]
"""What tries to end a format and to begin another, to steer a terminal, or is no text at all."""

hostile_text = (
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3), min_size=1, max_size=4).map("".join).filter(bool)
)


@cache
def rules() -> list[Rule]:
    """Return averment's own rules."""
    return list_rules(shipped_shapes())


def place(text: str = "x", *, path: str | None = "graph/a.yaml", line: int = 2, claim: str = "c1") -> Place:
    return Place(
        f"https://kites.invalid/{claim}", path, line if path else None, 5 if path else None, text, text
    )


def finding(
    text: str = "It is so.",
    *,
    severity: str = "warning",
    status: str = "open",
    fingerprint: str = "0123456789abcdef",
    places: tuple[Place, ...] = (),
) -> Finding:
    judged = Judgement(
        "https://kites.invalid/j", f"the editor {text}", "2026-02-03", f"Seen {text}", "2026-12-31"
    )
    return Finding(
        rule="Question-extent",
        family="disagreement",
        severity=severity,
        message=text,
        subject="https://kites.invalid/q",
        places=places or (place(text), place(text, path=f"graph/{text}.yaml", line=7, claim="c2")),
        status=status,
        judgement=None if status == "open" else judged,
        fingerprint=fingerprint,
        constraint="http://www.w3.org/ns/shacl#SPARQLConstraintComponent",
    )


def report(
    text: str = "It is so.", *, is_whole: bool = True, fail_on: str = "violation", baseline: bool = False
) -> Report:
    """Return a report with a finding of each severity and status, all of whose texts are one."""
    findings = tuple(
        finding(text, severity=severity, status=status, fingerprint=f"{number:016x}")
        for number, (severity, status) in enumerate(
            [
                ("violation", "open"),
                ("warning", "open"),
                ("info", "open"),
                ("warning", "settled"),
                ("info", "waived"),
            ]
        )
    )
    failures = (Failure(f"graph/{text}", 3, 4, f"it is {text}", "mend it"),)
    return Report(
        Summary.of(findings, claims=9, questions=4),
        findings,
        problems=() if is_whole else (f"a rule did not end: {text}",),
        notes=(f"note {text}",),
        errors=() if is_whole else failures,
        baseline=Comparison(5, 2, 1) if baseline else None,
        fail_on=fail_on,
    )


NOTHING = Report(Summary(0, 0, 0, 0, 0))
FAILED = Report.failed(
    errors=[ReadError(Position("a.yaml", 1, 1), "there is no such file", "check the path")]
)
ENDED = Report.failed(problem="git is not installed; install it, or leave --changed-since out")
