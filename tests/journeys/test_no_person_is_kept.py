"""Can the number of a person get in anywhere? Every text of every wish, at a running system, says no."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest

from schemas.agreements import FunctionEntry, Responsible, Signatory
from schemas.base import REGISTRY, Command
from schemas.followup import OccurrenceCard, ShowOccurrence
from services.runtime.errors import Refused
from tests.journeys.free_texts import MAILBOX, SEEDED, TEXT, free_texts, wishes
from tests.system import System

NUMBER = "640823-3234"
COMMANDS = {one.__name__: one for one in REGISTRY.values() if issubclass(one, Command)}
NOT_KEPT = {
    "StopMail.mailbox": "only a hash of it is",
    "AllowMail.mailbox": "only a hash of it is",
    "EndAccount.mailbox": "one that has an account",
    "AddSignature.role": "one of those that the document names",
}


@pytest.fixture
async def full_system(system: System) -> System:
    """With something in every state that a wish of ours needs."""
    for wish in SEEDED:
        await system.tell(wish)
        await system.settle()
    return system


def with_a_number(wish: Command) -> Iterator[tuple[str, Command]]:
    """The wish once for each of its texts, with a person's number in that text alone."""
    said = wish.model_dump_json()
    for found in re.finditer(f"{TEXT}|{MAILBOX}", said):
        number = NUMBER if found[0] == TEXT else MAILBOX.replace("fri.text", NUMBER)
        changed = said[: found.start()] + number + said[found.end() :]
        numbered = type(wish).model_validate_json(changed).model_copy(update={"command_id": uuid4()})
        yield said[max(0, found.start() - 30) : found.end()], numbered


async def a_wish_of_each(system: System) -> list[Command]:
    card = await system.ask(ShowOccurrence(occurrence="redovisat/2026"), OccurrenceCard)
    return wishes(card.reports[0].id)


async def test_a_wish_with_a_persons_number_in_any_of_its_texts_is_refused(full_system: System):
    for wish in await a_wish_of_each(full_system):
        for place, numbered in with_a_number(wish):
            with pytest.raises(Refused) as no:
                await full_system.tell(numbered)
            assert "ser ut att innehålla ett personnummer eller samordningsnummer" in str(no.value), (wish, place)


@pytest.mark.parametrize("name", COMMANDS)
async def test_no_text_that_a_wish_may_carry_is_forgotten_here(name: str):
    """A new wish, or a new text in an old one, is missed until it is among those that are tried."""
    tried = [one for one in wishes(SEEDED[0].command_id) if type(one).__name__ == name]
    free = {place for place in free_texts(COMMANDS[name]) if f"{name}{place}" not in NOT_KEPT}

    assert {place for one in tried for place in texts_of(one.model_dump(mode="json"))} == free


def texts_of(said: object, place: str = "") -> Iterator[str]:
    if isinstance(said, str) and (TEXT in said or said == MAILBOX):
        yield place
    elif isinstance(said, dict):
        for name, one in said.items():
            yield from texts_of(one, place if place.endswith("registration_numbers") else f"{place}.{name}")
    elif isinstance(said, list):
        for one in said:
            yield from texts_of(one, place)


@pytest.mark.parametrize("part", [FunctionEntry, Responsible, Signatory])
def test_a_function_is_a_role_with_a_mailbox_and_has_no_name(part: type):
    assert {"party", "role"} <= set(part.model_fields)
    assert set(part.model_fields) <= {"id", "function_id", "party", "municipality", "role", "mailbox", "count"}
