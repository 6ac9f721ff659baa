"""Each fault gives one message, at its place, that names the cure.

All faults stand in one graph, each in files of its own, with `# at COLUMN` where its finding has to point.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.checking.small import VALID, marks, places_of

from averment.building import build
from averment.checking import Finding, check

HEAD = """\
id: article:NAME
type: Article
title: {en: A page}
publisher: actor:herald
published: 2026-01-23
"""
CLAIM = {
    "about": "law:xa-bridges/ticket",
    "aspect": "fine",
    "value": "1000 RUB",
    "stance": "asserts",
}
ANN = "[{source: actor:ann, verb: says}]"
SIXTY_FOUR = "0123456789abcdef" * 4


def claim(name: str = "c1", at: str = "", /, **lines: str | None) -> str:
    """Write a claim; `lines` replace or add values, and None removes one."""
    said = {key: value for key, value in (CLAIM | lines).items() if value is not None}
    written = [f"    {key}: {value}\n" for key, value in said.items()]
    return "".join([f"  - id: {name}{at}\n", *written])


def page(*claims: str, head: str = HEAD) -> str:
    return head + ("claims:\n" + "".join(claims) if claims else "")


def on_stage(**lines: str | None) -> str:
    return claim(**({"about": "law:xa-bridges", "aspect": "stage", "value": "first-reading"} | lines))


@dataclass(frozen=True)
class Fault:
    """Files with one fault, the rule that finds it, and what the message has to say."""

    name: str
    rule: str
    cure: str
    files: tuple[str, ...]

    @property
    def slug(self) -> str:
        return "".join(letter if letter.isalnum() else "-" for letter in self.name)


def fault(name: str, rule: str, cure: str, *files: str) -> Fault:
    return Fault(name, rule, cure, files)


VALUE, UNKNOWN, TWICE = "Claim-valueGrammar", "UnknownTerm-usedBy", "Definition-timesDefined"
AT_CLAIM = "  # at 5"

FAULTS = [
    # What is stated.
    fault("range", VALUE, "write the smaller figure first", page(claim(value="1000..50 RUB  # at 12"))),
    fault(
        "month",
        VALUE,
        "months run from 01 to 12",
        page(claim(aspect="introduction", value="2025-13  # at 12")),
    ),
    fault("no number", VALUE, "write it as in '>1100'", page(claim(value='">abc"  # at 12'))),
    fault(
        "unknown unit",
        VALUE,
        "'RUBB' is no known unit: write one of AMD",
        page(claim(value="5 RUBB  # at 12")),
    ),
    fault("other unit", VALUE, "'d' is no unit of money", page(claim(value="5 d  # at 12"))),
    fault("no unit", VALUE, "needs a unit", page(claim(value='"1000"  # at 12'))),
    fault(
        "unknown actor in a value",
        VALUE,
        "did you mean 'actor:ann'?",
        page(claim(about="law:xa-bridges", aspect="signatory", value="actor:anne  # at 12")),
    ),
    fault(
        "unknown stage",
        VALUE,
        "did you mean 'first-reading'?",
        page(on_stage().replace(" first-reading", " first-readin  # at 12")),
    ),
    fault("empty value", "Claim-value", "A claim has one value", page(claim(value='""  # at 12'))),
    fault("no value", "Claim-value", "A claim has one value", page(claim("c1", AT_CLAIM, value=None))),
    fault(
        "two values", "Claim-value", "A claim has one value", page(claim(value="[1 RUB, 1000 RUB]  # at 12"))
    ),
    fault(
        "number with a language",
        "Claim-valueLanguage",
        "without {en: ...}",
        page(claim(value="{en: 1000 RUB}  # at 12")),
    ),
    fault(
        "words with a language for a number",
        "Claim-valueLanguage",
        "without {en: ...}",
        page(claim(value="{en: a fine}  # at 12")),
    ),
    fault(
        "text without a language",
        "Claim-textLanguage",
        "write 'value: {en: ...}'",
        page(claim(aspect="effect", value="to mend  # at 12")),
    ),
    fault(
        "as-of date in words", "Claim-asOfGrammar", "'soon' is not a date", page(claim(asOf="soon  # at 11"))
    ),
    fault(
        "date of a page",
        "Document-publishedGrammar",
        "write it as in '2025'",
        page(head=HEAD.replace("2026-01-23", "23 January  # at 12")),
    ),
    fault("yes", "Claim-isComplete", "write true or false", page(claim(complete="yes  # at 15"))),
    fault(
        "yes, quoted words",
        "Hop-isVerbatim",
        "write true or false",
        page(claim(chain="\n      - source: actor:ann\n        verb: says\n        verbatim: yes  # at 19")),
    ),
    fault(
        "offset in words",
        "Evidence-passageStart",
        "as a whole number from 0",
        page(claim(evidence=f"\n      start: one  # at 14\n      end: 5\n      hash: {SIXTY_FOUR}")),
    ),
    fault(
        "end before start",
        "Evidence-order",
        "A passage starts before it ends",
        page(claim(evidence=f"\n      start: 7  # at 14\n      end: 5\n      hash: {SIXTY_FOUR}")),
    ),
    fault("derived bound", "DerivedProperty-statesDerived", "remove it", page(claim(upper="1000  # at 12"))),
    # What is named.
    fault("unknown aspect", UNKNOWN, "did you mean 'fine'?", page(claim(aspect="fien  # at 13"))),
    fault(
        "unknown aspect with a scope",
        UNKNOWN,
        "did you mean 'force'?",
        page(claim(aspect="forse  # at 13", addressee="group:drivers")),
    ),
    fault(
        "far-off aspect",
        UNKNOWN,
        "'aspect:xyzzy' is unknown. No module",
        page(claim(aspect="xyzzy  # at 13")),
    ),
    fault(
        "stage of no process",
        UNKNOWN,
        "did you mean 'ru#third-reading'?",
        page(on_stage(aspect="vote", value="301-?-?", atStage="third-reading  # at 14")),
    ),
    fault("misspelt stance", UNKNOWN, "did you mean 'asserts'?", page(claim(stance="assert  # at 13"))),
    fault(
        "unknown stance", UNKNOWN, "write one of alleges, asserts, ", page(claim(stance="believes  # at 13"))
    ),
    fault(
        "unknown verb",
        UNKNOWN,
        "did you mean 'says'?",
        page(claim(chain="\n      - source: actor:ann\n        verb: sais  # at 15")),
    ),
    fault(
        "unknown force",
        UNKNOWN,
        "write one of may, must, must-not, need-not",
        page(claim(force="ought  # at 12")),
    ),
    fault(
        "unknown type",
        UNKNOWN,
        "did you mean 'Article'?",
        page(claim(), claim("c2"), head=HEAD.replace("NAME", "NAME  # at 1").replace("Article", "Artcle")),
    ),
    fault(
        "unknown process",
        UNKNOWN,
        "did you mean 'ru'?",
        "id: law:NAME\ntype: Law\nname: {en: A law}\njurisdiction: country:xa\nprocess: rus  # at 10\n",
        page(on_stage(about="law:NAME")),
    ),
    fault(
        "unknown publisher",
        "Document-publisher",
        "'actor:couriar' is not defined; did you mean 'actor:courier'?",
        page(head=HEAD.replace("actor:herald", "actor:couriar  # at 12")),
    ),
    fault(
        "unknown source",
        "Hop-hasSource",
        "'actor:nobody' is not defined: define it, or correct its name.",
        page(claim(chain="\n      - source: actor:nobody  # at 17\n        verb: says")),
    ),
    fault(
        "unknown addressee",
        "Claim-hasAddressee",
        "did you mean 'group:drivers'?",
        page(claim(addressee="group:driver  # at 16")),
    ),
    fault(
        "unknown relayed claim",
        "Claim-relays",
        "did you mean 'article:courier-bridge/c1'?",
        page(claim(relays="article:courier-bridg/c1  # at 13")),
    ),
    # What claims are about.
    fault("no subject", "Claim-about", "under 'about'", page(claim("c1", AT_CLAIM, about=None))),
    fault(
        "no subject, stage",
        "Claim-about",
        "under 'about'",
        page(claim("c1", AT_CLAIM, about=None, aspect="stage", value="signed")),
    ),
    fault(
        "no subject, anchored",
        "Claim-about",
        "under 'about'",
        page(claim("c1", AT_CLAIM, about=None, aspect="introduction", value="publication")),
    ),
    fault(
        "undefined subject",
        "Claim-about",
        "did you mean 'law:xa-bridges/ticket'?",
        page(claim(about="law:xa-bridge/ticket  # at 12")),
    ),
    fault(
        "undefined subject, stage",
        "Claim-about",
        "did you mean 'law:xa-bridges'?",
        page(on_stage(about="law:xa-bridge  # at 12")),
    ),
    fault(
        "undefined subject, far off",
        "Claim-about",
        "'law:nothing' is not defined: define it",
        page(on_stage(about="law:nothing  # at 12")),
    ),
    fault(
        "subject that no claim is about",
        "Claim-about",
        "A claim is about one instrument",
        page(claim(about="country:xa  # at 12")),
    ),
    fault(
        "subject of another sort",
        "Claim-subject",
        "choose another aspect",
        page(claim(about="group:ferrymen  # at 12")),
    ),
    fault(
        "subject of another sort, stage",
        "Claim-subject",
        "choose another aspect",
        page(on_stage(about="group:ferrymen  # at 12")),
    ),
    fault(
        "law without a process",
        VALUE,
        "give the instrument 'process: ru'",
        "id: law:NAME\ntype: Law\nname: {en: A law}\njurisdiction: country:xa\n",
        page(on_stage(about="law:NAME").replace(" first-reading", " first-reading  # at 12")),
    ),
    fault(
        "scope that the aspect has not",
        "Claim-scope",
        "leave out an addressee",
        page(on_stage(addressee="group:drivers  # at 16")),
    ),
    fault(
        "condition left out",
        "Claim-conditional",
        "add 'condition: {en: ...}'",
        page(claim("c1", AT_CLAIM, stance="conditional")),
    ),
    # Keys.
    *(
        fault(
            f"key {wrong}",
            UNKNOWN,
            f"'av:{wrong}' is unknown; did you mean '{key}'?",
            page(claim(**{key: None, wrong: CLAIM[key] + f"  # at {len(wrong) + 7}"})),
        )
        for key, wrong in {"about": "abuot", "aspect": "aspct", "value": "valeu", "stance": "stanse"}.items()
    ),
    fault(
        "key adressee", UNKNOWN, "did you mean 'addressee'?", page(claim(adressee="group:drivers  # at 15"))
    ),
    fault("key complet", UNKNOWN, "did you mean 'complete'?", page(claim(complet="true  # at 14"))),
    fault(
        "key sorce",
        UNKNOWN,
        "did you mean 'source'?",
        page(claim(chain="\n      - sorce: actor:ann  # at 16\n        verb: says")),
    ),
    fault(
        "key vreb",
        UNKNOWN,
        "did you mean 'verb'?",
        page(claim(chain="\n      - source: actor:ann\n        vreb: says  # at 15")),
    ),
    fault(
        "key strat",
        UNKNOWN,
        "did you mean 'start'?",
        page(claim(evidence=f"\n      strat: 1  # at 14\n      end: 5\n      hash: {SIXTY_FOUR}")),
    ),
    fault(
        "key conditon",
        UNKNOWN,
        "did you mean 'condition'?",
        page(claim(stance="conditional", conditon="{en: if it is passed}  # at 15")),
    ),
    fault(
        "key titel",
        UNKNOWN,
        "did you mean 'title'?",
        page(head=HEAD.replace("title: {en: A page}", "titel: {en: A page}  # at 8")),
    ),
    fault(
        "key publsher",
        UNKNOWN,
        "did you mean 'publisher'?",
        page(head=HEAD.replace("publisher: actor:herald", "publsher: actor:herald  # at 11")),
    ),
    fault(
        "key tpye",
        UNKNOWN,
        "did you mean 'type'?",
        page(claim(), claim("c2"), head=HEAD.replace("type: Article", "tpye: Article  # at 7")),
    ),
    fault(
        "key clams",
        UNKNOWN,
        "did you mean 'claims'?",
        page(claim(chain=ANN)).replace("claims:\n  - id", "clams:\n  - id").replace("c1\n", "c1  # at 3\n"),
    ),
    fault(
        "key provison",
        UNKNOWN,
        "did you mean 'provisions'?",
        "id: law:NAME\ntype: Law\nname: {en: A law}\njurisdiction: country:xa\n"
        "provison:\n  - {id: rule, name: {en: a rule}}  # at 3\n",
        page(claim(about="law:NAME/rule")),
    ),
    fault(
        "no type",
        "Claim-statedIn",
        "has no type; add one, such as 'type: Article'.",
        page(claim(), claim("c2"), head=HEAD.replace("type: Article\n", "").replace("NAME", "NAME  # at 1")),
    ),
    # The same thing twice.
    fault(
        "claim twice",
        TWICE,
        "give the other an id of its own",
        page(claim("c1", AT_CLAIM), claim("c1", AT_CLAIM)),
    ),
    fault(
        "claim twice, otherwise",
        TWICE,
        "give the other an id of its own",
        page(
            claim("c1", AT_CLAIM, chain=ANN, evidence=f"{{start: 1, end: 2, hash: {SIXTY_FOUR}}}"),
            claim(
                "c1",
                AT_CLAIM,
                about="law:xa-bridges",
                aspect="purpose",
                value="{en: to mend}",
                chain="[{source: actor:board, verb: told}]",
                stance="conditional",
                evidence=f"{{start: 9, end: 12, hash: {SIXTY_FOUR[::-1]}}}",
            ),
        ),
    ),
    fault(
        "claim in two files",
        TWICE,
        "keep one of them",
        page(claim("c1", AT_CLAIM, chain=ANN)),
        "# ttl\n@prefix av: <https://w3id.org/averment/ontology#> .\n"
        "<https://w3id.org/averment/id/article/NAME/c1> a av:Claim .  # at 1\n",
    ),
    fault(
        "page in two files",
        TWICE,
        "keep one of them",
        page(claim(chain=ANN), claim("c2"), head=HEAD.replace("NAME", "NAME  # at 1")),
        page(claim(chain=ANN), claim("c2"), head=HEAD.replace("NAME", "NAME  # at 1")),
    ),
    # What only Turtle can state.
    *(
        fault(
            name,
            rule,
            cure,
            "# ttl\n@prefix av: <https://w3id.org/averment/ontology#> .\n@prefix dcterms: <http://purl.org/dc/terms/> ."
            "\n@base <https://w3id.org/averment/id/> .\n<article/NAME> a av:Article ; dcterms:title 'A page'@en ;\n"
            "    dcterms:publisher <actor/herald> .\n<article/NAME/c1> a av:Claim ; av:statedIn <article/NAME> ;\n"
            "    av:about <law/xa-bridges/ticket> ;\n    av:hasAspect <../aspect#fine> ;\n"
            f"    av:hasStance <../stance#asserts> ;\n    {lines} .\n",
        )
        for name, rule, cure, lines in [
            (
                "bare number",
                "Claim-value",
                "put a bare number or date in quotation marks",
                "av:value\n        1000  # at 9\n   ",
            ),
            (
                "bare chain",
                "Claim-attributionChain",
                "one list of hops",
                "av:value '1000 RUB' ;\n    av:attributionChain\n        'Ann'  # at 9\n   ",
            ),
            (
                "word in a chain",
                "Claim-hops",
                "write each as {source: ..., verb: ...}",
                "av:value '1000 RUB' ;\n    av:attributionChain\n        ( 'Ann' )  # at 9\n   ",
            ),
            (
                "typed date",
                "Claim-asOf",
                "as text",
                "av:value '1000 RUB' ;\n    av:asOf\n        'soon'^^av:day  # at 9\n   ",
            ),
        ]
    ),
]


@cache
def found() -> tuple[dict[str, list[Finding]], dict[str, set[tuple[int, int]]]]:
    """Check all faults at once; give for each the findings in its files and the places that these mark."""
    findings: dict[str, list[Finding]] = {each.slug: [] for each in FAULTS}
    marked: dict[str, set[tuple[int, int]]] = {each.slug: set() for each in FAULTS}
    with tempfile.TemporaryDirectory() as name:
        written: dict[str, str] = {}
        for each in FAULTS:
            for number, text in enumerate(each.files):
                suffix = "ttl" if text.startswith("# ttl") else "yaml"
                path = Path(name) / f"{each.slug}-{number}.{suffix}"
                path.write_text(text.replace("NAME", each.slug), "utf-8")
                marked[each.slug] |= marks(path)
                written[str(path)] = each.slug
        for finding in check(build([*VALID, *written])).findings:
            if finding.severity != "info":
                findings.setdefault(written.get(str(finding.places[0].path), "no fault"), []).append(finding)
    return findings, marked


def test_enough_faults_with_names_of_their_own() -> None:
    assert len({each.slug for each in FAULTS}) == len(FAULTS) >= 60


def test_each_fault_gives_one_finding_of_its_rule() -> None:
    findings, _ = found()
    assert {slug: [finding.rule for finding in several] for slug, several in findings.items()} == {
        each.slug: [each.rule] for each in FAULTS
    }
    assert {(finding.family, finding.severity) for several in findings.values() for finding in several} == {
        ("structure", "violation")
    }


def test_each_finding_points_to_the_fault() -> None:
    findings, marked = found()
    assert {slug: places_of(several[0]) for slug, several in findings.items()} == marked
    assert all(marked.values())


def test_each_message_names_the_cure() -> None:
    findings, _ = found()
    messages = {slug: several[0].message for slug, several in findings.items()}
    assert {each.slug: messages[each.slug] for each in FAULTS if each.cure not in messages[each.slug]} == {}
    assert [message for message in messages.values() if "?." in message or message[-1] not in ".?"] == []


def test_both_places_of_what_is_defined_twice_are_listed() -> None:
    findings, _ = found()
    for slug in ("claim-twice", "claim-in-two-files", "page-in-two-files"):
        [finding] = findings[slug]
        assert len(finding.places) == 2
        assert len({place.path for place in finding.places}) == (1 if slug == "claim-twice" else 2)


def test_place_gives_the_value_as_stated() -> None:
    findings, _ = found()
    values = {slug: several[0].places[0].value for slug, several in findings.items()}
    assert values["range"] == "1000..50 RUB"
    assert values["date-of-a-page"] == "23 January"
    assert values["offset-in-words"] == "one"
    assert values["two-values"] == "1 RUB / 1000 RUB"
    assert values["no-value"] is None


def test_what_may_be_defined_in_an_unread_file_says_so(tmp_path: Path) -> None:
    file = tmp_path / "page.yaml"
    file.write_text(page(claim(about="law:nothing")), "utf-8")
    made = build([*VALID, file])
    for incomplete in (False, True):
        [finding] = [f for f in check(made, incomplete=incomplete).findings if f.family == "structure"]
        assert finding.rule == "Claim-about"
        assert ("unless in a file that could not be read" in finding.message) is incomplete
