"""What became of an attempt to send, and what follows from it?"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from schemas.notifier import MailState, NoticeFact, ReminderRefused, ReminderSent, ReminderSkipped
from services.notifier.model.ceiling import HAS_HAD_TODAYS
from services.notifier.model.notice import Claim, Mail, Phase

UNCERTAIN = "Oklart: e-postservern bekräftade aldrig, inte heller när mejlet skickades en gång till."
PERHAPS_SENT = " Ett exemplar kan ha kommit fram tidigare."
SENT_AGAIN = "Skickat en gång till: den förra gången kom aldrig något svar."
A_MOMENT = timedelta(seconds=30)
GROWING = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))


class Became(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    REFUSED = "refused"
    """The mail server said no for good (5xx)."""
    LATER = "later"
    """The mail server said not now (4xx)."""
    UNREACHED = "unreached"
    """The mail server, or a service that had to be asked, could not be reached. Certainly not sent."""
    LOST = "lost"
    """The connection was lost after the last byte: perhaps delivered."""
    HELD = "held"
    """The mailbox has had its mail of the day, or the claim was lost. Certainly not sent."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    became: Became
    claims: tuple[Claim, ...]
    mail: Mail | None = None
    code: int = 0
    text: str = ""
    """What the mail server answered, or the reason in Swedish."""


def skipped(claim: Claim, reason: str) -> Outcome:
    return Outcome(Became.SKIPPED, (claim,), text=reason + (PERHAPS_SENT if claim.doubted else ""))


def skipped_all(held: Outcome, reason: str) -> Outcome:
    """A mail that was held back at the last moment is given up."""
    perhaps = PERHAPS_SENT if any(claim.doubted for claim in held.claims) else ""
    return Outcome(Became.SKIPPED, held.claims, held.mail, text=reason + perhaps)


def wait_after(became: Became, delays_before: int) -> timedelta:
    """How long until the next try. A mail server that is away delays nobody by more than a moment once it is back."""
    match became:
        case Became.LATER:
            return GROWING[min(delays_before, len(GROWING) - 1)]
        case Became.UNREACHED:
            return A_MOMENT
    return timedelta(0)


def phase_after(became: Became) -> Phase:
    match became:
        case Became.SENT:
            return Phase.ACCEPTED
        case Became.LOST:
            return Phase.LOST
        case Became.REFUSED | Became.LATER | Became.UNREACHED:
            return Phase.FAILED
    return Phase.RELEASED


def state_after(became: Became) -> MailState:
    """An attempt that came to nothing is planned again."""
    match became:
        case Became.SENT:
            return MailState.SENT
        case Became.REFUSED:
            return MailState.REFUSED
        case Became.SKIPPED:
            return MailState.SKIPPED
    return MailState.PLANNED


def reason(outcome: Outcome) -> str:
    """What the ledger says about it."""
    match outcome.became:
        case Became.SENT:
            return SENT_AGAIN if outcome.mail and outcome.mail.doubted else ""
        case Became.SKIPPED:
            return outcome.text
        case Became.REFUSED:
            return f"E-postservern tar inte emot: {outcome.code} {outcome.text}"
        case Became.LATER:
            return f"E-postservern bad oss vänta: {outcome.code} {outcome.text}"
        case Became.HELD:
            return HAS_HAD_TODAYS
    return f"Gick inte att skicka, nytt försök snart: {outcome.text}"


def fact(claim: Claim, outcome: Outcome) -> NoticeFact | None:
    """What the others are told; nothing while it will be tried again."""
    occurrence, deadline = claim.occurrence_id, claim.deadline_id
    notice, function, rung = claim.notice_id, claim.function_id, claim.rung
    match outcome.became:
        case Became.SENT if outcome.mail:
            return ReminderSent(
                notice_id=notice,
                occurrence_id=occurrence,
                deadline_id=deadline,
                function_id=function,
                rung=rung,
                message_id=outcome.mail.message_id,
                digest=outcome.mail.digest,
            )
        case Became.REFUSED:
            return ReminderRefused(
                notice_id=notice,
                occurrence_id=occurrence,
                deadline_id=deadline,
                function_id=function,
                rung=rung,
                code=outcome.code,
            )
        case Became.SKIPPED:
            return ReminderSkipped(
                notice_id=notice,
                occurrence_id=occurrence,
                deadline_id=deadline,
                function_id=function,
                rung=rung,
                reason=outcome.text,
            )
    return None
