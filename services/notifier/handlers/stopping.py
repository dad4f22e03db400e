"""What happens when mail to a mailbox is stopped or allowed again, and when it is asked to which it is stopped?"""

from collections.abc import Awaitable, Callable

from schemas.notifier import AllowMail, ListStoppedMailboxes, StopMail, StoppedMailbox, StoppedMailboxes
from services.notifier.model import stopping
from services.notifier.model.draft import mailbox_hash
from services.notifier.store.stopped import StoppedMail
from services.runtime.work import Work


async def stop_mail(wish: StopMail, work: Work) -> None:
    kept = StoppedMail(work.connection)
    stopped, facts = stopping.stop(wish, await kept.find(mailbox_hash(wish.mailbox)), work.now)
    if facts and await kept.add(stopped):
        work.emit(*facts)


async def allow_mail(wish: AllowMail, work: Work) -> None:
    work.emit(stopping.allow(await StoppedMail(work.connection).remove(mailbox_hash(wish.mailbox))))


def stopped_mailboxes(ceiling: int) -> Callable[[ListStoppedMailboxes, Work], Awaitable[StoppedMailboxes]]:
    """`ceiling`: mails to a mailbox in a week."""

    async def list_stopped_mailboxes(question: ListStoppedMailboxes, work: Work) -> StoppedMailboxes:
        kept = StoppedMail(work.connection)
        asked = question.mailbox and mailbox_hash(question.mailbox)
        found = [one for one in await kept.all() if asked in (None, one.mailbox_hash)]
        by = await kept.asked_by(one.stop_id for one in found)
        known = {mailbox_hash(mailbox): mailbox for mailbox in question.among}
        lines = tuple(
            StoppedMailbox(
                stop_id=one.stop_id,
                reason=one.reason,
                at=one.at,
                asked_by=by.get(one.stop_id),
                mailbox=known.get(one.mailbox_hash),
            )
            for one in found
        )
        return StoppedMailboxes(mailboxes=lines, weekly_ceiling=ceiling)

    return list_stopped_mailboxes
