"""On which days has a mailbox been mailed?"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from services.notifier.model.ceiling import monday
from services.notifier.model.notice import Mail
from services.notifier.store.tables import mailed_day
from services.runtime.connection import Connection


class MailedDays:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def by_others(self, mail: Mail, today: date) -> set[date]:
        """Its mailbox, in the week so far."""
        days = select(mailed_day.c.day).where(mailed_day.c.mailbox_hash == mail.mailbox_hash)
        others = days.where(mailed_day.c.day.between(monday(today), today), mailed_day.c.mail_id != mail.id)
        return set(await self._connection.scalars(others))

    async def this_week(self, mailboxes: Iterable[str], today: date) -> set[tuple[str, date]]:
        """Of these hashes: each with the days on which it has been mailed so far."""
        days = select(mailed_day.c.mailbox_hash, mailed_day.c.day).where(mailed_day.c.mailbox_hash.in_([*mailboxes]))
        found = await self._connection.execute(days.where(mailed_day.c.day.between(monday(today), today)))
        return {(row.mailbox_hash, row.day) for row in found}
