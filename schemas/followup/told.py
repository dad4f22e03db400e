"""What has been told of a commitment, and how have its due days slipped?"""

from typing import ClassVar

from schemas.agreements.parts import Organisation
from schemas.base import Day, Part, Party, Query, Ref, Reply, Text
from schemas.followup.queries import ReportLine, Slip


class CommitmentReport(ReportLine):
    """A report that stands, of one of its occurrences, by slug."""

    occurrence: str


class DueMove(Part):
    """The due day of one of its occurrences moved."""

    occurrence: str
    on: Day
    was_due: Day | None
    due: Day | None
    by: Party | None
    """Absent where a new rule or an extension moved it."""
    reason: Text


class CommitmentFollowUp(Reply):
    reports: tuple[CommitmentReport, ...] = ()
    """The ten latest of each party, the newest first."""
    more_reports: bool = False
    """There are older ones."""
    moves: tuple[DueMove, ...] = ()
    """The hundred latest, the newest first."""
    more_moves: bool = False
    slips: tuple[Slip, ...] = ()
    """Of all moves, also those that are not told here."""


class ShowCommitment(Query):
    """What have the parties told of this commitment lately, and when was what moved, why and by whom?"""

    reply: ClassVar[type[Reply]] = CommitmentFollowUp

    commitment: Ref
    asker: Organisation | None = None
    """Who asks: another organisation's draft is not there for it. Absent: the operator, who sees all."""
