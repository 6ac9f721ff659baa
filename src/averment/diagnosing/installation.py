"""What is installed."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from averment import resources

__all__ = ["Installation", "Part", "look_at_installation"]

_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"](\w+)['\"]")
_SHOWN_EXTRAS = ("match", "bench")


@dataclass(frozen=True, slots=True)
class Part:
    """A library.

    Attributes:
        name: as it is installed.
        version: None if it is not.
        extra: the extra that it belongs to; None for what has to be there.
    """

    name: str
    version: str | None
    extra: str | None


@dataclass(frozen=True, slots=True)
class Installation:
    """What is installed.

    Attributes:
        averment: its version.
        python: its kind and version.
        system: its name, release and processor.
        parts: the libraries.
        compiled: whether the shapes have been compiled as they are now; if not, each check compiles them.
        problems: what has to be mended.
    """

    averment: str
    python: str
    system: str
    parts: tuple[Part, ...]
    compiled: bool
    problems: tuple[str, ...]


def look_at_installation() -> Installation:
    """Return what is installed, by the metadata of the packages: nothing is imported for it."""
    parts = tuple(_parts())
    text, digest = resources.compiled_shapes()
    compiled = f'"{digest}"' in text.partition("\n")[0]
    missing = [part.name for part in parts if part.extra is None and part.version is None]
    problems = [f"{name} is not installed; install averment again" for name in missing]
    if not compiled:
        problems.append(
            "the compiled shapes are those of another version, which makes checks slow; install again"
        )
    return Installation(
        averment=version("averment"),
        python=f"{platform.python_implementation()} {platform.python_version()}",
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        parts=parts,
        compiled=compiled,
        problems=tuple(problems),
    )


def _parts() -> list[Part]:
    found = {}
    for requirement in requires("averment") or ():
        name = _NAME.match(requirement)
        extra = _EXTRA.search(requirement)
        if name is not None and (extra is None or extra[1] in _SHOWN_EXTRAS):
            key = (extra[1] if extra is not None else None, name.group())
            found[key] = Part(name.group(), _version(name.group()), key[0])
    return sorted(found.values(), key=lambda part: (part.extra or "", part.name.lower()))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
