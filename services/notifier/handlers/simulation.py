"""What is answered when it is asked which mails a day's reminders would become?"""

from collections.abc import Awaitable, Callable

from schemas.notifier import SimulatedMails, SimulateMails
from services.notifier.model.draft import mailbox_hash
from services.notifier.model.simulation import Known, mails
from services.notifier.store.mailed_days import MailedDays
from services.notifier.store.stopped import StoppedMail
from services.runtime.work import Work


def simulating(ceiling: int) -> Callable[[SimulateMails, Work], Awaitable[SimulatedMails]]:
    """`ceiling`: mails to a mailbox in a week."""

    async def simulate_mails(question: SimulateMails, work: Work) -> SimulatedMails:
        hashes = {mailbox_hash(one.mailbox) for one in question.mailboxes}
        mailed = await MailedDays(work.connection).this_week(hashes, question.on)
        return mails(question, Known(ceiling, await StoppedMail(work.connection).all(), frozenset(mailed)))

    return simulate_mails
