"""Was every reminder mailed that should be, once, and no other? Read from the ledger and what the mail server took."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid5

from schemas.agreements import RegisterAgreement
from schemas.base import NAMESPACE_LOFTESKOLL
from tests.faults.evidence import Evidence
from tests.faults.verdict import Check, Kind, Wrong

TOLD_OF = {"sent": "reminder-sent", "refused": "reminder-refused", "skipped": "reminder-skipped", "planned": None}
"""What the notifier must have said of a notice in a state: exactly that, once."""


def every_reminder_has_its_notices(evidence: Evidence) -> Iterator[Wrong]:
    due = {
        (said.body[subject], said.body["rung"], said.body["due_version"], function)
        for what, subject in (("reminder-due", "occurrence_id"), ("deadline-reminder-due", "deadline_id"))
        for said in evidence.said("followup", what)
        for function in said.body["functions"]
    }
    there = Counter((str(one.subject_id), one.rung, one.due_version, str(one.function_id)) for one in evidence.notices)
    for key in due - there.keys():
        yield Kind.MAILS_MISSING, f"nobody noticed that {key} was due"
    for key in there.keys() - due:
        yield Kind.MAILS_MISSING, f"a notice {key} that nothing asked for"


def nothing_waits_for_more_than_some_mornings(evidence: Evidence) -> Iterator[Wrong]:
    """A mailbox that has had its mail of the day gets the rest the next morning, all of it."""
    waits = [one.id for one in evidence.notices if one.state == "planned" and one.created_at < evidence.quiet_since]
    if waits:
        yield Kind.MAILS_MISSING, f"{len(waits)} notices have waited since before the last mornings, first {waits[0]}"


def every_notice_came_to_an_end(evidence: Evidence) -> Iterator[Wrong]:
    """Each is sent, refused or skipped and told of once; or waits for a morning to come."""
    facts: defaultdict[UUID, list[str]] = defaultdict(list)
    for said in evidence.logs["notifier"]:
        facts[UUID(said.body["notice_id"])].append(said.what)
    for notice in evidence.notices:
        if notice.state not in TOLD_OF or (notice.state == "planned" and notice.not_before <= evidence.now):
            yield Kind.MAILS_MISSING, f"notice {notice.id} is still {notice.state}"
            continue
        expected = [TOLD_OF[notice.state]] if TOLD_OF[notice.state] else []
        if facts[notice.id] != expected:
            yield Kind.MAILS_MISSING, f"notice {notice.id} is {notice.state}, and was told of as {facts[notice.id]}"


def every_rung_whose_morning_came_is_settled(evidence: Evidence) -> Iterator[Wrong]:
    """Fired, or skipped or cancelled for a reason: followup says to the notifier what is due, or why it is not."""
    left = [rung.id for rung in evidence.rungs if not rung.state]
    if left:
        yield Kind.MAILS_MISSING, f"{len(left)} rungs never left, first {left[0]}"


def a_mail_lists_all_it_is_sent_for(evidence: Evidence) -> Iterator[Wrong]:
    """The reader finds a link to each occurrence that the ledger says the mail told of.

    A deadline's link names an agreement or nothing: of those the mail's header tells.
    """
    linked: defaultdict[str, set[UUID]] = defaultdict(set)
    named: defaultdict[str, set[UUID]] = defaultdict(set)
    for mail in evidence.mails:
        linked[mail.message_id] |= mail.occurrences
        named[mail.message_id] |= mail.threads
    for notice in evidence.notices:
        message = notice.message_id or ""
        listing = (named if notice.of_deadline else linked).get(message)
        if notice.state == "sent" and listing is not None and notice.subject_id not in listing:
            yield Kind.MAILS_MISSING, f"{message} says nothing of {notice.subject_id}"


def who_is_called_refused_was_refused(evidence: Evidence) -> Iterator[Wrong]:
    turned_away = {_hash(mailbox) for mailbox in evidence.turned_away or ()}
    mailboxes = dict(function for wish in evidence.notes.agreed for function in _mailboxes(wish))
    for notice in evidence.notices:
        if notice.state == "refused" and _hash(mailboxes.get(notice.function_id, "")) not in turned_away:
            yield Kind.MAILS_MISSING, f"notice {notice.id} is refused, and the mail server never refused it"


def the_same_mail_has_the_same_name(evidence: Evidence) -> Iterator[Wrong]:
    """Computed from the notices and the mailbox alone, so that a reader's program sees that a repeat is one."""
    told: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for attempt in evidence.attempts:
        if attempt.mail_id:
            told[attempt.mail_id].add(attempt.notice_id)
    for mail in evidence.mails:
        to = _hash(mail.to)
        same = mail_of(mail.message_id)
        notices = " ".join(sorted(str(notice) for notice in told[same])) if same else ""
        identity = uuid5(NAMESPACE_LOFTESKOLL, f"mail/{to}/{notices}")
        if not mail.message_id.startswith(f"<r.{identity}.{to[:16]}@"):
            yield Kind.DOUBLE_UNEXPLAINED, f"{mail.message_id} ought to be called {identity}"


