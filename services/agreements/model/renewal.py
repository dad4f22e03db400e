"""How does an agreement go on: some months longer, revised, or continued by another? How are months counted?"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from schemas.agreements import AgreementRenewed, AgreementRevised, Carried, CarryOver
from schemas.base import LAST_DAY
from services.agreements.model import text
from services.agreements.model.agreement import Agreement
from services.agreements.model.commitment import Commitment, Facts
from services.agreements.model.life import LIVING, PROMISED, State, refuse_future
from services.runtime.errors import Refused


def months_after(day: date, months: int) -> date:
    """The day of the same number, or the month's last where it has none (lag 1930:173, 1 §)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_after(last: date, months: int) -> date:
    """The last day of what ends with `last` and runs months longer; the end of a month stays the end of a month."""
    later = months_after(last, months)
    ends_month = last.day == monthrange(last.year, last.month)[1]
    return later.replace(day=monthrange(later.year, later.month)[1]) if ends_month else later


def extend_by_months(agreement: Agreement, months: int, reason: str, today: date) -> tuple[Agreement, Facts]:
    last = agreement.validity.until or today  # what has no end is refused by the extension itself
    until = last_day_after(last, months)
    if until > LAST_DAY:
        raise Refused(f"Fältet months: {until} ligger efter {LAST_DAY}, den sista dag som kan anges.")
    return agreement.extend(until, reason, today)


def revise(agreement: Agreement, on: date, forum: str, today: date) -> tuple[Agreement, Facts]:
    """The parties went through it and let it stand: the interval counts from that day. A day is told of once."""
    agreement.must_be((State.ACTIVE,), "revideras")
    text.check({"forum": forum})
    refuse_future(on, today, "reviderad")
    if on < (agreement.life.revised_on or agreement.validity.since):
        raise Refused(f"Fältet on: {on} ligger före {agreement.life.revised_on or agreement.validity.since}.")
    if on == agreement.life.revised_on:
        return agreement, ()
    revised = replace(agreement, life=replace(agreement.life, revised_on=on))
    return revised, (AgreementRevised(agreement_id=agreement.id, on=on, forum=forum, next_on=revision_due(revised)),)


def revision_due(agreement: Agreement) -> date | None:
    """The day by which it is to be gone through again; None where no interval is agreed."""
    months = agreement.document.revision_interval_months
    if months is None:
        return None
    return min(months_after(agreement.life.revised_on or agreement.validity.since, months), LAST_DAY)


def renew(agreement: Agreement, old: Agreement, carried: Iterable[CarryOver], today: date) -> tuple[Agreement, Facts]:
    """`agreement` continues `old`, which ran or runs its own time; what is carried over is marked as such, once."""
    agreement.must_be(LIVING, "förnya en annan")
    old.must_be(PROMISED, "förnyas")
    if agreement.id == old.id:
        raise Refused("En överenskommelse kan inte förnya sig själv.")
    pairs = [(promised(old, one.was), promised(agreement, one.now)) for one in carried]
    if old.id in agreement.life.renews and all(now.entry.carried_over for _, now in pairs):
        return agreement, ()
    return continuing(agreement, old, pairs, today)


def continuing(
    agreement: Agreement, old: Agreement, pairs: list[tuple[Commitment, Commitment]], on: date
) -> tuple[Agreement, Facts]:
    """`pairs`: what was promised, and what it goes on as."""
    goes_on = {now.entry.id for _, now in pairs}
    commitments = tuple(one.now(carried_over=True) if one.entry.id in goes_on else one for one in agreement.commitments)
    renewed = AgreementRenewed(
        agreement_id=agreement.id,
        renews=old.id,
        carried=tuple(Carried(was=was.entry.id, now=now.entry.id) for was, now in pairs),
        on=on,
    )
    life = replace(agreement.life, renews=tuple(dict.fromkeys((*agreement.life.renews, old.id))))
    return replace(agreement, commitments=commitments, life=life), (renewed,)


def promised(agreement: Agreement, ref: str) -> Commitment:
    """The commitment that a person names. Raises Refused where it is not in the agreement, or no longer applies."""
    for one in agreement.commitments:
        if ref in {one.entry.slug, str(one.entry.id)}:
            if one.cancelled:
                raise Refused(f"Åtagandet {ref} i {agreement.slug} har utgått.")
            return one
    raise Refused(f"Det finns inget åtagande {ref} i {agreement.slug}.")
