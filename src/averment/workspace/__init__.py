"""Workspaces: a folder with a graph of one's own, what `averment.toml` says of it, and how one is started."""

from __future__ import annotations

from averment.workspace.settings import FILE_NAME, Workspace, find_workspace, load_workspace
from averment.workspace.starting import FirstFile, first_files

__all__ = ["FILE_NAME", "FirstFile", "Workspace", "find_workspace", "first_files", "load_workspace"]
