"""Which party has told nothing of what it answers for? What cannot be counted is to be commented anew (DOMAIN).

The same rule in a summary's section 4 and in what the parties wait for from each other.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schemas.agreements import Continuous
from schemas.base import Party
from schemas.followup import SilenceLine
from services.followup.model.agreement import Commitment, Promise
from services.followup.model.cadence import since_last_meeting
from services.followup.model.log import NOTHING_SEEN, Mark, Said, Told, between
from services.followup.model.meeting import Meeting, meeting_before, next_meeting


def silent(commitment: Commitment, told: Collection[Party], anew: Collection[Party]) -> dict[Party, tuple[str, ...]]:
    """Each silent party with its roles that answer for it. `told`: who has ever told; `anew`: since the last meeting.

    What is cancelled needs no report.
    """
    if commitment.cancelled:
        return {}
    heard = anew if isinstance(commitment.recurrence, Continuous) else told
    roles = {party: tuple(one.role for one in commitment.responsible if one.party == party) for party in Party}
    return {party: named for party, named in roles.items() if named and party not in heard}


def silence(
    promise: Promise, told: Mapping[Party, date], meetings: Collection[Meeting], said: Iterable[Said], today: date
) -> SilenceLine | None:
    """`meetings`: the agreement's; `said`: what was told of the commitment, if it is continuous. None: nobody is."""
    agreement, commitment = promise.agreement, promise.commitment
    parties = silent(commitment, told, _anew(promise, told, meetings, said, today))
    if not parties:
        return None
    return SilenceLine(
        agreement_id=agreement.id,
        agreement=agreement.title,
        agreement_slug=agreement.slug,
        commitment_id=commitment.id,
        commitment=commitment.slug,
        text=commitment.text,
        parties=parties,
        told_on=max((day for party, day in told.items() if party not in parties), default=None),
        next_meeting=next_meeting(agreement, meetings, today),
        responsible=commitment.responsible,
    )


def last_mark(meetings: Iterable[Meeting]) -> Mark:
    last = meeting_before(meetings, None)
    return last.mark if last and last.mark else NOTHING_SEEN


def _anew(
    promise: Promise, told: Mapping[Party, date], meetings: Collection[Meeting], said: Iterable[Said], today: date
) -> set[Party]:
    """Since the last meeting, by what was said; where nobody has met yet, by days: one cadence back."""
    agreement = promise.agreement
    if not meetings:
        since = since_last_meeting(agreement.review.cadence, agreement.validity, today)
        return {party for party, day in told.items() if day >= since}
    return {one.fact.party for one in between(said, last_mark(meetings)) if isinstance(one.fact, Told)}
