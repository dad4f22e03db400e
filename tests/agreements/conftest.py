"""A database of the agreements service, to work in."""

import pytest

from tests.agreements.working import Working
from tests.conftest import MakeDatabase, work_in
from tests.fakes import StoppedClock


@pytest.fixture
async def working(database: MakeDatabase, clock: StoppedClock) -> Working:
    url = await database("agreements")
    return lambda: work_in(url, clock)
