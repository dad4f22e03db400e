"""The follow-up service on an empty database."""

import pytest

from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.followup.following import Following


@pytest.fixture
async def followup(database: MakeDatabase, clock: StoppedClock) -> Following:
    return Following(await database("followup"), clock)
