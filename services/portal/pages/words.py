"""What are things called on a page? Swedish words for the language's values; a status is always symbol and word."""

import re
from datetime import date
from typing import TypeAlias

from schemas.agreements import AgreementLine, AgreementState, AgreementType, Document, Window
from schemas.followup import (
    FOREVER,
    CommitmentRow,
    Fulfilment,
    Light,
    OccurrenceLine,
    OccurrenceState,
    PublicPromise,
    Slip,
)
from schemas.geography import counties, municipalities
from schemas.portal import AccountRole
from services.front import naming
from services.front import words as said
from services.portal.pages.language import Words, _, ngettext

Status: TypeAlias = said.Status
capital = said.capital
DAY = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})\b")
PARTIES = Words({party: capital(name) for party, name in said.PARTIES.items()})
AGREEMENT_TYPES = Words(
    {
        AgreementType.COLLABORATION_AGREEMENT: "Samverkansöverenskommelse",
        AgreementType.CITIZEN_PROMISE: "Medborgarlöfte",
    }
)
PROMISED = Words(
    {
        AgreementType.COLLABORATION_AGREEMENT: "Åtaganden",
        AgreementType.CITIZEN_PROMISE: "Löften",
    }
)
AGREEMENT_STATES = Words(
    {
        AgreementState.DRAFT: "Utkast",
        AgreementState.SHARED: "Delad med den andra parten",
        AgreementState.SIGNED: "Undertecknad",
        AgreementState.ACTIVE: "Gäller",
        AgreementState.EXPIRED: "Har löpt ut",
        AgreementState.CLOSED: "Avslutad",
        AgreementState.WITHDRAWN: "Återtagen",
        AgreementState.TERMINATED: "Uppsagd",
        AgreementState.SUPERSEDED: "Ersatt",
    }
)
AGREEMENT_PILLS = {
    state: Status(symbol, AGREEMENT_STATES[state], tone)
    for state, symbol, tone in (
        (AgreementState.DRAFT, "○", "grey"),
        (AgreementState.SHARED, "●", "yellow"),
        (AgreementState.SIGNED, "○", "grey"),
        (AgreementState.ACTIVE, "✓", "green"),
        (AgreementState.EXPIRED, "●", "yellow"),
        (AgreementState.CLOSED, "–", "grey"),
        (AgreementState.WITHDRAWN, "–", "grey"),
        (AgreementState.TERMINATED, "–", "grey"),
        (AgreementState.SUPERSEDED, "–", "grey"),
    )
}
"""Yellow waits for somebody: to sign, or to close."""
CADENCES = Words(
    {
        Window.WEEK: "varje vecka",
        Window.MONTH: "varje månad",
        Window.QUARTER: "varje kvartal",
        Window.TERTIAL: "varje tertial",
        Window.HALF_YEAR: "varje halvår",
        Window.YEAR: "varje år",
        Window.AGREEMENT: "en gång under överenskommelsen",
    }
)
FULFILMENTS = Words({one: capital(name) for one, name in said.FULFILMENTS.items()})

DONE = Status("✓", "Genomfört", "green")
PAUSED = Status("●", "Pausat", "yellow")
CANCELLED = Status("–", "Utgår", "grey")
NOT_FULFILLED = Status("▲", "Ej uppfyllt", "red")
LIGHTS = {
    Light.GREEN: Status("✓", "I fas", "green"),
    Light.YELLOW: Status("●", "Ligger efter", "yellow"),
    Light.RED: Status("▲", "Försenat", "red"),
    Light.GREY: Status("○", "Inget rapporterat", "grey"),
}
STATES = {
    OccurrenceState.COMPLETED: DONE,
    OccurrenceState.PAUSED: PAUSED,
    OccurrenceState.CANCELLED: CANCELLED,
}

CLOCKS = Words({clock: capital(name) for clock, name in naming.CLOCKS.items()})
UNKNOWN = Status("○", "Okänt", "grey")
CLOCK_STATES, FEEDBACK_STATES, status_of_clock = said.CLOCK_STATES, said.FEEDBACK_STATES, said.status_of_clock

ACCOUNT_ROLES = Words(
    {
        AccountRole.COORDINATOR: "Samordnare",
        AccountRole.MUNICIPAL_POLICE: "Kommunpolis",
        AccountRole.STEERING_GROUP: "Läser för styrgruppen",
        AccountRole.COUNTY_BOARD: "Läser för länsstyrelsen",
        AccountRole.ADMINISTRATOR: "Administratör",
        AccountRole.OPERATOR: "Drift",
    }
)
MAY = Words(
    {
        AccountRole.COORDINATOR: "Du ser och följer upp de överenskommelser som dina kommuner är part i, "
        "och avslutar dem.",
        AccountRole.MUNICIPAL_POLICE: "Du ser och följer upp de överenskommelser som dina kommuner är part i.",
        AccountRole.STEERING_GROUP: "Du läser de överenskommelser som dina kommuner är part i. Du ändrar ingenting.",
        AccountRole.COUNTY_BOARD: "Du ser hur det går i länet, i antal och lägen. Fritext och utkast visas inte.",
        AccountRole.ADMINISTRATOR: "Du sköter funktioner och brevlådor för dina kommuner. "
        "Överenskommelserna visas inte.",
        AccountRole.OPERATOR: "Du sköter systemet och mejlen. Överenskommelserna visas inte.",
    }
)
"""What a role is for, to its holder."""


