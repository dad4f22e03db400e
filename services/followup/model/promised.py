"""Which of an agreement's commitments are asked for, and in what order do they stand?"""

from collections import Counter
from collections.abc import Iterable

from schemas.followup import AreaCount, CommitmentRow, FocusAreaSection, ListCommitments
from services.followup.model.agreement import Agreement, Commitment


def in_order(agreement: Agreement, commitments: Iterable[Commitment]) -> list[Commitment]:
    """By the agreement's focus areas, then those that it does not list; within each as they were added."""
    every = list(commitments)
    names = [area.id for area in agreement.focus_areas] + [one.focus_area for one in every]
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return sorted(every, key=lambda one: place[one.focus_area])


def counted(agreement: Agreement, commitments: Iterable[Commitment]) -> tuple[AreaCount, ...]:
    """How many stand in each focus area; also in those where nothing does."""
    counts = Counter({area.id: 0 for area in agreement.focus_areas})
    counts.update(one.focus_area for one in commitments)
    return tuple(
        AreaCount(id=name, name=agreement.focus_area(name).name, commitments=count) for name, count in counts.items()
    )


def is_asked_for(row: CommitmentRow, question: ListCommitments) -> bool:
    if question.light and (row.cancelled or row.light is not question.light):
        return False
    return row.cancelled or not question.cancelled


def told(
    sections: Iterable[FocusAreaSection], areas: Iterable[AreaCount], question: ListCommitments
) -> tuple[FocusAreaSection, ...]:
    """Those with something on the page; on the first, if nothing is left out on purpose, also what is empty."""
    whole = not (question.focus_area or question.light or question.cancelled or question.skip)
    empty = {one.id for one in areas if whole and not one.commitments}
    return tuple(one for one in sections if one.commitments or one.id in empty)
