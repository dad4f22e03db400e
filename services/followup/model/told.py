"""What is told of a commitment where all its occurrences are seen together?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from schemas.base import Party
from schemas.followup import CommitmentFollowUp, CommitmentReport, DueMove
from services.followup.model.line import report_line
from services.followup.model.move import Move, slips
from services.followup.model.occurrence import Report

LATEST = 10
"""Reports of each party."""
MOST_MOVES = 100


def follow_up(
    slugs: Mapping[UUID, str], reports: Iterable[Report], moves: Iterable[Move], municipalities: Sequence[str] = ()
) -> CommitmentFollowUp:
    """`slugs`: of its occurrences. `municipalities`: its agreement's."""
    newest, moved = sorted(reports, key=_when, reverse=True), sorted(moves, key=_moved, reverse=True)
    latest = {one.id for party in Party for one in [told for told in newest if told.party is party][:LATEST]}
    return CommitmentFollowUp(
        reports=tuple(
            CommitmentReport(**dict(report_line(one, municipalities)), occurrence=slugs[one.occurrence_id])
            for one in newest
            if one.id in latest
        ),
        more_reports=len(newest) > len(latest),
        moves=tuple(
            DueMove(
                occurrence=slugs[one.occurrence_id],
                on=one.on,
                was_due=one.was_due,
                due=one.due,
                by=one.by,
                reason=one.reason,
            )
            for one in moved[:MOST_MOVES]
        ),
        more_moves=len(moved) > MOST_MOVES,
        slips=slips(moved),
    )


def _when(one: Report) -> tuple[date, date]:
    return one.day, one.told_on


def _moved(one: Move) -> tuple[date, int]:
    return one.on, one.due_version
