"""What has changed since a revision of git: lines of files, and the nodes that are written there."""

from averment.changing.changes import Changes, find_changes
from averment.changing.partial import SHARE, Part, check_part, part_of
from averment.changing.touching import limited, touched

__all__ = ["SHARE", "Changes", "Part", "check_part", "find_changes", "limited", "part_of", "touched"]
