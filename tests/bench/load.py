"""Who asks, and how much? Wishes sent side by side or at a steady pace, over NATS as the portal and the terminal do."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence

from nats.aio.client import Client

from schemas.agreements import (
    AddCommitment,
    CommitmentEntry,
    Count,
    Document,
    DraftAgreement,
    FunctionEntry,
    Recurrence,
    Window,
)
from schemas.base import Command, Party
from tests.bench.world import World
from tests.builders import a_commitment, a_document, a_function, agreement_id
from tests.looking import until

AT_ONCE = 16
PATIENCE = 60.0
YEARLY = Count(min=10_000, window=Window.YEAR)
"""Never reached, however many reports come."""
WAITING = "SELECT (SELECT count(*) FROM event_queue) + (SELECT count(*) FROM held_event) + (SELECT count(*) FROM stuck)"
HEARD = "SELECT coalesce(sum(sequence), 0)::bigint FROM watermark WHERE producer = $1"
SAID = "SELECT coalesce(sum(sequence), 0)::bigint FROM event_head WHERE NOT about LIKE 'progress/%'"


async def tell(nc: Client, wish: Command) -> None:
    """Raises when it is refused or fails: then there is nothing to measure."""
    answer = await nc.request(wish.subject, wish.model_dump_json().encode(), timeout=PATIENCE)
    reply = json.loads(answer.data)
    if reply.get("refused") or reply.get("failed"):
        raise ValueError(f"{wish.subject}: {reply}")


async def tell_all(nc: Client, wishes: Iterable[Command], at_once: int = AT_ONCE) -> None:
    """As many people as `at_once`, each with the next wish when the last is answered."""
    queue = iter(wishes)

    async def person() -> None:
        for wish in queue:
            await tell(nc, wish)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(person())


async def paced(per_second: float, acts: Sequence[Callable[[], Awaitable[object]]]) -> None:
    """One after another at a steady pace, whether the one before has ended or not."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.TaskGroup() as tasks:
        for nr, act in enumerate(acts):
            await asyncio.sleep(max(0.0, began + nr / per_second - loop.time()))
            tasks.create_task(_await(act))


async def _await(act: Callable[[], Awaitable[object]]) -> None:
    await act()


async def heard(world: World, consumer: str, producer: str) -> int:
    """How many events of the producer are applied and committed."""
    return int(await world.pool(consumer).fetchval(HEARD, producer))


async def all_heard(world: World, producer: str, consumers: Sequence[str], seconds: float = 300.0) -> None:
    """All that the producer has said is committed at every consumer."""
    said = int(await world.pool(producer).fetchval(SAID))

    async def done() -> bool:
        return all([await heard(world, consumer, producer) >= said for consumer in consumers])

    await until(done, f"{consumers} have heard {said} of {producer}", seconds)


async def quiet(world: World, names: Sequence[str], seconds: float = 300.0) -> None:
    async def nothing_waits() -> bool:
        return not any([await world.pool(name).fetchval(WAITING) for name in names])

    await until(nothing_waits, f"nothing waits at {names}", seconds)


_numbers = itertools.count(1)


def next_slug() -> str:
    return f"fart-{next(_numbers)}"


def a_draft(commitments: int, rhythm: Recurrence = YEARLY) -> DraftAgreement:
    """An agreement of its own with so many commitments, one mailbox for all."""
    slug, lead = next_slug(), a_function("kommunpolis", Party.POLICE, "kommunpolis@example.se")
    entries = [entry(slug, nr, rhythm, lead) for nr in range(commitments)]
    return DraftAgreement(document=a_document_of(slug, entries, lead))


def one_more(draft: DraftAgreement, rhythm: Recurrence = YEARLY) -> AddCommitment:
    slug, lead = draft.document.slug, draft.document.functions[0]
    return AddCommitment(agreement=slug, commitment=entry(slug, next(_numbers) + 1_000_000, rhythm, lead))


def entry(slug: str, nr: int, rhythm: Recurrence, lead: FunctionEntry) -> CommitmentEntry:
    return a_commitment(f"{slug}-{nr}", rhythm, by=(lead,), agreement=slug)


def a_document_of(
    slug: str, commitments: Sequence[CommitmentEntry], *functions: FunctionEntry, since: str = "2026-01-01"
) -> Document:
    return a_document(
        slug,
        since=since,
        commitments=tuple(commitments),
        functions=functions,
        registration_numbers=dict.fromkeys(Party, f"TEST {agreement_id(slug)}"),
    )
