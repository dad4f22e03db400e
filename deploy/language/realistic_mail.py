"""What would a real message about mail and mailboxes say? The story of `realistic`."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

OF_MAIL: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "stop_id": uuid5(NAMESPACE_LOFTESKOLL, "stop/1"),
    "organisation": "2580",
    "quiet": True,
    "account_id": uuid5(NAMESPACE_LOFTESKOLL, "account/1"),
    "sign_in_id": uuid5(NAMESPACE_LOFTESKOLL, "sign-in/1"),
    "expires_at": "2026-06-02T06:10:04Z",
    "added_at": "2026-05-18T07:12:30Z",
    # where the class gives the word another meaning
    "AccountAdded.role": "coordinator",
    "AccountLine.id": uuid5(NAMESPACE_LOFTESKOLL, "account/1"),
    "AccountLine.label": "Samordnare, Luleå",
    "AccountLine.role": "coordinator",
    "places": ["2580"],
    "AddAccount.label": "Samordnare, Luleå",
    "AddAccount.role": "coordinator",
    "Behind.given": 0,
    "Behind.seconds": 2,
    "Behind.waiting": 2,
    "Health.held": 0,
    "Health.hears": True,
    "Health.parked": 0,
    "Health.sealed_on": "2026-05-17",
    "Health.started_at": "2026-05-04T04:12:00Z",
    "Health.unpublished": 0,
    "Health.unpublished_seconds": 0,
    "Late.seconds": 0,
    "Late.what": "mail",
    "Subscriber.last_at": "2026-05-18T07:12:41Z",
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