def status_of(line: OccurrenceLine) -> Status:
    if line.state in STATES:
        return STATES[line.state]
    if line.overdue_days:
        return Status("▲", _("Försenat %(days)s", days=said.days(line.overdue_days)), "red")
    return LIGHTS[line.light]


def status_of_commitment(row: CommitmentRow | PublicPromise) -> Status:
    """A commitment is red also when a party has judged that it is not fulfilled."""
    if row.cancelled:
        return CANCELLED
    if isinstance(row, PublicPromise):
        judged = row.not_fulfilled
    else:
        judged = any(view.fulfilment is Fulfilment.NOT_FULFILLED for view in row.parties)
    return NOT_FULFILLED if judged and row.light is Light.RED else LIGHTS[row.light]


def progress(done: int, target: int | None) -> str:
    """`2 av 4`; what has no target is only counted."""
    if target is not None:
        return _("%(done)s av %(target)s", done=done, target=target)
    return ngettext("%(count)s gång", "%(count)s gånger", done)


def done(line: OccurrenceLine | CommitmentRow | PublicPromise) -> str:
    """As `progress`; where nobody has said yet what is asked of a shortened window: `1 gång, mål ej angivet`."""
    if line.target_asked:
        return _("%(done)s, mål ej angivet", done=progress(line.done, None))
    return progress(line.done, line.target)


def around_days(text: str) -> list[str]:
    """The text in pieces, every second of which is a day: no day is to be broken over two lines."""
    return DAY.split(text)


def distance(day: date, today: date) -> str:
    """How far away a day is, in words."""
    days = (day - today).days
    near = {-1: _("i går"), 0: _("i dag"), 1: _("i morgon")}
    if days in near:
        return near[days]
    far = said.days(abs(days))
    return _("om %(days)s", days=far) if days > 0 else _("för %(days)s sedan", days=far)


def endless(line: OccurrenceLine) -> bool:
    """Whether it goes on until further notice."""
    return line.ends == FOREVER


def window(line: OccurrenceLine) -> str:
    """`2026-01-01 till 2026-06-30`; what goes on has no last day: `2026-01-01 tills vidare`."""
    if endless(line):
        return _("%(since)s tills vidare", since=line.starts)
    return _("%(since)s till %(until)s", since=line.starts, until=line.ends)


def left(days: int | None) -> str:
    """How long an agreement has left; none is open-ended."""
    if days is None:
        return _("tills vidare")
    far = said.days(abs(days))
    return _("%(days)s kvar", days=far) if days >= 0 else _("löpte ut för %(days)s sedan", days=far)


def kind_of(one: Document | AgreementLine) -> str:
    """A yearly action plan is a collaboration agreement that says so."""
    return _("Åtgärdsplan för %(year)s", year=one.plan_year) if one.plan_year else AGREEMENT_TYPES[one.type]


def slipped(slip: Slip) -> str:
    """How often somebody has moved a due day, and how far in all: `2 gånger, 30 dagar senare`."""
    far = said.days(abs(slip.days))
    times = ngettext("%(count)s gång", "%(count)s gånger", slip.times)
    if slip.days == 0:
        return times
    told = _("%(days)s senare", days=far) if slip.days > 0 else _("%(days)s tidigare", days=far)
    return f"{times}, {told}"


def municipality(code: str) -> str:
    known = municipalities().get(code)
    return known.name if known else code


def municipality_of(occurrence: str) -> str:
    """The municipality that an occurrence's slug ends with, if any; `2026` as a second part is a year, not Gagnef."""
    code = occurrence.split("/")[2:]
    return municipality(code[0]) if code else ""


def county(code: str) -> str:
    known = counties().get(code)
    return known.name if known else code


def role(name: str) -> str:
    """A role as a sentence begins it: `teknisk_forvaltning`, as files write it, → Teknisk forvaltning."""
    return capital(name.replace("_", " "))


def swedish(text: str) -> list[int]:
    """Sorts Å, Ä, Ö last and in that order, as a Swedish reader expects."""
    order = "abcdefghijklmnopqrstuvwxyzåäö"
    return [order.find(letter) + 200 if letter in order else ord(letter) for letter in text.casefold()]
