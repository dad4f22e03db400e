"""Whom would mail to a function reach on a day to come, and what if somebody stood in? On a real PostgreSQL."""

from datetime import date

import pytest

from schemas.agreements import AppointHolder, FindMailboxes, FunctionEntry, Mailboxes, SubstituteIf
from services.agreements.handlers import functions
from services.runtime.errors import Refused
from tests.agreements.working import Working, ask, do, register
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_function

SCHOOL = a_function("skola")
JULY = {"since": date(2026, 7, 1), "until": date(2026, 7, 31)}
IN_JULY = SubstituteIf(function_id=SAMORDNARE.id, substitute_id=SCHOOL.id, **JULY)


async def goes_to(working: Working, on: str | None, *ifs: SubstituteIf, function: FunctionEntry = SAMORDNARE) -> str:
    day = date.fromisoformat(on) if on else None
    question = FindMailboxes(functions=(function.id,), on=day, if_substitutes=ifs)
    found = await ask(working, functions.find_mailboxes, question)
    assert isinstance(found, Mailboxes)
    return found.mailboxes[0].mailbox


async def test_mail_on_a_day_to_come_goes_to_the_holder_of_that_day(working: Working):
    await register(working)
    wish = AppointHolder(function_id=SAMORDNARE.id, mailbox="ny@example.se", since=date(2026, 8, 1))
    await do(working, functions.appoint_holder, wish)
    days = (None, "2026-07-31", "2026-08-01")
    assert [await goes_to(working, on) for on in days] == [SAMORDNARE.mailbox, SAMORDNARE.mailbox, "ny@example.se"]


async def test_who_would_stand_in_gets_the_mail_of_those_days_only_and_is_not_appointed(working: Working):
    await register(working, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    days = ("2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01")
    found = [await goes_to(working, on, IN_JULY) for on in days]
    assert found == [SAMORDNARE.mailbox, SCHOOL.mailbox, SCHOOL.mailbox, SAMORDNARE.mailbox]
    assert await goes_to(working, "2026-07-01") == SAMORDNARE.mailbox


async def test_who_would_stand_in_for_a_substitute_is_followed_too(working: Working):
    await register(working, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    onwards = SubstituteIf(function_id=SCHOOL.id, substitute_id=KOMMUNPOLIS.id, **JULY)
    assert await goes_to(working, "2026-07-05", IN_JULY, onwards) == KOMMUNPOLIS.mailbox


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (IN_JULY.model_copy(update={"since": date(2026, 3, 1)}), "Det som har varit ändras inte"),
        (IN_JULY.model_copy(update={"substitute_id": SAMORDNARE.id}), "ersättare för sig själv"),
        (IN_JULY.model_copy(update={"substitute_id": a_function("fritid").id}), "Fältet if_substitutes"),
    ],
)
async def test_a_substitute_that_would_be_refused_is_refused_here_too(
    working: Working, wish: SubstituteIf, sentence: str
):
    await register(working, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    with pytest.raises(Refused, match=sentence):
        await goes_to(working, "2026-07-01", wish)
