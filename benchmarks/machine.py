"""What the measurements were made on, without the name of the machine."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterable

from benchmarks.engines import ENGINES

__all__ = ["machine"]


def machine(engines: Iterable[str]) -> dict[str, object]:
    """Return cores, memory in GiB, the version of Python and those of the engines' packages."""
    packages = sorted({package for engine in engines for package in ENGINES[engine].packages})
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory": round(memory, 1),
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "packages": {package: _version(package) for package in packages},
    }


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
