"""What does it mean, what a service tells of itself, and what is there to do about it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from schemas import agreements, followup, notifier, portal
from schemas.base import Query
from schemas.health import Behind, Chore, Health, Subscriber
from services.front.language import _, word
from services.front.words import Status

QUESTIONS: tuple[Query, ...] = (
    agreements.CheckHealth(),
    followup.CheckHealth(),
    notifier.CheckHealth(),
    portal.CheckHealth(),
)
"""One to each service; all answer with their Health."""
SLOW, LONG = 60, 900
"""Seconds: what has waited so long is worth a look, or must be seen to (docs/operations.md)."""
WELL = Status("✓", "Bra", "green")
LOOK = Status("●", "Ligger efter", "yellow")
ACT = Status("▲", "Behöver åtgärdas", "red")
UNKNOWN = Status("○", "Inget än", "grey")
ANSWERS = Status("✓", "Svarar", "green")
BEHIND = Status("●", "Svarar, men ligger efter", "yellow")
HELP = Status("▲", "Svarar, men behöver hjälp", "red")
SILENT = Status("▲", "Svarar inte", "red")
AT_THE_END = Status("✓", "Har allt", "green")
FETCHING = Status("●", "Har inte hämtat allt", "yellow")
LIGHTS = {ACT.tone: HELP, LOOK.tone: BEHIND}

DO_SILENT = word("Se efter med lofteskoll status om processen kör, och läs dess logg.")
DO_UNPUBLISHED = word("Se efter med lofteskoll status om NATS svarar. Inget går förlorat; det går ut när NATS svarar.")
DO_UNHEARD = word("Läs tjänstens logg. Står den stilla i två minuter börjar den om av sig själv.")
DO_NO_STREAM = word("Strömmen svarar inte. Se efter med lofteskoll status om NATS kör.")
DO_PARKED = word("Kör lofteskoll parked list, rätta felet och kör sedan lofteskoll parked retry.")
DO_HELD = word("Det väntar bakom en händelse som prövas igen. Går den inte att ta emot blir den parkerad.")
DO_SEAL = word("Läs tjänstens logg, och se de sigill som finns med lofteskoll seals.")
DO_LATE = {
    Chore.REMINDERS: word("Läs uppföljningens logg: det som går efter klockan har stannat."),
    Chore.MAIL: word("Läs utskickens logg, och se om e-postservern svarar."),
}
CHORES = {Chore.REMINDERS: word("Påminnelser som skulle ha sagts"), Chore.MAIL: word("Mejl som skulle ha gått")}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is told of a service, in Swedish.

    `do`: what an operator does about it; empty when nothing is the matter.
    """

    what: str
    status: Status
    do: str = ""
    count: int | None = None
    """None: it is not counted."""
    seconds: int = 0
    """How old the oldest is."""
    day: date | None = None
    unknown: bool = False
    """Who knows does not answer."""


NO_ANSWER = Sign("Läget", SILENT, DO_SILENT, unknown=True)
"""Of a service that is silent."""


def signs(told: Health, today: date) -> list[Sign]:
    """`today`: by the system's own clock."""
    unpublished = _by_age(told.unpublished_seconds)
    found = [
        Sign(
            word("Händelser som inte är publicerade"),
            unpublished,
            DO_UNPUBLISHED if unpublished != WELL else "",
            told.unpublished,
            told.unpublished_seconds,
        )
    ]
    if told.hears:
        found.append(_heard(told.heard))
    held = LOOK if told.held else WELL
    found.append(Sign(word("Händelser som väntar på sin tur"), held, DO_HELD if told.held else "", told.held))
    parked = ACT if told.parked else WELL
    found.append(Sign(word("Parkerat tills någon avgör"), parked, DO_PARKED if told.parked else "", told.parked))
    for late in told.late:
        status = _by_age(late.seconds)
        found.append(Sign(CHORES[late.what], status, DO_LATE[late.what] if status != WELL else "", None, late.seconds))
    return [*found, _sealed(told.sealed_on, today)]


def light(told: Health | None, today: date) -> Status:
    """The sum of it, for anybody. None: the service is silent."""
    if told is None:
        return SILENT
    tones = {one.status.tone for one in signs(told, today)}
    return next((LIGHTS[tone] for tone in LIGHTS if tone in tones), ANSWERS)


def position(of: Subscriber) -> Status:
    """Where a county stands against the end of its stream; it fetches when it likes, and misses nothing."""
    return FETCHING if of.behind.seconds > SLOW else AT_THE_END


def all_well(lights: Iterable[Status]) -> bool:
    return all(one == ANSWERS for one in lights)


def age(seconds: int) -> str:
    """`12 s`, `3 min`, `5 tim` or `2 dygn`: the largest unit of which there is a whole one."""
    for size, unit in ((86_400, _("dygn")), (3_600, _("tim")), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def said(sign: Sign) -> str:
    """The figure beside its name."""
    if sign.unknown:
        return _("okänt")
    if sign.day or sign.count is None:
        return str(sign.day) if sign.day else age(sign.seconds) if sign.seconds else _("inget")
    return old(sign.count, sign.seconds)


def old(count: int, seconds: int) -> str:
    """How many, and if any how old the oldest is."""
    return _("%(count)s, den äldsta %(age)s", count=count, age=age(seconds)) if count and seconds else str(count)


def _heard(heard: Behind | None) -> Sign:
    what = word("Händelser som inte är hörda")
    if heard is None:
        return Sign(what, ACT, DO_NO_STREAM, unknown=True)
    status = _by_age(heard.seconds)
    return Sign(what, status, DO_UNHEARD if status != WELL else "", heard.waiting + heard.given, heard.seconds)


def _sealed(on: date | None, today: date) -> Sign:
    """A day is sealed soon after it has ended; the system may have been off since."""
    what = word("Senaste dag med sigill")
    if on is None:
        return Sign(what, UNKNOWN)
    late = on < today - timedelta(days=2)
    return Sign(what, ACT if late else WELL, DO_SEAL if late else "", day=on)


def _by_age(seconds: int) -> Status:
    return ACT if seconds > LONG else LOOK if seconds > SLOW else WELL
