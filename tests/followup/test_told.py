"""What the parties have told of a commitment is told by party, newest first: nobody's reports hide the other's."""

from datetime import timedelta
from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL, Party
from schemas.followup import Slip
from services.followup.model.move import Move
from services.followup.model.occurrence import Report
from services.followup.model.told import LATEST, MOST_MOVES, follow_up
from tests.builders import commitment_id
from tests.followup.values import day

FIRST = day("2026-01-01")


def an_id(name: str) -> UUID:
    return uuid5(NAMESPACE_LOFTESKOLL, name)


def a_report(number: int, party: Party) -> Report:
    on = FIRST + timedelta(days=number)
    return Report(
        id=an_id(f"{party}/{number}"),
        occurrence_id=an_id("of-2026"),
        commitment_id=commitment_id(),
        party=party,
        count=number,
        requests=None,
        day=on,
        told_on=on,
        comment="",
        function_id=None,
    )


def a_move(number: int, by: Party | None) -> Move:
    on = FIRST + timedelta(days=number)
    return Move(an_id("of-2026"), on, on, on + timedelta(days=2), number, by, f"Skäl {number}")


def test_each_party_is_heard_by_its_latest_and_the_rest_is_said_to_be_there() -> None:
    eager = [a_report(number, Party.POLICE) for number in range(30, 30 + LATEST + 5)]
    told = follow_up({an_id("of-2026"): "vandring/2026"}, [a_report(1, Party.MUNICIPALITY), *eager], [])

    assert [one.count for one in told.reports] == [*range(30 + LATEST + 4, 30 + 4, -1), 1]
    assert [one.party for one in told.reports] == [Party.POLICE] * LATEST + [Party.MUNICIPALITY]
    assert {one.occurrence for one in told.reports} == {"vandring/2026"}
    assert told.more_reports
    few = follow_up({an_id("of-2026"): "vandring/2026"}, eager[:LATEST], [])
    assert not few.more_reports


def test_moves_are_told_newest_first_and_counted_also_where_they_are_not_told() -> None:
    moves = [a_move(number, Party.POLICE if number % 2 else None) for number in range(MOST_MOVES + 2)]
    told = follow_up({an_id("of-2026"): "vandring/2026"}, [], moves)

    assert [one.reason for one in told.moves] == [f"Skäl {number}" for number in range(MOST_MOVES + 1, 1, -1)]
    assert told.more_moves
    half = MOST_MOVES // 2 + 1
    assert told.slips == (
        Slip(party=Party.POLICE, times=half, days=2 * half),
        Slip(party=None, times=half, days=2 * half),
    )
