"""What would a real message about mail and mailboxes say? The story of `realistic`."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

OF_MAIL: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "stop_id": uuid5(NAMESPACE_LOFTESKOLL, "stop/1"),
    "organisation": "2580",
    "organisations": ["2580"],
    "quiet": True,
    # where the class gives the word another meaning
    "ListStoppedMailboxes.mailbox": None,
    "Mailbox.quiet": False,
    "MailStopped.reason": "Förvaltningen läser sina uppgifter i portalen",
    "StopMail.reason": "Förvaltningen läser sina uppgifter i portalen",
    "StoppedMailbox.reason": "Förvaltningen läser sina uppgifter i portalen",
}
