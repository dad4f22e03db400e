"""How do due notices become mails? Claimed, asked about, written, handed over one by one, and written down."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from schemas.agreements import FindMailboxes, Mailboxes
from schemas.followup import DeadlineLines, ListDeadlines, ListOccurrences, OccurrenceLines
from services.notifier.channels.letter import Letter, Letterhead, write
from services.notifier.channels.lines import Lines, Server
from services.notifier.channels.smtp import Smtp
from services.notifier.handlers.hearing import tell, tell_skipped
from services.notifier.handlers.sign_in import SigningIn, Written
from services.notifier.model.ceiling import why_waits
from services.notifier.model.draft import sort_out
from services.notifier.model.mailing_hours import may_leave, next_mail_day
from services.notifier.model.notice import Claim, Line
from services.notifier.model.outcome import UNCERTAIN, Became, Outcome, reason, skipped_all, state_after, wait_after
from services.notifier.model.sign_in import SignInClaim
from services.notifier.model.stopping import why
from services.notifier.settings import Settings
from services.notifier.store.claims import Change, Claims
from services.notifier.store.mailed_days import MailedDays
from services.notifier.store.stopped import StoppedMail
from services.runtime.bus import Bus
from services.runtime.clock import day_in_stockholm
from services.runtime.errors import Unavailable
from services.runtime.outward import Outward, Ready
from services.runtime.work import Work

ASKED_AT_ONCE = 100
"""An answer must stay below the bus's limit of a megabyte, also where promises are long and many answer for them."""
Standing = OccurrenceLines | DeadlineLines


@dataclass(frozen=True, slots=True)
class Mailing:
    head: Letterhead
    ceiling: int
    """Mails to a mailbox in a week."""
    gather: timedelta
    lease: timedelta
    patience: timedelta
    doubt: timedelta
    """An uncertain mail is repeated when whoever sent it must have given up, and so much more."""

    async def claim_notices(self, work: Work) -> list[Claim]:
        claims = Claims(work.connection)
        if not may_leave(work.now) or await claims.more_is_coming(work.today, self.gather):
            return []
        if not await claims.is_alone():
            return []
        tell_skipped(await claims.give_up(work.now), UNCERTAIN, work)
        return await claims.take(work.now, self.lease)

    async def prepare(self, claimed: Sequence[Claim], bus: Bus, now: datetime) -> list[Letter | Outcome]:
        """Ask how things stand at this moment, and write only what still shall be said."""
        functions = tuple(dict.fromkeys(claim.function_id for claim in claimed))
        try:
            standing, found = await asyncio.gather(
                _standing(claimed, bus), bus.ask(FindMailboxes(functions=functions), Mailboxes)
            )
        except Unavailable as away:
            return [Outcome(Became.UNREACHED, tuple(claimed), text=str(away))]
        mailboxes = {mailbox.function_id: mailbox for mailbox in found.mailboxes}
        today = next((page.today for page in standing if page.today), day_in_stockholm(now))
        drafts, outcomes = sort_out(claimed, _lines(standing), mailboxes, today)
        return [*outcomes, *(write(draft, self.head, now) for draft in drafts)]

    async def mark(self, letters: Sequence[Letter | Outcome], work: Work) -> list[bool]:
        """The point of no return. The claims last until the mail server's answers must have come."""
        leaving = [letter for letter in letters if isinstance(letter, Letter)]
        mails = [(letter.mail, letter.claims) for letter in leaving]
        marked = await Claims(work.connection).mark(mails, work.today, self.ceiling, self.patience + self.doubt)
        return [isinstance(letter, Letter) and letter.mail.id in marked for letter in letters]

    async def record(self, outcomes: Sequence[Outcome], work: Work) -> None:
        claims = Claims(work.connection)
        certain = []
        for outcome in [await _unless_stopped(one, work) for one in outcomes]:
            if outcome.became is Became.LOST:
                await claims.doubt(outcome, self.doubt)
            else:
                certain.append((outcome, await self._change(outcome, work)))
        settled = await claims.settle(certain)
        for outcome, _ in certain:
            for claim in outcome.claims:
                if claim.notice_id in settled:
                    tell(claim, outcome, work)

    async def _change(self, outcome: Outcome, work: Work) -> Change:
        delays, waits = 0, ""
        if outcome.became is Became.LATER:
            delays = await Claims(work.connection).delays(outcome.claims)
        if outcome.became is Became.HELD and outcome.mail:
            mailed = await MailedDays(work.connection).by_others(outcome.mail, work.today)
            waits = why_waits(mailed, work.today, self.ceiling, goes_above=outcome.mail.goes_above)
        return Change(
            state_after(outcome.became),
            waits or reason(outcome),
            work.now,
            next_mail_day(work.now) if waits else None,
            wait_after(outcome.became, delays),
        )


