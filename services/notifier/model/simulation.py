"""Which mails would a day's reminders become? By the rules that make them in earnest, of notices nobody keeps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from schemas.followup import ComingDeadline, ComingReminder
from schemas.notifier import (
    MailedDay,
    SimulatedMail,
    SimulatedMails,
    SimulatedNotice,
    SimulateMails,
    UnsentNotice,
)
from schemas.working_days import is_working_day
from services.notifier.model.ceiling import monday, why_waits
from services.notifier.model.draft import Draft, mailbox_hash, sort_out
from services.notifier.model.notice import Claim, claims_of
from services.notifier.model.stopping import Stopped, why

Coming = ComingReminder | ComingDeadline
C = TypeVar("C", ComingReminder, ComingDeadline)


@dataclass(frozen=True, slots=True)
class Known:
    """What the notifier knows in earnest."""

    ceiling: int
    stopped: Collection[Stopped] = ()
    mailed: frozenset[tuple[str, date]] = frozenset()
    """The hash of a mailbox, and a day this week on which it was mailed."""


def mails(asked: SimulateMails, known: Known) -> SimulatedMails:
    coming: list[Coming] = [*asked.reminders, *asked.deadlines]
    claims = {claim.notice_id: claim for one in coming for claim in claims_of(one.reminder)}
    mailboxes = {one.function_id: one for one in asked.mailboxes}
    drafts, outcomes = sort_out([*claims.values()], {one.line.id: one.line for one in coming}, mailboxes, asked.on)
    why_stopped = {one.mailbox_hash: why(one) for one in known.stopped}
    unsent = [_unsent(claim, outcome.text) for outcome in outcomes for claim in outcome.claims]
    leaving, waiting = [], set[UUID]()
    for draft in drafts:
        if reason := why_stopped.get(mailbox_hash(draft.mailbox)):
            unsent += [_unsent(claim, reason) for claim in draft.claims]
        elif _waits(draft, asked, known):
            waiting |= {claim.notice_id for claim in draft.claims}
        else:
            leaving.append(draft)
    return SimulatedMails(
        mails=tuple(map(_mail, leaving)),
        unsent=tuple(unsent),
        waiting=_narrowed(asked.reminders, waiting),
        waiting_deadlines=_narrowed(asked.deadlines, waiting),
        mailed=(*_this_week(asked), *(MailedDay(mailbox=draft.mailbox, on=asked.on) for draft in leaving)),
    )


def _waits(draft: Draft, asked: SimulateMails, known: Known) -> bool:
    if not is_working_day(asked.on, asked.if_holidays):
        return True
    to = mailbox_hash(draft.mailbox)
    mailed = {on for mailbox, on in known.mailed if mailbox == to}
    mailed |= {one.on for one in asked.mailed if mailbox_hash(one.mailbox) == to}
    presses = draft.presses(asked.if_holidays)
    return bool(why_waits(mailed, asked.on, known.ceiling, goes_above=presses, red_too=asked.if_holidays))


def _this_week(asked: SimulateMails) -> Iterable[MailedDay]:
    return (one for one in asked.mailed if one.on >= monday(asked.on))


def _narrowed(coming: Sequence[C], waiting: Collection[UUID]) -> tuple[C, ...]:
    """To the functions whose notices wait."""
    found = []
    for one in coming if waiting else ():
        functions = tuple(claim.function_id for claim in claims_of(one.reminder) if claim.notice_id in waiting)
        if functions:
            reminder = one.reminder.model_copy(update={"functions": functions})
            found.append(one.model_copy(update={"reminder": reminder}))
    return tuple(found)


def _mail(draft: Draft) -> SimulatedMail:
    return SimulatedMail(notices=tuple(map(_notice, draft.claims)), digest=len(draft.items) > 1)


def _unsent(claim: Claim, reason: str) -> UnsentNotice:
    return UnsentNotice(notice=_notice(claim), reason=reason)


def _notice(claim: Claim) -> SimulatedNotice:
    return SimulatedNotice(subject_id=claim.subject_id, rung=claim.rung, function_id=claim.function_id)
