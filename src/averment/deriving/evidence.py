"""Whether the passages that claims were read from stand in the archived pages."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from rdflib import Literal
from rdflib.term import Node

from averment.deriving.world import World
from averment.errors import Position, ReadError, ReadFailure, UsageError
from averment.namespaces import AV, VERIFICATION

__all__ = ["Archive", "derive_evidence", "normalise", "sha256"]

MAX_PAGE_BYTES = 8 * 1024 * 1024
_MAX_SEARCH = 200_000


def normalise(data: bytes) -> str:
    r"""Return the text that offsets count in: UTF-8 without byte order mark, line feeds, Unicode NFC.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.

    >>> normalise("e\u0301\r\n".encode())
    'é\n'
    """
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


class Archive:
    """A folder that holds the normalised texts of pages, outside the repository.

    Args:
        folder: where the texts are.

    Raises:
        UsageError: there is no such folder.
    """

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        if not self._folder.is_dir():
            raise UsageError(
                f"the archive '{folder}' is not a folder: name the one that holds the pages' texts"
            )
        self._texts: dict[str, str | None] = {}

    def text(self, name: str) -> str | None:
        """Return the normalised text of a page, or None if the archive does not hold it.

        Raises:
            ReadFailure: the file is there and can't be read.
        """
        if name not in self._texts:
            self._texts[name] = self._load(name)
        return self._texts[name]

    def _load(self, name: str) -> str | None:
        root = self._folder.resolve()
        try:
            file = (root / name).resolve()
            if not file.is_relative_to(root) or not file.is_file():
                return None
        except (OSError, ValueError):
            return None
        start = Position(str(self._folder / name), 1, 1)
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_PAGE_BYTES + 1)
            if len(data) > MAX_PAGE_BYTES:
                raise ReadFailure(
                    [ReadError(start, "the archived page is over 8 MiB", "archive its text alone")]
                )
            return normalise(data)
        except UnicodeDecodeError as error:
            raise ReadFailure(
                [ReadError(start, "the archived page is not UTF-8", "save it as UTF-8")]
            ) from error
        except OSError as error:
            raise ReadFailure(
                [
                    ReadError(
                        start,
                        f"the archived page can't be opened ({error.strerror})",
                        "check its permissions",
                    )
                ]
            ) from error


def derive_evidence(world: World, archive: Archive | None) -> Iterator[tuple[Node, Node, Node]]:
    """Iterate over the outcome for each passage, and over the documents whose claims nobody could verify.

    Args:
        world: the statements and the ontology.
        archive: where the pages are; None if the user gave no archive.
    """
    for document in world.documents:
        snapshot = world.value(document, AV.hasSnapshot)
        file = world.literal(snapshot, AV.archiveFile) if snapshot is not None else None
        text = archive.text(file) if archive is not None and file is not None else None
        if text is None:
            if (None, AV.statedIn, document) in world.stated:
                yield document, AV.hasVerification, VERIFICATION["not-archived"]
            continue
        page_fits = snapshot is not None and sha256(text) == world.literal(snapshot, AV.textHash)
        for claim in sorted(world.stated.subjects(AV.statedIn, document), key=str):
            for evidence in sorted(world.values(claim, AV.hasEvidence), key=str):
                yield from _verify(world, evidence, text, page_fits)


def _verify(world: World, evidence: Node, text: str, page_fits: bool) -> Iterator[tuple[Node, Node, Node]]:
    try:
        start = int(world.literal(evidence, AV.passageStart) or "")
        end = int(world.literal(evidence, AV.passageEnd) or "")
    except ValueError:
        return  # the shapes report the missing or ill-typed offset
    expected = world.literal(evidence, AV.passageHash)
    if 0 <= start < end <= len(text) and sha256(text[start:end]) == expected:
        outcome = VERIFICATION.verified if page_fits else VERIFICATION["archive-page-changed"]
        yield evidence, AV.hasVerification, outcome
        return
    yield evidence, AV.hasVerification, VERIFICATION["passage-differs"]
    moved = _search(text, end - start, expected)
    if moved is not None:
        note = f"the passage stands at {moved} to {moved + end - start} instead of {start} to {end}"
    elif end > len(text):
        note = f"the page ends at {len(text)}, before the passage's end at {end}"
    else:
        note = f"the text from {start} to {end} is another"
    yield evidence, AV.verificationNote, Literal(note)


def _search(text: str, length: int, expected: str | None) -> int | None:
    """Return where a passage of the length with the hash starts, if it is somewhere else in the text."""
    if not 0 < length <= len(text) or length > 2000 or len(text) > _MAX_SEARCH:
        return None
    return next(
        (at for at in range(len(text) - length + 1) if sha256(text[at : at + length]) == expected), None
    )