def what_was_done_is_not_reminded_of(evidence: Evidence) -> Iterator[Wrong]:
    """No mail was claimed after somebody had the answer that it was done."""
    done: dict[UUID, datetime] = {}
    for said in evidence.said("followup", "occurrence-completed"):
        if said.cause in evidence.notes.answered_at:
            done[UUID(said.body["occurrence_id"])] = evidence.notes.answered_at[said.cause]
    about = {notice.id: notice.subject_id for notice in evidence.notices}
    left = {(attempt.notice_id, attempt.number) for attempt in evidence.attempts if attempt.phase == "dot"}
    for attempt in evidence.attempts:
        answered = done.get(about.get(attempt.notice_id, attempt.notice_id))
        leaves = attempt.phase == "claimed" and (attempt.notice_id, attempt.number) in left
        if leaves and answered and attempt.at > answered:
            yield Kind.WRONG_ROWS, f"notice {attempt.notice_id} was mailed though it was done"


def mails_are_in_the_ledger_and_the_ledger_in_the_mails(evidence: Evidence) -> Iterator[Wrong]:
    taken = Counter(mail.message_id for mail in evidence.mails)
    for notice in evidence.notices:
        if notice.state == "sent" and not taken[notice.message_id or ""]:
            yield Kind.MAILS_MISSING, f"notice {notice.id} is sent, but {notice.message_id} never came"
    dots, accepted = tries(evidence)
    for message, copies in taken.items():
        mail = mail_of(message)
        if not dots[mail]:
            yield Kind.DOUBLE_UNEXPLAINED, f"{message} came, and the ledger knows nothing of it"
        elif copies > len(dots[mail]):
            yield Kind.DOUBLE_UNEXPLAINED, f"{message} came {copies} times in {len(dots[mail])} attempts"
        elif copies - 1 > len(dots[mail] - accepted[mail]):
            yield Kind.DOUBLE_UNEXPLAINED, f"{message} came {copies} times, and doubt does not explain it"
    for mail, times in accepted.items():
        if len(times) > 1:
            yield Kind.DOUBLE_UNEXPLAINED, f"mail {mail} was sent again after it was accepted"


def no_reminder_is_sent_again_after_it_was_accepted(evidence: Evidence) -> Iterator[Wrong]:
    """Not in another mail either."""
    accepted = Counter(attempt.notice_id for attempt in evidence.attempts if attempt.phase == "accepted")
    for notice, times in accepted.items():
        if times > 1:
            yield Kind.DOUBLE_UNEXPLAINED, f"notice {notice} was sent {times} times, each after it was accepted"


def tries(evidence: Evidence) -> tuple[defaultdict[UUID, set[int]], defaultdict[UUID, set[int]]]:
    """By mail: the attempts whose dot was marked, and those whose dot was answered.

    The notices of a mail are tried together, but each counts for itself, so one of them speaks for the mail.
    """
    speaker: dict[UUID, UUID] = {}
    dots: defaultdict[UUID, set[int]] = defaultdict(set)
    accepted: defaultdict[UUID, set[int]] = defaultdict(set)
    for attempt in evidence.attempts:
        if attempt.mail_id and speaker.setdefault(attempt.mail_id, attempt.notice_id) == attempt.notice_id:
            if attempt.phase == "dot":
                dots[attempt.mail_id].add(attempt.number)
            if attempt.phase == "accepted":
                accepted[attempt.mail_id].add(attempt.number)
    return dots, accepted


def mail_of(message_id: str) -> UUID | None:
    """`<r.{mail}.{mailbox}@…>`; None for what is not ours."""
    parts = message_id.strip("<>").split(".")
    return UUID(parts[1]) if parts[0] == "r" and len(parts) > 2 else None


def doubles(evidence: Evidence) -> int:
    """Mails that came more than once, each explained by a dot without an answer."""
    return sum(copies - 1 for copies in Counter(mail.message_id for mail in evidence.mails).values())


def _hash(mailbox: str) -> str:
    return sha256(mailbox.strip().lower().encode()).hexdigest()[:32]


def _mailboxes(wish: RegisterAgreement) -> Iterator[tuple[UUID, str]]:
    for function in wish.document.functions:
        yield function.id, function.mailbox or ""


CHECKS: tuple[Check, ...] = (
    every_reminder_has_its_notices,
    every_rung_whose_morning_came_is_settled,
    every_notice_came_to_an_end,
    nothing_waits_for_more_than_some_mornings,
    mails_are_in_the_ledger_and_the_ledger_in_the_mails,
    no_reminder_is_sent_again_after_it_was_accepted,
    a_mail_lists_all_it_is_sent_for,
    the_same_mail_has_the_same_name,
    who_is_called_refused_was_refused,
    what_was_done_is_not_reminded_of,
)
