"""What are reminders, ladders and mails called on a page? Swedish words for what leaves, to whom and when."""

from datetime import date, datetime

from schemas.agreements import FunctionLine, HolderTerm, QuietOrganisation, Responsible
from schemas.base import Party
from schemas.followup import DeadlineLine, LadderKind, LadderLevel, LadderLine, OccurrenceLine
from schemas.notifier import MailState
from services.front import asked, ladders
from services.front.naming import DEADLINES
from services.front.simulating import Mail
from services.portal.pages.language import Words, _
from services.portal.pages.words import PARTIES, Status, capital, municipality, role
from services.runtime.clock import STOCKHOLM

rung, in_words, mail_days = ladders.rung, ladders.in_words, ladders.days
as_who = asked.as_who
STOPPED = Status("–", "Stoppad", "yellow")
REMINDERS = {
    "planned": Status("○", "Väntar", "grey"),
    "fired": Status("✓", "Har gått", "green"),
    "skipped": Status("–", "Hoppades över", "grey"),
    "cancelled": Status("–", "Struken", "grey"),
}
MAILS = {
    MailState.PLANNED: Status("○", "Ska skickas", "grey"),
    MailState.CLAIMED: Status("○", "Skickas nu", "grey"),
    MailState.SENT: Status("✓", "Skickat", "green"),
    MailState.REFUSED: Status("▲", "Avvisat av mottagarens e-postserver", "red"),
    MailState.BOUNCED: Status("▲", "Kom tillbaka", "red"),
    MailState.SKIPPED: Status("–", "Skickades inte", "grey"),
}
CLIMBED_BY = Words(
    {
        LadderKind.LONG_WINDOW: "Tillfällen på 31 dagar eller mer",
        LadderKind.SHORT_WINDOW: "Tillfällen kortare än 31 dagar",
        LadderKind.MEETING: "Möten",
        LadderKind.AGREEMENT_END: "Överenskommelsens slut",
        LadderKind.REVISION: "Översyn",
        LadderKind.PUBLIC_FEEDBACK: "Återkoppling till invånarna",
    }
)
LEVELS = Words(
    {
        LadderLevel.DEFAULT: "Den vanliga",
        LadderLevel.AGREEMENT: "Överenskommelsens egen",
        LadderLevel.COMMITMENT: "Åtagandets egen",
    }
)
APPLIES = {True: Status("✓", "Gäller", "green"), False: Status("–", "Ersatt av en annan", "grey")}


def chosen(line: LadderLine) -> str:
    """Who chose it, when and why; nothing of our own."""
    if not line.on or not line.by:
        return ""
    return _("%(day)s av %(party)s", day=line.on, party=PARTIES[line.by].lower()) + f": {line.reason.rstrip('.')}."


def deadline(line: DeadlineLine) -> str:
    return capital(DEADLINES[line.deadline])


def subject(line: OccurrenceLine | DeadlineLine) -> str:
    """What a mail is about."""
    return line.commitment if isinstance(line, OccurrenceLine) else deadline(line)


def moment(at: datetime) -> str:
    """`2026-03-02 09:00`, in Stockholm."""
    return f"{at.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def who(one: Responsible | FunctionLine) -> str:
    return f"{role(one.role)} ({PARTIES[one.party].lower()})"


def holder(term: HolderTerm) -> str:
    label = f" ({term.label})" if term.label else ""
    return f"{term.mailbox}{label} {period(term.since, term.until)}"


def period(since: date, until: date | None) -> str:
    if until:
        return _("%(since)s till %(until)s", since=since, until=until)
    return _("från %(since)s tills vidare", since=since)


def reached(line: FunctionLine) -> Status:
    """Whose mailbox the mail goes to today."""
    if line.reached is None:
        return Status("▲", "Ingen", "red")
    if line.reached.function_id == line.id:
        return Status("✓", "Innehavaren", "green")
    return Status("●", _("Ersättaren %(who)s", who=who(line.reached)), "yellow")


def organisation(one: QuietOrganisation | FunctionLine) -> str:
    """A municipality, or the police there."""
    place = municipality(one.municipality) if one.municipality else _("okänd kommun")
    return _("Polisen i %(place)s", place=place) if one.party is Party.POLICE else place


def leaves(mail: Mail) -> Status:
    if mail.why_not:
        return Status("–", "Skickas inte", "grey")
    return Status("✓", _("Ett samlat mejl") if mail.digest else _("Ett mejl"), "green")
