"""Random edits of the files of a graph, as an editor might make them in a commit."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

__all__ = ["edit_at_random"]

_CLAIM = re.compile(r"^  - id: .*\n(?:    .*\n)*", re.MULTILINE)
_LINE = re.compile(r"^ *(?:- )?(\w+): (\S.*)$", re.MULTILINE)
_KEYS = (
    "about", "addressee", "aspect", "basedIn", "basedOn", "force", "inCapacity", "jurisdiction", "language", "member",
    "name", "ownedBy", "partOf", "publisher", "published", "regulates", "relays", "replaces", "since", "stance",
    "title", "type", "value", "version",
)  # fmt: skip
_JUDGED = "judgedBy: A. Editor\njudgedOn: 2026-01-02\nreason: As one can see.\n"


def edit_at_random(folder: Path, dice: Random) -> str:
    """Edit one file of a folder, and return what was done."""
    files = [file for file in sorted(folder.rglob("*.yaml")) if b"\xff" not in file.read_bytes()]
    documents = [file for file in files if "articles" in file.parts]
    edit = dice.choice(
        (_value, _value, _value, _claim, _gone, _new, _moved, _link, _judgement, _twice, _broken)
    )
    return edit(dice.choice(documents if dice.random() < 0.7 else files), folder, files, documents, dice)


def _value(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Give a key the value that it has in some other place."""
    text = file.read_text(encoding="utf-8")
    lines = [match for match in _LINE.finditer(text) if match[1] in _KEYS]
    if not lines:
        return "nothing"
    match = dice.choice(lines)
    pool = "".join(each.read_text(encoding="utf-8") for each in dice.sample(files, min(6, len(files))))
    values = [other[2] for other in _LINE.finditer(pool + text) if other[1] == match[1]]
    value = dice.choice(values)
    file.write_text(text[: match.start(2)] + value + text[match.end(2) :], encoding="utf-8")
    return f"{file}: {match[1]} was {match[2]}, is {value}"


def _claim(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Take a claim out, or put in one of another article."""
    text = file.read_text(encoding="utf-8")
    claims = list(_CLAIM.finditer(text))
    if not claims:
        return "nothing"
    match = dice.choice(claims)
    if dice.random() < 0.5:
        file.write_text(text[: match.start()] + text[match.end() :], encoding="utf-8")
        return f"{file}: without {match[0]}"
    others = _CLAIM.findall(dice.choice(documents).read_text(encoding="utf-8"))
    if not others:
        return "nothing"
    other = re.sub(r"id: .*", f"id: x{dice.randrange(99)}", dice.choice(others), count=1)
    file.write_text(text[: match.end()] + other + text[match.end() :], encoding="utf-8")
    return f"{file}: with {other}"


def _gone(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    file.unlink()
    return f"{file}: gone"


def _new(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Write an article that has some of the claims of another."""
    other = dice.choice(documents)
    name = f"new-{dice.randrange(10**6)}"
    text = re.sub(r"^id: .*", f"id: article:{name}", other.read_text(encoding="utf-8"), count=1)
    for claim in _CLAIM.findall(text):
        if dice.random() < 0.5 and len(_CLAIM.findall(text)) > 1:
            text = text.replace(claim, "", 1)
    (other.parent / f"{name}.yaml").write_text(text, encoding="utf-8")
    return f"{name}: new after {other}"


def _moved(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    file.rename(file.with_name(f"a-{dice.randrange(10**6)}.yaml"))
    return f"{file}: moved"


def _link(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Let an article, or a claim of one, lead to another."""
    file, other = dice.choice(documents), dice.choice(documents)
    text, theirs = file.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")
    name = re.search(r"^id: (article:.*)", theirs, re.MULTILINE)
    claims = list(_CLAIM.finditer(text))
    if name is None or not claims:
        return "nothing"
    key = dice.choice(("basedOn", "corrects", "retracts", "relays", "relays"))
    if key == "relays":
        ids = re.findall(r"^  - id: (\w+)", theirs, re.MULTILINE)
        end = dice.choice(claims).end()
        line = f"    relays: {name[1]}/{dice.choice(ids or ['c1'])}\n"
        file.write_text(text[:end] + line + text[end:], encoding="utf-8")
    else:
        line = f"{key}: {name[1]}\n"
        file.write_text(text + ("" if text.endswith("\n") else "\n") + line, encoding="utf-8")
    return f"{file}: {line}"


def _judgement(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    name = f"j-{dice.randrange(10**6)}"
    actors = re.findall(r"\bactor:[\w-]+", "".join(each.read_text(encoding="utf-8") for each in files))
    text = dice.choice(documents).read_text(encoding="utf-8")
    about = re.search(r"about: law:(\S+)\n +aspect: (\S+)", text)
    article = re.search(r"^id: (.*)", text)
    if about is None or article is None:
        return "nothing"
    kind = dice.randrange(3)
    if kind == 0:
        one, other = dice.choice(actors), dice.choice(actors)
        word = dice.choice(("isSameAs", "isSameAs", "differsFrom"))
        body = f"type: Identity\njudges: {one}\n{word}: {other}\n"
    elif kind == 1:
        body = (
            f"type: Acceptance\njudges: question:law/{about[1]}/{about[2]}\naccepts: {article[1]}/c1\n"
            'basis: "0123456789abcdef"\n'
        )
    else:
        body = (
            f"type: Waiver\njudges: {article[1]}\nwaivesRule: Document-hasVerification\nexpires: 2030-01-01\n"
            'basis: "0123456789abcdef"\n'
        )
    target = folder / "judgements" / f"{name}.yaml"
    target.parent.mkdir(exist_ok=True)
    target.write_text(f"id: judgement:{name}\n{body}{_JUDGED}", encoding="utf-8")
    return f"{name}: {body}"


def _twice(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Describe a thing in a second file."""
    target = file.with_name(f"twice-{dice.randrange(10**6)}.yaml")
    target.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return f"{file}: twice"


def _broken(file: Path, folder: Path, files: list[Path], documents: list[Path], dice: Random) -> str:
    """Make a file one that can't be read: of a fault of syntax, a byte that is no UTF-8, or nothing."""
    data = file.read_bytes()
    at = data.rfind(b"\n", 0, dice.randrange(1, len(data))) + 1 if data else 0
    fault = dice.choice((b"x: [\n", b"\xff", b""))
    file.write_bytes(data[:at] + fault + data[at:] if fault else b"")
    return f"{file}: with {fault!r} at {at}"
