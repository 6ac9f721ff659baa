"""Asking git: always without a shell, with names between NUL bytes, and whatever its configuration says."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from averment.errors import UsageError

__all__ = ["ChangedFile", "Repository", "run_git"]

_SECONDS = 120
_LEFT_OUT = ("GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_LITERAL_PATHSPECS", "GIT_TRACE")


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that differs from a commit.

    Attributes:
        path: the file now, from the top of the repository; None if it is gone.
        old_path: the file in the commit; None if it was not there.
        old_blob: the object that holds its old content; None if it was not there.
    """

    path: str | None
    old_path: str | None
    old_blob: str | None


class Repository:
    """A git repository with a work tree.

    Args:
        folder: a folder inside it.

    Attributes:
        top: the folder of its work tree.
        own: the folder that git keeps for itself, if its name can be told.

    Raises:
        UsageError: git is not installed, or the folder is in no work tree that git takes.
    """

    def __init__(self, folder: Path) -> None:
        said = run_git(["rev-parse", "--show-toplevel", "--absolute-git-dir"], folder)
        if said.returncode != 0:
            raise UsageError(
                f"'{folder}' is in no git repository that git reads ({_words(said.stderr)}); run the check in one, "
                "or leave --changed-since out"
            )
        top, *own = os.fsdecode(said.stdout).splitlines()
        if len(own) != 1:
            # a name with a line end in it
            top = os.fsdecode(run_git(["rev-parse", "--show-toplevel"], folder).stdout.removesuffix(b"\n"))
        self.top = Path(os.path.realpath(top))
        self.own = Path(own[0]) if len(own) == 1 else None

    def fork_point(self, revision: str) -> str:
        """Return the last commit that a revision and the work tree have in common.

        Raises:
            UsageError: there is no such revision, or none in common within the history that is here.
        """
        if revision.startswith("-") or not revision or "\0" in revision:
            raise UsageError(
                f"'{revision}' names no revision; write a branch, a tag or a commit, such as HEAD~1"
            )
        commit = f"{revision}^{{commit}}"
        base = self._run("merge-base", "--end-of-options", commit, "HEAD")
        if base.returncode == 0:
            return base.stdout.decode("ascii", "replace").split()[0]
        found = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", commit)
        if found.returncode != 0:
            raise UsageError(f"git knows no revision '{revision}'; {self._cure()}")
        raise UsageError(f"'{revision}' and HEAD have no commit in common; {self._cure()}")

    def _cure(self) -> str:
        shallow = self._run("rev-parse", "--is-shallow-repository")
        if shallow.stdout.strip() == b"true":
            return (
                "only a part of the history is here: fetch the rest with 'git fetch --unshallow', or set "
                "'fetch-depth: 0' for GitHub's checkout and 'GIT_DEPTH: 0' for GitLab"
            )
        return "check the name, and fetch it if it is a branch of another repository"

    def changed_files(self, commit: str) -> list[ChangedFile]:
        """Return the files that differ between a commit and the work tree, those that git does not track left out.

        Raises:
            UsageError: git fails.
        """
        options = (
            "--raw",
            "-z",
            "--no-abbrev",
            "-M",
            "--no-relative",
            "--no-ext-diff",
            "--ignore-submodules=all",
        )
        fields = self._output("diff", *options, commit, "--").split(b"\0")[:-1]
        found = []
        waiting = iter(fields)
        for about in waiting:
            _, _, old_blob, _, status = about.decode("ascii").split(" ")
            old = os.fsdecode(next(waiting))
            new = os.fsdecode(next(waiting)) if status[0] in "RC" else old
            added, gone = status[0] == "A", status[0] == "D"
            found.append(
                ChangedFile(
                    path=None if gone else new,
                    old_path=None if added else old,
                    old_blob=None if added or not old_blob.strip("0") else old_blob,
                )
            )
        return found

    def files(self, commit: str) -> frozenset[str]:
        """Return the files of a commit, from the top of the repository.

        Raises:
            UsageError: git fails.
        """
        names = self._output("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).split(b"\0")
        return frozenset(os.fsdecode(name) for name in names if name)

    def content(self, blob: str) -> bytes:
        """Return the content of an object.

        Raises:
            UsageError: git does not have it.
        """
        return self._output("cat-file", "blob", blob)

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return run_git(arguments, self.top)

    def _output(self, *arguments: str) -> bytes:
        done = self._run(*arguments)
        if done.returncode != 0:
            raise UsageError(f"git can't say what has changed ({_words(done.stderr)}); check the repository")
        return done.stdout


def run_git(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder and return how it ended.

    Raises:
        UsageError: git is not installed, or takes too long.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    settings = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotepath=true")
    try:
        return subprocess.run(  # noqa: S603 - no shell, and no argument that starts with a dash comes from a user
            ["git", *settings, *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except FileNotFoundError as error:
        raise UsageError("git is not installed; install it, or leave --changed-since out") from error
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"git took longer than {_SECONDS} s; check the repository") from error


def _words(stderr: bytes) -> str:
    """Return the first line of what git says."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else "it says nothing"
