"""What would a real message about mail and mailboxes say? The story of `realistic`."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

OF_MAIL: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "stop_id": uuid5(NAMESPACE_LOFTESKOLL, "stop/1"),
    "organisation": "2580",
    "organisations": ["2580"],
    "quiet": True,
    # where the class gives the word another meaning
    "LedgerLine.deadline_id": None,
    "ListStoppedMailboxes.mailbox": None,
    "Mailbox.quiet": False,
    "MailStopped.reason": "Förvaltningen läser sina uppgifter i portalen",
    "ReminderBounced.deadline_id": None,
    "ReminderRefused.deadline_id": None,
    "ReminderSent.deadline_id": None,
    "ReminderSkipped.deadline_id": None,
    "ShowLedger.deadline": None,
    "SimulateMails.if_holidays": ["2026-06-05"],
    "SimulatedNotice.subject_id": uuid5(NAMESPACE_LOFTESKOLL, "occurrence/1"),
    "StopMail.reason": "Förvaltningen läser sina uppgifter i portalen",
    "StoppedMailbox.reason": "Förvaltningen läser sina uppgifter i portalen",
}
