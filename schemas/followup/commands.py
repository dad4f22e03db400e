"""What may the followup service be asked to do?"""

from uuid import UUID

from schemas.base import Command, Day, MunicipalityCode, Party, Ref, Text
from schemas.followup.parts import Fulfilment, Judgement, NextPeriod, Times


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
    municipality: MunicipalityCode | None = None
    """Whose report it is: the municipality, or the one whose police it is. Absent where that is not known."""


class AssessCommitment(Command):
    """Judge how far a commitment was fulfilled, for one party. The whole, if not assessed, follows from the two."""

    commitment: Ref
    party: Party
    fulfilment: Fulfilment
    comment: Text = ""
    on: Day
    implementation: Judgement = Judgement.NOT_ASSESSED
    """Was it done as intended?"""
    effect: Judgement = Judgement.NOT_ASSESSED
    """Was the result good?"""
    next_period: NextPeriod | None = None
