"""How does an agreement go on? Extended, revised, or renewed by a new one that takes over what was promised."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.agreements.about import AgreementFact
from schemas.base import Command, Day, Name, Part, Ref, Text


class ExtendByMonths(Command):
    """Let the agreement run a number of months longer, counted as lag (1930:173) 1 § counts them."""

    agreement: Ref
    months: Annotated[int, Field(ge=1, le=240)]
    reason: Name


class ReviseAgreement(Command):
    """Tell that the parties have gone through the agreement and let it stand."""

    agreement: Ref
    on: Day
    forum: Name


class CarryOver(Part):
    """A commitment that goes on as another; both as people name them."""

    was: Ref
    now: Ref


class RenewAgreement(Command):
    """Tell that this agreement continues another, and which commitments go on in it."""

    agreement: Ref
    renews: Ref
    carried: Annotated[tuple[CarryOver, ...], Field(max_length=300)] = ()


class Carried(Part):
    """A commitment that goes on as another."""

    was: UUID
    now: UUID


class AgreementRevised(AgreementFact):
    """The parties have gone through the agreement. `next_on`: when it is to be done again, where that is agreed."""

    on: Day
    forum: Name
    next_on: Day | None = None


class AgreementRenewed(AgreementFact):
    """The agreement continues another; these of its commitments were promised there before."""

    renews: UUID
    carried: tuple[Carried, ...] = ()
    on: Day
    reason: Text = ""
