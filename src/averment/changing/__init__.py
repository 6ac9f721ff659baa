"""What has changed since a revision of git: lines of files, and the nodes that are written there."""

from averment.changing.changes import Changes, find_changes
from averment.changing.touching import limited, touched

__all__ = ["Changes", "find_changes", "limited", "touched"]
