"""What may the agreements service be asked to do?"""

from typing import Annotated

from pydantic import Field

from schemas.agreements.parts import (
    CommitmentEntry,
    Document,
    FunctionEntry,
    Organisation,
    Recurrence,
    Signatory,
)
from schemas.base import Command, Day, Name, Party, Ref


class RegisterAgreement(Command):
    """Take in an agreement that exists on paper, whole: drafted, shared and signed on `signed_on`."""

    document: Document
    signed_on: Day


class DraftAgreement(Command):
    """Begin an agreement; until it is shared only `drafted_by` sees it."""

    document: Document
    drafted_by: Organisation | None = None


class AddCommitment(Command):
    """Promise one thing more."""

    agreement: Ref
    commitment: CommitmentEntry
    functions: tuple[FunctionEntry, ...] = ()


class ShareAgreement(Command):
    """Send the draft to the other authority; it becomes a public record."""

    agreement: Ref
    on: Day


class SignAgreement(Command):
    """Every party has signed."""

    agreement: Ref
    on: Day
    signatories: tuple[Signatory, ...] = ()


class WithdrawAgreement(Command):
    """Give up a draft."""

    agreement: Ref
    reason: Name


class ExtendAgreement(Command):
    """Let the agreement run longer."""

    agreement: Ref
    until: Day
    reason: Name


class ChangeDueRule(Command):
    """Agree on another rhythm or date."""

    commitment: Ref
    recurrence: Recurrence
    by: Party
    reason: Name


class ReassignCommitment(Command):
    """Let other functions answer for it; the first is the lead."""

    commitment: Ref
    functions: Annotated[tuple[FunctionEntry, ...], Field(min_length=1, max_length=40)]


class CancelCommitment(Command):
    """Let it no longer apply; says why and who decided."""

    commitment: Ref
    reason: Name
    forum: Name
