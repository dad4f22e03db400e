"""What does each crash point mean, who passes it, and what may a kill there do?

The table of RELIABILITY 1.4 for what was built. Nowhere may anything be lost, done twice or out of order; only a mail
whose dot may have left, and whose answer is not written down, may come once more.
"""

from dataclasses import dataclass
from enum import StrEnum


class Load(StrEnum):
    """What goes on meanwhile."""

    WISHES = "wishes"
    """People register and report; it is early morning, so no mail leaves."""
    DAYS = "days"
    """Days go by in two seconds each, and reminders leave every working day."""
    REFUSED = "refused wishes"
    """As WISHES, and wishes that are refused."""
    CUT = "connections cut"
    """As WISHES, and PostgreSQL throws the service out twice a second."""
    NO_RIGHT = "a right missing"
    """As DAYS, and the notifier may not write notices until it has died."""
    RIGHT_BACK = "a right missing for a while"
    """As DAYS, and the notifier may not write notices for a few seconds."""


@dataclass(frozen=True, slots=True)
class Point:
    name: str
    meaning: str
    load: Load = Load.WISHES
    services: tuple[str, ...] = ("followup",)
    """Who is killed: the first at the first number of passes, and so on around."""
    passes: tuple[int, ...] = (1, 5, 50)
    doubles: int = 0
    """Mails that may come once more, each explained by the ledger."""


TALKERS = ("followup", "agreements", "notifier")
LISTENERS = ("followup", "notifier")
MAILER = ("notifier",)
MEANWHILE = 1
"""Another mail is on its way while it hears, or while this one is offered, and that one may be in doubt."""
BY_THE_DAY = (1, 5, 25)
"""Mails are claimed by the page, a page or two a day."""

CMD = (
    Point("cmd.before_begin", "a wish is read, nothing is begun", services=("followup", "agreements")),
    Point("cmd.before_commit", "a wish is carried out, not committed", services=("followup", "agreements")),
    Point("cmd.after_commit", "committed, not answered", services=("followup", "agreements")),
    Point("cmd.after_reply", "committed and answered", services=("followup", "agreements")),
    Point("cmd.before_refusal_commit", "a wish is refused, which is not yet noted", Load.REFUSED),
    Point("cmd.after_refusal_commit", "the refusal is noted, not answered", Load.REFUSED),
)
RELAY = (
    Point("relay.before_publish", "a page of events is taken from the queue", services=("followup", "agreements")),
    Point("relay.before_batch", "a batch is about to begin", services=("followup", "agreements"), passes=(1, 5)),
    Point("relay.after_publish_one", "part of a batch is sent, its commit is not"),
    Point("relay.before_request", "all of a batch but its commit is sent", services=("followup", "agreements")),
    Point("relay.after_puback", "in the stream and acknowledged", services=("followup", "agreements")),
    Point("relay.after_ack", "the page is acknowledged, still in the queue", services=("followup", "agreements")),
    Point("relay.after_settle", "out of the queue, position given", services=("followup", "agreements")),
)
HEAR = (
    Point("hear.before_request", "about to ask for events", services=LISTENERS, passes=(1, 5)),
    Point("hear.after_request", "has asked for events, none are taken", services=LISTENERS, passes=(1, 5)),
    Point("hear.before_commit", "a page is applied, not committed", services=("followup", "notifier", "notifier")),
    Point("hear.after_commit", "committed, not acknowledged", services=("followup", "notifier", "notifier")),
    Point("hear.before_ack", "about to acknowledge", services=("followup", "notifier", "notifier")),
    Point("hear.after_ack_one", "part of a page is acknowledged", services=LISTENERS),
    Point("hear.after_ack", "all of a page is acknowledged", services=("followup", "notifier", "notifier")),
    Point("hear.before_nak", "a page failed, about to give it back", Load.CUT, MAILER),
    Point("hear.after_nak", "part of a failed page is given back", Load.CUT, MAILER),
    Point("hear.before_hold_commit", "an event failed, not yet noted", Load.NO_RIGHT, MAILER, doubles=MEANWHILE),
    Point(
        "hear.after_hold_commit",
        "a failed event is kept, its page not acknowledged",
        Load.NO_RIGHT,
        MAILER,
        doubles=MEANWHILE,
    ),
    Point("hear.before_trip_commit", "an event failed again, not yet noted", Load.NO_RIGHT, MAILER, doubles=MEANWHILE),
    Point("hear.after_trip_commit", "an event failed again, noted", Load.NO_RIGHT, MAILER, doubles=MEANWHILE),
    Point(
        "hear.before_held_commit", "a kept event is applied, not committed", Load.RIGHT_BACK, MAILER, doubles=MEANWHILE
    ),
    Point("hear.after_held_commit", "a kept event is applied", Load.RIGHT_BACK, MAILER, doubles=MEANWHILE),
)
JOB = (
    Point("job.before_commit", "reminders or due days are said, not committed", Load.DAYS),
    Point("job.after_commit", "reminders or due days are said", Load.DAYS),
)
MAIL = (
    Point("mail.before_claim_commit", "a page of notices is claimed, not committed", Load.DAYS, MAILER, BY_THE_DAY),
    Point("mail.after_claim_commit", "claimed; the lease runs", Load.DAYS, MAILER, BY_THE_DAY),
    Point("mail.after_prepare", "letters are written", Load.DAYS, MAILER, BY_THE_DAY),
    Point("smtp.before_mail", "a line is open", Load.DAYS, MAILER, doubles=MEANWHILE),
    Point("smtp.after_rcpt", "the mail server knows the recipient", Load.DAYS, MAILER, doubles=MEANWHILE),
    Point("smtp.before_data", "about to say DATA, or to hear the answer to it", Load.DAYS, MAILER, doubles=MEANWHILE),
    Point("smtp.mid_data", "all but the dot is sent", Load.DAYS, MAILER, doubles=MEANWHILE),
    Point("mail.before_mark_commit", "the dot is marked, not committed", Load.DAYS, MAILER, doubles=1),
    Point("mail.after_mark_commit", "the dot is marked, not sent", Load.DAYS, MAILER),
    Point("smtp.before_dot", "about to send the dot", Load.DAYS, MAILER),
    Point("smtp.after_dot", "the dot is sent, no answer read", Load.DAYS, MAILER, doubles=1),
    Point("smtp.after_250", "the mail is taken", Load.DAYS, MAILER, doubles=1),
    Point("mail.before_record_commit", "taken and recorded, not committed", Load.DAYS, MAILER, doubles=1),
    Point("mail.after_record_commit", "taken and recorded", Load.DAYS, MAILER),
)
MATRIX = (*CMD, *RELAY, *HEAR, *JOB, *MAIL)
SHORT = ("cmd.after_commit", "relay.after_ack", "hear.after_commit", "smtp.after_rcpt", "smtp.after_dot")
"""Swept once each in `make test`."""


def point(name: str) -> Point:
    return next(one for one in MATRIX if one.name == name)
