"""What does a message name, by which it is somebody's own or another's?"""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID

from schemas.agreements import AddSignature, AgreementChanges, Document, SucceedParty
from schemas.base import Command, Message, Party
from schemas.notifier import AllowMail, StopMail


class Thing(StrEnum):
    AGREEMENT = "agreement"
    COMMITMENT = "commitment"
    OCCURRENCE = "occurrence"
    OWN_OCCURRENCE = "own_occurrence"
    """Of one's own municipality, where an agreement of several has one for each."""
    MEETING = "meeting"
    FUNCTION = "function"
    MUNICIPALITY = "municipality"
    COUNTY = "county"
    ORGANISATION = "organisation"
    MAILBOX = "mailbox"


NAMES: dict[str, Thing] = {
    "agreement": Thing.AGREEMENT,
    "renews": Thing.AGREEMENT,
    "successor": Thing.AGREEMENT,
    "commitment": Thing.COMMITMENT,
    "occurrence": Thing.OCCURRENCE,
    "meeting": Thing.MEETING,
    "function_id": Thing.FUNCTION,
    "to_id": Thing.FUNCTION,
    "municipality": Thing.MUNICIPALITY,
    "county": Thing.COUNTY,
    "drafted_by": Thing.ORGANISATION,
}
"""By field. A field of a message that pages use stands here, in NAMES_NOTHING or in LEFT_OUT (tested)."""
LEFT_OUT = {
    "among", "deadline", "deadlines", "functions", "ids", "mailboxes", "mailed", "places", "reminders",
}  # fmt: skip
"""Asks for several, or of all: from the answer is left out what is not one's own."""
NAMES_NOTHING = {
    "as_of", "asker", "averaged", "cadence", "cancelled", "carried", "carried_out_by", "changes", "channel",
    "checklist", "clock", "code", "coming", "command_id", "comment", "commitments", "count", "days", "decision", "due",
    "due_only", "effect", "fates", "first", "focus_area", "forum", "fulfilment", "given_on", "if_due", "if_holidays",
    "if_ladders", "if_substitutes", "implementation", "instead_of", "item", "label", "ladder", "light", "mailbox",
    "measured", "message_id", "months", "most", "most_due", "next_period", "now", "on", "page", "quiet", "reason",
    "recurrence", "registration_number", "requests", "role", "signatories", "signed_on", "since", "skip", "source",
    "steering_group_informed_on", "steps", "target", "text", "to", "until", "url", "validity", "value", "version",
    "year",
    "commitment_id",  # of the agreement that is named beside it
    "by",  # at whose request: the account's own party's (own_bus.py)
    "asked_by",  # as whom: the account's own role and place (own_bus.py)
    "party",  # in whose name, below
    "was",  # a municipality that is followed by another, below
    "document",  # its municipalities, below
    "report",  # of the occurrence that is named, which its owner sees to
    "substitute_id",  # who stands in may come from anywhere
}  # fmt: skip
OF_EITHER_PARTY = (AddSignature, SucceedParty)
"""Either notes for both what stands on paper: who has signed, and which police follow which. A municipality alone tells
who follows it: all that its functions do goes with it."""


def named(message: Message) -> Iterator[tuple[Thing, str]]:
    """What must be one's own; a new commitment is a description and names nothing yet."""
    for field, thing in NAMES.items():
        value = getattr(message, field, None)
        if isinstance(value, str | UUID):
            yield thing, str(value)
    if isinstance(message, StopMail | AllowMail):
        yield Thing.MAILBOX, message.mailbox
    if isinstance(message, SucceedParty) and message.party is Party.MUNICIPALITY:
        yield Thing.ORGANISATION, message.was
    for part in (getattr(message, "document", None), getattr(message, "changes", None)):
        if parent := getattr(part, "parent_id", None):
            yield Thing.AGREEMENT, str(parent)


def speaks(kind: type[Message]) -> bool:
    """Is it told or judged in a party's name, its `party`'s?"""
    return issubclass(kind, Command) and "party" in kind.model_fields and not issubclass(kind, OF_EITHER_PARTY)


def spoken_for(message: Message) -> Party | None:
    """None: for nobody in particular."""
    return getattr(message, "party", None) if speaks(type(message)) else None


def municipalities_of(message: Message) -> tuple[str, ...] | None:
    """Of the agreement that it describes, as it is to be: one of them must be one's own. None: it describes none."""
    described = getattr(message, "document", None) or getattr(message, "changes", None)
    return described.municipalities if isinstance(described, Document | AgreementChanges) else None
