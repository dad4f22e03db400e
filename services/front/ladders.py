"""How does a person write the steps of a ladder, and how is one said? `t-28,t-7,t+1:ansvarig,pair+14`."""

import re
from datetime import date, timedelta

from schemas.followup import Audience, LadderIf, LadderKind, LadderStep, Rung
from schemas.working_days import mail_day
from services.front.language import _, ngettext, word

KINDS = {
    "lång": LadderKind.LONG_WINDOW,
    "kort": LadderKind.SHORT_WINDOW,
    "möte": LadderKind.MEETING,
    "slut": LadderKind.AGREEMENT_END,
    "översyn": LadderKind.REVISION,
    "återkoppling": LadderKind.PUBLIC_FEEDBACK,
    **{one.value: one for one in LadderKind},
}
WINDOWS = {LadderKind.LONG_WINDOW, LadderKind.SHORT_WINDOW}
"""Of these alone a step is said to others than the coordinators."""
AUDIENCES = {
    "alla": Audience.RESPONSIBLE,
    "ansvarig": Audience.LEAD,
    "samordnarna": Audience.COORDINATORS,
    **{one.value: one for one in Audience},
}
NONE = "inga"
NOBODY = word("ingen påminns")
CHOICES = "lång, kort, möte, slut, översyn eller återkoppling"
MOST_STEPS = 100
"""As many as a message takes."""
EXAMPLE = "t-28,t-7,t+1:ansvarig,pair+14"

Steps = tuple[LadderStep, ...]


def kind(text: str) -> LadderKind:
    """Raises ValueError with a sentence, as all here."""
    found = KINDS.get(text.casefold())
    if not found:
        raise ValueError(_("%(text)s är ingen trappa. Skriv %(choices)s.", text=text, choices=CHOICES))
    return found


def steps(text: str, ladder: LadderKind) -> Steps:
    """`t-28` goes to all who answer for it, `t-28:ansvarig` to the lead, `pair+14` to the coordinators.

    Of an agreement's days all goes to the coordinators.
    """
    if text.strip().casefold() == NONE:
        return ()
    written = text.split(",")
    if len(written) > MOST_STEPS:
        raise ValueError(_("En trappa har högst %(most)s steg.", most=MOST_STEPS))
    return tuple(_step(one.strip(), ladder) for one in written)


def supposed(text: str) -> LadderIf:
    which, sign, rest = text.partition("=")
    if not sign:
        raise ValueError(f"{text} går inte att förstå. Skriv trappan och dess steg som lång={EXAMPLE}.")
    ladder = kind(which)
    return LadderIf(ladder=ladder, steps=steps(rest, ladder))


def in_words(climbed: Steps) -> str:
    """`28 dagar före; 1 dag efter (bara den ansvariga)`."""
    return "; ".join(map(_said, climbed)) or _(NOBODY)


def days(climbed: Steps, due: date) -> list[date]:
    """When its mails leave, of what is due on a day."""
    return sorted({day(one, due) for one in climbed})


def day(step: LadderStep, due: date) -> date:
    """When the mail of one step leaves."""
    return mail_day(step.rung.days, due + timedelta(days=step.rung.days))


def written(climbed: Steps) -> str:
    """As `steps` reads it, whatever it is for."""
    return ",".join(f"{one.rung}:{one.to.value}" for one in climbed) or NONE


def rung(step: Rung) -> str:
    """A step of the ladder."""
    days = abs(step.days)
    if not step.days:
        when = _("samma dag")
    elif step.days < 0:
        when = ngettext("%(count)s dag före", "%(count)s dagar före", days)
    else:
        when = ngettext("%(count)s dag efter", "%(count)s dagar efter", days)
    return _("till samordnarna, %(when)s", when=when) if step.to_the_pair else when


def _step(text: str, ladder: LadderKind) -> LadderStep:
    written, sign, to = text.partition(":")
    audience = AUDIENCES.get(to.casefold())
    if not re.fullmatch(Rung.PATTERN, written, re.ASCII) or (sign and not audience):
        told = text or _("Ingenting")
        raise ValueError(
            _(
                "%(text)s är inget steg i en trappa. Skriv dem som %(example)s, eller %(none)s.",
                text=told,
                example=EXAMPLE,
                none=NONE,
            )
        )
    to_the_pair = Rung(written).to_the_pair or ladder not in WINDOWS
    usual = Audience.COORDINATORS if to_the_pair else Audience.RESPONSIBLE
    return LadderStep(rung=Rung(written), to=audience or usual)


def _said(step: LadderStep) -> str:
    when = rung(step.rung)
    return _("%(when)s (bara den ansvariga)", when=when) if step.to is Audience.LEAD else when
