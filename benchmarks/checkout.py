"""A git checkout of article files about many laws, as an editorial office that has worked for some years has it."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

__all__ = ["commit", "files_of", "main", "put_back", "write_checkout"]

_ACTS = 150
_FINES = ("1000..5000 RUB", "2000..5000 RUB", "..50000 RUB", "3000 RUB", "unspecified")
_STAGES = ("submitted", "first-reading", "second-reading", "third-reading", "signed", "in-force")
_FORCES = ("must", "may", "must-not", "need-not")
_PARTS = ("refusal", "penalty", "register")


def files_of(articles: int, laws: int, actors: int, seed: int) -> Iterator[tuple[str, str]]:
    """Iterate over the files of a graph: each with its path and its text.

    Args:
        articles: how many articles there are, with 8 to 16 claims each.
        laws: how many laws these are about; every third stands in a package.
        actors: how many outlets, agencies and persons report on them.
        seed: other numbers give other graphs.
    """
    dice = random.Random(seed)
    groups = [f"group:class-{number}" for number in range(20)]
    yield "groups.yaml", "graph:\n" + "".join(_group(number) for number in range(20))
    yield (
        "acts.yaml",
        "graph:\n"
        + "".join(
            f"  - {{id: act:act-{number}, type: Act, name: {{en: act {number}}}}}\n"
            for number in range(_ACTS)
        ),
    )
    yield (
        "countries.yaml",
        "graph:\n"
        + "".join(
            f"  - {{id: country:c{number}, type: Country, name: {{en: Country {number}}}, code: C{number}}}\n"
            for number in range(9)
        ),
    )
    for number in range(actors):
        yield f"actors/{_actor(number)}.yaml", _actor_file(number, actors, dice)
    for number in range(0, laws, 9):
        yield (
            f"laws/package-{number}.yaml",
            f"id: law:package-{number}\ntype: Package\nname: {{en: Package {number}}}\njurisdiction: country:c0\n"
            "process: ru\n",
        )
    for number in range(laws):
        yield f"laws/law-{number}.yaml", _law_file(number, dice)
    told: dict[int, list[tuple[str, int]]] = {}
    for number in range(articles):
        name, text = _article_file(number, laws, actors, groups, told, dice)
        yield f"articles/{name}.yaml", text
    for number in range(0, actors // 20):
        one, other = dice.sample(range(actors // 2), 2)
        yield f"judgements/same-{number}.yaml", _identity(number, one, other)


def _group(number: int) -> str:
    wider = f", broader: group:class-{number // 3}" if number else ""
    return f"  - {{id: group:class-{number}, type: AddresseeClass, name: {{en: class {number}}}{wider}}}\n"


def _actor(number: int) -> str:
    return f"actor-{number}"


def _actor_file(number: int, actors: int, dice: random.Random) -> str:
    name = _actor(number)
    if number < actors // 2:
        owner = f"ownedBy: actor:{_actor(dice.randrange(number))}\n" if number and dice.random() < 0.2 else ""
        country = f"basedIn: country:c{dice.randrange(9)}\n"
        return f"id: actor:{name}\ntype: Outlet\nname: {{en: Outlet {number}, ru: Издание {number}}}\n{country}{owner}"
    house = dice.randrange(actors // 2)
    return (
        "graph:\n"
        f"  - {{id: actor:{name}, type: Person, name: {{en: Person {number}}}}}\n"
        f"  - {{id: actor:{name}/office, type: Post, organisation: actor:{_actor(house)}, "
        f"name: {{en: Office {number}}}}}\n"
        f"  - {{id: membership-{number}, type: Membership, member: actor:{name}, post: actor:{name}/office, "
        f"organisation: actor:{_actor(house)}, since: 2020}}\n"
    )


def _law_file(number: int, dice: random.Random) -> str:
    lines = [
        f"id: law:law-{number}",
        "type: Law",
        f"name: {{en: Law {number}, ru: Закон {number}}}",
        "jurisdiction: country:c0",
        "process: ru",
    ]
    if number % 3 == 0:
        lines.append(f"partOf: law:package-{number - number % 9}")
    lines.append("provisions:")
    for part in _PARTS:
        lines += [f"  - id: {part}", f"    name: {{en: {part} {number}}}"]
        if dice.random() < 0.5:
            lines.append(f"    regulates: act:act-{dice.randrange(_ACTS)}")
    lines += [
        "versions:",
        '  - {id: introduced, type: DraftVersion, name: {en: bill as introduced}, standsAt: "ru#submitted"}',
        '  - {id: enacted, type: EnactedVersion, name: {en: law as signed}, standsAt: "ru#signed"}',
    ]
    return "\n".join(lines) + "\n"


def _article_file(
    number: int,
    laws: int,
    actors: int,
    groups: list[str],
    told: dict[int, list[tuple[str, int]]],
    dice: random.Random,
) -> tuple[str, str]:
    law = dice.randrange(laws)
    name = f"article-{number}"
    day = f"2025-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
    lines = [
        f"id: article:{name}",
        "type: Article",
        f"title: {{en: What became of law {law} and what the office of number {number} says of it}}",
        f"url: https://news{dice.randrange(actors)}.example.org/2025/{number}/what-became-of-the-law",
        f"publisher: actor:{_actor(dice.randrange(actors // 2))}",
        f"published: {day}",
        "language: en",
    ]
    earlier = told.setdefault(law, [])
    if earlier and dice.random() < 0.15:
        lines.append(f"basedOn: article:{dice.choice(earlier)[0]}")
    lines.append("claims:")
    count = dice.randrange(8, 17)
    for claim in range(1, count + 1):
        about = law if dice.random() < 0.95 else dice.randrange(laws)
        lines += _claim(claim, about, actors, groups, dice)
        if earlier and dice.random() < 0.04:
            other, most = dice.choice(earlier)
            lines.append(f"    relays: article:{other}/c{dice.randrange(1, most + 1)}")
        if dice.random() < 0.3:
            source = dice.randrange(actors)
            lines += ["    chain:", f"      - {{source: actor:{_actor(source)}, verb: told}}"]
        if dice.random() < 0.2:
            lines.append(f"    note: {{en: The page says so in its {claim}. paragraph.}}")
    earlier.append((name, count))
    return name, "\n".join(lines) + "\n"


def _claim(number: int, law: int, actors: int, groups: list[str], dice: random.Random) -> list[str]:
    aspect = dice.choice(
        ("stage", "signature-date", "publication-date", "fine", "addressee", "force", "signatory")
    )
    part = f"/{dice.choice(_PARTS)}" if aspect in ("fine", "addressee", "force") else ""
    value = {
        "stage": dice.choice(_STAGES),
        "signature-date": _day(law, 0, dice),
        "publication-date": _day(law, 2, dice),
        "fine": dice.choice(_FINES),
        "addressee": dice.choice(groups),
        "force": dice.choice(_FORCES),
        "signatory": f"actor:{_actor(actors // 2 + dice.randrange(3))}",
    }[aspect]
    lines = [
        f"  - id: c{number}",
        f"    about: law:law-{law}{part}",
        f"    aspect: {aspect}",
        f"    value: {value}",
    ]
    if aspect == "fine" and dice.random() < 0.3:
        lines.append(f"    addressee: {dice.choice(groups)}")
    return [*lines, "    stance: asserts"]


def _day(law: int, later: int, dice: random.Random) -> str:
    """Return a day of a law, on which most reports agree."""
    return (
        date(2025, 1, 6) + timedelta(days=law * 5 % 330 + later + dice.choice((0, 0, 0, 0, 1)))
    ).isoformat()


def _identity(number: int, one: int, other: int) -> str:
    return (
        f"id: judgement:same-{number}\ntype: Identity\njudges: actor:{_actor(one)}\nisSameAs: actor:{_actor(other)}\n"
        "reason: Both have one imprint.\njudgedBy: A. Editor\njudgedOn: 2026-01-02\n"
    )


def write_checkout(folder: Path, *, articles: int, laws: int, actors: int, seed: int = 1) -> None:
    """Write a graph into the folder `graph` of a new git repository, and commit it."""
    for path, text in files_of(articles, laws, actors, seed):
        file = folder / "graph" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    _git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder)


def commit(folder: Path) -> None:
    """Commit all that is in the work tree."""
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message=x")


def put_back(folder: Path) -> None:
    """Let the work tree be as it was committed."""
    _git(folder, "checkout", "--quiet", ".")
    _git(folder, "clean", "--quiet", "--force", "-d")


def _git(folder: Path, *arguments: str) -> None:
    nobody = {
        f"GIT_{role}_{what}": "bench@bench.invalid"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment = {**os.environ, **nobody, **nothing}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)  # noqa: S607 - the user's own git


def main() -> None:
    """Write a checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--laws", type=int, default=200)
    parser.add_argument("--actors", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_checkout(
        options.folder, articles=options.articles, laws=options.laws, actors=options.actors, seed=options.seed
    )


if __name__ == "__main__":
    main()
