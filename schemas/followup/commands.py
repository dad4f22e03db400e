"""What may the followup service be asked to do?"""

from uuid import UUID

from schemas.base import Command, Day, Party, Ref, Text
from schemas.followup.parts import Fulfilment, Times


class ReportActivity(Command):
    """Tell what a party has done in an occurrence's window."""

    occurrence: Ref
    party: Party
    count: Times
    requests: Times | None = None
    on: Day
    comment: Text = ""
    function_id: UUID | None = None
    """Who answered, when the answer came through a mailed link."""


class AssessCommitment(Command):
    """Judge how far a commitment was fulfilled, for one party."""

    commitment: Ref
    party: Party
    fulfilment: Fulfilment
    comment: Text = ""
    on: Day
