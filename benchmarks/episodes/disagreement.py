"""Episodes of answers that are compared across scopes, texts, units and changes."""

from __future__ import annotations

from benchmarks.asking import Asker, Texts
from benchmarks.episodes.stage import Said, Stagehand, Subject
from benchmarks.ntriples import AV, iri, text
from benchmarks.world import BROADER, CLASSES, LABEL, TYPE, base_of

__all__ = [
    "changed",
    "conversion",
    "coverage",
    "denies_nothing",
    "operator",
    "other_liability",
    "replaced",
    "subset",
    "subset_of_a_place",
    "unscoped",
    "unspecified",
    "within",
]

_CLASS, _ITS_PART, _ANOTHER = CLASSES[4], CLASSES[5], CLASSES[8]


def coverage(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One says that nobody in a country has reported a law; somebody there had, or does so later."""
    law = stage.law()
    publisher = stage.world.outlet(stage.random)
    country = base_of(publisher)[-3:-1]
    claim = stage.claim(stage.document(), law, "coverage", Said("coverage:none", place=country))
    report = stage.document(-2 if is_broken else 2, publisher=publisher)
    reported = stage.claim(report, law, "effect", "changes the rules")
    if is_broken:
        stage.expect(rule, claim.iri, reported.iri)


def denies_nothing(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One denies an answer that nobody gives, which is expected wherever it is so, or that is not given within."""
    provision = stage.provision(stage.law())
    stage.claim(stage.document(), provision, "community-work", Said("300..400 h", stance="denies"))
    if not is_broken:
        stage.claim(stage.document(), provision, "community-work", "100..200 h")


def changed(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two reports name no text, and the law was revised between them; their answers differ, or are the same."""
    law = stage.law()
    provision = stage.provision(law)
    stage.version(law, "submitted")
    stage.version(law, "third-reading")
    claims = []
    for after, reached, answer in ((0, "first-reading", "100..200 h"), (90, "signed", "100..300 h")):
        document = stage.document(after)
        stage.claim(document, law, "stage", reached)
        said = answer if is_broken else "100..200 h"
        claims.append(stage.claim(document, provision, "community-work", said))
    if is_broken:
        asker = Asker(stage.setting, Texts(stage.setting, stage.claims))
        asked = asker.asked(claims[0], claims[0].iri, claims[0].answer)
        stage.expect(rule, asked.iri, *(claim.iri for claim in claims))


def conversion(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two convert one fine, at rates that differ or do not."""
    provision = stage.provision(stage.law())
    stage.claim(stage.document(), provision, "fine", "5000 RUB")
    claims = [
        stage.claim(stage.document(), provision, "fine", Said(value, converts="5000 RUB"))
        for value in ("63 USD", "80 USD" if is_broken else "64 USD")
    ]
    if is_broken:
        stage.expect(rule, stage.question(claims[0]), *(claim.iri for claim in claims))


def operator(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One says the higher of two amounts, another the lower or the higher."""
    provision = stage.provision(stage.law())
    claims = [
        stage.claim(stage.document(), provision, "fine", f"{word}(1000000 RUB, 10 %)")
        for word in ("max", "min" if is_broken else "max")
    ]
    if is_broken:
        stage.expect(rule, stage.question(claims[0]), *(claim.iri for claim in claims))


def other_liability(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Two name different branches of law, or one."""
    provision = stage.provision(stage.law())
    claims = [
        stage.claim(stage.document(), provision, "liability", f"liability:{name}")
        for name in ("criminal", "civil" if is_broken else "criminal")
    ]
    if is_broken:
        stage.expect(rule, stage.question(claims[0]), *(claim.iri for claim in claims))


def replaced(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One says what a rule was before it was changed; another says of that rule something else, or the same."""
    old = stage.provision(stage.law())
    law = stage.law()
    new = stage.provision(law, replaces=old)
    change = stage.claim(stage.document(), new, "contract-length", Said("none", was="6 mo"))
    before = stage.claim(stage.document(), old, "contract-length", "12 mo" if is_broken else "6 mo")
    stage.claim(stage.document(), stage.provision(law), "contract-length", Said("3 mo", is_prior=True))
    if is_broken:
        stage.expect(rule, stage.question(before), f"{change.iri[:-1]}/was>", before.iri)


def subset(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """A part of a group is said to be larger, or smaller, than the whole."""
    whole = _group(stage, iri("group:people"))
    part = _group(stage, whole.iri)
    stage.block.derive(part.iri, (AV.isContainedIn, iri("group:people")))
    counted = stage.claim(stage.document(2), whole, "headcount", "1240")
    larger = stage.claim(stage.document(), part, "headcount", "2345" if is_broken else "345")
    if is_broken:
        stage.expect(rule, stage.question(larger), counted.iri, larger.iri)


def subset_of_a_place(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """Those of a group in one country are said to be more, or fewer, than all of it."""
    whole = _group(stage, iri("group:people"))
    counted = stage.claim(stage.document(2), whole, "headcount", "1240")
    larger = stage.claim(
        stage.document(), whole, "headcount", Said("2345" if is_broken else "345", place="ru")
    )
    if is_broken:
        stage.expect(rule, stage.question(larger), counted.iri, larger.iri)


def _group(stage: Stagehand, wider: str) -> Subject:
    name = stage.name("g")
    group = Subject(iri(f"group:{name}"), f"people {name}")
    stage.block.state(group.iri, (TYPE, AV.Group), (LABEL, text(group.label)), (BROADER, wider))
    stage.block.derive(group.iri, (AV.isContainedIn, wider))
    return group


def unscoped(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """An answer that does not say for whom fits none of those that do, or one of them."""
    provision = stage.provision(stage.law())
    claims = [
        stage.claim(stage.document(), provision, "community-work", said)
        for said in (
            Said("400 h" if is_broken else "200 h"),
            Said("100..200 h", addressee=_CLASS),
            Said("200..300 h", addressee=_ANOTHER),
        )
    ]
    if is_broken:
        stage.expect(rule, stage.question(claims[0]), *(claim.iri for claim in claims))


def unspecified(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """One says that the text names no figure; another gives one, or does not."""
    provision = stage.provision(stage.law())
    claims = [
        stage.claim(stage.document(), provision, "community-work", value)
        for value in ("unspecified", "..200 h" if is_broken else "? h")
    ]
    if is_broken:
        stage.expect(rule, stage.question(claims[0]), *(claim.iri for claim in claims))


def within(stage: Stagehand, rule: str, *, is_broken: bool) -> None:
    """What is said of a part of those whom a rule is for is not, or is, what is said of all of them."""
    provision = stage.provision(stage.law())
    wider = stage.claim(stage.document(), provision, "community-work", Said("100..200 h", addressee=_CLASS))
    value = "100..300 h" if is_broken else "100..200 h"
    claim = stage.claim(stage.document(), provision, "community-work", Said(value, addressee=_ITS_PART))
    if is_broken:
        stage.expect(rule, stage.question(claim), wider.iri, claim.iri)
