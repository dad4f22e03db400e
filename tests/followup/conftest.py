"""The follow-up service on an empty database."""

import pytest

from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.followup.deadlines import a_long_promise
from tests.followup.following import Following, signed


@pytest.fixture
async def followup(database: MakeDatabase, clock: StoppedClock) -> Following:
    return Following(await database("followup"), clock)


@pytest.fixture
async def agreed(followup: Following) -> Following:
    """Where a promise is signed of which nothing but deadlines is said for long."""
    await followup.hear(*signed(a_long_promise()))
    return followup
