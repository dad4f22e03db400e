"""Commitments that are added at one moment are each judged by what was added before it."""

import asyncio

import pytest

from schemas.agreements import AddCommitment
from schemas.base import Event
from services.agreements.handlers import commitments
from services.agreements.handlers.functions import add_functions
from services.runtime.errors import Refused
from services.runtime.work import Work
from tests.agreements.working import Working, register, show, words
from tests.builders import a_commitment, a_document, a_function


async def add(working: Working, *wishes: AddCommitment) -> list[list[Event]]:
    async with working() as work:
        works = [Work(work.connection, work.now, wish.command_id) for wish in wishes]
        await commitments.add_commitment.handle(list(zip(wishes, works, strict=True)))
        return [one.facts for one in works]


async def test_all_of_them_are_promised_in_the_order_they_came(working: Working):
    await register(working)
    school = a_function("skola")
    wishes = [
        AddCommitment(
            agreement="arjeplog-2026-ml", commitment=a_commitment(f"arjeplog-{nr}", by=(school,)), functions=(school,)
        )
        for nr in (3, 2)
    ]

    facts = await add(working, *wishes)

    assert [words(each) for each in facts] == [["FunctionAdded", "CommitmentAdded"], ["CommitmentAdded"]]
    card = await show(working)
    assert [one.slug for one in card.commitments] == ["arjeplog-1", "arjeplog-3", "arjeplog-2"]


async def test_new_functions_are_locked_in_the_order_of_their_ids_whoever_names_them_first(working: Working):
    await register(working)
    first, last = sorted((a_function("skola"), a_function("fritid")), key=lambda one: one.id)
    wishes = [
        AddCommitment(
            agreement="arjeplog-2026-ml", commitment=a_commitment(f"arjeplog-{nr}", by=(by,)), functions=(by,)
        )
        for nr, by in ((2, last), (3, first))
    ]
    async with asyncio.timeout(10), working() as other:
        await add_functions((first,), a_document(), other)
        adding = asyncio.create_task(add(working, *wishes))
        await asyncio.sleep(0.3)
        await add_functions((last,), a_document(), other)

    assert words(other.facts) == ["FunctionAdded", "FunctionAdded"]
    assert [words(each) for each in await adding] == [["CommitmentAdded"], ["CommitmentAdded"]]


async def test_the_same_name_twice_is_refused(working: Working):
    await register(working)
    wish = AddCommitment(agreement="arjeplog-2026-ml", commitment=a_commitment("arjeplog-2"))

    with pytest.raises(Refused, match="Åtagandet arjeplog-2 finns redan"):
        await add(working, wish, wish)


async def test_an_agreement_that_is_not_there_is_named(working: Working):
    await register(working)
    known = AddCommitment(agreement="arjeplog-2026-ml", commitment=a_commitment("arjeplog-2"))

    with pytest.raises(Refused, match="Det finns ingen överenskommelse som heter annan"):
        await add(working, known, known.model_copy(update={"agreement": "annan"}))
