"""What is ready at the same moment leaves together, and what fails does not hold up the others."""

import asyncio
from collections.abc import Sequence

from services.runtime.outward import Rounds


async def test_what_comes_while_a_round_runs_shares_the_next():
    rounds: list[list[int]] = []
    begun = asyncio.Event()

    async def double(numbers: Sequence[int]) -> list[int]:
        rounds.append(list(numbers))
        begun.set()
        await asyncio.sleep(0.01)
        return [2 * number for number in numbers]

    together = Rounds(double)
    first = [together.join(number) for number in range(2)]
    await begun.wait()
    later = [together.join(number) for number in range(2, 5)]
    assert await asyncio.gather(*first, *later) == [0, 2, 4, 6, 8]
    assert rounds == [[0, 1], [2, 3, 4]]


async def test_who_is_set_free_by_the_first_of_a_round_joins_it():
    rounds: list[list[int]] = []
    free = asyncio.Event()

    async def same(numbers: Sequence[int]) -> Sequence[int]:
        rounds.append(list(numbers))
        return numbers

    async def second() -> int:
        await free.wait()
        return await together.join(2)

    together = Rounds(same)
    waits = asyncio.create_task(second())
    await asyncio.sleep(0)
    first = together.join(1)
    free.set()
    assert await asyncio.gather(first, waits) == [1, 2]
    assert rounds == [[1, 2]]


async def test_a_round_ends_with_the_first_that_ends_it():
    rounds: list[list[int]] = []

    async def same(numbers: Sequence[int]) -> Sequence[int]:
        rounds.append(list(numbers))
        return numbers

    together = Rounds(same, ends=lambda number: number >= 10)
    assert await asyncio.gather(*(together.join(number) for number in (1, 2, 10, 11, 3, 12))) == [1, 2, 10, 11, 3, 12]
    assert rounds == [[1, 2, 10], [11], [3, 12]]


async def test_one_that_fails_does_not_stop_those_it_shared_a_round_with():
    async def half(numbers: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        if any(number % 2 for number in numbers):
            raise ValueError("odd")
        return [number // 2 for number in numbers]

    together = Rounds(half)
    answers = await asyncio.gather(*(together.join(number) for number in (0, 2, 3, 4)), return_exceptions=True)
    assert [answer if isinstance(answer, int) else str(answer) for answer in answers] == [0, 1, "odd", 2]


async def test_who_no_longer_waits_does_not_stop_the_rounds():
    async def same(numbers: Sequence[int]) -> Sequence[int]:
        return numbers

    together = Rounds(same)
    gone, stays = together.join(1), together.join(2)
    gone.cancel()
    assert await stays == 2
    assert await together.join(3) == 3
