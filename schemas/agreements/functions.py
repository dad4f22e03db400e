"""Who answers for a function on which day, and who stands in? What may be asked, and what is said of it.

A function is a role of an organisation: of a municipality, or of the police there. Its holder is a mailbox and perhaps
a label; neither is ever in an event.
"""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from schemas.agreements.about import AgreementFact
from schemas.agreements.parts import MailAddress, Organisation, Responsible
from schemas.base import Command, CountyCode, Day, Event, MunicipalityCode, Name, Part, Party, Place, Query, Reply


class FunctionFact(Event):
    """A fact about a function."""

    abstract: ClassVar[bool] = True

    function_id: UUID

    @property
    def about(self) -> str:
        return f"function/{self.function_id}"


class FunctionAdded(FunctionFact):
    """A function exists. Its mailbox stays in the agreements database and never travels on the bus in an event."""

    party: Party
    municipality: MunicipalityCode | None = None
    """Whose it is: the municipality's own, or the police's there; absent in what was said before this was told."""
    role: Name
    since: Day | None = None
    """The first day of the holder it came with; absent in what was said before this was told."""


class HolderAppointed(FunctionFact):
    """A function has another holder from `since`, until its own last day or until the next one begins."""

    since: Day
    until: Day | None


class HolderEnded(FunctionFact):
    """`on` is the last day of the holder that the function had that day."""

    on: Day


class SubstituteAppointed(FunctionFact):
    """From `since` to `until`, both included, another function stands in."""

    substitute_id: UUID
    since: Day
    until: Day


class SubstituteEnded(FunctionFact):
    """After `on` that substitute stands in no longer, whatever was planned."""

    substitute_id: UUID
    on: Day


class FunctionMailboxChanged(FunctionFact):
    """Mail to this function goes to another mailbox from now on."""


class WorkHandedOver(FunctionFact):
    """Another function answers from now on for all that this one answered for.

    Beside it each commitment is told of by itself (CommitmentReassigned).
    """

    to_id: UUID
    commitments: int
    on: Day


class CoordinatorsChanged(AgreementFact):
    """Overdue promises of an agreement are brought to others from now on: one of the pair has handed over its work."""

    coordinators: tuple[Responsible, ...]
    on: Day


class SetMailbox(Command):
    """Send a function's mail to another mailbox: a new holder from today."""

    function_id: UUID
    mailbox: MailAddress


class AppointHolder(Command):
    """Let a function have another holder from `since`, today at the earliest (absent: today).

    It stays until `until`, or until the next one begins. One more from the same day takes its place.
    """

    function_id: UUID
    mailbox: MailAddress
    label: Name | None = None
    """What is shown beside the role; never a reason to send anything anywhere."""
    since: Day | None = None
    until: Day | None = None


class EndHolder(Command):
    """Let `on` be the last day of the holder that the function has that day; yesterday at the earliest."""

    function_id: UUID
    on: Day


class AppointSubstitute(Command):
    """Let another function stand in from `since`, today at the earliest, to `until`, both included."""

    function_id: UUID
    substitute_id: UUID
    since: Day
    until: Day


class EndSubstitute(Command):
    """Let a substitute stand in no longer after `on`, yesterday at the earliest; what was planned later is dropped."""

    function_id: UUID
    substitute_id: UUID
    on: Day


class HandOverWork(Command):
    """Let another function of the same organisation answer for, and coordinate, all that this one does.

    In every agreement that somebody still answers for: also in a draft, and in one that has run out but is not closed;
    not in one that is being signed.
    """

    function_id: UUID
    to_id: UUID


class Mailbox(Part):
    """`mailbox` is empty when nobody is reached."""

    function_id: UUID
    role: Name
    party: Party
    mailbox: str
    reached: Responsible | None = None
    """Whose holder it is, when that is another function: a substitute."""
    quiet: bool = False
    """Its organisation wants mails that carry only role and link."""
    municipality: MunicipalityCode | None = None
    """Whose the function is. None where nobody has told."""


class Mailboxes(Reply):
    mailboxes: tuple[Mailbox, ...] = ()


class SubstituteIf(Part):
    """What if another function stood in from `since`, today at the earliest, to `until`, both included?"""

    function_id: UUID
    substitute_id: UUID
    since: Day
    until: Day

    @property
    def pair(self) -> tuple[UUID, UUID]:
        return self.function_id, self.substitute_id


class FindMailboxes(Query):
    """Where is mail to these functions sent on a day? To the holder it has then, or to that of a substitute."""

    reply: ClassVar[type[Reply]] = Mailboxes

    functions: Annotated[tuple[UUID, ...], Field(max_length=2000)]
    on: Day | None = None
    """Today, if absent; of a day to come what is known now is told."""
    if_substitutes: Annotated[tuple[SubstituteIf, ...], Field(max_length=100)] = ()
    """Nobody is appointed by asking."""


class HolderTerm(Part):
    """`until`: the last day, also when that is because the next one begins; absent: none is known."""

    mailbox: str
    label: Name | None
    since: Day
    until: Day | None


class SubstituteTerm(Part):
    """Who stands in, from day to day, both included."""

    function: Responsible
    since: Day
    until: Day


class FunctionLine(Part):
    """A function in a list."""

    id: UUID
    party: Party
    municipality: MunicipalityCode | None = None
    """Whose it is: the municipality's own, or the police's there. Absent where nobody has told; then operations'."""
    role: Name
    holder: HolderTerm | None
    """Today's."""
    next_holders: tuple[HolderTerm, ...]
    substitutes: tuple[SubstituteTerm, ...]
    """Today's and those to come."""
    reached: Responsible | None
    """Whose holder gets the mail today: its own, a substitute's, or nobody's."""
    reached_since: Day | None
    """Since when mail has gone there."""
    open_commitments: int
    """What it would hand over, and what it keeps until all have signed what is being signed."""
    as_described: bool = False
    """Told as it was first described: it is not the asker's own, and no agreement that both share names it."""


class FunctionLines(Reply):
    functions: tuple[FunctionLine, ...] = ()


class ListFunctions(Query):
    """Which functions are there (named by the agreements of a county, of a municipality), and who holds them today?"""

    reply: ClassVar[type[Reply]] = FunctionLines

    county: CountyCode | None = None
    municipality: MunicipalityCode | None = None
    asker: Organisation | None = None
    """Who asks: it sees what its own drafts name, but not another's. Absent: all is shown."""
    places: Annotated[tuple[Place, ...], Field(max_length=400)] = ()
    """Where who asks is; none: in the municipality that asks, or wherever police are."""