async def _standing(claimed: Sequence[Claim], bus: Bus) -> list[Standing]:
    """Page by page."""
    occurrences = _pages(claim.subject_id for claim in claimed if not claim.of_deadline)
    deadlines = _pages(claim.subject_id for claim in claimed if claim.of_deadline)
    return await asyncio.gather(
        *(bus.ask(ListOccurrences(ids=page), OccurrenceLines) for page in occurrences),
        *(bus.ask(ListDeadlines(ids=page), DeadlineLines) for page in deadlines),
    )


def _pages(ids: Iterable[UUID]) -> list[tuple[UUID, ...]]:
    each = tuple(dict.fromkeys(ids))
    return [each[first : first + ASKED_AT_ONCE] for first in range(0, len(each), ASKED_AT_ONCE)]


def _lines(standing: Iterable[Standing]) -> dict[UUID, Line]:
    found: dict[UUID, Line] = {}
    for page in standing:
        lines = page.occurrences if isinstance(page, OccurrenceLines) else page.deadlines
        found |= {line.id: line for line in lines}
    return found


async def _unless_stopped(outcome: Outcome, work: Work) -> Outcome:
    """A mail was held back because mail to its mailbox is stopped: then it is not tried again."""
    if outcome.became is not Became.HELD or outcome.mail is None:
        return outcome
    stopped = await StoppedMail(work.connection).find(outcome.mail.mailbox_hash)
    return skipped_all(outcome, why(stopped)) if stopped else outcome


def mailing(settings: Settings) -> Outward[Claim, Letter | Outcome, Outcome]:
    own = Mailing(
        _head(settings),
        settings.weekly_ceiling,
        timedelta(seconds=settings.gather_seconds),
        timedelta(seconds=settings.lease_seconds),
        timedelta(seconds=settings.smtp_patience_seconds),
        timedelta(seconds=settings.doubt_seconds),
    )
    smtp = _smtp(settings)
    return Outward(own.claim_notices, own.prepare, smtp.deliver, own.record, own.mark, settings.letters_at_once)


def sign_in_mailing(settings: Settings) -> Outward[SignInClaim, Written, tuple[SignInClaim, Outcome]]:
    """A way of its own: who waits to come in does not stand behind a morning's reminders."""
    own = SigningIn(_head(settings), timedelta(seconds=settings.smtp_patience_seconds))
    smtp = _smtp(settings)

    async def deliver(one: Written, ready: Ready) -> tuple[SignInClaim, Outcome]:
        return one.claim, await smtp.deliver(one.letter, ready)

    return Outward(own.claim_sign_ins, own.prepare, deliver, own.record, own.mark, settings.letters_at_once)


def _head(settings: Settings) -> Letterhead:
    return Letterhead(settings.sender, settings.domain, settings.portal_url, settings.link_key)


def _smtp(settings: Settings) -> Smtp:
    lines = Lines(Server.at(settings.smtp_url.get_secret_value()), settings.domain)
    return Smtp(lines, settings.sender_address, settings.smtp_patience_seconds)
