"""An organisation may want mails that carry only role and link; whoever asks for a mailbox is told."""

import asyncio
from datetime import date

import pytest

from schemas.agreements import (
    AppointSubstitute,
    FunctionEntry,
    ListQuietOrganisations,
    QuietOrganisation,
    QuietOrganisations,
    QuietSwitched,
    SwitchQuiet,
)
from schemas.asked import AccountRole, AskedBy
from schemas.base import Party
from services.agreements.handlers import functions, quiet
from services.runtime.errors import Refused
from tests.agreements.test_functions import find
from tests.agreements.working import Working, ask, do, register
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_function

ARJEPLOG, MALA = "2506", "2418"
SCHOOL = a_function("skola")
WHY = "Brevlådan läses av flera."
WHO = AskedBy(role=AccountRole.ADMINISTRATOR, party=Party.MUNICIPALITY, municipality=ARJEPLOG)
OF_MALA = a_function("malasamordnare", mailbox="samordnare.mala@example.se", municipality=MALA)


async def switched(
    working: Working, municipality: str, *, on: bool = True, party: Party = Party.MUNICIPALITY, reason: str = WHY
) -> list[object]:
    wish = SwitchQuiet(party=party, municipality=municipality, quiet=on, reason=reason, asked_by=WHO)
    return [*await do(working, quiet.switch_quiet, wish)]


def told(*, on: bool) -> QuietSwitched:
    return QuietSwitched(party=Party.MUNICIPALITY, municipality=ARJEPLOG, quiet=on, reason=WHY, asked_by=WHO)


async def quiet_roles(working: Working) -> set[str]:
    found = await find(working, *(one.id for one in (KOMMUNPOLIS, SAMORDNARE, SCHOOL, OF_MALA)))
    return {role for role, mailbox in found.items() if mailbox.quiet}


async def two_municipalities(working: Working) -> None:
    await register(working, functions=(KOMMUNPOLIS, SAMORDNARE, SCHOOL))
    slug = "mala-2026"
    promised = a_commitment("mala-1", by=(KOMMUNPOLIS, OF_MALA), agreement=slug)
    await register(
        working, slug=slug, municipalities=(MALA,), functions=(KOMMUNPOLIS, OF_MALA), commitments=(promised,)
    )


async def test_a_quiet_municipality_is_quiet_for_all_functions_of_its_own_and_for_no_others(working: Working):
    await two_municipalities(working)
    assert await quiet_roles(working) == set()
    facts = await switched(working, ARJEPLOG)
    assert facts == [told(on=True)]
    assert await quiet_roles(working) == {"samordnare", "skola"}


async def test_the_police_are_quiet_in_their_own_place_and_nowhere_else(working: Working):
    await two_municipalities(working)
    await switched(working, MALA, party=Party.POLICE)
    assert await quiet_roles(working) == set()
    await switched(working, ARJEPLOG, party=Party.POLICE)
    assert await quiet_roles(working) == {"kommunpolis"}


@pytest.mark.parametrize(("away", "stands_in"), [(OF_MALA, SCHOOL), (SAMORDNARE, OF_MALA)])
async def test_who_stands_in_for_a_quiet_function_or_is_quiet_itself_gets_a_quiet_mail(
    working: Working, away: FunctionEntry, stands_in: FunctionEntry
):
    await two_municipalities(working)
    await switched(working, MALA)
    wish = AppointSubstitute(
        function_id=away.id, substitute_id=stands_in.id, since=date(2026, 3, 2), until=date(2026, 3, 8)
    )
    await do(working, functions.appoint_substitute, wish)
    mailbox = (await find(working, away.id))[away.role]
    assert (mailbox.mailbox, mailbox.quiet) == (stands_in.mailbox, True)
    assert await quiet_roles(working) == {"malasamordnare", away.role}


async def test_it_is_switched_back_listed_and_told_only_when_it_changes(working: Working):
    await two_municipalities(working)
    assert [len(await switched(working, ARJEPLOG)), len(await switched(working, ARJEPLOG))] == [1, 0]
    answer = await ask(working, quiet.list_quiet_organisations, ListQuietOrganisations())
    one = QuietOrganisation(
        party=Party.MUNICIPALITY, municipality=ARJEPLOG, reason=WHY, since=date(2026, 3, 2), asked_by=WHO
    )
    assert answer == QuietOrganisations(organisations=(one,))
    assert await switched(working, ARJEPLOG, on=False) == [told(on=False)]
    assert await quiet_roles(working) == set()


async def test_two_who_switch_it_at_one_moment_make_one_difference(working: Working):
    wish = SwitchQuiet(party=Party.MUNICIPALITY, municipality=ARJEPLOG, quiet=True, reason=WHY, asked_by=WHO)
    async with working() as first:
        await quiet.switch_quiet(wish, first)
        later = asyncio.create_task(switched(working, ARJEPLOG))
        await asyncio.sleep(0.2)

    assert first.facts == [told(on=True)]
    assert await later == []


async def test_a_municipality_that_does_not_exist_is_said_plainly(working: Working):
    with pytest.raises(Refused, match="ingen kommun med koden 9999"):
        await switched(working, "9999")


async def test_it_is_said_why_mails_say_less_in_words_that_may_be_kept_and_not_why_they_say_what_they_are_about(
    working: Working,
):
    for reason, sentence in ((" ", "Fältet reason är tomt"), ("Anna 811218-9876 läser den", "Fältet reason.*person")):
        with pytest.raises(Refused, match=sentence):
            await switched(working, ARJEPLOG, reason=reason)
    await switched(working, ARJEPLOG)
    assert len(await switched(working, ARJEPLOG, on=False, reason="")) == 1
