"""Which party has said nothing of what it answers for, and has the other? Asked of a few agreements at most."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from schemas.agreements import AgreementLine, Responsible
from schemas.base import Party
from schemas.followup import CommitmentRow, SummariseAgreement, Summary
from services.portal.pages.site import Site
from services.portal.pages.todo import Choice
from services.runtime.errors import Refused, Unavailable

MOST_AGREEMENTS, MOST_COMMITMENTS = 3, 60
"""A summary is dear to make. Who has more on the page chooses an agreement."""


@dataclass(frozen=True, slots=True)
class Silent:
    """What one party or both have said nothing of. `told_on`: the day that the other party last did, if it has."""

    agreement: str
    agreement_slug: str
    commitment_id: UUID
    commitment: str
    text: str
    parties: Mapping[Party, tuple[str, ...]]
    """The silent, with the roles that answer for it."""
    told_on: date | None
    meeting: date | None
    responsible: tuple[Responsible, ...]


def few_enough(agreements: Sequence[AgreementLine]) -> bool:
    return len(agreements) <= MOST_AGREEMENTS and sum(one.commitments for one in agreements) <= MOST_COMMITMENTS


async def find_silences(site: Site, agreements: Iterable[AgreementLine]) -> list[Silent]:
    summaries = await asyncio.gather(*(_summary(site, one.slug) for one in agreements))
    return [silent for summary in summaries for silent in _silent(summary)]


def waiting(silences: Iterable[Silent], choice: Choice, own: Party | None) -> list[Silent]:
    """Where one party has reported and the other has not; `own`: only where it is the other that is silent."""
    return [one for one in silences if one.told_on and own not in one.parties and choice.names(one.responsible)]


def untold(silences: Iterable[Silent], choice: Choice, own: Party | None) -> list[Silent]:
    """What a meeting waits for: what nobody has told, or what `own` has not."""
    return [
        one for one in silences if choice.names(one.responsible) and (own in one.parties if own else not one.told_on)
    ]


async def _summary(site: Site, agreement: str) -> Summary:
    """Empty where there is none yet."""
    try:
        return await site.ask(SummariseAgreement(agreement=agreement), Summary)
    except (Refused, Unavailable):
        return Summary()


def _silent(summary: Summary) -> Iterator[Silent]:
    head = summary.head
    for area in summary.focus_areas:
        for row in area.commitments:
            parties = {one.party: one.roles for one in summary.not_reported if one.commitment == row.slug}
            if head and parties:
                yield Silent(
                    head.title,
                    head.slug,
                    row.commitment_id,
                    row.slug,
                    row.text,
                    parties,
                    _told_on(row, parties),
                    summary.next_meeting,
                    row.responsible,
                )


def _told_on(row: CommitmentRow, silent: Iterable[Party]) -> date | None:
    return next((view.latest_on for view in row.parties if view.party not in silent), None)
