"""Which mails would a day's reminders become? By the rules that make them in earnest, of notices nobody keeps."""

from collections.abc import Iterable

from schemas.followup import ComingReminder
from schemas.notifier import SimulatedMail, SimulatedMails, SimulatedNotice, SimulateMails, UnsentNotice
from services.notifier.model.draft import Draft, mailbox_hash, sort_out
from services.notifier.model.notice import Claim, notice_id
from services.notifier.model.stopping import Stopped, why


def mails(asked: SimulateMails, stopped: Iterable[Stopped]) -> SimulatedMails:
    claims = [claim for coming in asked.reminders for claim in _claims(coming)]
    lines = {coming.line.id: coming.line for coming in asked.reminders}
    mailboxes = {one.function_id: one for one in asked.mailboxes}
    drafts, outcomes = sort_out(claims, lines, mailboxes, asked.on)
    why_stopped = {one.mailbox_hash: why(one) for one in stopped}
    reasons = [(draft, why_stopped.get(mailbox_hash(draft.mailbox), "")) for draft in drafts]
    unsent = [(outcome.claims, outcome.text) for outcome in outcomes]
    unsent += [(draft.claims, reason) for draft, reason in reasons if reason]
    return SimulatedMails(
        mails=tuple(_mail(draft) for draft, reason in reasons if not reason),
        unsent=tuple(
            UnsentNotice(notice=_notice(claim), reason=reason) for claims, reason in unsent for claim in claims
        ),
    )


def _claims(coming: ComingReminder) -> list[Claim]:
    due = coming.reminder
    return [
        Claim(notice_id(due, function), due.occurrence_id, function, due.rung, due.due_version, attempt=1)
        for function in due.functions
    ]


def _mail(draft: Draft) -> SimulatedMail:
    return SimulatedMail(notices=tuple(map(_notice, draft.claims)), digest=draft.mail(domain="").digest)


def _notice(claim: Claim) -> SimulatedNotice:
    return SimulatedNotice(occurrence_id=claim.occurrence_id, rung=claim.rung, function_id=claim.function_id)
