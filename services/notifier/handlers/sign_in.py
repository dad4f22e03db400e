"""How does the link that somebody asked for leave? Claimed, written, handed over once, and written down."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.notifier import MailState, SendSignInLink
from schemas.portal import AccountMailbox, FindAccountMailbox
from services.notifier.channels.letter import Letter, Letterhead
from services.notifier.channels.sign_in_letter import write_sign_in
from services.notifier.model.outcome import Became, Outcome, reason
from services.notifier.model.sign_in import ENDED, UNANSWERED, SignInClaim, wait_after
from services.notifier.store.sign_ins import SignInMails
from services.runtime.bus import Bus
from services.runtime.errors import Unavailable
from services.runtime.work import Work


async def send_sign_in_link(wish: SendSignInLink, work: Work) -> None:
    await SignInMails(work.connection).plan(wish, work.now)


@dataclass(frozen=True, slots=True)
class Written:
    """A mail that shall leave, or what was decided without one."""

    claim: SignInClaim
    letter: Letter | Outcome


@dataclass(frozen=True, slots=True)
class SigningIn:
    head: Letterhead
    patience: timedelta
    """How long the mail server may take to answer."""

    async def claim_sign_ins(self, work: Work) -> list[SignInClaim]:
        mails = SignInMails(work.connection)
        await mails.give_up(work.now)
        return await mails.take(work.now)

    async def prepare(self, claimed: Sequence[SignInClaim], bus: Bus, now: datetime) -> list[Written]:
        return list(await asyncio.gather(*(self._write(claim, bus, now) for claim in claimed)))

    async def mark(self, written: Sequence[Written], work: Work) -> list[bool]:
        """The point of no return. A mailbox to which mail is stopped gets it: who waits for it asked for it."""
        leaving = [(one.claim, one.letter.mail) for one in written if isinstance(one.letter, Letter)]
        marked = await SignInMails(work.connection).mark(leaving, self.patience)
        return [one.claim.id in marked for one in written]

    async def record(self, sent: Sequence[tuple[SignInClaim, Outcome]], work: Work) -> None:
        mails = SignInMails(work.connection)
        for claim, outcome in sent:
            match outcome.became:
                case Became.SENT:
                    await mails.settle(claim, MailState.SENT, "", work.now)
                case Became.REFUSED:
                    await mails.settle(claim, MailState.REFUSED, reason(outcome), work.now)
                case Became.SKIPPED:
                    await mails.settle(claim, MailState.SKIPPED, outcome.text, work.now)
                case Became.LOST:
                    await mails.settle(claim, MailState.SKIPPED, UNANSWERED, work.now)
                case Became.HELD:
                    await mails.put_off(claim, wait_after(outcome.became), "", work.now)
                case _:
                    await mails.put_off(claim, wait_after(outcome.became), reason(outcome), work.now)

    async def _write(self, claim: SignInClaim, bus: Bus, now: datetime) -> Written:
        try:
            found = await bus.ask(FindAccountMailbox(account_id=claim.account_id), AccountMailbox)
        except Unavailable as away:
            return Written(claim, Outcome(Became.UNREACHED, (), text=str(away)))
        if not found.mailbox:
            return Written(claim, Outcome(Became.SKIPPED, (), text=ENDED))
        return Written(claim, write_sign_in(claim, found.mailbox, self.head, now))
